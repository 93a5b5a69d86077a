"""What a person may type for the day of an event."""

from datetime import date

import pytest

from recommendations.forms.events import EventDayForm

TODAY = date(2013, 12, 1)
PRINTED = date(2013, 3, 28)


def form(*, day="2", month="5", year="2013", neighbours=(PRINTED,), **typed):
    typed = {
        "kind": "happened",
        "source": "The minutes",
        "day_day": day,
        "day_month": month,
        "day_year": year,
        **typed,
    }
    return EventDayForm(typed, today=TODAY, neighbours=neighbours)


def day_error(bound) -> str:
    assert not bound.is_valid()
    (message,) = bound.errors["day"]
    return message


@pytest.mark.parametrize("month", ["5", "05", "May", "may", "MAY", " 5 "])
def test_a_month_is_a_number_or_a_name(month):
    bound = form(month=month)
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["day"] == date(2013, 5, 2)


@pytest.mark.parametrize("month", ["sep", "sept", "September"])
def test_a_name_may_be_shortened(month):
    bound = form(month=month)
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["day"].month == 9


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"day": "", "month": "", "year": ""}, "Enter the day"),
        ({"day": ""}, "Enter the day as well"),
        ({"day": "", "month": ""}, "Enter the day and the month as well"),
        ({"year": ""}, "Enter the year as well"),
        ({"year": "13"}, "Enter the year in four figures, for example 2013"),
        ({"year": "20131"}, "Enter the year in four figures, for example 2013"),
        ({"month": "13"}, "Enter a month from 1 to 12, or its name"),
        ({"month": "ma"}, "Enter a month from 1 to 12, or its name"),
        ({"day": "31", "month": "6"}, "June 2013 has no such day"),
        ({"day": "29", "month": "2"}, "February 2013 has no such day"),
        ({"day": "0"}, "May 2013 has no such day"),
        ({"day": "two"}, "May 2013 has no such day"),
        ({"day": "²"}, "May 2013 has no such day"),
    ],
)
def test_what_is_no_day_is_refused_in_words_that_help(typed, message):
    assert day_error(form(**typed)) == message


@pytest.mark.parametrize(
    ("typed", "box"), [({"day": ""}, 0), ({"month": "13"}, 1), ({"year": "13"}, 2)]
)
def test_the_error_leads_to_the_box_that_is_wrong(typed, box):
    bound = form(**typed)
    assert not bound.is_valid()
    assert bound["day"].first_control == f"id_day_{box}"


def test_what_happened_has_come():
    assert "has not come yet" in day_error(form(year="2014"))


def test_what_happens_today_has_happened():
    assert form(day="1", month="12").is_valid()


def test_what_is_expected_may_lie_ahead_or_have_passed():
    assert form(kind="expected", year="2014").is_valid()
    assert form(kind="expected").is_valid()


def test_a_far_year_is_asked_about_and_then_taken_as_meant():
    asked = form(year="2003")
    assert "Is it the year you meant?" in day_error(asked)
    assert asked.asks_the_year
    assert asked["day"].first_control == "id_day_2"
    assert form(year="2003", year_is_meant="on").is_valid()


def test_a_near_year_is_not_asked_about():
    bound = form()
    assert bound.is_valid()
    assert not bound.asks_the_year


@pytest.mark.parametrize("missing", ["kind", "source"])
def test_each_question_is_asked_in_its_own_words(missing):
    bound = form(**{missing: ""})
    assert not bound.is_valid()
    assert bound.errors[missing][0].startswith("Say ")


def test_a_character_that_no_database_takes_is_refused():
    assert not form(source="The minutes\x00").is_valid()
