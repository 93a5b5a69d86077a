"""The day a rating is asked for, as the rules see it: they may ask it questions, not read it."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class _Dated(Protocol):
    @property
    def on(self) -> date: ...


Row = TypeVar("Row", bound=_Dated)


class TheDay:
    """Remembers the next day on which one of its answers would have been different.

    A rule that learns the day from here alone cannot come out otherwise before
    ``next_change``, which is all that a forecast needs to know.
    """

    def __init__(self, as_at: date) -> None:
        self._as_at = as_at
        self.next_change: date | None = None

    def has_reached(self, day: date | None, *, days_later: int = 0) -> bool:
        """Whether the day, or the one so many days later, has come. Never, where there is none."""
        if day is None:
            return False
        wanted = day.toordinal() + days_later
        if self._as_at.toordinal() >= wanted:
            return True
        if wanted <= date.max.toordinal():
            coming = date.fromordinal(wanted)
            self.next_change = min(coming, self.next_change or coming)
        return False

    def is_past(self, day: date | None, *, by_more_than: int = 0) -> bool:
        return self.has_reached(day, days_later=by_more_than + 1)

    def is_within(self, days: int, *, of: date | None) -> bool:
        """Whether the day is so near, or already here."""
        return self.has_reached(of, days_later=-days)

    def falls_in(self, since: date | None, until: date | None) -> bool:
        """Whether it falls between the two, both included; an open end has no limit."""
        return (since is None or self.has_reached(since)) and not self.is_past(until)

    def standing(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The rows that have come, in the order of their days; the last of them is the answer."""
        return tuple(sorted((row for row in rows if self.has_reached(row.on)), key=_on))


def _on(row: _Dated) -> date:
    return row.on
