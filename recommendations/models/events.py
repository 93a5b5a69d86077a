"""Events that dates hang on, and the days a person enters for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Prefetch

from recommendations.models.clearance import Governed
from recommendations.models.councils import Council
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.visible import VisibleQuerySet


class EventQuerySet(VisibleQuerySet["Event"]):
    def with_days(self, *, as_at: date, known_at: datetime) -> Self:
        """With the days that stand, the last of which is the answer."""
        days = EventDay.objects.standing(as_at=as_at, known_at=known_at)
        return self.prefetch_related(Prefetch("days", days, to_attr="days_standing"))


class Event(models.Model):
    """Something a paper waits for, called what the paper calls it: "2013 elections"."""

    days_standing: list[EventDay]

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="event_address_in_council"),
            models.UniqueConstraint(fields=["council", "name"], name="event_name_in_council"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def day_known(self) -> EventDay | None:
        """The day that stands, of an event read ``with_days``."""
        return self.days_standing[-1] if self.days_standing else None

    @property
    def key(self) -> str:
        """What a ``Due`` calls this event."""
        return str(self.pk)


class EventDayQuerySet(DatedQuerySet["EventDay"]):
    governed = Governed(council="event__council")


class EventDay(Dated):
    """The day an event is expected on, or happened; a later row replaces an earlier one."""

    class Kind(models.TextChoices):
        EXPECTED = "expected", "Expected"
        HAPPENED = "happened", "Happened"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="days")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()
    source = models.CharField(max_length=500, blank=True)

    objects = EventDayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.event}: {self.get_kind_display().lower()} {self.day}"
