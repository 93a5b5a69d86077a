"""The exception report: what is late, has slipped or has gone quiet, and one question on each.

The whole of what was counted is in the document, so that the next one can say what changed; what
each section shows is decided here, once, for every face.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Self

from recommendations.rules.ratings import Rag
from recommendations.rules.reconcile import Totals
from recommendations.rules.wording import listed
from reports.documents import encoding
from reports.documents.key import Key
from reports.documents.lines import Line, Way

NAME = "exception report"


@dataclass(frozen=True)
class Group:
    """Lines with something in common. A question they share is asked once."""

    name: str
    lines: tuple[Line, ...]

    @property
    def question(self) -> str:
        questions = {line.question for line in self.lines}
        return questions.pop() if len(questions) == 1 else ""


@dataclass(frozen=True)
class Count:
    """One row of the totals."""

    rag: Rag
    meaning: str
    count: int
    earlier: int | None = None

    @property
    def change(self) -> str:
        """With its sign; a true minus, which lines up with the plus."""
        return "" if self.earlier is None else signed(self.count - self.earlier)


@dataclass(frozen=True)
class Covered:
    """A scrutiny report whose recommendations are counted here."""

    title: str
    slug: str
    kind: str
    published_on: date
    task_group: str = ""
    endorsed_on: date | None = None
    answered_on: date | None = None
    answered_by: str = ""
    committee: str = ""


@dataclass(frozen=True)
class Scope:
    """What was asked for; each is empty where all of the council's are covered."""

    committee: str = ""
    report: str = ""
    portfolio: str = ""
    directorate: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.committee or self.report or self.portfolio or self.directorate)


@dataclass(frozen=True)
class Left:
    """What asked for attention on the earlier day and no longer does."""

    address: str
    report: str
    report_slug: str
    was: Rag
    rag: Rag
    reason: str
    why: str = ""


@dataclass(frozen=True)
class Entered:
    """A fact recorded since the earlier day, long after the day it took effect.

    ``address`` is empty where it is about the report as a whole.
    """

    address: str
    report: str
    report_slug: str
    what: str
    on: date
    recorded_on: date

    @property
    def days_late(self) -> int:
        return (self.recorded_on - self.on).days


@dataclass(frozen=True)
class Earlier:
    """The day compared with, built as known now and rated by the key of its own day."""

    as_at: date
    counts: tuple[int, ...]  # in the order of ORDER
    withheld: int = 0


ORDER = (Rag.RED, Rag.AMBER, Rag.DATE_NEEDED, Rag.GREEN, Rag.CLOSED, Rag.NOT_RATED)
"""The order of the totals: what the sentence adds up stands together."""


@dataclass(frozen=True)
class ExceptionReport:
    council: str
    letterhead: str
    nation: str
    scope: Scope
    covered: tuple[Covered, ...]
    as_at: date
    known_at: datetime
    key: Key
    in_scope: int  # counted apart from the lines, so that the totals prove something
    lines: tuple[Line, ...]
    earlier: Earlier | None = None
    left: tuple[Left, ...] = ()
    entered: tuple[Entered, ...] = ()
    withheld: int = 0  # in scope, and nothing of them here: only a published document says so

    # ------------------------------------------------------------------ totals

    @property
    def totals(self) -> tuple[Count, ...]:
        earlier = self.earlier.counts if self.earlier else (None,) * len(ORDER)
        return tuple(
            Count(rag, self.key.meaning(rag), self._count(rag), before)
            for rag, before in zip(ORDER, earlier, strict=True)
        )

    @property
    def total_row(self) -> tuple[int, int | None, str]:
        """All in scope: now, on the earlier day, and the change."""
        if self.earlier is None:
            return self.in_scope, None, ""
        before = sum(self.earlier.counts) + self.earlier.withheld
        return self.in_scope, before, signed(self.in_scope - before)

    @property
    def withheld_change(self) -> str:
        return signed(self.withheld - self.earlier.withheld) if self.earlier else ""

    @property
    def reconciled(self) -> Totals:
        ratings = (line.rag for line in self.lines)
        return Totals.of(ratings, in_scope=self.in_scope, withheld=self.withheld)

    @property
    def shown(self) -> str:
        """How many stand among the exceptions: "12 of 41 shown"."""
        return self.reconciled.shown_words

    @property
    def others(self) -> str:
        """Where the rest are; empty where all are shown."""
        return self.reconciled.other_words

    @property
    def sentence(self) -> str:
        return self.reconciled.sentence

    def _count(self, rag: Rag) -> int:
        return sum(line.rag is rag for line in self.lines)

    # ---------------------------------------------------------------- sections

    @property
    def exceptions(self) -> tuple[Line, ...]:
        """Red, then amber; longest overdue first, then furthest moved."""
        return tuple(
            sorted(
                (line for line in self.lines if line.is_exception),
                key=lambda line: (-line.rag.severity, -line.overdue, -line.dates.days_moved),
            )
        )

    @property
    def ways(self) -> str:
        """How the exceptions have gone since the earlier day, in a sentence."""
        words = {Way.WORSE: "worse", Way.SAME: "the same", Way.BETTER: "better", Way.NEW: "new"}
        ways = [line.direction.way for line in self.exceptions if line.direction]
        told = [f"{ways.count(way)} {word}" for way, word in words.items() if way in ways]
        return listed(told) if told else ""

    @property
    def asked_to_be_closed(self) -> tuple[Line, ...]:
        return self._where(lambda line: line.reported_complete and line.rag is Rag.GREEN)

    @property
    def answered_without_action(self) -> tuple[Group, ...]:
        """By the answer given. Those that are late or lack a date stand under that instead."""
        return _grouped(
            self._where(lambda line: line.without_action and not _shown_elsewhere(line)),
            lambda line: line.reason,
        )

    @property
    def deferred_elsewhere(self) -> tuple[Line, ...]:
        return self._where(lambda line: line.without_action and _shown_elsewhere(line))

    @property
    def date_needed(self) -> tuple[Group, ...]:
        return _grouped(
            self._where(lambda line: line.rag is Rag.DATE_NEEDED), lambda line: line.owner
        )

    @property
    def coming_up(self) -> tuple[Line, ...]:
        soon = self._where(lambda line: line.due_in is not None and not line.is_exception)
        return tuple(sorted(soon, key=lambda line: line.due_in or 0))

    @property
    def scrutinys_own(self) -> tuple[Line, ...]:
        return self._where(lambda line: line.scrutinys_own)

    def _where(self, wanted: Callable[[Line], bool]) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if wanted(line))

    # ------------------------------------------------------------------- words

    @property
    def subject(self) -> str:
        """What it is about, for a title: the narrowest thing asked for, else the council."""
        return self.scope.report or self.scope.committee or self.council

    @property
    def several_reports(self) -> bool:
        """Whether a reference alone could be another report's."""
        return len({line.report_slug for line in self.lines}) > 1

    @property
    def short_titles(self) -> dict[str, str]:
        """Each report's title up to its colon, where that tells it from the others."""
        titles = {one.title for one in self.covered}
        short = {title: title.partition(": ")[0] for title in titles}
        told = Counter(short.values())
        return {title: name if told[name] == 1 else title for title, name in short.items()}

    def section_of(self, line: Line) -> str:
        """Where a line stands, for a face that lists them all."""
        if line.is_exception:
            return "Exceptions"
        if line.rag is Rag.DATE_NEEDED:
            return Rag.DATE_NEEDED.label
        if line in self.asked_to_be_closed:
            return "Asked to be closed"
        if line.without_action:
            return "Answered without action"
        return "Coming up" if line.due_in is not None else ""

    # -------------------------------------------------------------------- JSON

    def as_json(self) -> dict[str, Any]:
        return {"document": NAME, **encoding.as_json(self)}

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Self:
        return encoding.load(cls, stored)


def signed(n: int) -> str:
    return f"+{n:,}" if n > 0 else f"\N{MINUS SIGN}{-n:,}" if n < 0 else "0"


def _shown_elsewhere(line: Line) -> bool:
    return line.is_exception or line.rag is Rag.DATE_NEEDED


def _grouped(lines: tuple[Line, ...], name: Callable[[Line], str]) -> tuple[Group, ...]:
    """Groups in the order of their names; inside each, the order of the report."""
    return tuple(
        Group(called, tuple(group)) for called, group in groupby(sorted(lines, key=name), key=name)
    )
