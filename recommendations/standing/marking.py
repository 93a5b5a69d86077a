"""Which of the rows that were read a viewer may see.

What nothing withholds is told by the rows at hand; of the others, which are few, the database is
asked. So an open register never pays for the conditions under which the rest is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, Q

from recommendations.models import Milestone, Recommendation, Viewer
from recommendations.models.clearance import Classification
from recommendations.models.visible import VisibleQuerySet

M = TypeVar("M", bound=Model)

OPEN = Classification.OPEN.value
WITHHELD = [level.value for level in Classification if level.value != OPEN]


class NotAtHand(LookupError):
    """A path leads to a row that was not read."""


class Marks:
    """Of rows about some recommendations, and about the milestones that serve them.

    Open is what is known to be open: what the rows at hand do not tell counts as doubtful.
    """

    def __init__(
        self, viewer: Viewer, recommendations: Iterable[Recommendation], milestones: Collection[int]
    ) -> None:
        self.viewer = viewer
        self.open: dict[Any, set[int]] = {
            Recommendation: {
                row.pk
                for row in recommendations
                if row.council_id == viewer.council.pk
                and row.classification == OPEN
                and (row.parent is None or row.parent.classification == OPEN)
            },
            Milestone: set(milestones) - withheld(milestones) if milestones else set(),
        }
        self.told: dict[Any, dict[int, bool]] = {}
        """Of each noun what the database has said: which of the doubtful rows may be seen."""

    def mark(self, rows: Sequence[Any]) -> None:
        """Say in ``may_be_seen`` of each row of a noun what ``visible_to`` would say of it."""
        hidden = self._hidden(rows)
        for row in rows:
            row.may_be_seen = row.pk not in hidden

    def seen(self, rows: Sequence[M]) -> list[M]:
        """The rows of a noun that ``visible_to`` would find, in their order."""
        hidden = self._hidden(rows)
        return [row for row in rows if row.pk not in hidden]

    def _hidden(self, rows: Sequence[Model]) -> set[int]:
        if not rows:
            return set()
        noun: VisibleQuerySet[Any] = type(rows[0])._default_manager.all()  # type: ignore[assignment]
        doubtful = {row.pk for row in rows if not self._is_open(row, noun)}
        told = self.told.setdefault(noun.model, {})
        if untold := doubtful - told.keys():
            visible = noun.filter(pk__in=untold).visible_to(self.viewer)
            seen = set(visible.order_by().values_list("pk", flat=True))
            told |= {number: number in seen for number in untold}
        return {number for number in doubtful if not told[number]}

    def _is_open(self, row: Model, noun: VisibleQuerySet[Any]) -> bool:
        """Neither it nor anything that it is about is withheld from anybody who reads."""
        asks_more = type(noun).visible_to is not VisibleQuerySet.visible_to
        if asks_more or not self.viewer.reads_the_register:
            return False
        governed = noun.governed
        about = [path for path in (governed.recommendation, governed.milestone) if path is not None]
        shared = ["", *governed.also] if governed.itself else governed.also
        try:
            return (
                self._is_of_council(row, about, governed.council)
                and all(self._is_about_what_is_open(row, path) for path in about)
                and all(
                    found is None or found.classification == OPEN
                    for found in (at_hand(row, path) for path in shared)
                )
            )
        except NotAtHand:
            return False

    def _is_of_council(self, row: Model, about: Iterable[str], council: str) -> bool:
        """As what it is about, which is told apart by whether that is open."""
        if any(end_of(row, path)[1] is not None for path in about):
            return True
        return end_of(row, council)[1] == self.viewer.council.pk

    def _is_about_what_is_open(self, row: Model, path: str) -> bool:
        """Or about nothing."""
        noun, number = end_of(row, path)
        return number is None or number in self.open[noun]


def at_hand(row: Any, path: str) -> Any:
    """The row that a path leads to; none where it leads to nothing."""
    for step in path.split("__") if path else ():
        field = row._meta.get_field(step)
        if getattr(row, field.attname) is None:
            return None
        if not field.is_cached(row):
            raise NotAtHand(path)
        row = getattr(row, step)
    return row


def end_of(row: Any, path: str) -> tuple[Any, int | None]:
    """The noun and the number of what a path leads to, which itself need not be at hand."""
    if not path:
        return type(row), row.pk
    before, _, last = path.rpartition("__")
    row = at_hand(row, before)
    if row is None:
        return None, None
    field = row._meta.get_field(last)
    return field.related_model, getattr(row, field.attname)


def withheld(milestones: Collection[int]) -> set[int]:
    """Those that are withheld themselves, and those that serve what is."""
    bears = Q()
    for path in ("", "recommendations__", "recommendations__parent__"):
        bears |= Q(**{f"{path}classification__in": WITHHELD})
    of_those = Milestone.objects.filter(bears, pk__in=milestones)
    return set(of_those.order_by().values_list("pk", flat=True))
