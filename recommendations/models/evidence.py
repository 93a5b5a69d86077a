"""What shows that something was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from recommendations.models.classified import ClassifiedFact
from recommendations.models.clearance import Governed
from recommendations.models.dated import DatedQuerySet
from recommendations.models.milestones import Milestone
from recommendations.models.progress import ProgressUpdate
from recommendations.models.recommendations import Recommendation
from recommendations.uploads.kinds import Kind


class EvidenceQuerySet(DatedQuerySet["Evidence"]):
    governed = Governed(
        council="recommendation__council",
        itself=True,
        recommendation="recommendation",
        also=("update", "milestone"),
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

    class Meta(ClassifiedFact.Meta):
        verbose_name_plural = "evidence"
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
    def saved_as(self) -> str:
        """The name of the file for whoever takes it away: never the one that was given."""
        said = "".join(letter if letter.isalnum() else " " for letter in self.shows)
        return f"{'-'.join(said.split())[:80] or 'evidence'}.{self.kind}"
