"""What hangs on an event: whose dates follow from its day, and who sleeps until it happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from recommendations.models import Condition, Event, Milestone, Recommendation, Viewer
from recommendations.rules.due import Due, DueDays, due_days


@dataclass(frozen=True)
class Hanging:
    """One recommendation that waits for an event; without a due it sleeps until then."""

    recommendation: Recommendation
    words: str
    due: Due | None = None

    def dates(self, event_day: date | None) -> DueDays | None:
        return due_days(self.due, event_day=event_day) if self.due else None


def hanging_on(events: Iterable[Event], *, viewer: Viewer) -> dict[str, list[Hanging]]:
    """What the viewer may see waiting for each event, by its key, in three queries."""
    names = {event.key: event.name for event in events}
    found: dict[str, list[Hanging]] = {key: [] for key in names}

    asked = Recommendation.objects.visible_to(viewer).for_listing().filter(asked__event__in=names)
    for recommendation in asked:
        due = recommendation.asked
        words = due.words or due.described(events=names)
        found[due.event].append(Hanging(recommendation, words, due))

    promised = Milestone.objects.visible_to(viewer).filter(original_due__event__in=names)
    for milestone in promised.prefetch_related("recommendations__report"):
        due = milestone.original_due
        for recommendation in milestone.recommendations.all():
            found[due.event].append(Hanging(recommendation, milestone.text, due))

    conditions = Condition.objects.visible_to(viewer).filter(event__in=events)
    for condition in conditions.select_related("recommendation__report"):
        found[str(condition.event_id)].append(Hanging(condition.recommendation, condition.words))
    return found
