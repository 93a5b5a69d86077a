"""Every recommendation of a report, as printed, with its answer and its milestones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Self

from recommendations.rules.claims import evidence_words
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count, listed
from reports.documents import encoding
from reports.documents.lines import Part, Position, called

NAME = "schedule"

_IN_A_SENTENCE = {"Awaiting": "awaiting an answer", "None needed": "needing no answer"}


@dataclass(frozen=True)
class Step:
    """A milestone: what was promised, by whom and until when, and whether it is done."""

    text: str
    owner: str = ""
    original: date | None = None
    now: date | None = None
    words: str = ""  # where what was promised is not a day: "Every 6 months"
    times_moved: int = 0
    days_moved: int = 0
    done_on: date | None = None
    success_measure: str = ""

    @property
    def moved(self) -> str:
        if not self.times_moved:
            return ""
        times = {1: "once", 2: "twice"}.get(self.times_moved, f"{self.times_moved} times")
        return f"moved {times}, by {count(self.days_moved, 'day')}"


@dataclass(frozen=True)
class Entry:
    """One recommendation as it stood. One that is withheld keeps its number and nothing else."""

    address: str
    kind: str
    theme: str = ""
    title: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()
    closing: str = ""
    rag: Rag | None = None  # none for what is listed and not rated
    reasons: tuple[str, ...] = ()
    evidence: int | None = None  # of what is claimed to be complete: so many pieces
    owners: tuple[str, ...] = ()
    portfolio_holder: str = ""
    answer: str = ""
    answer_words: str = ""
    steps: tuple[Step, ...] = ()
    position: Position | None = None
    withheld: str = ""  # what stands in its place

    @property
    def called(self) -> str:
        return called(self.address, self.rag)

    @property
    def owner(self) -> str:
        return listed(self.owners) if self.owners else ""

    @property
    def reason(self) -> str:
        return self.reasons[0] if self.reasons else ""

    @property
    def evidence_words(self) -> str:
        return "" if self.evidence is None else evidence_words(self.evidence)


@dataclass(frozen=True)
class Theme:
    """Entries under one heading of the report."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Schedule:
    council: str
    report: str
    report_slug: str
    kind: str
    published_on: date
    as_at: date
    known_at: datetime
    task_group: str = ""
    committee: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def themes(self) -> Iterator[Theme]:
        """In the order of the report; where it has none there is one, without a title."""
        for title, entries in groupby(self.entries, key=lambda entry: entry.theme):
            yield Theme(title, tuple(entries))

    @property
    def counted(self) -> int:
        """Recommendations, without what is only listed beside them."""
        return sum(entry.rag is not None or bool(entry.withheld) for entry in self.entries)

    @property
    def sumline(self) -> str:
        """ "Of 20: 12 accepted, 5 awaiting an answer; 3 need a date, 2 withheld"."""
        rated = [entry for entry in self.entries if entry.rag is not None]
        answers = [entry.answer for entry in rated]
        told = [
            f"{answers.count(answer)} {_IN_A_SENTENCE.get(answer, answer.lower())}"
            for answer in dict.fromkeys(answers)
        ]
        needed = sum(entry.rag is Rag.DATE_NEEDED for entry in rated)
        withheld = sum(bool(entry.withheld) for entry in self.entries)
        rest = [
            *([f"{needed} {'needs' if needed == 1 else 'need'} a date"] if needed else []),
            *([f"{withheld} withheld"] if withheld else []),
        ]
        answered = f"Of {self.counted}: {', '.join(told)}" if told else ""
        return "; ".join(filter(None, (answered, ", ".join(rest))))

    def as_json(self) -> dict[str, Any]:
        return {"document": NAME, **encoding.as_json(self)}

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Self:
        return encoding.load(cls, stored)
