"""What a person may say of a date of any shape."""

from datetime import date

import pytest

from recommendations.forms.dues import SHAPES, DueFields, initial_of
from recommendations.models import Body, Event
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Period, Shape
from tests.factories import BodyFactory, EventFactory

pytestmark = pytest.mark.django_db


class Bound(DueFields):
    due_near = frozenset({date(2013, 3, 28)})


@pytest.fixture
def event():
    return EventFactory()


@pytest.fixture
def board(event):
    return BodyFactory(council=event.council)


def form(values):
    return Bound(values, events=Event.objects.all(), bodies=Body.objects.all())


def day(name, day):
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def boxes(due):
    """What a browser sends for a form that holds this due."""
    held = {**initial_of(due)}
    days = {name: held.pop(name) for name in ("due_day", "due_start", "due_until")}
    sent = {name: str(value) for name, value in held.items() if value not in (None, "")}
    for name, value in days.items():
        sent |= day(name, value) if value else {}
    return sent


def test_what_a_form_holds_comes_back_the_same(event, board):
    first, last = date(2013, 9, 1), date(2014, 9, 1)
    every = [
        Due(shape=Shape.ON_A_DAY, day=first, words="by September"),
        Due(shape=Shape.END_OF_PERIOD, period=Period.MONTH, of="2013-12"),
        Due(shape=Shape.END_OF_PERIOD, period=Period.FINANCIAL_QUARTER, of="2014/15-Q2"),
        Due(shape=Shape.END_OF_PERIOD, period=Period.FINANCIAL_YEAR, of="2014/15"),
        Due(shape=Shape.WITHIN, n=6, unit=Unit.MONTHS, event=event.key),
        Due(shape=Shape.WITHIN, n=10, unit=Unit.WORKING_DAYS, event=event.key),
        Due(shape=Shape.BEFORE, event=event.key),
        Due(shape=Shape.AFTER, event=event.key),
        Due(shape=Shape.AT_LEAST, n=18, unit=Unit.MONTHS, event=event.key),
        Due(shape=Shape.FOR_A_PERIOD, n=12, unit=Unit.MONTHS, start=first),
        Due(shape=Shape.RECURRING, n=3, unit=Unit.WEEKS, start=first, until=last),
        Due(shape=Shape.EACH_MEETING, body=str(board.pk), start=first),
        Due(shape=Shape.UNENDING, review_months=6, start=first),
        Due(),
    ]
    assert {due.shape for due in every} == set(Shape) == set(SHAPES)
    for due in every:
        bound = form(boxes(due))
        assert bound.is_valid(), (due, bound.errors)
        assert bound.cleaned_data["due"] == due


def test_what_the_kind_of_date_needs_is_asked_for(event):
    bound = form({"due_shape": "within"})
    assert not bound.is_valid()
    assert bound.errors.as_data().keys() == {"due_n", "due_unit", "due_event"}
    assert bound.errors["due_event"] == ["Choose the event"]


def test_what_another_kind_of_date_needs_is_let_be(event):
    bound = form({"due_shape": "none", "due_n": "many", "due_day_day": "31", "due_event": "999"})
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["due"] == Due()


def test_it_starts_from_an_event_or_a_day(event):
    recurring = {"due_shape": "recurring", "due_n": "3", "due_unit": "months"}
    both = {**recurring, "due_event": event.key, **day("due_start", date(2013, 9, 1))}
    bound = form(both)
    assert not bound.is_valid()
    assert bound.errors["due_start"] == ["Choose the event or enter the day, not both"]


def test_a_far_day_is_asked_about_once():
    far = {"due_shape": "on a day", **day("due_day", date(2031, 9, 1))}
    bound = form(far)
    assert not bound.is_valid()
    assert bound.asks_the_year
    assert bound.errors["due_day"] == ["1 September 2031 is far off. Is it the year you meant?"]
    meant = form({**far, "due_year_is_meant": "on"})
    assert meant.is_valid()
    assert meant.cleaned_data["due"].day == date(2031, 9, 1)


@pytest.mark.parametrize("number", ["0", "-1", "1201", "9" * 30, "six", "²"])
def test_a_number_that_is_none_is_refused(event, number):
    within = {"due_shape": "within", "due_unit": "months", "due_event": event.key}
    assert form({**within, "due_n": number}).errors.keys() == {"due_n"}


@pytest.mark.parametrize("period", ["soon", "2014-13", "Q5 2014", "2014/16", "J 2014", "Ma 2014"])
def test_a_period_that_is_none_is_refused(period):
    bound = form({"due_shape": "end of period", "due_period": period})
    assert bound.errors["due_period"] == [
        "Enter a month, quarter or year, for example December 2013, Q2 2014 or 2014/15"
    ]
