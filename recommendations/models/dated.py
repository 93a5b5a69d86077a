"""Facts that are added, never altered: the base of every dated noun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from recommendations.models.recording import moment_of_recording
from recommendations.models.visible import VisibleQuerySet

D = TypeVar("D", bound="Dated")

OWN_TO_A_ROW = {
    *("id", "recorded_at", "by", "brought_in", "follows"),
    *("corrects", "takes_back", "correction_reason"),
}
"""What a row that corrects another does not have from it."""

LATE_AFTER_DAYS = 92
"""A row recorded longer after its day than this is marked as entered late."""


class DatedQuerySet(VisibleQuerySet[D]):
    """Rows that each took effect on a day and were recorded at a moment."""

    def standing(self, *, as_at: date, known_at: datetime) -> Self:
        """The rows that stand as at a day, as known at a moment; the last of them is the answer.

        A row stands when its day is not after ``as_at``, it was recorded not after ``known_at``,
        and no row known by then corrects it. A row that takes another back puts nothing in its
        place and so never stands itself. The order is that of effect, then of recording.
        """
        return self.standing_or_taking_back(as_at=as_at, known_at=known_at).filter(takes_back=False)

    def standing_or_taking_back(self, *, as_at: date, known_at: datetime) -> Self:
        """The same, and the rows by which another was taken back.

        What corrects a row is asked of each one: for a join a long table would be read whole.
        """
        known = self.model._base_manager.filter(recorded_at__lte=known_at)
        corrected = Exists(known.filter(corrects=OuterRef("pk")))
        return self.filter(~corrected, on__lte=as_at, recorded_at__lte=known_at).order_by(
            "on", "recorded_at", "pk"
        )


def standing_or_taking_back(rows: Iterable[D], *, as_at: date) -> list[D]:
    """The same of all rows that were recorded about something by then, in order of effect.

    What corrects a row is about the same as that, and so is among them: to tell it from them takes
    less than to say in SQL what corrects which.
    """
    every: list[Any] = list(rows)
    corrected = {row.corrects_id for row in every}
    standing = (row for row in every if row.on <= as_at and row.pk not in corrected)
    return sorted(standing, key=attrgetter("order_of_effect"))


class Dated(models.Model):
    """What happened on a day, when it was recorded and by whom, and which row it corrects."""

    on = models.DateField("took effect on")
    recorded_at = models.DateTimeField(default=moment_of_recording, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    takes_back = models.BooleanField(default=False)
    correction_reason = models.TextField("why another row is corrected or taken back", blank=True)
    brought_in = models.BooleanField("came with a loaded paper", default=False)

    class Meta:
        abstract = True
        ordering = ["on", "recorded_at", "pk"]
        indexes = [models.Index(fields=["on", "recorded_at", "id"], name="%(class)s_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_back=False) | Q(corrects__isnull=False),
                name="%(class)s_that_takes_back_names_what",
            ),
            models.CheckConstraint(
                condition=Q(correction_reason="") | Q(corrects__isnull=False),
                name="%(class)s_with_correction_reason_corrects",
            ),
        ]

    def carried_over(self) -> dict[str, Any]:
        """What a row in the place of this one says too, unless it is told otherwise."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in OWN_TO_A_ROW
        }

    @property
    def order_of_effect(self) -> tuple[Any, ...]:
        """What a query orders by too."""
        return (self.on, self.recorded_at, self.pk)

    @property
    def entered_late(self) -> bool:
        """Whether it was recorded more than 92 days after its day, other than with a paper."""
        recorded_on = timezone.localdate(self.recorded_at)
        return not self.brought_in and (recorded_on - self.on).days > LATE_AFTER_DAYS
