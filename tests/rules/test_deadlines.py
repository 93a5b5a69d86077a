"""Clocks and the arithmetic of months. The test values of the rule are among the example cases."""

from datetime import date, timedelta

import pytest

from recommendations.rules.deadlines import (
    CLOCKS,
    Unit,
    after,
    clock_words,
    days_overdue,
    last_day_beginning_with,
    last_lawful_day,
    months_after,
)
from tests.rules.building import d

MONTHS = [
    ("2013-03-28", 2, "2013-05-28"),
    ("2013-01-31", 1, "2013-02-28"),
    ("2012-01-31", 1, "2012-02-29"),
    ("2012-12-31", 2, "2013-02-28"),
    ("2013-03-31", -1, "2013-02-28"),
    ("2012-02-29", 12, "2013-02-28"),
]


@pytest.mark.parametrize(("day", "n", "expected"), MONTHS)
def test_months_after(day, n, expected):
    assert months_after(d(day), n) == d(expected)


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.WEEKS])
def test_days_and_weeks_are_counted(unit):
    days = {Unit.DAYS: 3, Unit.WEEKS: 21}[unit]
    assert after(d("2013-02-20"), 3, unit) == d("2013-02-20") + timedelta(days=days)


def test_two_months_beginning_with_every_day_of_eight_years():
    """The day after the last day begins the next two months, so spans neither overlap nor gap."""
    day = date(2011, 1, 1)
    while day < date(2019, 1, 1):
        last = last_day_beginning_with(day, 2, Unit.MONTHS)
        target = (day.month + 1) % 12 + 1
        next_day = last + timedelta(days=1)
        assert next_day.month in (target, target % 12 + 1)
        assert next_day.day in (day.day, 1)
        assert (next_day.day == day.day) or last.month == target
        day += timedelta(days=1)


WORDS = [
    ("two months", "two months beginning with 28 March 2013: 27 May 2013"),
    ("28 days", "28 days beginning with 28 March 2013: 24 April 2013"),
    ("eight weeks", "eight weeks beginning with 28 March 2013: 22 May 2013"),
    ("none", "no last day is set"),
]


@pytest.mark.parametrize(("name", "words"), WORDS)
def test_the_rule_is_shown_with_the_day_it_gives(name, words):
    day = d("2013-03-28")
    shown = clock_words(CLOCKS[name], report_received_on=day, notice_received_on=day)
    assert shown == words


def test_every_clock_has_its_words():
    assert {name for name, _ in WORDS} == set(CLOCKS)


@pytest.mark.parametrize(
    ("report", "notice"), [(None, None), ("2013-03-28", None), (None, "2013-03-28")]
)
def test_without_both_receipts_no_clock_runs(report, notice):
    received = {
        "report_received_on": d(report) if report else None,
        "notice_received_on": d(notice) if notice else None,
    }
    assert last_lawful_day(CLOCKS["two months"], **received) is None
    assert "not recorded" in clock_words(CLOCKS["two months"], **received)


def test_overdue_is_counted_by_date():
    assert [days_overdue(d("2013-05-27"), as_at=d(f"2013-05-{n}")) for n in (26, 27, 28, 29)] == [
        0,
        0,
        1,
        2,
    ]
