"""Meetings and their agenda."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.db.models import Q, QuerySet

from recommendations.models import (
    AgendaItem,
    Body,
    Meeting,
    Recommendation,
    User,
)
from recommendations.services.change import (
    change,
)
from recommendations.services.editing import edited
from recommendations.services.order import arrange, next_place, one_at_a_time, put


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
    one_at_a_time(meeting)
    return AgendaItem.objects.create(
        meeting=meeting, title=title, number=number, position=next_place(meeting.items.all())
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
    one_at_a_time(item.meeting)
    return edited(item, seen, by=by, number=number, title=title)


@transaction.atomic
def order_items(*, meeting: Meeting, item: AgendaItem, to: int, by: User) -> None:
    """Move an item to a place on its agenda, counted from 1; the others keep their order.

    Each that gets another place keeps the one it had in its history.
    """
    one_at_a_time(meeting)
    item.refresh_from_db()
    agenda = meeting.items.order_by("position")
    arrange(agenda, put(item, list(agenda), to=to), by=by, versioned=True)
