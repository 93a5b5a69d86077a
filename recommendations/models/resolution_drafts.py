"""What somebody has typed of a resolution they are to act on, and not yet sent."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from recommendations.models.meetings import Resolution, ResolutionDoneQuerySet
from recommendations.models.people import User
from recommendations.models.visible import VisibleQuerySet


class ResolutionDraftQuerySet(VisibleQuerySet["ResolutionDraft"]):
    governed = ResolutionDoneQuerySet.governed

    def drafts_of(self, person: User) -> Self:
        return self.filter(by=person)


class ResolutionDraft(models.Model):
    """How far a resolution is, whole or not: its author's alone, and gone once it is sent."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="drafts")
    done = models.CharField("whether it is done", max_length=3, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    objects = ResolutionDraftQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "by"], name="one_draft_of_a_person_about_a_resolution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resolution}: draft"
