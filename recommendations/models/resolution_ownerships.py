"""Which post is to act on a resolution, where that was handed over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recommendations.models.councils import Post
from recommendations.models.history import Kept
from recommendations.models.meetings import Resolution, ResolutionDoneQuerySet
from recommendations.models.since_until import KnownSinceUntil
from recommendations.models.visible import VisibleQuerySet


class ResolutionOwnershipQuerySet(VisibleQuerySet["ResolutionOwnership"]):
    governed = ResolutionDoneQuerySet.governed


class ResolutionOwnership(KnownSinceUntil):
    """The post to which a resolution passed on, and from when; until then it is whom it names."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="ownerships")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="resolution_ownerships")

    objects = ResolutionOwnershipQuerySet.as_manager()
    history = Kept()

    class Meta(KnownSinceUntil.Meta):
        ordering = ["resolution", "pk"]
        constraints = [
            *KnownSinceUntil.Meta.constraints,
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(until__isnull=True),
                name="a_resolution_has_one_owner_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)
