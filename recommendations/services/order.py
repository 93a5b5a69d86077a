"""Places in an order: on an agenda, in a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.db.models import F, Max, QuerySet

from recommendations.models import Meeting, ScrutinyReport, User
from recommendations.services.change import because


class Placed(Protocol):
    """A row with a place that no other of its kind has, counted from 1."""

    pk: Any
    position: int
    version: int

    def save(self, *, update_fields: list[str]) -> None: ...


class Nested(Placed, Protocol):
    """A row that may stand inside another of its kind, as a part does in its whole."""

    parent_id: int | None


P = TypeVar("P", bound=Placed)
N = TypeVar("N", bound=Nested)


def one_at_a_time(whole: ScrutinyReport | Meeting) -> None:
    """Let whoever gives out places in the same report, or on the same agenda, wait, so that no two
    get the same one.

    On SQLite a writer is alone already, and there this does nothing.
    """
    type(whole)._default_manager.select_for_update(no_key=True).get(pk=whole.pk)


def next_place(rows: QuerySet[Any]) -> int:
    """The place after the last."""
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def put(row: P, among: Sequence[P], *, to: int) -> list[P]:
    """The rows with this one at a place of theirs, counted from 1; the others keep their order."""
    order = [one for one in among if one != row]
    order.insert(max(1, to) - 1, row)
    return order


def put_inside(row: N, among: Iterable[N], *, to: int | None) -> list[N]:
    """All the rows, each before those inside it, this one at a place among those beside it.

    It takes along what stands inside it; None leaves it where it is among them.
    """
    inside: defaultdict[int | None, list[N]] = defaultdict(list)
    for one in among:
        inside[one.parent_id].append(one)
    if to:
        inside[row.parent_id] = put(row, inside[row.parent_id], to=to)
    return [each for whole in inside[None] for each in (whole, *inside[whole.pk])]


def arrange(
    rows: QuerySet[Any], order: Sequence[Placed], *, by: User, versioned: bool = False
) -> bool:
    """Give rows their places in this order; says whether any got another one.

    Each that does keeps the one it had in its history. ``versioned`` rows are another version
    then, so that whoever looked at the place of before is told.
    """
    moved = [(one, place) for place, one in enumerate(order, 1) if one.position != place]
    if not moved:
        return False
    beyond = max(one.position for one in order) + len(order)  # no two ever share a place
    rows.filter(pk__in=[one.pk for one, _ in moved]).update(position=F("position") + beyond)
    with because("", by=by):
        for one, place in moved:
            one.position = place
            one.version += versioned
            one.save(update_fields=["position", "version"] if versioned else ["position"])
    return True
