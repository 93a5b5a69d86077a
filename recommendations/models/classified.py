"""Rows that bear text and so a classification of their own."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from recommendations.models.clearance import Classification
from recommendations.models.dated import Dated
from recommendations.models.recording import moment_of_recording

if TYPE_CHECKING:
    from recommendations.models.people import Viewer

COLUMNS = ("classification", "exempt_paragraphs", "public_interest", "public_summary")
"""What a frozen row may still have changed: who may read it, never what it says."""


class Classified(models.Model):
    """Open, exempt with its paragraph and reason, or confidential; ``visible_to`` goes by it."""

    classification = models.CharField(
        max_length=15, choices=Classification.choices, default=Classification.OPEN.value
    )
    exempt_paragraphs = models.CharField(
        "paragraphs of Schedule 12A", max_length=20, blank=True, help_text="3, or 1 and 2"
    )
    public_interest = models.TextField(
        "why the public interest is better served by withholding it", blank=True
    )
    public_summary = models.TextField("what the public may read in its place", blank=True)

    may_be_seen = True
    """Set by ``marked_for``: whether the viewer it was read for may see it."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(classification="exempt")
                | (~Q(exempt_paragraphs="") & ~Q(public_interest="")),
                name="%(class)s_exempt_has_paragraph_and_reason",
            )
        ]


class ClassifiedFact(Classified, Dated):
    """A dated row that bears text."""

    class Meta(Dated.Meta):
        abstract = True
        constraints = [*Classified.Meta.constraints, *Dated.Meta.constraints]


class ClassificationChangeQuerySet(models.QuerySet["ClassificationChange"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of rows that this viewer may see as they are classified now."""
        every: list[Any] = [m for m in apps.get_models() if issubclass(m, Classified)]
        return self.filter(
            reduce(or_, (of_rows(model.objects.visible_to(viewer)) for model in every))
        )

    def about(self, rows: QuerySet[Any]) -> Self:
        return self.filter(of_rows(rows))


def of_rows(rows: QuerySet[Any]) -> Q:
    return Q(noun=rows.model._meta.label_lower, row__in=rows.order_by().values("pk"))


class ClassificationChange(models.Model):
    """Who changed the classification of which row, when and why; a lowering names two people."""

    noun = models.CharField(max_length=50)
    row = models.PositiveBigIntegerField()
    was = models.CharField(max_length=15, choices=Classification.choices)
    became = models.CharField(max_length=15, choices=Classification.choices)
    reason = models.TextField()
    at = models.DateTimeField(default=moment_of_recording, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ClassificationChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["noun", "row"])]

    def __str__(self) -> str:
        return f"{self.noun} {self.row}: {self.was} to {self.became}"
