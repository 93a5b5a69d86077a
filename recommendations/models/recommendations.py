"""Recommendations and their parts, wordings, owners, remits, conditions and links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from recommendations.models.classified import COLUMNS, Classified
from recommendations.models.clearance import Governed
from recommendations.models.councils import Body, Council, Post
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.due import DueField, no_date
from recommendations.models.events import Event
from recommendations.models.history import Kept
from recommendations.models.people import Viewer
from recommendations.models.scrutiny_reports import ScrutinyReport, Theme
from recommendations.models.since_until import SinceUntil, held_on
from recommendations.models.visible import VisibleQuerySet
from recommendations.rules.ratings import Rag, Rating


class RecommendationQuerySet(VisibleQuerySet["Recommendation"]):
    governed = Governed(itself=True, recommendation="")

    def counted(self) -> Self:
        """Those that totals count: recommendations and interims, without their parts."""
        return self.filter(parent__isnull=True, kind__in=Recommendation.RATED)

    def family_of(self, recommendation: Recommendation) -> Self:
        """The whole recommendation that this is or is a part of, with its parts."""
        whole = recommendation.parent_id or recommendation.pk
        return self.filter(Q(pk=whole) | Q(parent=whole))

    def owed_by(self, posts: Collection[int], *, day: date) -> Self:
        """The whole families of what these posts own, in part or a milestone of."""
        owned = Ownership.objects.filter(held_on(day), post__in=posts).values("recommendation")
        promised = self.model._base_manager.filter(milestones__owner__in=posts).values("pk")
        mine = Q(pk__in=owned) | Q(pk__in=promised)
        heads = self.model._base_manager.filter(mine).annotate(
            head=Coalesce("parent", "pk", output_field=models.BigIntegerField())
        )
        whole = heads.values("head")
        return self.filter(Q(pk__in=whole) | Q(parent__in=whole))

    def for_listing(self) -> Self:
        """With the joins that a line of a list needs."""
        return self.select_related("council", "report", "theme", "parent")


class Recommendation(Classified):
    """A recommendation, or a part of one: what never changes about it.

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

    objects = RecommendationQuerySet.as_manager()
    history = Kept(excluded_fields=COLUMNS)  # ClassificationChange says what becomes of those

    class Meta(Classified.Meta):
        ordering = ["report", "position"]
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

    @property
    def acting_today(self) -> list[Ownership]:
        """Who must act, of one read ``for_listing``: a portfolio holder where nobody else is."""
        held = Post.Kind.PORTFOLIO_HOLDER
        acting = [owner for owner in self.owners_today if not owner.post or owner.post.kind != held]
        return acting or self.owners_today

    @property
    def is_rated(self) -> bool:
        """Guidelines, commendations and findings are listed, neither rated nor counted."""
        return self.kind in self.RATED

    @property
    def exists_from(self) -> date:
        """Before this day it is in no document."""
        return self.made_on or self.report.published_on


class WordingQuerySet(DatedQuerySet["Wording"]):
    governed = Governed(council="recommendation__council", recommendation="recommendation")


class Wording(Dated):
    """The words of a recommendation as one printing has them.

    The schedule's wording, or the one that amended it, stands; the body's is kept where it
    differs. ``lead_in`` is the closing clause of ``text`` that introduces the parts.
    """

    class Printing(models.TextChoices):
        SCHEDULE = "schedule", "As scheduled"
        BODY = "body", "As printed in the body of the report"
        AMENDED = "amended", "As amended"

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="wordings"
    )
    printing = models.CharField(max_length=10, choices=Printing.choices)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    lead_in = models.TextField(blank=True)
    closing = models.TextField(blank=True, help_text="What follows the parts.")
    notes = models.TextField(blank=True, help_text="A note apart from the operative text.")
    resolution = models.ForeignKey(
        "Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="wordings"
    )

    objects = WordingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.recommendation}, {self.get_printing_display().lower()}"


def words_of(path: str, *, as_at: date, known_at: datetime) -> Prefetch[Any]:
    """The wording that stands of the recommendation at the end of a path, as ``wordings_today``."""
    standing = Wording.objects.standing(as_at=as_at, known_at=known_at)
    not_the_body = standing.exclude(printing=Wording.Printing.BODY)
    return Prefetch(f"{path}__wordings", not_the_body, to_attr="wordings_today")


class OwnershipQuerySet(VisibleQuerySet["Ownership"]):
    governed = Governed(council="recommendation__council", recommendation="recommendation")


class Ownership(SinceUntil):
    """Who owes it: a post of the council, or a body inside or beside it."""

    class Share(models.TextChoices):
        LEAD = "lead", "Lead"
        JOINT = "joint", "Joint"
        ALTERNATIVE = "alternative", "Alternative"

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="ownerships"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="ownerships"
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="ownerships"
    )
    share = models.CharField(max_length=15, choices=Share.choices, default=Share.LEAD.value)

    objects = OwnershipQuerySet.as_manager()

    class Meta(SinceUntil.Meta):
        ordering = ["recommendation", "pk"]
        constraints = [
            *SinceUntil.Meta.constraints,
            models.CheckConstraint(
                condition=Q(post__isnull=False, body__isnull=True)
                | Q(post__isnull=True, body__isnull=False),
                name="an_owner_is_a_post_or_a_body",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post or self.body)


class RemitQuerySet(VisibleQuerySet["Remit"]):
    governed = Governed(council="body__council")


class Remit(SinceUntil):
    """The body that watches a report, or a single recommendation of it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="remits")
    report = models.ForeignKey(
        ScrutinyReport, on_delete=models.PROTECT, null=True, blank=True, related_name="remits"
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="remits"
    )

    objects = RemitQuerySet.as_manager()

    class Meta(SinceUntil.Meta):
        ordering = ["body", "pk"]
        constraints = [
            *SinceUntil.Meta.constraints,
            models.CheckConstraint(
                condition=Q(report__isnull=False, recommendation__isnull=True)
                | Q(report__isnull=True, recommendation__isnull=False),
                name="a_remit_is_over_a_report_or_a_recommendation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.report or self.recommendation}"


class ConditionQuerySet(DatedQuerySet["Condition"]):
    governed = Governed(council="recommendation__council", recommendation="recommendation")


class Condition(Dated):
    """What a recommendation waits for: it is dormant until the event has happened."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="conditions"
    )
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="conditions")
    words = models.CharField("words as printed", max_length=300)

    objects = ConditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.words}"


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


@dataclass(frozen=True)
class RagCount:
    rag: Rag
    count: int


@dataclass(frozen=True)
class Totals:
    """How many there are of each rating, worst first, those of which there are none too."""

    counts: tuple[RagCount, ...]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Self:
        return cls(tuple(RagCount(rag, counts.get(rag.value, 0)) for rag in Rag))

    @classmethod
    def all_of(cls, totals: Iterable[Totals]) -> Self:
        """Several reports' totals in one."""
        every = [row for one in totals for row in one.counts]
        return cls.of({rag: sum(row.count for row in every if row.rag is rag) for rag in Rag})

    @property
    def total(self) -> int:
        return sum(row.count for row in self.counts)

    def count_of(self, rag: str) -> int:
        return next(row.count for row in self.counts if row.rag == rag)


class StandingQuerySet(VisibleQuerySet["Standing"]):
    governed = Governed(recommendation="recommendation")

    def on(self, day: date) -> Self:
        """The segment of each item that holds on a day from today on."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)

    def counted(self) -> Self:
        """Of what totals count: recommendations and interims, without their parts."""
        return self.filter(
            recommendation__parent__isnull=True, recommendation__kind__in=Recommendation.RATED
        )

    def for_listing(self, *, today: date, known_at: datetime) -> Self:
        """With what a line of a list shows: the report, the words and the owners of the day."""
        owners = Ownership.objects.filter(held_on(today)).select_related("post", "body")
        return self.select_related(
            "recommendation__report", "recommendation__council"
        ).prefetch_related(
            words_of("recommendation", as_at=today, known_at=known_at),
            Prefetch("recommendation__ownerships", owners, to_attr="owners_today"),
        )

    def coming_up(self, *, today: date) -> Self:
        """What has a day ahead, the soonest first."""
        return self.filter(next_day__gte=today).order_by("next_day", "recommendation__position")

    def of_rating(self, rag: Rag) -> Self:
        return self.filter(rag=rag.value).order_by("report", "recommendation__position")

    def exceptions(self) -> Self:
        """Red, then amber; the longest overdue first."""
        return self.filter(rag__in=[Rag.RED.value, Rag.AMBER.value]).order_by(
            "-severity", F("next_day").asc(nulls_last=True), "recommendation__position"
        )

    def totals(self) -> dict[int, Totals]:
        """How many there are of each rating, by report."""
        counts: dict[int, dict[str, int]] = {}
        for report, rag, count in (
            self.order_by().values_list("report", "rag").annotate(Count("pk"))
        ):
            counts.setdefault(report, {})[rag] = count
        return {report: Totals.of(of_report) for report, of_report in counts.items()}


class Standing(models.Model):
    """What the rules will say of an item from a day until a day, if nothing more is recorded.

    Rewritten by whatever service touches the item; nothing else writes it, and it can be made
    anew from the facts at any time (``manage.py rebuild_standing``).
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(ScrutinyReport, on_delete=models.CASCADE, related_name="+")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="standings"
    )
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True, help_text="Empty: from then on.")
    rag = models.CharField("rating", max_length=15, choices=[(rag.value, rag.label) for rag in Rag])
    severity = models.PositiveSmallIntegerField(help_text="5 is red, 0 is closed.")
    answer = models.CharField(max_length=20)
    next_day = models.DateField(null=True, blank=True, help_text="When something is due next.")
    rating = models.JSONField("the whole rating, its days uncounted")

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "first_day"]
        indexes = [
            models.Index(fields=["council", "severity", "recommendation"]),
            models.Index(fields=["council", "next_day", "recommendation"]),
            models.Index(fields=["recommendation", "first_day"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "first_day"], name="one_segment_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.rag} from {self.first_day}"

    @property
    def rated(self) -> Rating:
        return Rating.from_json(self.rating)
