"""What holds from a day until a day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


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
