"""What goes under each item of an agenda, and what was published: the document as it stood, its
PDF by its content, and what it held."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from recommendations.models.classified import ClassificationChange
from recommendations.models.clearance import Classification, Governed
from recommendations.models.councils import Body, Council
from recommendations.models.meetings import AgendaItem, Meeting
from recommendations.models.responses import ExecutiveResponse
from recommendations.models.scrutiny_reports import ScrutinyReport
from recommendations.models.visible import VisibleQuerySet


class PackPartQuerySet(VisibleQuerySet["PackPart"]):
    governed = Governed(
        council="item__meeting__body__council", body="item__meeting__body", also=("item",)
    )

    def with_what_they_name(self) -> Self:
        return self.select_related(
            "committee", "report", "response__report", "response__body", "item"
        )


class PackPart(models.Model):
    """A document chosen to go under an item; it is built when the pack is seen or issued."""

    class Kind(models.TextChoices):
        EXCEPTION_REPORT = "exception report", "Exception report"
        RESPONSE_SCHEDULE = "response schedule", "Executive response schedule"
        SCHEDULE = "schedule", "Full schedule of recommendations"

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="pack_parts")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    committee = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="pack_parts"
    )
    report = models.ForeignKey(
        ScrutinyReport, on_delete=models.PROTECT, null=True, blank=True, related_name="pack_parts"
    )
    response = models.ForeignKey(
        ExecutiveResponse,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pack_parts",
    )
    compare = models.DateField("the earlier day compared with", null=True, blank=True)

    objects = PackPartQuerySet.as_manager()

    class Meta:
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="part_position_under_item"),
            models.CheckConstraint(
                condition=Q(kind="response schedule", response__isnull=False)
                | Q(kind="schedule", report__isnull=False)
                | Q(kind="exception report"),
                name="a_part_names_what_it_is_made_of",
            ),
        ]

    def __str__(self) -> str:
        about = self.response or self.report or self.committee
        return f"{self.get_kind_display()}{f': {about}' if about else ''}"


class PublicationQuerySet(VisibleQuerySet["Publication"]):
    governed = Governed()

    def newest_first(self) -> Self:
        return self.select_related("meeting__body", "council").order_by(
            "-meeting__day", "meeting", "audience", "-edition"
        )

    def with_withdrawals(self) -> Self:
        """Each says in ``is_withdrawn`` whether anything it printed was withheld since it was
        issued, be it for a time.

        Told by the order in which changes are recorded, and not by anybody's clock: in a council
        one is issued or classified at a time.
        """
        raised = ClassificationChange.objects.exclude(became=Classification.OPEN)
        printed = PublicationRow.objects.filter(
            publication=OuterRef(OuterRef("pk")), noun=OuterRef("noun"), row=OuterRef("row")
        )
        since = raised.filter(Exists(printed), pk__gt=OuterRef("last_change"))
        return self.annotate(is_withdrawn=Exists(since))


class Publication(models.Model):
    """An issued edition. It never changes; a correction is the next edition."""

    is_withdrawn: bool

    class Kind(models.TextChoices):
        PACK = "pack", "Agenda pack"

    class Audience(models.TextChoices):
        PUBLIC = "public", "Public"
        MEMBER = "member", "Members of the council"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="publications")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    edition = models.PositiveSmallIntegerField()
    as_at = models.DateField()
    known_at = models.DateTimeField()
    issued_at = models.DateTimeField(default=timezone.now, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    document = models.JSONField()
    document_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField("the PDF's content address", max_length=64)
    file_name = models.CharField(max_length=200)
    last_change = models.PositiveBigIntegerField(
        "the last change of a classification before it was issued", default=0
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "audience", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "kind", "meeting", "audience", "edition"],
                name="one_edition_of_a_publication",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class PublicationRow(models.Model):
    """A row of the register of which an edition printed something, or that governs such a row."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="rows")
    noun = models.CharField(max_length=50)
    row = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["publication", "noun", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "noun", "row"], name="a_row_once_in_a_publication"
            )
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.row} in {self.publication}"
