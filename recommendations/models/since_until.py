"""What holds from a day until a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from recommendations.models.recording import moment_of_recording


class SinceUntil(models.Model):
    """What holds from a day until a day; the day in ``until`` still counts."""

    since = models.DateField(null=True, blank=True, help_text="Empty: from the beginning.")
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="%(class)s_does_not_end_before_it_begins",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or self.until >= day
        )


def held_on(day: date) -> Q:
    """The rows of a ``SinceUntil`` noun that hold on a day."""
    return (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))


class KnownSinceUntil(SinceUntil):
    """The same, with when each end of it was recorded, so that an earlier moment knows neither."""

    recorded_at = models.DateTimeField(
        null=True,
        default=moment_of_recording,
        editable=False,
        help_text="Empty for what was recorded before this was kept: known at any moment.",
    )
    until_recorded_at = models.DateTimeField(null=True, editable=False)

    class Meta(SinceUntil.Meta):
        abstract = True

    def as_known(self, known_at: datetime) -> None:
        """Forget, in memory, an end that was recorded only later."""
        if self.until_recorded_at and self.until_recorded_at > known_at:
            self.until = None


def known(known_at: datetime) -> Q:
    """The rows of a ``KnownSinceUntil`` noun that were recorded by a moment."""
    return Q(recorded_at__isnull=True) | Q(recorded_at__lte=known_at)


def held_as_known(day: date, *, known_at: datetime) -> Q:
    """Those that hold on a day, as known at a moment."""
    has_begun = Q(since__isnull=True) | Q(since__lte=day)
    goes_on = Q(until__isnull=True) | Q(until__gte=day) | Q(until_recorded_at__gt=known_at)
    return known(known_at) & has_begun & goes_on
