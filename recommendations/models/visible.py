"""The one way in: what a viewer may see of a council's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper

from recommendations.models.clearance import Governed, editability, visibility
from recommendations.rules.roles import Permission

if TYPE_CHECKING:
    from recommendations.models.people import Viewer

M = TypeVar("M", bound=models.Model)


class VisibleQuerySet(models.QuerySet[M]):
    """Rows of a council, each under the classifications of the rows that ``governed`` names."""

    governed: ClassVar[Governed] = Governed()

    def visible_to(self, viewer: Viewer) -> Self:
        """What this viewer may see; nothing else ever reaches a page."""
        if not viewer.reads_the_register:
            return self.none()
        return self.filter(visibility(self.governed, viewer))

    def editable_by(self, viewer: Viewer, *, to: Permission) -> Self:
        """What this viewer may ask a service to change; the permission names the act."""
        if not (viewer.reads_the_register and viewer.can(to)):
            return self.none()
        return self.filter(editability(self.governed, viewer, to=to))

    def marked_for(self, viewer: Viewer) -> Self:
        """Every row, each saying in ``may_be_seen`` whether this viewer may see it.

        For what is counted whoever reads, such as a rating; what is shown goes by the mark.
        """
        seen = visibility(self.governed, viewer)
        return self.annotate(may_be_seen=ExpressionWrapper(seen, output_field=BooleanField()))


class OfCouncilQuerySet(models.QuerySet[M]):
    """People, posts and bodies of a council: no content, so that an administrator sees them too."""

    council_path: ClassVar[str] = "council"

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(**{self.council_path: viewer.council})

    def editable_by(self, viewer: Viewer, *, to: Permission) -> Self:
        """What this viewer may ask a service to change; the permission names the act."""
        return self.visible_to(viewer) if viewer.can(to) else self.none()
