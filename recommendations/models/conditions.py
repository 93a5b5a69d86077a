"""The events that recommendations wait for."""

from __future__ import annotations

from django.db import models

from recommendations.models.clearance import Governed
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.events import Event
from recommendations.models.recommendations import Recommendation


class ConditionQuerySet(DatedQuerySet["Condition"]):
    governed = Governed(council="recommendation__council", recommendation="recommendation")


class Condition(Dated):
    """What a recommendation waits for: it is dormant until the event has happened."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="conditions"
    )
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="conditions")
    words = models.CharField("words as printed", max_length=300)

    objects = ConditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.words}"
