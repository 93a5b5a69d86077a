"""What shows that something was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from recommendations.models.classified import ClassifiedFact
from recommendations.models.clearance import Governed
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.milestones import Milestone
from recommendations.models.progress import ProgressUpdate
from recommendations.models.recommendations import Recommendation
from recommendations.models.recording import moment_of_recording
from recommendations.models.visible import VisibleQuerySet
from recommendations.rules.roles import Permission
from recommendations.uploads.kinds import Kind

if TYPE_CHECKING:
    from recommendations.models.people import Viewer


class EvidenceQuerySet(DatedQuerySet["Evidence"]):
    governed = Governed(
        council="recommendation__council",
        itself=True,
        recommendation="recommendation",
        also=("update", "milestone"),
    )

    def files(self) -> Self:
        return self.exclude(checksum="")

    def not_scanned(self) -> Self:
        """The files of which no scanner has said anything, each by the row it came with."""
        scans = EvidenceScan.objects.filter(OF_THE_SAME_FILE)
        return self.files().filter(~Exists(scans), corrects__isnull=True)

    def held_back(self, *, today: date) -> Self:
        """The files that nobody has vouched for: neither a scanner nor a person."""
        scans = EvidenceScan.objects.filter(OF_THE_SAME_FILE)
        releases = EvidenceRelease.objects.standing(as_at=today, known_at=timezone.now())
        return self.files().filter(~Exists(scans), ~Exists(releases.filter(OF_THE_SAME_FILE)))

    def with_scans(self, *, today: date) -> Self:
        """Each with what is known of its file."""
        scans = EvidenceScan.objects.filter(OF_THE_SAME_FILE).order_by("-at", "-pk")
        releases = EvidenceRelease.objects.standing(as_at=today, known_at=timezone.now())
        return self.annotate(
            scanned_at=Subquery(scans.values("at")[:1]),
            found=Subquery(scans.exclude(found="").values("found")[:1]),
            released_on=Subquery(releases.filter(OF_THE_SAME_FILE).values("on")[:1]),
        )

    def to_be_taken_by(self, viewer: Viewer) -> Self:
        """The same, and whether this viewer may have it though it waits."""
        came = Evidence.objects.filter(
            recommendation=OuterRef("recommendation"),
            checksum=OuterRef("checksum"),
            corrects__isnull=True,
        )
        releasable = Evidence.objects.editable_by(viewer, to=Permission.EVIDENCE_RELEASE)
        return self.with_scans(today=viewer.today).annotate(
            is_trusted=Exists(came.filter(by=viewer.person))
            | Exists(releasable.filter(pk=OuterRef("pk"))),
        )


class Evidence(ClassifiedFact):
    """An address where what an owner claims can be seen, or a file; and what it shows.

    The file itself is kept under its checksum, and stays when the row is taken back.
    """

    class Mark(models.TextChoices):
        INTERNAL = "internal", "Internal"
        PUBLIC = "public", "Public"

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="evidence"
    )
    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    address = models.URLField(max_length=500, blank=True)
    shows = models.CharField("what it shows", max_length=300)
    file_name = models.CharField("the file's name as given", max_length=255, blank=True)
    kind = models.CharField(
        max_length=4, blank=True, choices=[(kind.value, kind.label) for kind in Kind]
    )
    size = models.PositiveIntegerField("of the file, in bytes", default=0)
    checksum = models.CharField("the file's content address", max_length=64, blank=True)
    mark = models.CharField("whom the file is for", max_length=8, blank=True, choices=Mark.choices)
    hidden = models.TextField(
        "what the file holds that a reader does not see, a line each", blank=True
    )

    objects = EvidenceQuerySet.as_manager()

    # Set by ``to_be_taken_by``; where nobody asked, a file is held back.
    scanned_at: datetime | None = None
    found: str | None = None
    released_on: date | None = None
    is_trusted = False

    class Meta(ClassifiedFact.Meta):
        verbose_name_plural = "evidence"
        indexes = [
            *ClassifiedFact.Meta.indexes,
            models.Index(
                fields=["checksum"], condition=~Q(checksum=""), name="evidence_that_is_a_file"
            ),
        ]
        constraints = [
            *ClassifiedFact.Meta.constraints,
            models.CheckConstraint(
                condition=(
                    ~Q(address="")
                    & Q(file_name="", kind="", size=0, checksum="", mark="", hidden="")
                )
                | (
                    Q(address="", size__gt=0)
                    & ~Q(file_name="")
                    & ~Q(kind="")
                    & ~Q(checksum="")
                    & ~Q(mark="")
                ),
                name="evidence_is_an_address_or_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(mark="public") | Q(hidden=""),
                name="evidence_for_the_public_hides_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.shows

    def get_absolute_url(self) -> str:
        """Where it can be seen, or taken away."""
        if self.address:
            return self.address
        printed = self.recommendation
        return reverse(
            "recommendations:evidence_file",
            args=[printed.council.slug, printed.report.slug, printed.address, self.pk],
        )

    @property
    def is_waiting(self) -> bool:
        """Whether it is a file that nobody has vouched for: neither a scanner nor a person."""
        return bool(self.checksum) and not (self.scanned_at or self.released_on)

    @property
    def may_be_opened(self) -> bool:
        """An address always; a file unless it is harmful, and while it waits by a few alone."""
        return not self.found and (not self.is_waiting or self.is_trusted)

    @property
    def saved_as(self) -> str:
        """The name of the file for whoever takes it away: never the one that was given."""
        said = "".join(letter if letter.isalnum() else " " for letter in self.shows)
        return f"{'-'.join(said.split())[:80] or 'evidence'}.{self.kind}"


OF_THE_SAME_FILE = Q(
    evidence__recommendation=OuterRef("recommendation"), evidence__checksum=OuterRef("checksum")
)
"""A file is the same in every row of an item that has it, however often those are corrected."""

OF_EVIDENCE = Governed(
    council="evidence__recommendation__council",
    recommendation="evidence__recommendation",
    also=("evidence", "evidence__update", "evidence__milestone"),
)


class EvidenceScanQuerySet(VisibleQuerySet["EvidenceScan"]):
    governed = OF_EVIDENCE


class EvidenceScan(models.Model):
    """What a virus scanner said of a file, when, and which it was."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="scans")
    at = models.DateTimeField(default=moment_of_recording, editable=False)
    found = models.CharField("the harmful thing it holds, or nothing", max_length=200, blank=True)
    scanner = models.CharField("what the scanner calls itself", max_length=100)

    objects = EvidenceScanQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.found or "nothing harmful"


class EvidenceReleaseQuerySet(DatedQuerySet["EvidenceRelease"]):
    governed = OF_EVIDENCE


class EvidenceRelease(Dated):
    """A scrutiny officer lets through a file that was not scanned; what is harmful stays held."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="releases")
    reason = models.TextField()

    objects = EvidenceReleaseQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "release of evidence"
