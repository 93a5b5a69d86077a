"""Recommendations and their parts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from recommendations.models.classified import COLUMNS, Classified
from recommendations.models.clearance import Classification, Governed
from recommendations.models.councils import Body, Council, Post
from recommendations.models.due import DueField, no_date
from recommendations.models.history import Kept
from recommendations.models.ownerships import Ownership
from recommendations.models.people import Viewer
from recommendations.models.scrutiny_reports import ScrutinyReport, Theme
from recommendations.models.since_until import held_on
from recommendations.models.visible import VisibleQuerySet

if TYPE_CHECKING:
    from recommendations.models.wordings import Wording


def whole_of(path: str) -> Coalesce:
    """The number of the recommendation at the end of a path, or of the one it is a part of."""
    parent = f"{path}__parent" if path else "parent"
    return Coalesce(parent, path or "id", output_field=models.BigIntegerField())


class RecommendationQuerySet(VisibleQuerySet["Recommendation"]):
    governed = Governed(itself=True, recommendation="")

    def counted(self) -> Self:
        """Those that totals count: recommendations and interims, without their parts."""
        return self.filter(parent__isnull=True, kind__in=Recommendation.RATED)

    def hidden_from(self, viewer: Viewer) -> Self:
        """What this viewer may not see; only what is classified, or part of that, can be hidden."""
        of_council = self.filter(council=viewer.council).order_by()
        classified = of_council.exclude(classification=Classification.OPEN).values("pk")
        parts = of_council.filter(parent__in=classified).values("pk")
        seen = self.visible_to(viewer).filter(pk=OuterRef("pk"))
        return self.filter(~Exists(seen), pk__in=classified.union(parts))

    def family_of(self, recommendation: Recommendation) -> Self:
        """The whole recommendation that this is or is a part of, with its parts."""
        return self.families([recommendation.whole_id])

    def families(self, wholes: Collection[int] | QuerySet[Any, Any]) -> Self:
        """Whole recommendations, given by their numbers or a query for them, with their parts.

        Asked of one indexed value: PostgreSQL reads the whole table for "itself or its parent".
        """
        return self.alias(whole=whole_of("")).filter(whole__in=wholes)

    def owed_by(self, posts: Collection[int], *, day: date) -> Self:
        """The whole families of what these posts own, in part or a milestone of."""
        from recommendations.models import MilestoneOwnership

        owned = Ownership.objects.filter(held_on(day), post__in=posts).order_by()
        owed = MilestoneOwnership.objects.owed_by(posts, day=day).not_taken_back()
        return self.families(
            owned.values_list(whole_of("recommendation")).union(
                owed.values_list(whole_of("milestone__recommendations"))
            )
        )

    def for_listing(self) -> Self:
        """With the joins that a line of a list needs."""
        return self.select_related("council", "report", "theme", "parent")


class Recommendation(Classified):
    """A recommendation, or a part of one: what it is, which is put right and never renewed.

    Wording, owner, remit and everything said of it since are dated rows of their own.
    """

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "Recommendation"
        INTERIM = "interim", "Interim recommendation"
        GUIDELINE = "guideline", "Good practice guideline"
        COMMENDATION = "commendation", "Commendation"
        FINDING = "finding", "Finding"

    class PartKind(models.TextChoices):
        LISTED = "listed", "Listed part"
        LIMB = "limb", "Limb"

    RATED = (Kind.RECOMMENDATION.value, Kind.INTERIM.value)

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="recommendations")
    report = models.ForeignKey(
        ScrutinyReport, on_delete=models.PROTECT, related_name="recommendations"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.RECOMMENDATION.value)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    part_kind = models.CharField(
        max_length=10,
        choices=PartKind.choices,
        blank=True,
        help_text="Listed: printed with its own mark. Limb: words inside its parent's text.",
    )
    reference = models.CharField("reference as printed", max_length=50, blank=True)
    address = models.CharField("address, allotted once", max_length=50)
    position = models.PositiveSmallIntegerField(help_text="Its place among its report's rows.")
    made_on = models.DateField(
        null=True, blank=True, help_text="Where it was made before its report was published."
    )
    prior_decision_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="prior_decisions"
    )
    prior_decision_on = models.DateField(null=True, blank=True)
    prior_decision_words = models.TextField(blank=True)
    scrutinys_own = models.BooleanField("asked of scrutiny itself", default=False)
    asked = DueField("what was asked by when", default=no_date)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = RecommendationQuerySet.as_manager()
    history = Kept(excluded_fields=COLUMNS)  # ClassificationChange says what becomes of those

    class Meta(Classified.Meta):
        ordering = ["report", "position"]
        indexes = [
            models.Index(whole_of(""), name="recommendations_by_whole"),
            models.Index(
                fields=["council"],
                condition=~Q(classification="open"),
                name="recommendations_withheld",
            ),
        ]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(fields=["report", "address"], name="one_address_in_a_report"),
            models.UniqueConstraint(fields=["report", "position"], name="one_place_in_a_report"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, part_kind="")
                | (Q(parent__isnull=False) & ~Q(part_kind="")),
                name="a_part_says_which_kind",
            ),
            models.CheckConstraint(
                condition=Q(prior_decision_on__isnull=True) | Q(prior_decision_body__isnull=False),
                name="a_prior_decision_has_its_body",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse(
            "recommendations:recommendation",
            args=[self.council.slug, self.report.slug, self.address],
        )

    @property
    def whole_id(self) -> int:
        """Of a part, the recommendation it is part of; of any other, itself."""
        return self.parent_id or self.pk

    @property
    def part_address(self) -> str:
        """What the rules call a part of a recommendation; empty for what is no part."""
        return self.address if self.parent_id else ""

    owners_today: list[Ownership]
    wordings_today: list[Wording]

    @property
    def acting_today(self) -> list[Ownership]:
        """Who must act, of one read ``for_listing``: a portfolio holder where nobody else is."""
        held = Post.Kind.PORTFOLIO_HOLDER
        acting = [owner for owner in self.owners_today if not owner.post or owner.post.kind != held]
        return acting or self.owners_today

    @property
    def is_open(self) -> bool:
        """Whether everybody may see it, and what it is a part of."""
        levels = {one.classification for one in (self, self.parent) if one}
        return levels == {Classification.OPEN.value}

    @property
    def is_rated(self) -> bool:
        """Guidelines, commendations and findings are listed, neither rated nor counted."""
        return self.kind in self.RATED

    @property
    def exists_from(self) -> date:
        """Before this day it is in no document."""
        return self.made_on or self.report.published_on
