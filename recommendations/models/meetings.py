"""Meetings, what was on their agenda, what was resolved, and the committee's position."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from recommendations.models.classified import COLUMNS, Classified, ClassifiedFact
from recommendations.models.clearance import Governed
from recommendations.models.councils import Body, Post
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.history import Kept
from recommendations.models.since_until import held_on
from recommendations.models.visible import OfCouncilQuerySet, VisibleQuerySet
from recommendations.rules.clear_days import Publishing, publishing
from recommendations.rules.wording import day_words

if TYPE_CHECKING:
    from recommendations.models.scrutiny_reports import ScrutinyReport


class MeetingQuerySet(OfCouncilQuerySet["Meeting"]):
    """When and where a body meets is no content: an administrator sees it too."""

    council_path = "body__council"


class Meeting(models.Model):
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    day = models.DateField()
    starts_at = models.TimeField(null=True, blank=True, help_text="Empty where no paper says.")
    place = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = MeetingQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["day", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "day"],
                condition=models.Q(starts_at__isnull=True),
                name="one_untimed_meeting_of_a_body_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["body", "day", "starts_at"], name="one_meeting_of_a_body_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {day_words(self.day)}"

    def publishing(self, *, today: date) -> Publishing | None:
        """By when its papers have to be published, where that is known."""
        council = self.body.council
        return publishing(
            self.day,
            today=today,
            nation=council.nation,
            kind=self.body.kind,
            working_days=council.working_days,
        )


class AgendaItemQuerySet(VisibleQuerySet["AgendaItem"]):
    governed = Governed(council="meeting__body__council", itself=True, body="meeting__body")

    def with_resolutions(self, resolutions: ResolutionQuerySet) -> Self:
        """Each with those of these that were resolved under it, as ``resolved``."""
        found = resolutions.for_listing()
        return self.prefetch_related(Prefetch("resolutions", found, to_attr="resolved"))


class AgendaItem(Classified):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("place on the agenda")
    number = models.CharField("number as printed", max_length=20, blank=True)
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = AgendaItemQuerySet.as_manager()
    history = Kept(excluded_fields=COLUMNS)  # ClassificationChange says what becomes of those

    class Meta(Classified.Meta):
        ordering = ["meeting", "position"]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(fields=["meeting", "position"], name="item_position_on_agenda"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ResolutionQuerySet(DatedQuerySet["Resolution"]):
    governed = Governed(
        council="item__meeting__body__council",
        recommendation="recommendation",
        body="item__meeting__body",
        also=("item",),
    )

    def for_listing(self) -> Self:
        return self.select_related(
            "item__meeting__body",
            "report__council",
            "recommendation__council",
            "recommendation__report",
            "recommendation__parent",
            "owner",
        ).prefetch_related("ownerships__post")

    def followed(self) -> Self:
        """Those on which somebody is to act, or that are to be done by a day."""
        return self.filter(Q(owner__isnull=False) | Q(due_on__isnull=False))

    def of_posts(self, posts: Collection[int], *, day: date) -> Self:
        """Those on which one of these posts is to act on a day."""
        from recommendations.models import ResolutionOwnership

        passed_on = ResolutionOwnership.objects.filter(held_on(day), resolution=OuterRef("pk"))
        return self.filter(
            Exists(passed_on.filter(post__in=posts)) | Q(~Exists(passed_on), owner__in=posts)
        )

    def with_done(self, done: ResolutionDoneQuerySet) -> Self:
        """Each with those of these that ended it, as ``ended``."""
        return self.prefetch_related(Prefetch("done", done.select_related("by"), to_attr="ended"))

    def about(self, report: ScrutinyReport) -> Self:
        """Those about a report, a response to it or one of its recommendations."""
        return self.filter(
            Q(report=report) | Q(response__report=report) | Q(recommendation__report=report)
        ).for_listing()


class Resolution(Dated):
    """What a body formally decided under an item, on the day it met."""

    class Kind(models.TextChoices):
        ENDORSE = "endorse", "Endorse"
        ENDORSE_AS_AMENDED = "endorse as amended", "Endorse as amended"
        NOT_ENDORSE = "not endorse", "Not endorse"
        WITHDRAW = "withdraw", "Withdraw"
        NOTE = "note", "Note"
        URGE = "urge", "Urge"
        ASK_TO_AMEND = "ask to amend", "Ask to amend"
        CALL_THE_OWNER = "call the owner", "Call the owner"
        REFER = "refer", "Refer"
        AGREE_A_DATE = "agree a date", "Agree a date"
        CONTINUE = "continue monitoring", "Continue monitoring"
        DISCHARGE = "discharge", "Discharge"
        REOPEN = "reopen", "Reopen"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="resolutions")
    may_be_seen = True

    reference = models.CharField("minute reference", max_length=50)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(blank=True)
    report = models.ForeignKey(
        "ScrutinyReport",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
    )
    response = models.ForeignKey(
        "ExecutiveResponse",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
    )
    recommendation = models.ForeignKey(
        "Recommendation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
    )
    owner = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name="who is to act on it",
    )
    due_on = models.DateField("to be done by", null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    def actor_on(self, day: date) -> Post | None:
        """The post that is to act on it on a day: the one it names, or whoever came after that.

        Asked with its ownerships at hand.
        """
        passed_on = (row.post for row in self.ownerships.all() if row.holds_on(day))
        return next(passed_on, self.owner)

    @property
    def is_followed(self) -> bool:
        """Whether somebody is to act on it, or something to be done by a day."""
        return self.owner_id is not None or self.due_on is not None

    ended: Sequence[ResolutionDone]
    """Set by ``with_done``."""

    def __str__(self) -> str:
        return f"{self.item.meeting}, {self.reference}"


class ResolutionDoneQuerySet(DatedQuerySet["ResolutionDone"]):
    governed = Governed(
        council="resolution__item__meeting__body__council",
        recommendation="resolution__recommendation",
        body="resolution__item__meeting__body",
        also=("resolution__item",),
    )


class ResolutionDone(Dated):
    """What ended a resolution that a post was to act on: on which day, and how one can tell.

    Each follows the one before it, which was taken back, so that no two are recorded at once.
    """

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="done")
    note = models.TextField("what was done")
    source = models.CharField("where that is shown", max_length=300, blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects = ResolutionDoneQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name_plural = "resolutions done"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(follows__isnull=True, corrects__isnull=True),
                name="one_first_end_of_a_resolution",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resolution}: done"


class ResolutionUpdateQuerySet(DatedQuerySet["ResolutionUpdate"]):
    governed = ResolutionDoneQuerySet.governed

    def last_word_on(self, resolutions: Collection[int]) -> dict[int, ResolutionUpdate]:
        """The one written last that stands of each, by the number of the resolution."""
        standing = self.filter(
            resolution__in=resolutions, takes_back=False, corrected_by__isnull=True
        )
        return {row.resolution_id: row for row in standing.select_related("by").order_by("pk")}


class ResolutionUpdate(Dated):
    """How far what was resolved is, from whoever is to act on it, while it is not done."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="updates")
    note = models.TextField("how far it is")
    source = models.CharField("where that is shown", max_length=300, blank=True)

    objects = ResolutionUpdateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.resolution}: not done"


class PositionQuerySet(DatedQuerySet["Position"]):
    governed = Governed(
        council="recommendation__council", itself=True, recommendation="recommendation"
    )

    def last_standing(self, *, as_at: date, known_at: datetime) -> Self:
        """Of each item the last that stands: what its committee says, whoever may read that.

        As ``standing`` has it, but that what is corrected is asked of the item's own few rows: a
        join would be made for each row anew.
        """
        of_item = Position.objects.filter(
            recommendation=OuterRef("recommendation"), recorded_at__lte=known_at
        ).order_by()
        corrected = Exists(of_item.filter(corrects=OuterRef("pk")))
        stands = Q(~corrected, takes_back=False, on__lte=as_at, recorded_at__lte=known_at)
        on, at = OuterRef("on"), OuterRef("recorded_at")
        after = Q(on__gt=on) | Q(on=on, recorded_at__gt=at)
        after |= Q(on=on, recorded_at=at, pk__gt=OuterRef("pk"))
        return self.filter(stands, ~Exists(of_item.filter(after, stands))).order_by()


class Position(ClassifiedFact):
    """What the committee itself says of a recommendation; only this ends its monitoring."""

    class Closes(models.TextChoices):
        IMPLEMENTED = "implemented", "Implemented"
        NOT_IMPLEMENTED = "not implemented", "Not implemented"
        OVERTAKEN = "overtaken", "Overtaken"
        MERGED = "merged", "Merged"
        REFUSED = "refused", "Refused"

    recommendation = models.ForeignKey(
        "Recommendation", on_delete=models.PROTECT, related_name="positions"
    )
    status = models.CharField("in the words of the council's scheme", max_length=100)
    closes = models.CharField("closed as", max_length=20, choices=Closes.choices, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="positions"
    )
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects = PositionQuerySet.as_manager()

    class Meta(ClassifiedFact.Meta):
        constraints = [
            *ClassifiedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=models.Q(follows__isnull=True, corrects__isnull=True),
                name="one_first_position_on_an_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.status}"
