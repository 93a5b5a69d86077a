"""The days on which an answer that a notice asks for is asked after, counted from its last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Alerts:
    """So many days ``before`` the last day, on the day after it, and ``again`` every so many days
    from then on; ``again`` is None where it is not repeated."""

    before: Sequence[int]
    again: int | None

    def due(self, last_day: date, *, today: date) -> date | None:
        """The newest of those days that has come; sent late, none is out of date."""
        overdue = last_day + timedelta(days=1)
        if today < overdue:
            return max((day for day in self._before(last_day) if day <= today), default=None)
        if self.again is None:
            return overdue
        return today - (today - overdue) % timedelta(days=self.again)

    def next(self, last_day: date, *, today: date) -> date | None:
        """The first of those days that is still to come."""
        overdue = last_day + timedelta(days=1)
        if today < overdue:
            return min((day for day in self._before(last_day) if day > today), default=overdue)
        if self.again is None:
            return None
        return today + timedelta(days=self.again) - (today - overdue) % timedelta(days=self.again)

    def _before(self, last_day: date) -> Sequence[date]:
        return [last_day - timedelta(days=n) for n in self.before]


AT_FIRST = Alerts(before=(14, 3), again=7)
"""In force until a council's policy says otherwise."""
