"""A line of a document: one recommendation as it stood, and what is said of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recommendations.rules.claims import evidence_words
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count, listed


def called(address: str, rag: Rag | None) -> str:
    """How an address is printed: what has no rating in words, "Commendation 1"."""
    return address if rag else address.replace("-", " ")


class Way(StrEnum):
    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    NEW = "new"


@dataclass(frozen=True)
class Direction:
    """Where a rating has gone since the day compared with."""

    way: Way
    was: Rag | None = None


@dataclass(frozen=True)
class Part:
    """A listed part with the mark it is printed with; its rating where it has one of its own."""

    mark: str
    text: str
    rag: Rag | None = None
    words: str = ""


@dataclass(frozen=True)
class Said:
    """The latest update submitted, in its author's words."""

    on: date
    days_ago: int
    cause: str = ""
    remedy: str = ""
    effect: str = ""
    narrative: str = ""
    outcome: str = ""

    @property
    def ago(self) -> str:
        return f"{count(self.days_ago, 'day')} ago" if self.days_ago else "today"


@dataclass(frozen=True)
class Differs:
    """The owner's rating beside the record's, where they are not the same."""

    officer: Rag
    record: Rag
    why: str = ""
    accepted: str = ""  # why a scrutiny officer accepted the better of the two


@dataclass(frozen=True)
class Position:
    """What the committee says, and where it said so."""

    status: str
    on: date
    resolution: str = ""


@dataclass(frozen=True)
class Dates:
    """The first promise and the present one. A date asked for moves nothing until it is granted."""

    original: date | None = None
    now: date | None = None
    words: str = ""  # where what was promised is not a day: "Every 6 months"
    times_moved: int = 0
    days_moved: int = 0
    asked_for: date | None = None

    @property
    def moved(self) -> str:
        if not self.times_moved:
            return "Never"
        times = {1: "Once", 2: "Twice"}.get(self.times_moved, f"{self.times_moved} times")
        return f"{times}, by {count(self.days_moved, 'day')}"


@dataclass(frozen=True)
class Line:
    """One recommendation as it stood: those that need nothing are counted but not shown."""

    address: str
    report: str
    report_slug: str
    rag: Rag
    reasons: tuple[str, ...]  # the deciding one first
    text: str
    title: str = ""
    parts: tuple[Part, ...] = ()
    closing: str = ""
    interim: bool = False
    scrutinys_own: bool = False
    owners: tuple[str, ...] = ()
    portfolio_holder: str = ""
    answer: str = ""
    answer_reason: str = ""
    dates: Dates = Dates()
    overdue: int = 0  # days past whatever is longest past
    next_step: str = ""
    next_day: date | None = None
    due_in: int | None = None  # days to what is due soon
    said: Said | None = None
    differs: Differs | None = None
    reported_complete: bool = False
    evidence: int | None = None  # of what is claimed to be complete: so many pieces
    without_action: bool = False
    position: Position | None = None
    direction: Direction | None = None
    question: str = ""

    @property
    def key(self) -> str:
        """A name for the line in a page or a file; never the same for two lines."""
        return f"{self.report_slug}-{self.address}"

    @property
    def heading(self) -> str:
        """What to call it in a line: its printed title, else the words it begins with."""
        return self.title or self.text or next((part.text for part in self.parts), "")

    @property
    def reason(self) -> str:
        return self.reasons[0] if self.reasons else ""

    @property
    def evidence_words(self) -> str:
        return "" if self.evidence is None else evidence_words(self.evidence)

    @property
    def owner(self) -> str:
        return listed(self.owners) if self.owners else "No owner recorded"

    @property
    def is_exception(self) -> bool:
        return self.rag in (Rag.RED, Rag.AMBER)
