"""Working days of each nation, and the clear days before a meeting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.models import Body, Council
from recommendations.models.working_days import working_days_of
from recommendations.rules.answers import last_day_to_respond
from recommendations.rules.clear_days import REQUIRED, publishing
from recommendations.rules.deadlines import clock_named, clock_words
from recommendations.rules.due import Meaning, due_days
from recommendations.rules.facts import Notice
from recommendations.rules.the_day import TheDay
from tests.rules.building import d, due

NATIONS = st.sampled_from(Council.Nation.values)
DAYS = st.dates(d("2009-01-01"), d("2035-12-31"))
ENGLAND = working_days_of("England")

NEXT = [
    ("England", "2026-04-02", "2026-04-07"),  # Good Friday and Easter Monday
    ("Scotland", "2026-04-02", "2026-04-06"),  # Good Friday alone
    ("England", "2021-12-24", "2021-12-29"),  # Christmas on a Saturday
    ("Wales", "2022-12-23", "2022-12-28"),  # Christmas on a Sunday
    ("England", "2025-12-31", "2026-01-02"),
    ("Scotland", "2025-12-31", "2026-01-05"),  # 2 January
    ("England", "2026-11-27", "2026-11-30"),
    ("Scotland", "2026-11-27", "2026-12-01"),  # St Andrew's Day
    ("England", "2027-07-09", "2027-07-12"),
    ("Northern Ireland", "2027-07-09", "2027-07-13"),  # the Battle of the Boyne
    ("Northern Ireland", "2026-07-10", "2026-07-14"),  # the same on a Sunday
    ("England", "2031-12-24", "2031-12-25"),  # of a year not known yet
]


@pytest.mark.parametrize(("nation", "day", "following"), NEXT)
def test_the_next_working_day(nation, day, following):
    assert working_days_of(nation).after(d(day), 1) == d(following)


@given(NATIONS, DAYS, st.integers(1, 60))
def test_so_many_working_days_lie_between(nation, day, n):
    working_days = working_days_of(nation)
    last = working_days.after(day, n)
    assert working_days.has(last)
    assert len(working_days.between(day, last)) == n - 1
    if working_days.has(day):
        assert working_days.before(last, n) == day


def clock(name, day):
    received = {"report_received_on": d(day), "notice_received_on": d(day)}
    found = last_day_to_respond(
        Notice(on=d(day), clock=clock_named(name), **received), TheDay(d("2040-01-01")), ENGLAND
    )
    return found, clock_words(clock_named(name), ENGLAND, **received)


CLOCKS = [
    ("10 working days", "2013-03-28", "2013-04-12", "weekends, Good Friday and Easter Monday"),
    ("1 working day", "2013-03-30", "2013-04-02", "weekends and Easter Monday"),
    ("366 working days", "2013-03-28", "2014-09-09", "weekends and 13 bank holidays"),
    (
        "20 working days",
        "2028-12-27",
        "2029-01-23",
        "weekends; the bank holidays of 2029 are not known here, and are counted",
    ),
]


@pytest.mark.parametrize(("name", "first", "last", "left_out"), CLOCKS)
def test_a_clock_that_counts_working_days_shows_its_sum(name, first, last, left_out):
    found, words = clock(name, first)
    assert found == d(last)
    assert words.endswith(f", not counting {left_out}")


def test_a_due_within_working_days_shows_its_sum():
    within = due("within", n=2, unit="working days", event="E")
    found = due_days(within, event_day=d("2026-04-02"), working_days=ENGLAND)
    assert (found.meaning, found.days) == (Meaning.LAST_DAY, (d("2026-04-08"),))
    assert found.left_out == "weekends, Good Friday and Easter Monday"
    assert within.described(events={"E": "receipt"}) == "within 2 working days after receipt"


def test_what_recurs_in_working_days_goes_on_from_day_to_day():
    every = due("recurring", n=2, unit="working days", **{"from": "2026-04-01"})
    found = due_days(every, working_days=ENGLAND)
    assert found.days == (d("2026-04-07"), d("2026-04-09"), d("2026-04-13"), d("2026-04-15"))


def before(meeting, *, today="2026-01-01", nation="England", kind="committee"):
    return publishing(
        d(meeting),
        today=d(today),
        nation=nation,
        kind=kind,
        working_days=working_days_of(nation),
    )


BY = [
    ("England", "committee", "2026-06-11", "2026-06-03", "4, 5, 8, 9 and 10 June"),
    ("England", "executive", "2026-04-09", "2026-03-30", "31 March, and 1, 2, 7 and 8 April"),
    ("Wales", "committee", "2026-04-09", "2026-04-01", "2, 7 and 8 April"),
    ("Scotland", "full council", "2026-01-08", "2025-12-31", "5, 6 and 7 January"),
]


@pytest.mark.parametrize(("nation", "kind", "meeting", "by", "clear"), BY)
def test_papers_are_published_that_many_clear_days_before(nation, kind, meeting, by, clear):
    found = before(meeting, nation=nation, kind=kind)
    assert found.by == d(by)
    assert f"clear days before: {clear}." in found.how


@given(st.sampled_from(list(REQUIRED)), DAYS)
def test_a_day_later_a_clear_day_is_missing(of, meeting):
    nation, kind = of
    working_days = working_days_of(nation)
    found = publishing(meeting, today=meeting, nation=nation, kind=kind, working_days=working_days)
    assert len(working_days.between(found.by, meeting)) == found.required.n
    later = working_days.after(found.by, 1)
    assert len(working_days.between(later, meeting)) == found.required.n - 1


WHEN = [
    ("2026-06-01", "in 2 days", ""),
    ("2026-06-03", "today", ""),
    ("2026-06-05", "which passed 2 days ago", "leaves 3 clear days before the meeting, and 5 are"),
    ("2026-06-11", "which passed 8 days ago", "leaves 0 clear days"),
    ("2026-06-12", "", ""),
]


@pytest.mark.parametrize(("today", "when", "short"), WHEN)
def test_it_is_said_when_the_day_has_passed_until_the_body_has_met(today, when, short):
    found = before("2026-06-11", today=today)
    assert found.when == when
    assert short in found.falls_short
    assert bool(found.falls_short) == bool(short)


def test_a_body_of_which_the_law_says_nothing_has_no_day():
    assert before("2026-06-11", kind="task group") is None
    assert before("2026-06-11", nation="Northern Ireland") is None


def test_the_table_names_nations_and_kinds_there_are():
    assert {nation for nation, _ in REQUIRED} <= set(Council.Nation.values)
    assert {kind for _, kind in REQUIRED} <= set(Body.Kind.values)


def test_what_is_not_certain_is_said_so():
    assert before("2026-06-11", nation="Scotland").how.endswith("confirm locally.")
