"""A notice in writing: to whom, under what, what it asks by when, and the words it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from recommendations.rules.wording import listed
from reports.documents import encoding
from reports.documents.lines import Part

NAME = "notice"


@dataclass(frozen=True)
class Covered:
    """One recommendation, in full words."""

    address: str
    title: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()
    closing: str = ""


@dataclass(frozen=True)
class Notice:
    """Not yet served it has no day, and is printed as a draft."""

    council: str
    letterhead: str
    body: str
    report: str
    report_slug: str
    published_on: date
    as_at: date
    known_at: datetime
    law: str
    asks: tuple[str, ...]
    served_on: date | None = None
    committee: str = ""
    endorsed_on: date | None = None
    endorsed_by: str = ""
    contents: tuple[str, ...] = ()
    last_day: str = ""  # by the clock, if it is received on the day it is served
    covered: tuple[Covered, ...] = ()
    to_scrutiny: tuple[str, ...] = ()  # addresses of what scrutiny asks of itself
    withheld: int = 0
    to_confirm: bool = False

    @property
    def sender(self) -> str:
        return self.committee or self.council

    @property
    def scrutinys_own(self) -> str:
        """ "R10, R12 and R18"."""
        return listed(self.to_scrutiny) if self.to_scrutiny else ""

    def as_json(self) -> dict[str, Any]:
        return {"document": NAME, **encoding.as_json(self)}

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Self:
        return encoding.load(cls, stored)
