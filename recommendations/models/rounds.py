"""Rounds of updates for a meeting, what each owner owes in one, and who was reminded."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from recommendations.models.clearance import Governed
from recommendations.models.councils import Body, Council, Post
from recommendations.models.history import Kept
from recommendations.models.meetings import (
    Meeting,
    Resolution,
    ResolutionDone,
    ResolutionUpdate,
)
from recommendations.models.milestones import Milestone
from recommendations.models.people import User
from recommendations.models.progress import ProgressUpdate
from recommendations.models.recommendations import Recommendation
from recommendations.models.visible import VisibleQuerySet


class UpdateRoundQuerySet(VisibleQuerySet["UpdateRound"]):
    def to_open(self, today: date) -> Self:
        """Those whose day has come and that nobody has been asked in yet."""
        return self.filter(opens__lte=today, opened_at__isnull=True)

    def under_way(self, today: date) -> Self:
        return self.filter(opened_at__isnull=False, closes__gte=today)


class UpdateRound(models.Model):
    """Before a meeting, every owner is asked once about all that its body watches.

    ``opens`` and ``closes`` are its first and last day. From the moment it opened, what each owes
    in it is frozen.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rounds")
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="round")
    opens = models.DateField()
    closes = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = UpdateRoundQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["-closes", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="a_round_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def is_under_way(self, today: date) -> bool:
        return self.opened_at is not None and today <= self.closes


class OwedQuerySet(VisibleQuerySet["Owed"]):
    governed = Governed(
        council="round__council", recommendation="recommendation", also=("milestone",)
    )

    def with_answers(self) -> Self:
        """Each says in ``is_in`` whether its owner has reported on it since the round opened."""
        came = ProgressUpdate.objects.filter(
            state=ProgressUpdate.State.SUBMITTED,
            takes_back=False,
            corrected_by__isnull=True,
            on__gte=OuterRef("round__opens"),
        ).filter(
            Q(post=OuterRef("post"))
            | Q(body=OuterRef("body"))
            | Q(post__isnull=True, body__isnull=True)
        )
        about_it = Q(recommendation=OuterRef("recommendation"), milestone__isnull=True) | Q(
            recommendation=OuterRef("recommendation__parent"), milestone__isnull=True
        )
        of_it = Q(milestone=OuterRef("milestone"))
        whole = Exists(came.filter(about_it)) & Q(milestone__isnull=True)
        return self.annotate(is_in=whole | Q(Exists(came.filter(of_it))))


class Owed(models.Model):
    """That a post or body had to report on an item, or only on a milestone, when a round opened."""

    is_in: bool

    round = models.ForeignKey(UpdateRound, on_delete=models.PROTECT, related_name="owed")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="owed"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="owed"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="owed"
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="owed"
    )

    objects = OwedQuerySet.as_manager()

    class Meta:
        ordering = ["round", "recommendation", "pk"]
        verbose_name_plural = "owed"
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, body__isnull=True)
                | Q(post__isnull=True, body__isnull=False),
                name="owed_by_a_post_or_a_body",
            ),
            models.UniqueConstraint(
                "round",
                "recommendation",
                Coalesce("milestone", 0),
                Coalesce("post", 0),
                Coalesce("body", 0),
                name="owed_once_in_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post or self.body}: {self.recommendation}"

    @property
    def owner(self) -> Post | Body:
        owner = self.post or self.body
        if owner is None:
            raise ValueError("A row of what is owed names its owner.")
        return owner


class ResolutionOwedQuerySet(VisibleQuerySet["ResolutionOwed"]):
    governed = Governed(
        council="round__council",
        recommendation="resolution__recommendation",
        body="resolution__item__meeting__body",
        also=("resolution__item",),
    )

    def with_answers(self) -> Self:
        """Each says in ``is_in`` whether its post has said since the round opened how far it is,
        or that it is done."""
        stands = {"takes_back": False, "corrected_by__isnull": True}
        about = {"resolution": OuterRef("resolution"), **stands}
        done = ResolutionDone.objects.filter(**about)
        told = ResolutionUpdate.objects.filter(on__gte=OuterRef("round__opens"), **about)
        return self.annotate(is_in=Q(Exists(done)) | Q(Exists(told)))

    def still_asked(self) -> Self:
        """Without what was corrected or taken back while the round was open: who has to act on a
        resolution that was corrected is asked about that one."""
        corrected = "resolution__corrected_by"
        stands = Q(**{f"{corrected}__isnull": True})
        return self.filter(
            stands | Q(**{f"{corrected}__recorded_at__date__gt": F("round__closes")})
        )


class ResolutionOwed(models.Model):
    """That a post had to say how far a resolution is, when a round opened."""

    is_in: bool

    round = models.ForeignKey(
        UpdateRound, on_delete=models.PROTECT, related_name="resolutions_owed"
    )
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="owed")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="resolutions_owed")

    objects = ResolutionOwedQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        verbose_name_plural = "resolutions owed"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "resolution"], name="a_resolution_once_in_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.resolution}"

    @property
    def owner(self) -> Post:
        return self.post


class Reminder(models.Model):
    """That somebody was told of a round, or of a week's rounds: once, however often it is tried."""

    class Kind(models.TextChoices):
        OPENED = "opened", "It has opened"
        CLOSING = "closing", "It closes soon"
        CLOSED = "closed", "It has closed"
        WEEKLY = "weekly", "The week's digest"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders_sent")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    round = models.ForeignKey(
        UpdateRound, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    week = models.DateField(null=True, blank=True, help_text="Of a digest: its Monday.")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False, week__isnull=True)
                | Q(round__isnull=True, week__isnull=False),
                name="a_reminder_is_of_a_round_or_a_week",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "round"],
                condition=Q(round__isnull=False),
                name="one_reminder_of_a_kind_in_a_round",
            ),
            models.UniqueConstraint(
                fields=["person", "week"],
                condition=Q(week__isnull=False),
                name="one_digest_in_a_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display().lower()}"
