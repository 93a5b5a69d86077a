"""Milestones promised, the dates asked and granted for them, and what became of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from recommendations.models.classified import ClassifiedFact
from recommendations.models.clearance import Governed
from recommendations.models.councils import Post
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.due import DueField
from recommendations.models.history import Kept
from recommendations.models.meetings import Resolution
from recommendations.models.recommendations import Recommendation
from recommendations.models.responses import Answer
from recommendations.models.scrutiny_reports import ScrutinyReport
from recommendations.models.since_until import KnownSinceUntil, held_on
from recommendations.models.visible import VisibleQuerySet


class MilestoneQuerySet(DatedQuerySet["Milestone"]):
    governed = Governed(council="report__council", milestone="")

    def serving(self, recommendations: Collection[int] | QuerySet[Any, Any]) -> Self:
        """Those of any of these recommendations or of a part of one, each once.

        They are given by their numbers or a query for them.
        """
        every = Recommendation.objects.order_by().values("pk")
        served = every.filter(pk__in=recommendations).union(
            every.filter(parent__in=recommendations)
        )
        links = Milestone.recommendations.through.objects.filter(recommendation__in=served)
        return self.filter(pk__in=links.values("milestone"))


class Milestone(ClassifiedFact):
    """One dated step; its first promise stays in ``original_due`` whatever is granted later.

    ``owner`` is whom the promise names; who owes it on a day is in ``MilestoneOwnership``. What
    befalls it hangs on the row it was first recorded in, however often that is corrected.
    """

    report = models.ForeignKey(ScrutinyReport, on_delete=models.PROTECT, related_name="milestones")
    recommendations = models.ManyToManyField(Recommendation, related_name="milestones")
    answer = models.ForeignKey(
        Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    text = models.TextField()
    owner = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    success_measure = models.TextField(blank=True)
    original_due = DueField("original date")
    first = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta(ClassifiedFact.Meta):
        constraints = [
            *ClassifiedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(first__isnull=True, corrects__isnull=True)
                | Q(first__isnull=False, corrects__isnull=False),
                name="a_corrected_milestone_names_its_first_row",
            ),
        ]

    @property
    def root(self) -> Milestone:
        """The row it was first recorded in."""
        return self.first or self

    @property
    def root_id(self) -> int:
        return self.first_id or self.pk

    def owed_by(self, day: date) -> Post | None:
        """Asked of the row it was first recorded in, with its ownerships at hand."""
        return next((row.post for row in self.ownerships.all() if row.holds_on(day)), None)

    def carried_over(self) -> dict[str, Any]:
        return {**super().carried_over(), "first_id": self.root_id}

    def __str__(self) -> str:
        return self.text


def served_by(path: str) -> Prefetch[Any]:
    """What a milestone serves, at the end of a path, with what the addresses are made of."""
    return Prefetch(path, Recommendation.objects.select_related("council", "report__council"))


class MilestoneOwnershipQuerySet(VisibleQuerySet["MilestoneOwnership"]):
    governed = Governed(council="milestone__report__council", milestone="milestone")

    def owed_by(self, posts: Collection[int], *, day: date) -> Self:
        """What these posts owe on a day, in no order."""
        return self.filter(held_on(day), post__in=posts).order_by()

    def not_taken_back(self) -> Self:
        taken_back = Milestone.objects.filter(takes_back=True, first=OuterRef("milestone"))
        return self.filter(~Exists(taken_back))


class MilestoneOwnership(KnownSinceUntil):
    """The post that owes a milestone: whom the promise names, then whoever it was given to.

    It hangs on the row the milestone was first recorded in.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="ownerships")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="milestone_ownerships", db_index=False
    )

    objects = MilestoneOwnershipQuerySet.as_manager()
    history = Kept()

    class Meta(KnownSinceUntil.Meta):
        ordering = ["milestone", "pk"]
        indexes = [
            models.Index(fields=["post", "milestone", "since", "until"], name="milestone_owed_by")
        ]
        constraints = [
            *KnownSinceUntil.Meta.constraints,
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(until__isnull=True),
                name="a_milestone_has_one_owner_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)


class MilestoneDoneQuerySet(DatedQuerySet["MilestoneDone"]):
    governed = Governed(council="milestone__report__council", milestone="milestone")


class MilestoneDone(Dated):
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="done")
    note = models.TextField(blank=True)

    objects = MilestoneDoneQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name_plural = "milestones done"


class DateChangeQuerySet(DatedQuerySet["DateChange"]):
    governed = Governed(council="milestone__report__council", itself=True, milestone="milestone")

    def undecided(self, *, as_at: date, known_at: datetime) -> Self:
        """Those that stand and that nobody has granted or refused, the oldest first."""
        decided = DateDecision.objects.standing(as_at=as_at, known_at=known_at)
        taken_back = Milestone.objects.filter(takes_back=True, first=OuterRef("milestone"))
        return (
            self.standing(as_at=as_at, known_at=known_at)
            .filter(~Exists(decided.filter(change=OuterRef("pk"))), ~Exists(taken_back))
            .select_related("milestone__report", "by")
            .prefetch_related(served_by("milestone__recommendations"))
        )


class DateChange(ClassifiedFact):
    """A new date asked for; nothing moves until somebody entitled decides it.

    Each follows the one before it, so that no two are asked for at once.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="date_changes")
    from_day = models.DateField(null=True, blank=True)
    to_day = models.DateField()
    reason = models.TextField()
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects = DateChangeQuerySet.as_manager()

    class Meta(ClassifiedFact.Meta):
        constraints = [
            *ClassifiedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(follows__isnull=True, corrects__isnull=True),
                name="one_first_request_for_a_new_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: to {self.to_day}"


class DateDecisionQuerySet(DatedQuerySet["DateDecision"]):
    governed = Governed(
        council="change__milestone__report__council",
        milestone="change__milestone",
        also=("change",),
    )


class DateDecision(Dated):
    """A date change granted or refused, by resolution or by the portfolio holder's leave.

    A second one follows a first that was taken back, so that no two are taken at once.
    """

    class Decision(models.TextChoices):
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"

    class ByWhom(models.TextChoices):
        COMMITTEE = "committee", "Committee"
        PORTFOLIO_HOLDER = "portfolio holder", "Portfolio holder"

    change = models.ForeignKey(DateChange, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    by_whom = models.CharField(max_length=20, choices=ByWhom.choices)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="date_decisions"
    )
    leave = models.TextField("the portfolio holder's leave, as recorded", blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects = DateDecisionQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(by_whom="committee", resolution__isnull=False)
                | (Q(by_whom="portfolio holder") & ~Q(leave=""))
                | Q(takes_back=True),
                name="a_date_is_decided_by_resolution_or_recorded_leave",
            ),
            models.UniqueConstraint(
                fields=["change"],
                condition=Q(follows__isnull=True, corrects__isnull=True),
                name="one_first_decision_on_a_new_date",
            ),
        ]


class OccurrenceOutcomeQuerySet(DatedQuerySet["OccurrenceOutcome"]):
    governed = Governed(council="milestone__report__council", milestone="milestone")


class OccurrenceOutcome(Dated):
    """What became of one occurrence of a recurring milestone, named by the day it was due."""

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        MISSED = "missed", "Missed"
        SKIPPED = "skipped", "Skipped with leave"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="outcomes")
    due = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    leave = models.CharField("by whose leave", max_length=200, blank=True)

    objects = OccurrenceOutcomeQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(outcome="skipped") | ~Q(reason="") | Q(takes_back=True),
                name="an_occurrence_is_skipped_for_a_reason",
            ),
        ]
