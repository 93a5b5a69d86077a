"""Clocks: the last lawful day of a response, and the arithmetic of months that it shares.

"Two months beginning with" counts its first day, so a plain addition is a day late.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from recommendations.rules.wording import count, day_words
from recommendations.rules.working_days import NONE_KNOWN, WorkingDays


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


def months_after(day: date, n: int) -> date:
    """The corresponding day n months on; where the month has none, its last day."""
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def after(day: date, n: int, unit: Unit, working_days: WorkingDays = NONE_KNOWN) -> date:
    """``n`` units after the day, which is itself not counted."""
    if unit is Unit.WORKING_DAYS:
        return working_days.after(day, n)
    if unit is Unit.MONTHS:
        return months_after(day, n)
    return day + timedelta(days=n * (7 if unit is Unit.WEEKS else 1))


def last_day_beginning_with(
    first: date, n: int, unit: Unit, working_days: WorkingDays = NONE_KNOWN
) -> date:
    """The last of ``n`` units of which ``first`` is the first day.

    The day before the corresponding day; where the month has no such day, its last:
    two months beginning with 31 December end on the last of February. Of working days ``first``
    is counted if it is one.
    """
    if unit is Unit.WORKING_DAYS:
        return working_days.after(first - timedelta(days=1), n)
    corresponding = after(first, n, unit)
    if unit is Unit.MONTHS and corresponding.day < first.day:
        return corresponding
    return corresponding - timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """How long a body has to respond. Without ``n`` no clock runs."""

    name: str
    n: int | None = None
    unit: Unit = Unit.DAYS


CLOCKS = {
    clock.name: clock
    for clock in (
        Clock("two months", 2, Unit.MONTHS),
        Clock("28 days", 28, Unit.DAYS),
        Clock("eight weeks", 8, Unit.WEEKS),
        Clock("none"),
    )
}


def clock_of(n: int, unit: Unit) -> Clock:
    """The clock of a council's own length, by the name it has already where it has one."""
    known = (clock for clock in CLOCKS.values() if (clock.n, clock.unit) == (n, unit))
    return next(known, Clock(count(n, unit.value.removesuffix("s")), n, unit))


def clock_named(name: str) -> Clock:
    """One of ``CLOCKS``, or a council's own length as its name says it: "6 weeks"."""
    if name in CLOCKS:
        return CLOCKS[name]
    n, unit = name.split(maxsplit=1)
    return Clock(name, int(n), Unit(unit.removesuffix("s") + "s"))


def clock_start(report_received_on: date | None, notice_received_on: date | None) -> date | None:
    """The day the body received the report or, if later, the notice: LGA 2000 s.9FE(3)."""
    if report_received_on is None or notice_received_on is None:
        return None
    return max(report_received_on, notice_received_on)


def last_lawful_day(
    clock: Clock,
    working_days: WorkingDays = NONE_KNOWN,
    *,
    report_received_on: date | None,
    notice_received_on: date | None,
) -> date | None:
    first = clock_start(report_received_on, notice_received_on)
    if first is None or clock.n is None:
        return None
    return last_day_beginning_with(first, clock.n, clock.unit, working_days)


def clock_words(
    clock: Clock,
    working_days: WorkingDays = NONE_KNOWN,
    *,
    report_received_on: date | None,
    notice_received_on: date | None,
) -> str:
    """The rule beside the day it gives: "two months beginning with 28 March 2013: 27 May 2013"."""
    if clock.n is None:
        return "no last day is set"
    first = clock_start(report_received_on, notice_received_on)
    if first is None:
        return f"{clock.name} beginning with receipt, which is not recorded"
    last = last_day_beginning_with(first, clock.n, clock.unit, working_days)
    words = f"{clock.name} beginning with {day_words(first)}: {day_words(last)}"
    if clock.unit is not Unit.WORKING_DAYS:
        return words
    return f"{words}, not counting {working_days.left_out(first, last)}"


def days_overdue(last_day: date, *, as_at: date) -> int:
    """By date and never by hour: none on the last day itself, one on the next."""
    return max(0, (as_at - last_day).days)
