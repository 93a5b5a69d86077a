"""By when something was asked, and the days that comes to once its event has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from recommendations.models import Condition, Event, Milestone, Recommendation, Viewer
from recommendations.models.milestones import served_by
from recommendations.rules.due import Due, DueDays, Shape
from recommendations.rules.working_days import NONE_KNOWN, WorkingDays
from recommendations.standing.register import Item, Register


@dataclass(frozen=True)
class Asked:
    """What a recommendation, or a part of it, was asked to do by when."""

    recommendation: Recommendation
    printed: str
    described: str
    event: Event | None
    dates: DueDays


def asked_of(item: Item, register: Register) -> list[Asked]:
    """Of the whole and of each part that was asked a date of its own."""
    events = {event.key: event for event in register.rows.events}
    names = {key: event.name for key, event in events.items()}
    return [
        Asked(
            one.recommendation,
            due.words,
            due.described(events=names),
            events.get(due.event),
            one.asked,
        )
        for one in (item, *item.parts)
        if (due := one.recommendation.asked).shape is not Shape.NONE
    ]


@dataclass(frozen=True)
class Hanging:
    """A recommendation that waits for an event; without a due it sleeps until it happens."""

    recommendation: Recommendation
    words: str
    due: Due | None = None
    working_days: WorkingDays = NONE_KNOWN


def hanging_on(events: Iterable[Event], *, viewer: Viewer) -> dict[str, list[Hanging]]:
    """What the viewer may see waiting for each event, by its key, in four queries."""
    names = {event.key: event.name for event in events}
    working_days = viewer.council.working_days
    found: dict[str, list[Hanging]] = {key: [] for key in names}

    asked = Recommendation.objects.visible_to(viewer).filter(asked__event__in=list(names))
    for recommendation in asked.for_listing():
        due = recommendation.asked
        words = due.words or due.described(events=names)
        found[due.event].append(Hanging(recommendation, words, due, working_days))

    promised = Milestone.objects.visible_to(viewer).filter(original_due__event__in=list(names))
    for milestone in promised.prefetch_related(served_by("recommendations")):
        for recommendation in milestone.recommendations.all():
            due = milestone.original_due
            found[due.event].append(Hanging(recommendation, milestone.text, due, working_days))

    now = timezone.now()
    conditions = Condition.objects.visible_to(viewer).standing(as_at=date.max, known_at=now)
    waiting = conditions.filter(event__in=events)
    for condition in waiting.select_related("recommendation__council", "recommendation__report"):
        found[str(condition.event_id)].append(Hanging(condition.recommendation, condition.words))
    return found
