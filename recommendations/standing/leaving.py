"""What a body or a post leaves to whoever comes after it, as at its last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Q

from recommendations.models import Body, Ownership, Post, Recommendation, Remit
from recommendations.models.remits import watched_by
from recommendations.models.since_until import held_on
from recommendations.rules.ratings import Rag
from recommendations.standing.register import Item, whole_register
from recommendations.standing.rows import grouped

A_DAY = timedelta(days=1)
Owner = Body | Post


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Everything of it, whoever may read it.

    ``items`` are open and pass on: wholes that are watched, and wholes or parts that are owned.
    ``closed`` are the wholes that stay behind where the remit over their report passes on;
    ``with_reports`` names the open ones that pass on with it, and not by a remit of their own.
    """

    on: date
    items: tuple[Item, ...]
    closed: tuple[Item, ...]
    with_reports: frozenset[int]
    remits: tuple[Remit, ...]
    ownerships: tuple[Ownership, ...]

    @property
    def last(self) -> date:
        """The last day of whoever leaves it."""
        return self.on - A_DAY

    @cached_property
    def seen(self) -> str:
        """Another as soon as anything else would pass on."""
        groups = (
            [item.recommendation.pk for item in self.items],
            [item.recommendation.pk for item in self.closed],
            [row.pk for row in self.remits],
            [row.pk for row in self.ownerships],
        )
        return sha256(f"{self.on} {groups}".encode()).hexdigest()[:32]


def left_by(old: Owner, *, on: date, known_at: datetime) -> Leaving:
    """What passes on where the successor's first day is ``on``."""
    last = on - A_DAY
    lasting = held_on(last) & Q(until__isnull=True)
    owned = Ownership.objects.filter(lasting, **key_of(old))
    watches = Remit.objects.filter(lasting, body=old.pk) if isinstance(old, Body) else ()
    remits = sorted(watches, key=lambda row: row.pk)
    ownerships = list(owned.order_by("pk"))
    alone = {row.recommendation_id for row in remits if row.recommendation_id}
    watched = _watched(old, last)
    stands = whole_register(
        old.council,
        Recommendation.objects.filter(
            pk__in=watched | alone | {row.recommendation_id for row in ownerships}
        ),
        as_at=last,
        known_at=known_at,
    )
    itself = {one.recommendation.pk: one for one in stands.every}
    whole = {one.recommendation.pk: item for item in stands.items for one in (item, *item.parts)}
    with_reports = [item for item in stands.items if item.recommendation.pk in watched - alone]
    of_report = grouped(with_reports, lambda item: item.recommendation.report_id)
    passing = [
        row
        for row in remits
        if (
            _is_any_open(of_report[row.report_id])
            if row.report_id
            else _is_left_open(whole.get(row.recommendation_id or 0))
        )
    ]
    owes = [row for row in ownerships if _is_left_open(itself.get(row.recommendation_id))]
    passing_reports = {row.report_id for row in passing}
    left = [item for item in with_reports if item.recommendation.report_id in passing_reports]
    left_open = frozenset(item.recommendation.pk for item in left if is_open(item))
    passes_on = {
        *left_open,
        *(row.recommendation_id for row in passing),
        *(row.recommendation_id for row in owes),
    }
    return Leaving(
        on=on,
        items=tuple(one for one in stands.every if one.recommendation.pk in passes_on),
        closed=tuple(item for item in left if not is_open(item)),
        with_reports=left_open,
        remits=tuple(passing),
        ownerships=tuple(owes),
    )


def key_of(owner: Owner) -> dict[str, Any]:
    """The column that names a body or a post, with it."""
    return {"body" if isinstance(owner, Body) else "post": owner}


def heir_of(recommendation: Recommendation, *, first: Owner, instead: Mapping[int, Owner]) -> Owner:
    """A part goes with its whole, unless it is named itself."""
    return instead.get(recommendation.pk) or instead.get(recommendation.whole_id) or first


def is_open(item: Item) -> bool:
    """Whether the committee has yet to end its monitoring of it, or of a part of it."""
    return any(
        one.rating is None or one.rating.rag is not Rag.CLOSED for one in (item, *item.parts)
    )


def _watched(owner: Owner, day: date) -> set[int]:
    if isinstance(owner, Post):
        return set()
    wholes = Recommendation.objects.filter(council=owner.council_id, parent__isnull=True)
    return set(wholes.filter(watched_by(owner, day=day)).values_list("pk", flat=True))


def _is_any_open(items: list[Item]) -> bool:
    """A report passes on with what is open of it, and while nothing of it is rated yet."""
    rated = [item for item in items if item.rating is not None]
    return not rated or any(map(is_open, rated))


def _is_left_open(item: Item | None) -> bool:
    """What is yet to be made is open."""
    return item is None or is_open(item)
