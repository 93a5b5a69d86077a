"""Councils, their bodies and posts, and the policy each sets for itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q

from recommendations.models.clearance import Governed
from recommendations.models.history import Kept
from recommendations.models.scheme import SchemeField, usual_scheme
from recommendations.models.since_until import SinceUntil, held_on
from recommendations.models.visible import OfCouncilQuerySet, VisibleQuerySet
from recommendations.models.working_days import working_days_of
from recommendations.rules.alerts import AT_FIRST as ALERTS_AT_FIRST
from recommendations.rules.notices import AT_FIRST
from recommendations.rules.ratings import USUAL_WORDS, Rag
from recommendations.rules.working_days import WorkingDays

if TYPE_CHECKING:
    from recommendations.models.people import Viewer


class Council(models.Model):
    class Nation(models.TextChoices):
        ENGLAND = "England", "England"
        WALES = "Wales", "Wales"
        SCOTLAND = "Scotland", "Scotland"
        NORTHERN_IRELAND = "Northern Ireland", "Northern Ireland"

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    nation = models.CharField(max_length=20, choices=Nation.choices)
    letterhead = models.TextField(
        blank=True, help_text="What stands beneath the council's name at the head of a document."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def working_days(self) -> WorkingDays:
        return working_days_of(self.nation)


class BodyQuerySet(OfCouncilQuerySet["Body"]):
    def that_meet(self) -> Self:
        """Those with private papers of their own."""
        return self.exclude(kind__in=Body.BESIDE)

    def with_names(self) -> Self:
        """With every name of each, from which its first and last day come."""
        return self.select_related("parent").prefetch_related("names")


class Body(models.Model):
    """A body inside the council or beside it: who commissions, who answers, who watches."""

    class Kind(models.TextChoices):
        EXECUTIVE = "executive", "Executive"
        FULL_COUNCIL = "full council", "Full council"
        COMMITTEE = "committee", "Committee"
        TASK_GROUP = "task group", "Task group"
        PANEL = "panel", "Panel"
        PARTNER = "partner", "Partner"
        BOARD = "board", "Board"
        INSPECTORATE = "inspectorate", "Inspectorate"

    BESIDE = (Kind.PARTNER.value, Kind.INSPECTORATE.value)

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField("name today", max_length=200)
    slug = models.SlugField(max_length=80)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = BodyQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="body_address_in_council")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def meets(self) -> bool:
        """Whether it has private papers of its own."""
        return self.kind not in self.BESIDE

    @property
    def began_on(self) -> date | None:
        """The first day of its first name; None: it was there from the beginning."""
        firsts = [name.since for name in self.names.all()]
        return min((day for day in firsts if day), default=None) if all(firsts) else None

    @property
    def ended_on(self) -> date | None:
        """The last day of its last name; None while one goes on."""
        lasts = [name.until for name in self.names.all()]
        return max((day for day in lasts if day), default=None) if all(lasts) else None


class BodyNameQuerySet(VisibleQuerySet["BodyName"]):
    governed = Governed(council="body__council")


class BodyName(SinceUntil):
    """What a body was called, from a day until a day."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)

    objects = BodyNameQuerySet.as_manager()

    class Meta(SinceUntil.Meta):
        ordering = ["body", "since"]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(OfCouncilQuerySet["Post"]):
    def with_holders(self, *, today: date) -> Self:
        """With who serves in each today, as ``serving``; one that nobody serves in is vacant."""
        serving = PostHolding.objects.serving(today).select_related("person")
        return self.prefetch_related(Prefetch("holdings", serving, to_attr="serving"))


class Post(models.Model):
    """An office that owns what it owes, whoever holds it; documents print posts, never names."""

    serving: list[PostHolding]

    class Kind(models.TextChoices):
        LEAD_OFFICER = "lead officer", "Lead officer"
        DIRECTOR = "director", "Director"
        EXECUTIVE_SUPPORT = "executive support", "Executive support"
        PORTFOLIO_HOLDER = "portfolio holder", "Portfolio holder"
        CHAIR = "chair", "Chair"
        CLERK = "clerk", "Clerk"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80)
    directorate = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    objects = PostQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="post_address_in_council")
        ]

    def __str__(self) -> str:
        return self.title


class PostHoldingQuerySet(OfCouncilQuerySet["PostHolding"]):
    council_path = "post__council"

    def visible_to(self, viewer: Viewer) -> Self:
        return super().visible_to(viewer).select_related("post", "person")

    def not_over(self, day: date) -> Self:
        """Those that hold on a day or begin after it."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day))

    def serving(self, day: date) -> Self:
        """Those that hold on a day, of people who still have a part in the council."""
        return self.filter(
            held_on(day),
            person__is_active=True,
            person__memberships__council=F("post__council"),
        ).distinct()


class PostHolding(SinceUntil):
    """Who holds a post, deputises in it or types for it; several people at once."""

    class Kind(models.TextChoices):
        HOLDER = "holder", "Holder"
        DEPUTY = "deputy", "Deputy"
        SUPPORT = "support", "Support"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="holdings"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)

    objects = PostHoldingQuerySet.as_manager()
    history = Kept()

    class Meta(SinceUntil.Meta):
        ordering = ["post", "since"]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display().lower()} of {self.post}"


class PolicyQuerySet(OfCouncilQuerySet["Policy"]):
    def in_force(self, day: date) -> Self:
        """Those whose day has come by ``day``; the last of them holds."""
        return self.filter(in_force_from__lte=day)

    def not_yet(self, day: date) -> Self:
        return self.filter(in_force_from__gt=day)


def rules_at_first() -> list[str]:
    return list(AT_FIRST)


def alerts_at_first() -> list[int]:
    return list(ALERTS_AT_FIRST.before)


def word(rag: Rag) -> models.CharField[str, str]:
    return models.CharField(
        f"word for {rag.value}", max_length=20, default=USUAL_WORDS[rag], blank=False
    )


class Policy(models.Model):
    """What the council sets for itself from a day on; the key of every document."""

    class DueSoonRating(models.TextChoices):
        GREEN = "green", "Green"
        AMBER = "amber", "Amber"

    class LocalUnit(models.TextChoices):
        DAYS = "days", "days"
        WORKING_DAYS = "working days", "working days"
        WEEKS = "weeks", "weeks"
        MONTHS = "months", "months"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="policies")
    in_force_from = models.DateField()
    overdue_red_after = models.PositiveSmallIntegerField(
        "red when overdue by more days", default=28
    )
    moved_red_after = models.PositiveSmallIntegerField("red when moved by more days", default=90)
    due_soon = models.PositiveSmallIntegerField("warned of this many days ahead", default=28)
    due_soon_rating = models.CharField(
        max_length=10, choices=DueSoonRating.choices, default=DueSoonRating.GREEN.value
    )
    word_red = word(Rag.RED)
    word_amber = word(Rag.AMBER)
    word_date_needed = word(Rag.DATE_NEEDED)
    word_green = word(Rag.GREEN)
    word_not_rated = word(Rag.NOT_RATED)
    word_closed = word(Rag.CLOSED)
    rules = models.JSONField(
        "rules for notices", default=rules_at_first, help_text="Their names in rules/notices.py."
    )
    local_n = models.PositiveSmallIntegerField("length of the local rule", default=8)
    local_unit = models.CharField(
        "unit of the local rule",
        max_length=15,
        choices=LocalUnit.choices,
        default=LocalUnit.WEEKS.value,
    )
    review_months = models.PositiveSmallIntegerField(
        "months between reviews", null=True, blank=True
    )
    scheme = SchemeField("what a committee may say", default=usual_scheme)
    alert_before = models.JSONField(
        "days before the last day when an alert goes out", default=alerts_at_first, blank=True
    )
    alert_again = models.PositiveSmallIntegerField(
        "days between alerts once it is overdue",
        null=True,
        blank=True,
        default=ALERTS_AT_FIRST.again,
    )
    escalates_to = models.JSONField(
        "posts told once an answer is overdue",
        default=dict,
        blank=True,
        help_text="The name in the address of each, and its title on the day it was chosen.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = PolicyQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["in_force_from"]
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "in_force_from"], name="one_policy_in_force_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.council}, from {self.in_force_from}"

    @property
    def words(self) -> dict[Rag, str]:
        return {rag: getattr(self, word_column(rag)) for rag in Rag}


def word_column(rag: Rag) -> str:
    """The column with the council's word for a rating."""
    return f"word_{rag.value.replace(' ', '_')}"
