"""Reports of task groups, committees and inspectors, their members and themes."""

from __future__ import annotations

from typing import Self

from django.db import models

from recommendations.models.clearance import Governed
from recommendations.models.councils import Body, Council
from recommendations.models.history import Kept
from recommendations.models.visible import VisibleQuerySet


class ScrutinyReportQuerySet(VisibleQuerySet["ScrutinyReport"]):
    def for_listing(self) -> Self:
        return self.select_related("task_group", "commissioned_by")


class ScrutinyReport(models.Model):
    """A published report; its recommendations are in no document before its day."""

    class Kind(models.TextChoices):
        FINAL = "final", "Final report"
        INTERIM = "interim", "Interim report"
        RAPID_SCRUTINY = "rapid scrutiny", "Rapid scrutiny"
        PEER_REVIEW = "peer review", "Peer review"
        INSPECTION = "inspection", "Inspection"
        OFFICER_REPORT = "officer report", "Officer report"

    class ReturnsFrom(models.TextChoices):
        ENDORSEMENT = "endorsement", "Its endorsement"
        RESPONSE = "response", "The response to it"
        PUBLICATION = "publication", "Its publication"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="reports")
    task_group = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    commissioned_by = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="commissioned_reports"
    )
    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    published_on = models.DateField()
    terms_of_reference = models.TextField(blank=True)
    source = models.CharField("the paper it was taken from", max_length=300, blank=True)
    source_note = models.TextField(
        blank=True, help_text="Each day or choice that the paper itself does not print."
    )
    returns_after = models.CharField(
        "comes back after so many months",
        max_length=60,
        blank=True,
        help_text="6, 12. Empty: on no schedule.",
    )
    returns_from = models.CharField(
        "counted from",
        max_length=15,
        choices=ReturnsFrom.choices,
        default=ReturnsFrom.ENDORSEMENT.value,
    )
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = ScrutinyReportQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["-published_on", "title"]
        indexes = [
            models.Index(fields=["council", "-published_on", "title"], name="reports_newest_first")
        ]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="report_address_in_council")
        ]

    def __str__(self) -> str:
        return self.title


class ReportMemberQuerySet(VisibleQuerySet["ReportMember"]):
    governed = Governed(council="report__council")


class ReportMember(models.Model):
    """A member of the group that wrote the report, as the report prints them."""

    report = models.ForeignKey(ScrutinyReport, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=200, blank=True, help_text="Chairman, Lead Officer …")
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = ReportMemberQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="report_member_position")
        ]

    def __str__(self) -> str:
        return self.name


class ThemeQuerySet(VisibleQuerySet["Theme"]):
    governed = Governed(council="report__council")


class Theme(models.Model):
    """A theme of a report, or a group inside one; its note governs what stands beneath it."""

    report = models.ForeignKey(ScrutinyReport, on_delete=models.CASCADE, related_name="themes")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="groups"
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    evidence_section = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = ThemeQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="theme_position_in_report")
        ]

    def __str__(self) -> str:
        return self.title
