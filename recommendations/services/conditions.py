"""What a recommendation waits for."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from recommendations.models import Condition, Event, Recommendation, User
from recommendations.services.change import Refused, change, refuse_the_future


def set_condition(
    *,
    recommendation: Recommendation,
    event: Event,
    words: str,
    by: User,
    on: date,
    brought_in: bool = False,
) -> Condition:
    """Put a recommendation to sleep until an event has happened."""
    refuse_the_future(on)
    standing = recommendation.conditions.standing(as_at=date.max, known_at=timezone.now())
    if standing.filter(event=event).exists():
        raise Refused("It waits for this event already.")
    with change() as touched:
        touched.touch(recommendation)
        return Condition.objects.create(
            recommendation=recommendation,
            event=event,
            words=words,
            by=by,
            on=on,
            brought_in=brought_in,
        )
