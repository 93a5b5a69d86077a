"""What was published: the document as it stood, its PDF by its content, and what it held."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from recommendations.models.clearance import Governed
from recommendations.models.councils import Council
from recommendations.models.meetings import Meeting
from recommendations.models.recommendations import Recommendation
from recommendations.models.visible import VisibleQuerySet


class PublicationQuerySet(VisibleQuerySet["Publication"]):
    governed = Governed()


class Publication(models.Model):
    """An issued edition. It never changes; a correction is the next edition."""

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


class PublicationItem(models.Model):
    """A recommendation that an edition held."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="items")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="publications"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "recommendation"], name="an_item_once_in_a_publication"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} in {self.publication}"
