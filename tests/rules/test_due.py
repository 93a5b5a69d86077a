"""Dues: shapes, their days, their JSON and their words. Most days are among the example cases."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.rules.deadlines import Unit
from recommendations.rules.due import (
    ALLOWS,
    MEANINGS,
    NEEDS,
    Due,
    Meaning,
    NotADue,
    Period,
    Shape,
    due_days,
    end_of_period,
    named_period,
)
from tests.rules.building import d, due

FIRST = date(2013, 5, 2)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
WORDS = st.text(max_size=20)
NUMBERS = st.integers(1, 60)
UNITS = st.sampled_from(Unit)
PERIODS = st.sampled_from(
    [
        {"period": Period.MONTH, "of": "2013-12"},
        {"period": Period.QUARTER, "of": "2014-Q2"},
        {"period": Period.YEAR, "of": "2014"},
        {"period": Period.FINANCIAL_QUARTER, "of": "2014/15-Q4"},
        {"period": Period.FINANCIAL_YEAR, "of": "1999/00"},
    ]
)


@st.composite
def dues(draw: st.DrawFn, days: st.SearchStrategy[date] = DAYS) -> Due:
    """Any due of any shape."""
    values = {
        "day": days,
        "n": NUMBERS,
        "unit": UNITS,
        "event": st.just("17"),
        "body": st.just("3"),
        "start": days,
        "until": days,
        "review_months": NUMBERS,
    }
    shape = draw(st.sampled_from(Shape))
    parts = {name: draw(values[name]) for name in NEEDS[shape] if name in values}
    if shape is Shape.END_OF_PERIOD:
        parts |= draw(PERIODS)
    may_have = [name for name in ALLOWS.get(shape, ()) if draw(st.booleans())]
    if "event" in may_have and "start" in may_have:
        may_have.remove("event")
    parts |= {name: draw(values[name]) for name in may_have}
    return Due(shape=shape, words=draw(WORDS), **parts)


@given(dues())
def test_json_reads_back_as_it_was(due):
    assert Due.from_json(due.as_json()) == due


@given(dues(), DAYS)
def test_its_days_are_as_its_meaning_says(due, event_day):
    found = due_days(due, event_day=event_day, meetings=[date(2014, 1, 7)])
    if found.meaning in (Meaning.LAST_DAY, Meaning.NOT_BEFORE, Meaning.LAST_DAY_OF_PERIOD):
        assert len(found.days) == 1
    elif found.meaning is not Meaning.OCCURRENCES:
        assert found.days == ()
    assert list(found.days) == sorted(set(found.days))


@given(dues())
def test_an_unknown_event_gives_no_day(due):
    found = due_days(due)
    if due.event:
        assert found.days == ()
        assert found.meaning in (Meaning.EVENT_DAY_NEEDED, Meaning.REVIEW_DATE_NEEDED)
    else:
        assert found.meaning is not Meaning.EVENT_DAY_NEEDED


@given(dues())
def test_every_due_can_be_said(due):
    assert due.described(events={"17": "the elections"}, bodies={"3": "Cabinet"})


def test_every_shape_is_in_the_tables():
    assert set(NEEDS) == set(MEANINGS) == set(Shape)
    assert set(ALLOWS) <= set(Shape)


NOT_DUES = [
    ({"shape": "on a day"}, "needs day"),
    ({"shape": "within", "n": 6, "unit": "months"}, "needs event"),
    ({"shape": "none", "day": "2013-06-06"}, "takes no day"),
    ({"shape": "on a day", "day": "2013-06-06", "until": "2014-06-06"}, "takes no until"),
    (
        {"shape": "recurring", "n": 3, "unit": "months", "event": "1", "from": "2013-06-06"},
        "from an event or from a day, not both",
    ),
    ({"shape": "recurring", "n": 0, "unit": "months", "from": "2013-06-06"}, "at least 1"),
    ({"shape": "unending", "review_months": -1}, "at least 1"),
    ({"shape": "end of period", "period": "month", "of": "2013-13"}, "is not a month"),
    ({"shape": "end of period", "period": "year", "of": "0000"}, "is not a year"),
    (
        {"shape": "end of period", "period": "financial year", "of": "2014/16"},
        "two years that follow each other",
    ),
    ({"shape": "one day"}, "Not a due"),
    ({"shape": "on a day", "day": "6 June"}, "Not a due"),
    ({"day": "2013-06-06"}, "Not a due"),
    ({"shape": "none", "colour": "red"}, "has no colour"),
]


@pytest.mark.parametrize(("value", "message"), NOT_DUES)
def test_what_is_no_due_is_refused_with_the_cure(value, message):
    with pytest.raises(NotADue, match=message):
        Due.from_json(value)


QUARTERS = [
    (Period.QUARTER, "2014-Q1", "2014-03-31"),
    (Period.QUARTER, "2014-Q4", "2014-12-31"),
    (Period.FINANCIAL_QUARTER, "2014/15-Q1", "2014-06-30"),
    (Period.FINANCIAL_QUARTER, "2014/15-Q2", "2014-09-30"),
    (Period.FINANCIAL_QUARTER, "2014/15-Q3", "2014-12-31"),
    (Period.FINANCIAL_QUARTER, "2014/15-Q4", "2015-03-31"),
    (Period.FINANCIAL_YEAR, "1999/00", "2000-03-31"),
]


@pytest.mark.parametrize(("period", "of", "last"), QUARTERS)
def test_quarters_end_where_their_year_says(period, of, last):
    assert end_of_period(period, of) == d(last)


def test_every_month_of_a_leap_year_ends_on_its_last_day():
    ends = [end_of_period(Period.MONTH, f"2016-{month:02}").day for month in range(1, 13)]
    assert ends == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_monthly_occurrences_never_creep():
    monthly = due("recurring", n=1, unit="months", **{"from": "2013-01-31"})
    days = islice(monthly.occurrences(), 48)
    assert all(day.day == 31 or (day.replace(day=28).month in (2, 4, 6, 9, 11)) for day in days)


def test_weekly_occurrences_end_with_the_calendar():
    weekly = due("recurring", n=1, unit="weeks", **{"from": "9999-12-01"})
    assert [day.day for day in weekly.occurrences()] == [8, 15, 22, 29]


def test_a_meeting_on_the_first_or_the_last_day_counts():
    each = due("each meeting", body="csc", until="2013-09-10", **{"from": "2013-06-06"})
    meetings = [d(f"2013-{day}") for day in ("09-11", "06-05", "09-10", "06-06")]
    assert list(each.occurrences(meetings=meetings)) == [d("2013-06-06"), d("2013-09-10")]


def test_what_does_not_recur_has_no_occurrence():
    assert not list(due("within", n=6, unit="months", event="E").occurrences(event_day=FIRST))


def test_what_starts_from_neither_a_day_nor_an_event_comes_to_no_date():
    for shape, parts in (
        ("recurring", {"n": 12, "unit": "months"}),
        ("for a period", {"n": 12, "unit": "months"}),
        ("each meeting", {"body": "csc"}),
        ("unending", {"review_months": 6}),
    ):
        assert due_days(due(shape, **parts)).meaning is Meaning.NO_DATE


SAID = [
    (due("on a day", day="2013-10-11"), "by 11 October 2013"),
    (due("end of period", period="month", of="2013-12"), "by the end of December 2013"),
    (due("end of period", period="quarter", of="2014-Q2"), "by the end of quarter 2 of 2014"),
    (due("end of period", period="financial year", of="2014/15"), "by the end of 2014/15"),
    (due("within", n=6, unit="months", event="17"), "within 6 months after the elections"),
    (due("before", event="17"), "before the elections"),
    (due("after", event="17"), "after the elections"),
    (due("at least", n=18, unit="months", event="17"), "at least 18 months after the elections"),
    (
        due("for a period", n=12, unit="months", **{"from": "2014-05-01"}),
        "for 12 months from 1 May 2014",
    ),
    (due("recurring", n=1, unit="months", event="17"), "every month from the elections"),
    (
        due("recurring", n=6, unit="months", until="2014-12-31", **{"from": "2013-06-30"}),
        "every 6 months from 30 June 2013 until 31 December 2014",
    ),
    (due("each meeting", body="3", event="17"), "at each meeting of Cabinet from the elections"),
    (due("unending", review_months=6, event="17"), "without end, reviewed every 6 months"),
    (due("unending"), "without end"),
    (due("none"), "no date"),
]


@pytest.mark.parametrize(("due", "words"), SAID, ids=[row[1] for row in SAID])
def test_a_due_in_words(due, words):
    assert due.described(events={"17": "the elections"}, bodies={"3": "Cabinet"}) == words


def test_every_shape_is_said():
    assert {due.shape for due, _ in SAID} == set(Shape)


@pytest.mark.parametrize(
    ("words", "period", "of"),
    [
        ("December 2013", Period.MONTH, "2013-12"),
        ("dec 2013", Period.MONTH, "2013-12"),
        ("2013-12", Period.MONTH, "2013-12"),
        ("Q2 2014", Period.QUARTER, "2014-Q2"),
        ("quarter 2 of 2014/15", Period.FINANCIAL_QUARTER, "2014/15-Q2"),
        (" 2014/15 ", Period.FINANCIAL_YEAR, "2014/15"),
        ("2014", Period.YEAR, "2014"),
    ],
)
def test_a_period_is_named_as_people_write_it(words, period, of):
    assert named_period(words) == (period, of)


def test_a_month_named_in_too_few_letters_is_no_period():
    with pytest.raises(NotADue, match="no month, quarter or year"):
        named_period("ju 2014")
