"""How items are rated from today on, stored so that lists are fast, and the totals of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Prefetch, Q

from recommendations.models.clearance import Governed
from recommendations.models.councils import Body, Council
from recommendations.models.ownerships import Ownership
from recommendations.models.people import Viewer
from recommendations.models.recommendations import Recommendation
from recommendations.models.remits import watched_by
from recommendations.models.scrutiny_reports import ScrutinyReport
from recommendations.models.since_until import held_on
from recommendations.models.visible import VisibleQuerySet
from recommendations.models.wordings import words_of
from recommendations.rules.ratings import Rag, Rating


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

    def visible_to(self, viewer: Viewer, *, whole: bool = False) -> Self:
        """What this viewer may see.

        Of the ``whole`` register it is said by what is hidden, the shorter list by far; a part of
        it asks of each item.
        """
        if not (whole and viewer.reads_the_register):
            return super().visible_to(viewer)
        hidden = Recommendation.objects.hidden_from(viewer).values("pk")
        return self.filter(council=viewer.council).exclude(recommendation__in=hidden)

    def counted(self) -> Self:
        """Of what totals count: recommendations and interims, without their parts."""
        return self.filter(is_counted=True)

    def of_ratings(self, *ratings: Rag) -> Self:
        """Those of some ratings."""
        return self.filter(severity__in=[rag.severity for rag in ratings])

    def worst_first(self, *ratings: Rag) -> Self:
        """Those of some ratings, in the order of which they are one stretch."""
        ranks = [rank_of(rag) for rag in ratings]
        stretch = self.filter(worst_first__gte=str(min(ranks)), worst_first__lt=str(max(ranks) + 1))
        return stretch.of_ratings(*ratings).order_by("worst_first")

    def owned_by(self, *, today: date, **owner: int) -> Self:
        """Those that this ``post`` or ``body`` owes today."""
        owned = Ownership.objects.filter(held_on(today), **owner).order_by()
        return self.filter(recommendation__in=owned.values("recommendation"))

    def watched_by(self, body: Body, *, day: date) -> Self:
        """Those that a body watches on a day."""
        watched = Recommendation.objects.filter(watched_by(body, day=day)).order_by()
        return self.filter(recommendation__in=watched.values("pk"))

    def for_listing(self, *, today: date, known_at: datetime) -> Self:
        """With what a line of a list shows: the report, the words and the owners of the day."""
        return self.with_addresses().prefetch_related(*shown(today=today, known_at=known_at))

    def with_addresses(self) -> Self:
        """With what the address of each one's page is made of."""
        return self.select_related("recommendation__report", "recommendation__council")

    def coming_up(self, *, today: date) -> Self:
        """What has a day ahead, the soonest first."""
        ahead = self.filter(next_day__isnull=False, soonest_first__gte=today.isoformat())
        return ahead.order_by("soonest_first")

    def exceptions(self) -> Self:
        """Red, then amber; the longest overdue first."""
        return self.worst_first(Rag.RED, Rag.AMBER)

    def count_to(self, most: int) -> int:
        """How many there are, and no further than one beyond this number."""
        return self.order_by()[: most + 1].count()

    def totals(self) -> Totals:
        """How many there are of each rating."""
        return Totals.of(dict(self.order_by().values_list("rag").annotate(count=Count("*"))))

    def totals_by_report(self) -> dict[int, Totals]:
        """How many there are of each rating, by report."""
        counts: dict[int, dict[str, int]] = {}
        for report, rag, count in (
            self.order_by().values_list("report", "rag").annotate(count=Count("*"))
        ):
            counts.setdefault(report, {})[rag] = count
        return {report: Totals.of(of_report) for report, of_report in counts.items()}


def shown(*, today: date, known_at: datetime) -> tuple[Prefetch[Any], Prefetch[Any]]:
    """The words and the owners of the day, which a line of a list shows."""
    owners = Ownership.objects.filter(held_on(today)).select_related("post", "body")
    return (
        words_of("recommendation", as_at=today, known_at=known_at),
        Prefetch("recommendation__ownerships", owners, to_attr="owners_today"),
    )


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
    status = models.CharField(
        "the committee's position",
        max_length=100,
        blank=True,
        help_text="Empty where it took none, and where that is withheld from anybody.",
    )
    position_withheld = models.BooleanField(default=False)
    next_day = models.DateField(null=True, blank=True, help_text="When something is due next.")
    open_since = models.DateField(
        null=True, blank=True, help_text="Made, or reopened. Empty of what is closed or a part."
    )
    quiet_since = models.DateField(
        null=True, blank=True, help_text="Last reported on in the open, or open since then."
    )
    rating = models.JSONField("the whole rating, its days uncounted")
    is_counted = models.BooleanField(help_text="Whether totals and lists count the item.")
    as_printed = models.CharField(
        max_length=60, help_text="Its place: by report, the newest first."
    )
    soonest_first = models.CharField(max_length=60, help_text="Its place: by the next day.")
    worst_first = models.CharField(max_length=60, help_text="Its place: by rating and next day.")

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "first_day"]
        indexes = [
            *(
                models.Index(
                    fields=["council", *fields], condition=Q(is_counted=True), name=f"listed_{name}"
                )
                for name, fields in {
                    "worst_first": ["worst_first"],
                    "soonest_first": ["soonest_first"],
                    "as_printed": ["as_printed"],
                    "rated_soonest_first": ["severity", "soonest_first"],
                    "rated_as_printed": ["severity", "as_printed"],
                    "by_answer": ["answer", "worst_first"],
                    "by_answer_soonest_first": ["answer", "soonest_first"],
                    "by_answer_as_printed": ["answer", "as_printed"],
                    "by_status": ["status", "worst_first"],
                    "by_status_soonest_first": ["status", "soonest_first"],
                    "by_status_as_printed": ["status", "as_printed"],
                    "for_totals": ["rag", "first_day", "last_day", "recommendation"],
                    "by_age": ["open_since", "as_printed"],
                    "by_silence": ["quiet_since", "as_printed"],
                }.items()
            ),
            models.Index(
                fields=["council"], condition=Q(position_withheld=True), name="position_withheld"
            ),
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


def statuses_of(council: Council) -> set[str]:
    """Each that is told of an item, whoever may read of it: to look for, and never to show."""
    told = Standing.objects.filter(council=council).counted().order_by()
    return set(told.values_list("status", flat=True).distinct())


def rank_of(rag: Rag) -> int:
    """0 is the worst."""
    return Rag.RED.severity - rag.severity


def places(recommendation: Recommendation, rating: Rating) -> dict[str, str]:
    """Where an item stands in each order that lists offer: words of digits that sort by themselves.

    One column for each order, so that a page of a list is a stretch of one index.
    """
    newest_first = date.max.toordinal() - recommendation.report.published_on.toordinal()
    as_printed = f"{newest_first:07}-{recommendation.report_id:012}-{recommendation.position:05}"
    soonest_first = f"{rating.next_day or date.max}-{as_printed}"
    return {
        "as_printed": as_printed,
        "soonest_first": soonest_first,
        "worst_first": f"{rank_of(rating.rag)}-{soonest_first}",
    }
