"""Which of the rows that were read a viewer may see.

What nothing withholds is told by the rows at hand; of the others, which are few, the database is
asked. So an open register never pays for the conditions under which the rest is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, Q

from recommendations.models import Milestone, Recommendation, Viewer
from recommendations.models.clearance import Classification

OPEN = Classification.OPEN.value
WITHHELD = [level.value for level in Classification if level.value != OPEN]


class Marks:
    """Of rows about some recommendations, and about the milestones that serve them.

    Open is what is known to be open: a row about anything else counts as doubtful.
    """

    def __init__(
        self, viewer: Viewer, recommendations: Iterable[Recommendation], milestones: list[int]
    ) -> None:
        self.viewer = viewer
        self.recommendations = {
            row.pk
            for row in recommendations
            if row.council_id == viewer.council.pk
            and row.classification == OPEN
            and (row.parent is None or row.parent.classification == OPEN)
        }
        self.milestones = set(milestones) - withheld(milestones)

    def mark(self, rows: Sequence[Model]) -> None:
        """Say in ``may_be_seen`` of each row of a noun what ``visible_to`` would say of it."""
        doubtful: list[Any] = [row for row in rows if not self.is_open(row)]
        if doubtful:
            noun = type(doubtful[0])._default_manager
            asked = noun.filter(pk__in=[row.pk for row in doubtful])
            seen = set(asked.visible_to(self.viewer).order_by().values_list("pk", flat=True))
            for row in doubtful:
                row.may_be_seen = row.pk in seen

    def is_open(self, row: Any) -> bool:
        """Neither it nor anything that it is about is withheld from anybody."""
        if isinstance(row, Recommendation):
            return row.pk in self.recommendations
        if isinstance(row, Milestone):
            return row.pk in self.milestones
        of_its_own = getattr(row, "item", row)  # a resolution is as open as its agenda item
        recommendation = getattr(row, "recommendation_id", None)
        milestone = getattr(row, "milestone_id", None)
        return (
            of_its_own.classification == OPEN
            and (recommendation is None or recommendation in self.recommendations)
            and (milestone is None or milestone in self.milestones)
        )


def withheld(milestones: list[int]) -> set[int]:
    """Those that are withheld themselves, and those that serve what is."""
    serving = Milestone.recommendations.through.objects.filter(milestone__in=milestones)
    bears = Q()
    for path in ("milestone", "recommendation", "recommendation__parent"):
        bears |= Q(**{f"{path}__classification__in": WITHHELD})
    return set(serving.filter(bears).values_list("milestone", flat=True))
