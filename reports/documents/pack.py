"""The pack a clerk takes to a meeting: its agenda, and the documents under each item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count, day_words
from reports.documents import encoding
from reports.documents.exception_report import ExceptionReport
from reports.documents.key import Key
from reports.documents.response_schedule import ResponseSchedule
from reports.documents.schedule import Schedule

NAME = "agenda pack"


@dataclass(frozen=True)
class Heading:
    """A line of the contents beneath a paper: where it leads, and what it is called."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Paper:
    """One document under an item; exactly one of the three is there."""

    number: int  # counted through the pack: its place in addresses inside the document
    exception_report: ExceptionReport | None = None
    response_schedule: ResponseSchedule | None = None
    schedule: Schedule | None = None

    @property
    def anchor(self) -> str:
        return f"paper-{self.number}"

    @property
    def prefix(self) -> str:
        """Before every anchor inside the paper, so that no two papers share one."""
        return f"{self.anchor}-"

    @property
    def title(self) -> str:
        if self.exception_report:
            return "Exception report"
        return "Executive response schedule" if self.response_schedule else "Full schedule"

    @property
    def about(self) -> str:
        """What it is about and what it comes to, in a line."""
        if report := self.exception_report:
            return f"{report.subject}: {report.shown if report.in_scope else report.sentence}"
        if response := self.response_schedule:
            return f"{response.of_whom} to “{response.report}”"
        if self.schedule:
            said = count(self.schedule.counted, "recommendation")
            return f"{self.schedule.report}: {said}"
        return ""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Its own sections, of which the contents name the page."""
        there: tuple[tuple[str, str, object], ...] = ()
        if report := self.exception_report:
            there = (
                ("exceptions", "Exceptions", True),
                ("closing", "Asked to be closed", report.asked_to_be_closed),
                ("unacted", "Answered without action", _unacted(report)),
                ("needed", f"{Rag.DATE_NEEDED.label}, by owner", report.date_needed),
                ("coming", "Coming up", report.coming_up),
            )
        elif response := self.response_schedule:
            there = (
                ("lines", "Line by line", response.named or response.answers),
                ("resolved", "What was resolved", response.resolved),
            )
        return tuple(Heading(self.prefix + name, title) for name, title, some in there if some)


def _unacted(report: ExceptionReport) -> bool:
    return bool(report.answered_without_action or report.deferred_elsewhere)


@dataclass(frozen=True)
class Item:
    """An item of the agenda. One that is withheld keeps its number, and has nothing under it."""

    number: str
    title: str
    papers: tuple[Paper, ...] = ()
    withheld: str = ""

    @property
    def called(self) -> str:
        """ "Item 7", or its title where it has no number."""
        return f"Item {self.number}" if self.number else self.title


@dataclass(frozen=True)
class Pack:
    council: str
    letterhead: str
    body: str
    body_slug: str
    day: date
    starts_at: str
    place: str
    audience: str  # public, member
    classification: str  # as printed: "Public"
    edition: int
    as_at: date
    known_at: datetime
    key: Key
    items: tuple[Item, ...] = ()

    @property
    def with_papers(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.papers)

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(paper for item in self.items for paper in item.papers)

    @property
    def title(self) -> str:
        """Its one item with papers, else what it is."""
        only = self.with_papers
        return only[0].title if len(only) == 1 else "Agenda pack"

    @property
    def itemised(self) -> bool:
        """Whether its items say more than its title does."""
        return len(self.with_papers) != 1 or bool(self.with_papers[0].number)

    @property
    def meeting(self) -> str:
        return f"{self.body}, {day_words(self.day)}"

    @property
    def withheld(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.withheld)

    @property
    def file_name(self) -> str:
        """ "2013-06-06-childrens-select-committee-agenda-pack-ed1.pdf"."""
        members = "" if self.audience == "public" else f"-{self.audience}"
        named = f"{self.day}-{self.body_slug}-agenda-pack{members}"
        return f"{named}-ed{self.edition}.pdf"

    def as_json(self) -> dict[str, Any]:
        return {"document": NAME, **encoding.as_json(self)}

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Self:
        return encoding.load(cls, stored)
