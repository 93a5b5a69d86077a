"""What shows that something was done."""

from __future__ import annotations

from django.db import models

from recommendations.models.classified import ClassifiedFact
from recommendations.models.clearance import Governed
from recommendations.models.dated import DatedQuerySet
from recommendations.models.milestones import Milestone
from recommendations.models.progress import ProgressUpdate
from recommendations.models.recommendations import Recommendation


class EvidenceQuerySet(DatedQuerySet["Evidence"]):
    governed = Governed(
        council="recommendation__council",
        itself=True,
        recommendation="recommendation",
        also=("update", "milestone"),
    )


class Evidence(ClassifiedFact):
    """An address where what an owner claims can be seen, and what it shows."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="evidence"
    )
    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    address = models.URLField(max_length=500)
    shows = models.CharField("what it shows", max_length=300)

    objects = EvidenceQuerySet.as_manager()

    class Meta(ClassifiedFact.Meta):
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.shows
