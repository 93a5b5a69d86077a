"""How the rules say days and numbers: "27 May 2013", "1 day", "3 changes"."""

from collections.abc import Mapping, Sequence
from datetime import date, time


def day_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def clock_words(at: time) -> str:
    """10:30am."""
    return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"


def count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n:,} {noun}s"


def ago(day: date, *, as_at: date) -> str:
    n = (as_at - day).days
    return f"{count(n, 'day')} ago" if n else "today"


def ahead(day: date, *, as_at: date) -> str:
    n = (day - as_at).days
    return f"in {count(n, 'day')}" if n else "today"


def in_time(day: date, *, as_at: date) -> str:
    """ "Overdue by 3 days", "Due in 5 days", "Due today"."""
    if day < as_at:
        return f"Overdue by {count((as_at - day).days, 'day')}"
    return f"Due {ahead(day, as_at=as_at)}"


def listed(words: Sequence[str]) -> str:
    """ "R1", "R1 and R2", "R1, R2 and R3"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def times(n: int) -> str:
    """ "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def tally(counted: Mapping[str, int]) -> str:
    """ "1 report, 6 members and 41 recommendations", of what is counted under its plural."""
    return listed(
        [f"{n} {what.removesuffix('s') if n == 1 else what}" for what, n in counted.items()]
    )
