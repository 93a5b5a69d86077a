"""What goes under each item of an agenda, and issuing a pack made of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.dateparse import parse_date, parse_datetime

from recommendations import store
from recommendations.models import (
    AgendaItem,
    Body,
    ClassificationChange,
    ExecutiveResponse,
    Job,
    Meeting,
    ScrutinyReport,
    User,
)
from recommendations.services import jobs
from recommendations.services.change import Refused
from recommendations.services.classification import alone_in
from reports import builders, kept
from reports.builders.pack import audience_of, no_matter
from reports.documents.encoding import fingerprint
from reports.documents.pack import Pack, Paper
from reports.faces import html, pdf
from reports.models import PackPart, Publication
from reports.services import holding

KIND = "pack"

Progress = Callable[[int, str], None]


@transaction.atomic
def put_under(
    *,
    item: AgendaItem,
    kind: str,
    committee: Body | None = None,
    report: ScrutinyReport | None = None,
    response: ExecutiveResponse | None = None,
    compare: date | None = None,
) -> PackPart:
    """Put a document under an item, after those that are there."""
    last = item.pack_parts.aggregate(last=Max("position"))["last"] or 0
    return PackPart.objects.create(
        item=item,
        position=last + 1,
        kind=kind,
        committee=committee,
        report=report,
        response=response,
        compare=compare,
    )


@transaction.atomic
def take_out(*, part: PackPart) -> None:
    part.delete()


def next_edition(meeting: Meeting, audience: str) -> int:
    last = meeting.publications.filter(kind=Publication.Kind.PACK, audience=audience).aggregate(
        last=Max("edition")
    )["last"]
    return (last or 0) + 1


def preview(
    meeting: Meeting,
    *,
    audience: str,
    as_at: date,
    known_at: datetime,
    built: Callable[[Paper], None] = no_matter,
    held: builders.Held | None = None,
) -> Pack:
    """The pack as it would be issued now."""
    return builders.pack(
        meeting,
        chosen_for(meeting),
        audience=audience,
        edition=next_edition(meeting, audience),
        as_at=as_at,
        known_at=known_at,
        built=built,
        held=held,
    )


def chosen_for(meeting: Meeting) -> list[builders.Chosen]:
    viewer = audience_of(meeting)
    parts = PackPart.objects.visible_to(viewer).filter(item__meeting=meeting)
    return [
        builders.Chosen(
            item=part.item_id,
            response=part.response,
            in_full=part.kind == PackPart.Kind.SCHEDULE,
            report=part.report,
            committee=part.committee,
            compare=part.compare,
        )
        for part in parts.with_what_they_name()
    ]


def ask_to_issue(
    *, meeting: Meeting, audience: str, as_at: date, known_at: datetime, by: User, key: str
) -> Job:
    """Queue the making of the next edition, of what was known when its clerk saw it."""
    if not chosen_for(meeting):
        raise Refused("Put a document under an item of the agenda first.")
    return jobs.ask(
        kind=KIND,
        council=meeting.body.council,
        by=by,
        parameters={
            "meeting": meeting.pk,
            "audience": audience,
            "as_at": as_at.isoformat(),
            "known_at": known_at.isoformat(),
        },
        key=key,
    )


def issue(job: Job, told: Progress) -> None:
    """Make the next edition: build, print, store the file, and only then write the row.

    The work is counted in papers: each is built once and printed once, and printing them all is
    one step. What was asked for is built again inside the transaction that publishes it, so that
    nothing raised, moved or reworded meanwhile is issued.
    """
    asked = Asked.read(job.parameters)
    papers = len(chosen_for(asked.meeting)) or 1
    steps, done = 2 * papers + 1, 0

    def built(paper: Paper) -> None:
        nonlocal done
        done += 1
        told(100 * done // steps, f"Built: {paper.title}"[:100])

    document = preview(asked.meeting, built=built, **asked.of_what)
    told(100 * papers // steps, f"Printing {papers} document{'' if papers == 1 else 's'}")
    public = document.audience == Publication.Audience.PUBLIC
    contents = pdf.render(html.render_pack(document), kept=kept if public else None)
    told(100 * 2 * papers // steps, "Storing the file")
    address = store.put(contents)
    try:
        with transaction.atomic():
            publication = publish(asked, document, address, by=job.asked_by)
            jobs.finish(job=job, result={"publication": publication.pk})
    except IntegrityError:
        raise Refused(
            "Another edition was issued while this one was being made. Look at it, then issue."
        ) from None


class Asked:
    """What a job was asked to issue."""

    def __init__(self, meeting: Meeting, audience: str, as_at: date, known_at: datetime) -> None:
        self.meeting = meeting
        self.of_what: dict[str, Any] = {
            "audience": audience,
            "as_at": as_at,
            "known_at": known_at,
        }

    @classmethod
    def read(cls, parameters: dict[str, Any]) -> Asked:
        meeting = Meeting.objects.select_related("body__council").get(pk=parameters["meeting"])
        as_at, known_at = parse_date(parameters["as_at"]), parse_datetime(parameters["known_at"])
        if as_at is None or known_at is None:
            raise ValueError("A job to issue a pack names its day and its moment.")
        return cls(meeting, parameters["audience"], as_at, known_at)


def publish(asked: Asked, document: Pack, address: str, *, by: User) -> Publication:
    """Write the edition, unless what it holds is no longer what its audience may see."""
    alone_in(asked.meeting.body.council_id)
    meeting = Meeting.objects.select_related("body__council").get(pk=asked.meeting.pk)
    held = builders.Held()
    if preview(meeting, held=held, **asked.of_what) != document:
        raise Refused(
            "Something in it was changed, or may no longer be seen, while it was being made. "
            "Look at it again, then issue it."
        )
    stored = document.as_json()
    publication = Publication.objects.create(
        council=meeting.body.council,
        kind=Publication.Kind.PACK,
        meeting=meeting,
        audience=document.audience,
        edition=document.edition,
        as_at=document.as_at,
        known_at=document.known_at,
        issued_by=by,
        document=stored,
        document_sha256=fingerprint(stored),
        pdf_sha256=address,
        file_name=document.file_name,
        last_change=ClassificationChange.objects.aggregate(last=Max("pk"))["last"] or 0,
    )
    holding.record(publication, held)
    return publication
