"""By when the papers of a meeting have to be published, so that enough clear days lie between.

Neither the day of publication counts, nor that of the meeting, nor a day that is no working day.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from recommendations.rules.notices import TO_CONFIRM
from recommendations.rules.wording import ago, ahead, count, listed
from recommendations.rules.working_days import WorkingDays


@dataclass(frozen=True)
class ClearDays:
    """How many a meeting needs, and by which law; without one it is usual practice."""

    n: int
    law: str = ""

    @property
    def source(self) -> str:
        return f"{self.law}." if self.law else TO_CONFIRM


_1972 = "Local Government Act 1972"

# SI 2002/715 made five of the three in England
REQUIRED = {
    ("England", "full council"): ClearDays(5, f"Section 100B(3) of the {_1972}"),
    ("England", "committee"): ClearDays(5, f"Section 100B(3) of the {_1972}"),
    ("England", "executive"): ClearDays(5, "Regulation 7 of SI 2012/2089"),
    ("Wales", "full council"): ClearDays(3, f"Section 100BA(3) of the {_1972}"),
    ("Wales", "committee"): ClearDays(3, f"Section 100BA(3) of the {_1972}"),
    ("Wales", "executive"): ClearDays(3),
    ("Scotland", "full council"): ClearDays(3),
    ("Scotland", "committee"): ClearDays(3),
}
"""By nation and kind of body. What is not here has no day: the law sets none for a task group."""


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """``by`` is the last day that leaves the clear days ``required`` before the ``meeting``."""

    meeting: date
    today: date
    required: ClearDays
    working_days: WorkingDays

    @property
    def by(self) -> date:
        return self.working_days.before(self.meeting, self.required.n + 1)

    @property
    def how(self) -> str:
        """The sum: the clear days by name, what was not counted, and where that is written."""
        by = self.by
        clear = self.working_days.between(by, self.meeting)
        months = [
            f"{listed([str(day.day) for day in days])} {month}"
            for month, days in groupby(clear, key=lambda day: f"{day:%B}")
        ]
        left_out = self.working_days.left_out(by, self.meeting)
        return (
            f"{count(self.required.n, 'clear day')} before: {', and '.join(months)}. The days of "
            f"publication and of the meeting are not counted, nor are {left_out}. "
            f"{self.required.source}"
        )

    @property
    def when(self) -> str:
        """ "in 3 days", "today" or "which passed 2 days ago"; empty once the body has met."""
        if self.today > self.meeting:
            return ""
        if self.today > self.by:
            return f"which passed {ago(self.by, as_at=self.today)}"
        return ahead(self.by, as_at=self.today)

    @property
    def falls_short(self) -> str:
        """What is wrong with publishing today; empty where nothing is, or the body has met."""
        if not self.by < self.today <= self.meeting:
            return ""
        left = len(self.working_days.between(self.today, self.meeting))
        return (
            f"What is published today leaves {count(left, 'clear day')} before the meeting, and "
            f"{self.required.n} are needed unless it was called at shorter notice."
        )


def publishing(
    meeting: date, *, today: date, nation: str, kind: str, working_days: WorkingDays
) -> Publishing | None:
    """Of a body of this kind; None where nothing is known to say by when."""
    required = REQUIRED.get((nation, kind))
    if required is None:
        return None
    return Publishing(meeting=meeting, today=today, required=required, working_days=working_days)
