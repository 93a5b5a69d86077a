"""What owners report, and which of their better ratings scrutiny accepted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from recommendations.models.classified import ClassifiedFact
from recommendations.models.clearance import Governed
from recommendations.models.councils import Body, Post
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.milestones import Milestone
from recommendations.models.recommendations import Recommendation
from recommendations.rules.ratings import Rag

if TYPE_CHECKING:
    from recommendations.models.people import User

FIRST_DAY = Value(date(1, 1, 1))
"""Stands in an index for the day of an update that is about no single occurrence."""


class ProgressUpdateQuerySet(DatedQuerySet["ProgressUpdate"]):
    governed = Governed(
        council="recommendation__council",
        itself=True,
        recommendation="recommendation",
        also=("milestone",),
    )

    def drafts_of(self, person: User) -> Self:
        """What somebody has typed and not yet sent: found first, for drafts are few."""
        drafts = self.model._base_manager.filter(state="draft", by=person)
        return self.filter(pk__in=drafts.values("pk"))

    def submitted_by(self, person: User) -> Self:
        return self.filter(state="submitted", by=person)

    def for_listing(self) -> Self:
        """With the item, its report and its council: what leads to it and names it."""
        return self.select_related(
            "recommendation__council", "recommendation__report", "milestone", "post", "body"
        )


class ProgressUpdate(ClassifiedFact):
    """A report of progress by an owner; only a submitted one counts, and none is overwritten."""

    class Stated(models.TextChoices):
        RED = "red", "Red"
        AMBER = "amber", "Amber"
        GREEN = "green", "Green"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="updates"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="updates"
    )
    occurrence = models.DateField(null=True, blank=True, help_text="The day it was due.")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="updates"
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="updates"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED.value)
    stated = models.CharField("rating stated", max_length=10, choices=Stated.choices, blank=True)
    complete = models.BooleanField("reported complete", default=False)
    cause = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    why_differs = models.TextField("why it is better than the record", blank=True)
    narrative = models.TextField(blank=True)
    outcome = models.TextField(blank=True, help_text="What changed for people.")
    draft_address = models.CharField(
        max_length=500, blank=True, help_text="Of a draft: the evidence that is to go with it."
    )
    draft_shows = models.CharField(max_length=300, blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta(ClassifiedFact.Meta):
        indexes = [
            *ClassifiedFact.Meta.indexes,
            models.Index(fields=["by", "state"], name="updates_by_their_author"),
        ]
        constraints = [
            *ClassifiedFact.Meta.constraints,
            models.UniqueConstraint(
                "recommendation",
                Coalesce("milestone", 0),
                Coalesce("occurrence", FIRST_DAY),
                condition=Q(follows__isnull=True, corrects__isnull=True, state="submitted"),
                name="one_first_update_of_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(takes_back=True)
                | ~Q(stated__in=["red", "amber"])
                | (~Q(cause="") & ~Q(remedy="") & ~Q(effect="")),
                name="red_and_amber_have_cause_remedy_and_effect",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}, {self.on}"

    @property
    def stated_rag(self) -> Rag | None:
        return Rag(self.stated) if self.stated else None


class RatingAcceptanceQuerySet(DatedQuerySet["RatingAcceptance"]):
    governed = Governed(
        council="update__recommendation__council",
        recommendation="update__recommendation",
        also=("update",),
    )


class RatingAcceptance(Dated):
    """A scrutiny officer accepts an update's better rating; it ends with that update."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="acceptances")
    reason = models.TextField()

    objects = RatingAcceptanceQuerySet.as_manager()
