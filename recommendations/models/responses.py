"""The responses given, and each answer in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Value, When
from django.urls import reverse

from recommendations.models.classified import ClassifiedFact
from recommendations.models.clearance import EDITORS_OF_ALL_THEY_SEE, Governed
from recommendations.models.councils import Body, PostHolding
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.history import Kept
from recommendations.models.recommendations import Recommendation
from recommendations.models.scrutiny_reports import ScrutinyReport
from recommendations.models.visible import VisibleQuerySet
from recommendations.rules.reconcile import ClaimedGroup, ClaimedLine
from recommendations.rules.roles import Permission
from recommendations.rules.stages import ON_RECORD, POSTS_THAT_ACT, Stage

if TYPE_CHECKING:
    from recommendations.models.people import Viewer


class ExecutiveResponseQuerySet(VisibleQuerySet["ExecutiveResponse"]):
    governed = Governed(council="report__council")

    def editable_by(self, viewer: Viewer, *, to: Permission) -> Self:
        """An officer or a member acts in a response by the kind of post they hold."""
        return self.visible_to(viewer.acting(to)) if acts_in_responses(viewer, to) else self.none()

    def not_given(self, *, as_at: date, known_at: datetime) -> Self:
        """Those on their way: neither given, decided nor withdrawn."""
        ended = ResponseStage.objects.standing(as_at=as_at, known_at=known_at).filter(
            response=OuterRef("pk"), stage__in=ON_RECORD
        )
        return self.filter(~Exists(ended))

    def with_stages(self, *, as_at: date, known_at: datetime) -> Self:
        """With the stages each has reached, in their order, and what leads to it."""
        stages = ResponseStage.objects.standing(as_at=as_at, known_at=known_at)
        return self.select_related("body", "report__council").prefetch_related(
            Prefetch("stages", stages.select_related("by"), to_attr="stages_reached")
        )

    def as_printed(self, viewer: Viewer, *, as_at: date, known_at: datetime) -> Self:
        """With its groups and lines in the order of the paper, and the stages it has reached."""
        lines = ResponseLine.objects.visible_to(viewer).select_related(
            "recommendation__council", "recommendation__report"
        )
        return self.with_stages(as_at=as_at, known_at=known_at).prefetch_related(
            Prefetch("groups__lines", lines)
        )


def posts_that_act(viewer: Viewer, *, to: Permission) -> frozenset[str]:
    """The kinds of post held today by which an officer or a member does this with a response."""
    wanted = {
        (kind, only_holders)
        for role in viewer.acting(to).roles
        for kind, only_holders in POSTS_THAT_ACT.get((to, role), {}).items()
    }
    return frozenset(
        kind
        for kind, tie in viewer.held_as
        if (kind, False) in wanted or ((kind, True) in wanted and tie == PostHolding.Kind.HOLDER)
    )


def acts_in_responses(viewer: Viewer, to: Permission) -> bool:
    """Whether somebody does this with the responses of their council, by role or by post."""
    sees_all = viewer.acting(to).roles & EDITORS_OF_ALL_THEY_SEE
    return bool(sees_all) or bool(posts_that_act(viewer, to=to))


class ExecutiveResponse(models.Model):
    """One version of what a body says to a report."""

    class Kind(models.TextChoices):
        FULL = "full", "Full response"
        HOLDING = "holding", "Holding response"

    report = models.ForeignKey(ScrutinyReport, on_delete=models.PROTECT, related_name="responses")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="responses")
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FULL.value)
    source = models.CharField("the paper it was taken from", max_length=300, blank=True)
    source_note = models.TextField(blank=True)
    words = models.TextField("what it says as a whole", blank=True)
    row_version = models.PositiveIntegerField(
        default=1, help_text="Raised by each change of the row; its version is the body's own."
    )

    objects = ExecutiveResponseQuerySet.as_manager()
    history = Kept()
    stages_reached: list[ResponseStage]

    class Meta:
        ordering = ["report", "body", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "body", "version"], name="one_version_of_a_response"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} to {self.report}, version {self.version}"

    def get_absolute_url(self) -> str:
        report = self.report
        return reverse("recommendations:response", args=[report.council.slug, report.slug, self.pk])

    @property
    def claimed(self) -> tuple[ClaimedGroup, ...]:
        """Its groups as printed, to be held against the report."""
        return tuple(group.claimed(group.lines.all()) for group in self.groups.all())


class ResponseStageQuerySet(DatedQuerySet["ResponseStage"]):
    governed = Governed(council="response__report__council")

    def standing_or_taking_back(self, *, as_at: date, known_at: datetime) -> Self:
        """Those of one day in the order in which they are reached, whichever was corrected last."""
        in_order = Case(*(When(stage=stage, then=Value(n)) for n, stage in enumerate(Stage)))
        found = super().standing_or_taking_back(as_at=as_at, known_at=known_at)
        return found.order_by("on", in_order, "recorded_at", "pk")


class ResponseStage(Dated):
    """A step of a response; decided names the day it comes into force, known from then on."""

    class Stage(models.TextChoices):
        DRAFTED = "drafted", "Drafted"
        CLEARED = "cleared", "Cleared"
        APPROVED = "approved", "Approved"
        GIVEN = "given", "Given"
        DECIDED = "decided", "Decided"
        WITHDRAWN = "withdrawn", "Withdrawn"

    response = models.ForeignKey(ExecutiveResponse, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    in_force_on = models.DateField(null=True, blank=True)

    objects = ResponseStageQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True) | Q(stage="decided"),
                name="only_a_decision_comes_into_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response}: {self.get_stage_display().lower()} {self.on}"

    @property
    def order_of_effect(self) -> tuple[Any, ...]:
        return (self.on, list(Stage).index(Stage(self.stage)), self.recorded_at, self.pk)


class ResponseGroupQuerySet(VisibleQuerySet["ResponseGroup"]):
    governed = Governed(council="response__report__council")


class ResponseGroup(models.Model):
    """A heading of a response as printed, with the number of recommendations it claims."""

    response = models.ForeignKey(ExecutiveResponse, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    words = models.TextField("words as printed")
    count_claimed = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty where the paper claims no number."
    )
    count_corrected = models.PositiveSmallIntegerField(
        "number it should claim", null=True, blank=True, help_text="Beside what is printed."
    )
    correction_note = models.TextField("why another number is right", blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = ResponseGroupQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["response", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "position"], name="group_position_in_response"
            )
        ]

    def __str__(self) -> str:
        return self.words

    def claimed(self, lines: Iterable[ResponseLine]) -> ClaimedGroup:
        """What it claims, by these of its lines."""
        matched = ((line.reference, line.recommendation) for line in lines)
        return ClaimedGroup(
            self.words,
            self.count_claimed if self.count_corrected is None else self.count_corrected,
            tuple(ClaimedLine(mark, found.address if found else "") for mark, found in matched),
        )


class ResponseLineQuerySet(VisibleQuerySet["ResponseLine"]):
    governed = Governed(council="response__report__council", recommendation="recommendation")


class ResponseLine(models.Model):
    """A line of a response as printed; matched to a recommendation by a person or not at all."""

    response = models.ForeignKey(ExecutiveResponse, on_delete=models.CASCADE, related_name="lines")
    group = models.ForeignKey(
        ResponseGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="lines"
    )
    position = models.PositiveSmallIntegerField()
    reference = models.CharField("reference as printed", max_length=50, blank=True)
    words = models.TextField("words as printed")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    note = models.TextField(blank=True, help_text="Why it is matched, or is not.")
    printed = models.BooleanField(
        default=True, help_text="No where a person added it for what the paper does not name."
    )
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")
    may_be_seen = True

    objects = ResponseLineQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["response", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "position"], name="line_position_in_response"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.words}".strip()


class AnswerQuerySet(DatedQuerySet["Answer"]):
    governed = Governed(
        council="recommendation__council", itself=True, recommendation="recommendation"
    )


class Answer(ClassifiedFact):
    """What a response says to one recommendation; it stands from the response's own days."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        ACCEPTED_IN_PART = "accepted in part", "Accepted in part"
        REJECTED = "rejected", "Not accepted"
        DEFERRED = "deferred", "Deferred"
        NOTED = "noted", "Noted"

    response = models.ForeignKey(
        ExecutiveResponse, on_delete=models.PROTECT, related_name="answers"
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="answers"
    )
    line = models.ForeignKey(
        ResponseLine, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    decision = models.CharField(max_length=20, choices=Decision.choices)
    reason = models.TextField(blank=True)
    decide_by = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    success_measure = models.TextField(blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta(ClassifiedFact.Meta):
        constraints = [
            *ClassifiedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decide_by__isnull=True) | Q(decision="deferred"),
                name="only_a_deferral_has_a_day_to_decide_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_decision_display()}"
