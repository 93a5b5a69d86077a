"""The pack of a meeting: what its clerk chose, built for one audience as at one day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from recommendations.models import (
    AgendaItem,
    Body,
    Classification,
    ExecutiveResponse,
    Meeting,
    ScrutinyReport,
    Viewer,
)
from recommendations.rules.ratings import calling
from recommendations.standing import facts
from reports.builders.exception_report import Asked, exception_report
from reports.builders.held import Held
from reports.builders.names import Names
from reports.builders.response_schedule import response_schedule
from reports.builders.schedule import schedule
from reports.documents.key import key_of
from reports.documents.pack import Item, Pack, Paper

CLASSIFICATION = {"public": "Public", "member": "Members of the council"}
"""What each audience's pack is marked with."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A document chosen to go under an item: of a response, a full schedule of a report, or else
    an exception report of what it names."""

    item: int
    response: ExecutiveResponse | None = None
    in_full: bool = False
    report: ScrutinyReport | None = None
    committee: Body | None = None
    compare: date | None = None


def audience_of(meeting: Meeting) -> Viewer:
    """For whom a pack is built, whoever asks for it.

    A member without a Part 2 grant reads what is open and no more, which is all that either
    audience may be shown.
    """
    return Viewer.member(meeting.body.council)


def no_matter(paper: Paper) -> None:
    """Nobody waits to hear that a paper is built."""


def pack(
    meeting: Meeting,
    chosen: Sequence[Chosen],
    *,
    audience: str,
    edition: int,
    as_at: date,
    known_at: datetime,
    built: Callable[[Paper], None] = no_matter,
    held: Held | None = None,
) -> Pack:
    """Built paper by paper; ``built`` hears of each, and ``held`` of every row that is printed."""
    viewer, held = audience_of(meeting), held or Held()
    body = meeting.body
    key = key_of(facts.policy_on(viewer.council, as_at))
    number = 0
    items = []
    for item in AgendaItem.objects.filter(meeting=meeting).marked_for(viewer):
        papers = []
        for part in chosen if item.may_be_seen else ():
            if part.item != item.pk:
                continue
            number += 1
            with calling(key.words):
                papers.append(paper(viewer, part, number, held, as_at=as_at, known_at=known_at))
            built(papers[-1])
        items.append(
            Item(held(item).number, item.title, tuple(papers))
            if item.may_be_seen
            else Item(item.number, "", withheld=_instead(item))
        )
    return Pack(
        council=body.council.name,
        letterhead=body.council.letterhead,
        body=Names(viewer, as_at=meeting.day).of(body),
        body_slug=body.slug,
        day=meeting.day,
        starts_at=_clock(meeting),
        place=meeting.place,
        audience=audience,
        classification=CLASSIFICATION[audience],
        edition=edition,
        as_at=as_at,
        known_at=known_at,
        key=key,
        items=tuple(items),
    )


def paper(
    viewer: Viewer, part: Chosen, number: int, held: Held, *, as_at: date, known_at: datetime
) -> Paper:
    if part.response:
        return Paper(
            number,
            response_schedule=response_schedule(
                viewer, part.response, as_at=as_at, known_at=known_at, held=held
            ),
        )
    if part.in_full and part.report:
        return Paper(
            number,
            schedule=schedule(viewer, part.report, as_at=as_at, known_at=known_at, held=held),
        )
    compare = part.compare if part.compare and part.compare < as_at else None
    return Paper(
        number,
        exception_report=exception_report(
            viewer,
            as_at=as_at,
            known_at=known_at,
            compare=compare,
            asked=Asked(committee=part.committee, report=part.report),
            published=True,
            held=held,
        ),
    )


def _instead(item: AgendaItem) -> str:
    if item.classification == Classification.EXEMPT:
        return item.public_summary or f"Exempt: paragraph {item.exempt_paragraphs}"
    return "Confidential"


def _clock(meeting: Meeting) -> str:
    """As agendas print it: 2.00 pm."""
    at = meeting.starts_at
    return f"{at.hour % 12 or 12}.{at:%M} {'pm' if at.hour >= 12 else 'am'}" if at else ""
