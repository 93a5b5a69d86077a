"""Working days, and sums that count no others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from recommendations.rules.wording import count, listed

SATURDAY = 5
ONE_DAY = timedelta(days=1)
MOST_NAMED = 3


@dataclass(frozen=True)
class WorkingDays:
    """Those of a nation: neither at a weekend nor one of its bank holidays.

    ``holidays`` are the bank holidays by name. Of a year that has none of them nobody knows any
    yet, and only its weekends are left out.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)

    def has(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def after(self, day: date, n: int) -> date:
        """The ``n``-th working day after a day, which need not be one."""
        return self._counted(day, n, ONE_DAY)

    def before(self, day: date, n: int) -> date:
        return self._counted(day, n, -ONE_DAY)

    def between(self, day: date, other: date) -> tuple[date, ...]:
        """The working days after the one day and before the other."""
        days = (day + timedelta(days=n) for n in range(1, (other - day).days))
        return tuple(one for one in days if self.has(one))

    def left_out(self, first: date, last: date) -> str:
        """ "weekends, Good Friday and Easter Monday": what is not counted from day to day."""
        names = [
            name
            for day, name in sorted(self.holidays.items())
            if first <= day <= last and day.weekday() < SATURDAY
        ]
        if len(names) > MOST_NAMED:
            names = [count(len(names), "bank holiday")]
        unknown = [
            str(year) for year in range(first.year, last.year + 1) if year not in self._known
        ]
        words = listed(["weekends", *names])
        if not unknown:
            return words
        if len(unknown) > MOST_NAMED:
            unknown = [f"{unknown[0]} to {unknown[-1]}"]
        return (
            f"{words}; the bank holidays of {listed(unknown)} are not known here, and are counted"
        )

    def _counted(self, day: date, n: int, step: timedelta) -> date:
        while n:
            day += step
            n -= self.has(day)
        return day

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(day.year for day in self.holidays)


NONE_KNOWN = WorkingDays()
