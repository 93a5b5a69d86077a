"""Which committees a person follows: theirs to choose, and no right to anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from recommendations.models.councils import Body
from recommendations.models.history import Kept
from recommendations.models.visible import OfCouncilQuerySet

if TYPE_CHECKING:
    from recommendations.models.people import Viewer


class ChosenCommitteeQuerySet(OfCouncilQuerySet["ChosenCommittee"]):
    council_path = "body__council"

    def visible_to(self, viewer: Viewer) -> Self:
        """Their own."""
        return super().visible_to(viewer).filter(person=viewer.person)


class ChosenCommittee(models.Model):
    """One committee that a person wants on their page; without any, it shows what has work open."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="chosen_committees"
    )
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="chosen_by")

    objects = ChosenCommitteeQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["person", "body"]
        constraints = [
            models.UniqueConstraint(fields=["person", "body"], name="a_committee_is_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} for {self.person}"
