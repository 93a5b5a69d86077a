"""Who owes a recommendation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recommendations.models.clearance import Governed
from recommendations.models.councils import Body, Post
from recommendations.models.history import Kept
from recommendations.models.since_until import KnownSinceUntil
from recommendations.models.visible import VisibleQuerySet


class OwnershipQuerySet(VisibleQuerySet["Ownership"]):
    governed = Governed(council="recommendation__council", recommendation="recommendation")


class Ownership(KnownSinceUntil):
    """Who owes it: a post of the council, or a body inside or beside it."""

    class Share(models.TextChoices):
        LEAD = "lead", "Lead"
        JOINT = "joint", "Joint"
        ALTERNATIVE = "alternative", "Alternative"

    recommendation = models.ForeignKey(
        "Recommendation", on_delete=models.PROTECT, related_name="ownerships"
    )
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ownerships",
        db_index=False,
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ownerships",
        db_index=False,
    )
    share = models.CharField(max_length=15, choices=Share.choices, default=Share.LEAD.value)

    objects = OwnershipQuerySet.as_manager()
    history = Kept()

    class Meta(KnownSinceUntil.Meta):
        ordering = ["recommendation", "pk"]
        indexes = [
            models.Index(
                fields=[owner, "recommendation", "since", "until"], name=f"owned_by_{owner}"
            )
            for owner in ("post", "body")
        ]
        constraints = [
            *KnownSinceUntil.Meta.constraints,
            models.CheckConstraint(
                condition=Q(post__isnull=False, body__isnull=True)
                | Q(post__isnull=True, body__isnull=False),
                name="an_owner_is_a_post_or_a_body",
            ),
        ]

    def __str__(self) -> str:
        return str(self.owner)

    @property
    def owner(self) -> Post | Body:
        owner = self.post or self.body
        if owner is None:
            raise ValueError("A row of ownership names its owner.")
        return owner

    @property
    def must_report(self) -> bool:
        """An alternative owner may report, and a portfolio holder answers for what others do."""
        answers_for_it = self.post is not None and self.post.kind == Post.Kind.PORTFOLIO_HOLDER
        return self.share != self.Share.ALTERNATIVE and not answers_for_it
