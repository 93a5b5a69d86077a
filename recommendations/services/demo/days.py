"""The days of an invented history, counted back from the day it is loaded, and its clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from recommendations.services.change import recorded_at

SATURDAY = 5
OFFICE_OPENS = time(9)
BETWEEN_ENTRIES = timedelta(seconds=30)


@dataclass
class Diary:
    """Nothing in it happens today, so that nothing is recorded later than it is loaded."""

    today: date
    _entries: Counter[date] = field(default_factory=Counter)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def workday(self, days_ago: int) -> date:
        """That many days ago or, where it was a weekend, the Friday before."""
        day = self.ago(days_ago)
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))

    def weekday(self, weekday: int, days_ago: int) -> date:
        """The last such day of the week up to so many days ago."""
        day = self.ago(days_ago)
        return day - timedelta(days=(day.weekday() - weekday) % 7)

    @contextmanager
    def recording(self, day: date) -> Iterator[None]:
        """Record what is written inside on that day, each entry a little after the one before."""
        self._entries[day] += 1
        opens = datetime.combine(day, OFFICE_OPENS, tzinfo=timezone.get_current_timezone())
        with recorded_at(opens + self._entries[day] * BETWEEN_ENTRIES):
            yield
