"""Meetings, their agenda, their resolutions, and the committee's position."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from recommendations.models import (
    AgendaItem,
    Body,
    Council,
    ExecutiveResponse,
    Meeting,
    Position,
    Post,
    Recommendation,
    Resolution,
    ScrutinyReport,
    User,
)
from recommendations.rules.positions import DoesNotFit
from recommendations.services.change import (
    Refused,
    change,
    correct,
    refuse_the_future,
    take_back,
)
from recommendations.services.editing import edited
from recommendations.services.following import LATEST, Latest, last_written, write_after
from recommendations.services.order import arrange, put
from recommendations.standing.facts import policy_on


def due_at_meetings(*bodies: Body) -> QuerySet[Recommendation]:
    """The recommendations that fall due at each meeting of any of these bodies."""
    keys = [str(body.pk) for body in bodies]
    return Recommendation.objects.filter(
        Q(asked__body__in=keys) | Q(milestones__original_due__body__in=keys),
        council=bodies[0].council_id,
    )


def call_meeting(
    *, body: Body, day: date, starts_at: time | None = None, place: str = ""
) -> Meeting:
    with change() as touched:
        touched.touch_all(due_at_meetings(body))
        return Meeting.objects.create(body=body, day=day, starts_at=starts_at, place=place)


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, number: str = "") -> AgendaItem:
    return AgendaItem.objects.create(
        meeting=meeting, title=title, number=number, position=meeting.items.count() + 1
    )


def edit_meeting(
    *,
    meeting: Meeting,
    seen: str,
    by: User,
    body: Body,
    day: date,
    starts_at: time | None,
    place: str,
) -> Meeting:
    """Put a meeting right; ``seen`` is the version that whoever edits it was looking at."""
    with change() as touched:
        touched.touch_all(due_at_meetings(meeting.body, body))
        return edited(meeting, seen, by=by, body=body, day=day, starts_at=starts_at, place=place)


@transaction.atomic
def edit_item(*, item: AgendaItem, seen: str, by: User, number: str, title: str) -> AgendaItem:
    return edited(item, seen, by=by, number=number, title=title)


@transaction.atomic
def order_items(*, meeting: Meeting, item: AgendaItem, to: int, by: User) -> None:
    """Move an item to a place on its agenda, counted from 1; the others keep their order.

    Each that gets another place keeps the one it had in its history.
    """
    agenda = meeting.items.order_by("position")
    arrange(agenda, put(item, list(agenda), to=to), by=by)


def resolve(
    *,
    item: AgendaItem,
    reference: str,
    kind: str,
    by: User,
    text: str = "",
    report: ScrutinyReport | None = None,
    response: ExecutiveResponse | None = None,
    recommendation: Recommendation | None = None,
    owner: Post | None = None,
    due_on: date | None = None,
    brought_in: bool = False,
) -> Resolution:
    """Record what the body decided under an item; its day is the meeting's.

    What is aimed at a response or a recommendation is filed under its report too.
    """
    refuse_the_future(item.meeting.day)
    narrower = recommendation or response
    report = narrower.report if narrower is not None else report
    with change() as touched:
        if recommendation is not None:
            touched.touch(recommendation)
        elif report is not None:
            touched.touch_all(report.recommendations.all())
        return Resolution.objects.create(
            item=item,
            reference=reference,
            kind=kind,
            text=text,
            report=report,
            response=response,
            recommendation=recommendation,
            owner=owner,
            due_on=due_on,
            by=by,
            on=item.meeting.day,
            brought_in=brought_in,
        )


def resolve_once(
    *, item: AgendaItem, reference: str, kind: str, by: User, **about: Any
) -> Resolution:
    """Record a resolution for a person, unless the same is recorded under the item already."""
    same = Resolution.objects.filter(
        item=item,
        reference=reference,
        kind=kind,
        response=about.get("response"),
        recommendation=about.get("recommendation"),
    )
    if same.standing(as_at=item.meeting.day, known_at=timezone.now()).exists():
        raise Refused(f"This is recorded already, as minute {reference} of this item.")
    return resolve(item=item, reference=reference, kind=kind, by=by, **about)


def item_of(*, body: Body, day: date, title: str) -> AgendaItem:
    """The item of that title on the agenda of a body's meeting, each entered where it is not."""
    refuse_the_future(day)
    meeting = body.meetings.filter(day=day).first() or call_meeting(body=body, day=day)
    return meeting.items.filter(title=title).first() or add_item(meeting=meeting, title=title)


def write_minute(
    *,
    body: Body,
    day: date,
    reference: str,
    kind: str,
    by: User,
    recommendation: Recommendation,
    text: str = "",
) -> Resolution:
    """Record a resolution about one item, with its meeting where that is not known yet.

    What stands under this reference already is not written twice.
    """
    refuse_the_future(day)
    with change():
        written = Resolution.objects.filter(
            item__meeting__body=body,
            item__meeting__day=day,
            reference=reference,
            recommendation=recommendation,
        )
        if found := written.standing(as_at=day, known_at=timezone.now()).last():
            return found
        item = item_of(body=body, day=day, title=recommendation.report.title)
        return resolve(
            item=item,
            reference=reference,
            kind=kind,
            text=text,
            recommendation=recommendation,
            by=by,
        )


def latest_position(recommendation: Recommendation) -> Position | None:
    """What a new position follows, whoever may read it."""
    return last_written(Position.objects.filter(recommendation=recommendation))


def latest_positions(recommendations: Collection[int]) -> dict[int, Position]:
    """The same of several, by their numbers."""
    last = Position.objects.filter(corrects__isnull=True, followed_by__isnull=True)
    rows = last.filter(recommendation__in=recommendations).select_related("by").order_by("pk")
    return {row.recommendation_id: row for row in rows}


def position_named(number: str, *, recommendation: Recommendation) -> Position | None:
    """The position that a form was looking at; none where it names none of this item."""
    positions = Position.objects.filter(recommendation=recommendation)
    return positions.filter(pk=number).first() if number.isdecimal() else None


def take_position(
    *,
    recommendation: Recommendation,
    status: str,
    by: User,
    on: date,
    closes: str = "",
    resolution: Resolution | None = None,
    follows: Position | Latest | None = LATEST,
    brought_in: bool = False,
) -> Position:
    """Record the committee's own judgement; ``closes`` says as what it ends the monitoring, where
    the status does not say it.

    ``follows`` is the position that whoever records it was looking at.
    """
    refuse_the_future(on)
    closes = closing(recommendation.council, status=status, closes=closes, on=on)
    with change() as touched:
        touched.touch(recommendation)
        return write_after(
            Position.objects.filter(recommendation=recommendation),
            follows,
            recommendation=recommendation,
            status=status,
            closes=closes,
            resolution=resolution,
            by=by,
            on=on,
            brought_in=brought_in,
        )


def closing(council: Council, *, status: str, closes: str, on: date) -> str:
    """As what the status closes an item, by the scheme in force on the day."""
    try:
        return policy_on(council, on).scheme.closes_as(status, closes)
    except DoesNotFit as slip:
        raise Refused(f"{slip}.") from None


def correct_position(
    *, position: Position, by: User, why: str, on: date, status: str, closes: str
) -> Position:
    refuse_the_future(on)
    closes = closing(position.recommendation.council, status=status, closes=closes, on=on)
    with change() as touched:
        touched.touch(position.recommendation)
        return correct(position, by=by, why=why, on=on, status=status, closes=closes)


def take_position_back(*, position: Position, by: User, why: str) -> Position:
    with change() as touched:
        touched.touch(position.recommendation)
        return take_back(position, by=by, why=why)
