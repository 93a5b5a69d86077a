"""What an executive answered, line by line as printed, and what does not add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from recommendations.rules.wording import day_words
from reports.documents import encoding

NAME = "response schedule"


@dataclass(frozen=True)
class Reached:
    """A stage of the response, and the day it was reached."""

    stage: str
    on: date
    in_force_on: date | None = None


@dataclass(frozen=True)
class Answered:
    """An answer to one recommendation."""

    address: str
    words: str  # what the recommendation begins with
    decision: str
    reason: str = ""
    text: str = ""
    decide_by: date | None = None

    @property
    def words_given(self) -> str:
        return f"{self.reason} {self.text}".strip()

    @property
    def until(self) -> str:
        return f", to be decided by {day_words(self.decide_by)}" if self.decide_by else ""


@dataclass(frozen=True)
class PrintedLine:
    """A line as printed; ``address`` is the recommendation a person matched it to, if any."""

    reference: str
    words: str
    address: str = ""
    note: str = ""
    answers: tuple[Answered, ...] = ()

    @property
    def misprinted(self) -> bool:
        """Whether the reference printed is not the recommendation's own."""
        return bool(self.reference and self.address and self.reference != self.address)


@dataclass(frozen=True)
class PrintedGroup:
    """A heading as printed, with what it claims and what it names."""

    words: str
    claimed: int | None
    lines: tuple[PrintedLine, ...] = ()
    withheld: int = 0  # lines about what this reader may not see

    @property
    def named(self) -> int:
        return len(self.lines) + self.withheld

    @property
    def count(self) -> int:
        """What it stands for; a group that claims no number claims its lines."""
        return self.named if self.claimed is None else self.claimed

    @property
    def unnamed(self) -> int:
        return max(0, self.count - self.named)

    @property
    def which(self) -> tuple[str, ...]:
        """The references as printed; one that fits no recommendation in quotation marks."""
        return tuple(
            line.reference if line.address and not line.misprinted else f"“{line.reference}”"
            for line in self.lines
            if line.reference
        )


@dataclass(frozen=True)
class Resolved:
    """What a body resolved about the response or what it answers."""

    body: str
    on: date
    reference: str
    kind: str
    text: str


@dataclass(frozen=True)
class ResponseSchedule:
    council: str
    report: str
    report_slug: str
    published_on: date
    body: str
    kind: str
    version: int
    as_at: date
    known_at: datetime
    in_report: int
    stages: tuple[Reached, ...] = ()
    groups: tuple[PrintedGroup, ...] = ()
    answers: tuple[Answered, ...] = ()  # those to no line as printed
    discrepancies: tuple[str, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    source_note: str = ""

    @property
    def claimed(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def named(self) -> int:
        return sum(group.named for group in self.groups)

    @property
    def unnamed(self) -> int:
        return sum(group.unnamed for group in self.groups)

    @property
    def withheld(self) -> int:
        return sum(group.withheld for group in self.groups)

    @property
    def missing(self) -> int:
        """How many of the report's recommendations no group accounts for."""
        return max(0, self.in_report - self.claimed)

    @property
    def sumline(self) -> str:
        """ "5 + 19 + 3 = 27 of 41"; empty where the paper has no groups."""
        if not self.groups:
            return ""
        terms = " + ".join(str(group.count) for group in self.groups)
        total = f" = {self.claimed}" if len(self.groups) > 1 else ""
        return f"{terms}{total} of {self.in_report}"

    @property
    def of_whom(self) -> str:
        """ "Full response of Cabinet"."""
        return f"{self.kind} of {self.body}"

    def as_json(self) -> dict[str, Any]:
        return {"document": NAME, **encoding.as_json(self)}

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Self:
        return encoding.load(cls, stored)
