"""The one way in: what a viewer may see of a council's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from recommendations.models.people import Viewer

M = TypeVar("M", bound=models.Model)


class VisibleQuerySet(models.QuerySet[M]):
    """Rows that belong to a council, by ``council_path`` from the row to it."""

    council_path: ClassVar[str] = "council"

    def visible_to(self, viewer: Viewer) -> Self:
        """What this viewer may see; nothing else ever reaches a page."""
        if not viewer.reads_the_register:
            return self.none()
        return self.filter(**{self.council_path: viewer.council})

    def editable_by(self, viewer: Viewer) -> Self:
        """What this viewer may ask a service to change; the permission names the act."""
        return self.visible_to(viewer)
