"""The words of recommendations, a row for each printing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Prefetch

from recommendations.models.clearance import Governed
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.recommendations import Recommendation


class WordingQuerySet(DatedQuerySet["Wording"]):
    governed = Governed(council="recommendation__council", recommendation="recommendation")


class Wording(Dated):
    """The words of a recommendation as one printing has them.

    The schedule's wording, or the one that amended it, stands; the body's is kept where it
    differs. ``lead_in`` is the closing clause of ``text`` that introduces the parts.
    """

    class Printing(models.TextChoices):
        SCHEDULE = "schedule", "As scheduled"
        BODY = "body", "As printed in the body of the report"
        AMENDED = "amended", "As amended"

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="wordings"
    )
    printing = models.CharField(max_length=10, choices=Printing.choices)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    lead_in = models.TextField(blank=True)
    closing = models.TextField(blank=True, help_text="What follows the parts.")
    notes = models.TextField(blank=True, help_text="A note apart from the operative text.")
    resolution = models.ForeignKey(
        "Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="wordings"
    )

    objects = WordingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.recommendation}, {self.how_printed}"

    @property
    def how_printed(self) -> str:
        if self.printing == self.Printing.SCHEDULE:
            return "as the schedule prints it"
        return self.get_printing_display().lower()


def words_of(path: str, *, as_at: date, known_at: datetime) -> Prefetch[Any]:
    """The wording that stands of the recommendation at the end of a path, as ``wordings_today``."""
    standing = Wording.objects.standing(as_at=as_at, known_at=known_at)
    not_the_body = standing.exclude(printing=Wording.Printing.BODY)
    return Prefetch(f"{path}__wordings", not_the_body, to_attr="wordings_today")
