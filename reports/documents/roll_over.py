"""A roll-over report: what passed on when a body or a post was handed over, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count, listed
from reports.documents import encoding
from reports.documents.lines import called
from reports.documents.notice import Covered

NAME = "roll-over report"


@dataclass(frozen=True)
class RolledForward:
    """One item that was open and went on under another: it is not new. ``rag`` is of the day."""

    words: Covered
    report: str
    report_slug: str
    days_open: int
    held_as: tuple[str, ...]  # "watched", "owned as lead", "milestone “…”"
    rag: Rag | None = None  # None where it is not rated
    reasons: tuple[str, ...] = ()
    position: str = ""

    @property
    def address(self) -> str:
        return self.words.address

    @property
    def called(self) -> str:
        return called(self.address, self.rag)


@dataclass(frozen=True)
class ToActOn:
    """A resolution that was not done and that another post is to act on."""

    body: str
    on: date
    minute: str
    words: str
    about: str = ""  # the address of a recommendation
    report: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class ToLookAt:
    """A topic of the work programme that another body is to look at."""

    title: str
    meant_for: str = ""
    about: str = ""  # the address of a recommendation
    report: str = ""


@dataclass(frozen=True)
class Share:
    """What one successor took over."""

    to: str
    lines: tuple[RolledForward, ...] = ()
    resolutions: tuple[ToActOn, ...] = ()
    topics: tuple[ToLookAt, ...] = ()

    @property
    def words(self) -> str:
        """ "3 items", "1 item and 2 resolutions"."""
        others = (("resolution", self.resolutions), ("topic", self.topics))
        found = [count(len(rows), noun) for noun, rows in others if rows]
        return listed([count(len(self.lines), "item"), *found])


@dataclass(frozen=True)
class RollOver:
    """``old`` has the name of its last day, each successor that of its first.

    ``closed`` is how many items passed on that were closed: they are not listed.
    """

    council: str
    letterhead: str
    old: str
    on: date
    known_at: datetime
    reason: str
    shares: tuple[Share, ...]
    closed: int = 0

    @property
    def successors(self) -> str:
        """ "Place Committee and People Committee"."""
        return listed([share.to for share in self.shares])

    @property
    def sentence(self) -> str:
        of_each = [f"{share.words} to {share.to}" for share in self.shares]
        if not self.closed:
            return f"{listed(of_each)}."
        return f"{listed(of_each)}. {count(self.closed, 'closed item')} passed on with them."

    def as_json(self) -> dict[str, Any]:
        return {"document": NAME, **encoding.as_json(self)}

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Self:
        return encoding.load(cls, stored)
