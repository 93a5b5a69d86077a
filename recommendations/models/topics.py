"""What a committee means to look at, and what became of that: its work programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from recommendations.models.clearance import Governed
from recommendations.models.councils import Body
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.history import Kept
from recommendations.models.meetings import AgendaItem, Meeting
from recommendations.models.recommendations import Recommendation
from recommendations.models.successions import Succession
from recommendations.models.visible import VisibleQuerySet


class TopicQuerySet(VisibleQuerySet["Topic"]):
    governed = Governed(council="body__council", recommendation="recommendation")

    def with_stages(self, *, as_at: date, known_at: datetime) -> Self:
        """Those proposed by then, each with what stands of what became of it, as ``stood``."""
        standing = TopicStage.objects.standing(as_at=as_at, known_at=known_at)
        named = standing.select_related(
            "item__meeting__body", "succession__from_body", "succession__to_body", "by"
        )
        return (
            self.filter(Q(pk__in=standing.order_by().values("topic")))
            .select_related("body__council", "recommendation__council", "recommendation__report")
            .prefetch_related(Prefetch("stages", named, to_attr="stood"))
        )


class Topic(models.Model):
    """Seen by whoever sees the recommendation that it came from, where it came from one."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="topics")
    title = models.CharField(max_length=300)
    text = models.TextField("what it is to look at", blank=True)
    meant_for = models.CharField("when it is meant to be taken", max_length=100, blank=True)
    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        verbose_name="the recommendation it came from",
    )
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = TopicQuerySet.as_manager()
    history = Kept()

    stood: Sequence[TopicStage]
    """Set by ``with_stages``, in the order of effect; the first says that it was proposed."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def last(self) -> TopicStage:
        return self.stood[-1]

    @property
    def meeting(self) -> Meeting | None:
        """The one that it is planned for, or at which it was taken."""
        return self.last.item.meeting if self.last.item else None

    @property
    def is_dropped(self) -> bool:
        return self.last.stage == TopicStage.Stage.DROPPED

    def is_taken_by(self, day: date) -> bool:
        """Whether the meeting that it was planned for was before that day."""
        return self.meeting is not None and self.meeting.day < day


class TopicStageQuerySet(DatedQuerySet["TopicStage"]):
    governed = Governed(council="topic__body__council", recommendation="topic__recommendation")


class TopicStage(Dated):
    """What became of a topic; each follows the one before it."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        PLANNED = "planned", "Planned for a meeting"
        DROPPED = "dropped", "Dropped"
        PASSED_ON = "passed on", "Passed on"

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="topic_stages"
    )
    reason = models.TextField("why it is dropped", blank=True)
    succession = models.ForeignKey(
        Succession, on_delete=models.PROTECT, null=True, blank=True, related_name="topic_stages"
    )
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects = TopicStageQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(stage="planned") | Q(item__isnull=True))
                & (~Q(stage="planned") | Q(item__isnull=False))
                & (Q(stage="dropped") | Q(reason=""))
                & (~Q(stage="dropped") | ~Q(reason=""))
                & (Q(stage="passed on") | Q(succession__isnull=True))
                & (~Q(stage="passed on") | Q(succession__isnull=False)),
                name="a_stage_of_a_topic_says_what_it_needs",
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(follows__isnull=True, corrects__isnull=True),
                name="one_first_stage_of_a_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.get_stage_display().lower()}"
