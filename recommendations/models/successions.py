"""Which body or post came after which."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from recommendations.models.councils import Body, Council, Post
from recommendations.models.recording import moment_of_recording
from recommendations.models.visible import OfCouncilQuerySet


class SuccessionQuerySet(OfCouncilQuerySet["Succession"]):
    """That one came after another is no content: an administrator sees it too."""

    def for_listing(self) -> Self:
        return self.select_related("from_body", "from_post", "to_body", "to_post", "by")

    def of_the_same_hand_over(self, one: Succession) -> Self:
        """Where a body or post was split, one row for each successor, the first chosen first."""
        return self.filter(
            from_body=one.from_body_id, from_post=one.from_post_id, on=one.on
        ).order_by("pk")

    def before_or_after(self, owner: Body | Post) -> Self:
        """Those in which this body or post is the one that handed over, or a successor."""
        kind = "body" if isinstance(owner, Body) else "post"
        return self.filter(Q(**{f"from_{kind}": owner}) | Q(**{f"to_{kind}": owner}))


class Succession(models.Model):
    """A body or a post handed over what it had to another; ``on`` is the successor's first day.

    What passed on is in the rows of remit and ownership, of recommendations and of milestones,
    that end the day before and begin then.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="successions")
    from_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    from_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    to_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    to_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    on = models.DateField("took effect on")
    reason = models.CharField(max_length=500)
    recorded_at = models.DateTimeField(default=moment_of_recording, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    from_body__isnull=False,
                    to_body__isnull=False,
                    from_post__isnull=True,
                    to_post__isnull=True,
                )
                | Q(
                    from_body__isnull=True,
                    to_body__isnull=True,
                    from_post__isnull=False,
                    to_post__isnull=False,
                ),
                name="a_body_succeeds_a_body_and_a_post_a_post",
            ),
            models.CheckConstraint(
                condition=(Q(from_body__isnull=True) | ~Q(to_body=F("from_body")))
                & (Q(from_post__isnull=True) | ~Q(to_post=F("from_post"))),
                name="nothing_succeeds_itself",
            ),
            models.UniqueConstraint(
                fields=["from_body", "to_body", "on"], name="one_succession_of_bodies_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["from_post", "to_post", "on"], name="one_succession_of_posts_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} to {self.successor}"

    @property
    def old(self) -> Body | Post:
        return _one_of(self.from_body, self.from_post)

    @property
    def successor(self) -> Body | Post:
        return _one_of(self.to_body, self.to_post)


def _one_of(body: Body | None, post: Post | None) -> Body | Post:
    owner = body or post
    if owner is None:
        raise ValueError("A row of succession names both.")
    return owner
