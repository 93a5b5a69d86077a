"""How recommendations stand to each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from recommendations.models.clearance import Governed
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.people import Viewer
from recommendations.models.recommendations import Recommendation
from recommendations.models.wordings import words_of


class LinkQuerySet(DatedQuerySet["Link"]):
    governed = Governed(
        council="from_recommendation__council", recommendation="from_recommendation"
    )

    def visible_to(self, viewer: Viewer) -> Self:
        """A link names its other end, so that has to be visible too."""
        seen = Recommendation.objects.visible_to(viewer).values("pk")
        return super().visible_to(viewer).filter(to_recommendation__in=seen)

    def either_way(
        self, recommendations: Iterable[Recommendation], *, as_at: date, known_at: datetime
    ) -> Self:
        """Those that lead from or to any of these, and stand, with the words at each end."""
        ends = list(recommendations)
        return (
            self.standing(as_at=as_at, known_at=known_at)
            .filter(Q(from_recommendation__in=ends) | Q(to_recommendation__in=ends))
            .select_related(
                *("from_recommendation__council", "from_recommendation__report"),
                *("to_recommendation__council", "to_recommendation__report"),
            )
            .prefetch_related(
                words_of("from_recommendation", as_at=as_at, known_at=known_at),
                words_of("to_recommendation", as_at=as_at, known_at=known_at),
            )
        )


class Link(Dated):
    """How one recommendation stands to another."""

    class Kind(models.TextChoices):
        REFERS_TO = "refers to", "Refers to"
        DEPENDS_ON = "depends on", "Depends on"
        DUPLICATES = "duplicates", "Duplicates"
        SUPERSEDES = "supersedes", "Supersedes"

    from_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="links"
    )
    to_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="linked_from"
    )
    kind = models.CharField(max_length=15, choices=Kind.choices)
    words = models.CharField("words as printed", max_length=300, blank=True)

    objects = LinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.from_recommendation} {self.kind} {self.to_recommendation}"
