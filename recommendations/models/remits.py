"""Which body watches a report or a recommendation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from recommendations.models.clearance import Governed
from recommendations.models.councils import Body
from recommendations.models.history import Kept
from recommendations.models.recommendations import Recommendation
from recommendations.models.scrutiny_reports import ScrutinyReport
from recommendations.models.since_until import KnownSinceUntil, held_as_known
from recommendations.models.visible import VisibleQuerySet


class RemitQuerySet(VisibleQuerySet["Remit"]):
    governed = Governed(council="body__council", recommendation="recommendation")

    def over(self, recommendation: Recommendation) -> Self:
        """Those over a recommendation, by itself or with its report."""
        return self.filter(Q(recommendation=recommendation) | Q(report=recommendation.report_id))


def watched_by(body: Body, *, day: date, known_at: datetime | None = None) -> Q:
    """The whole recommendations that a body watches on a day, as known at a moment or now.

    A remit over one recommendation stands before the one over its report.
    """
    held = held_as_known(day, known_at=known_at or timezone.now())
    remits = Remit.objects.filter(held).order_by()
    own = remits.filter(recommendation__isnull=False)
    return Q(pk__in=own.filter(body=body).values("recommendation")) | (
        Q(report__in=remits.filter(body=body, report__isnull=False).values("report"))
        & ~Q(pk__in=own.values("recommendation"))
    )


class Remit(KnownSinceUntil):
    """The body that watches a report, or a single recommendation of it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="remits")
    report = models.ForeignKey(
        ScrutinyReport, on_delete=models.PROTECT, null=True, blank=True, related_name="remits"
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="remits"
    )

    objects = RemitQuerySet.as_manager()
    history = Kept()

    class Meta(KnownSinceUntil.Meta):
        ordering = ["body", "pk"]
        constraints = [
            *KnownSinceUntil.Meta.constraints,
            models.CheckConstraint(
                condition=Q(report__isnull=False, recommendation__isnull=True)
                | Q(report__isnull=True, recommendation__isnull=False),
                name="a_remit_is_over_a_report_or_a_recommendation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.report or self.recommendation}"
