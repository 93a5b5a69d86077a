"""Which evidence is recorded of what, as far as somebody may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter

from recommendations.models import Evidence, Viewer
from recommendations.rules.claims import claim_words
from recommendations.standing.marking import Marks
from recommendations.standing.owing import OPEN
from recommendations.standing.register import Item
from recommendations.standing.rows import grouped


def evidence_of(
    viewer: Viewer, items: Iterable[Item], *, as_at: date, known_at: datetime
) -> Mapping[int, list[Evidence]]:
    """What stands about each of these, its parts among it, by the number of the item."""
    families = {
        item.recommendation.pk: {
            one.recommendation.pk: one.recommendation for one in (item, *item.parts)
        }
        for item in items
    }
    printed = {number: one for family in families.values() for number, one in family.items()}
    rows = Evidence.objects.filter(recommendation__in=printed).select_related("update", "milestone")
    standing = list(rows.standing(as_at=as_at, known_at=known_at).to_be_taken_by(viewer))
    seen = Marks(viewer, printed.values(), ()).seen(standing)
    of_each = grouped(seen, lambda row: row.recommendation_id)
    for number, found in of_each.items():
        for row in found:
            row.recommendation = printed[number]  # whose address a file has
    return {
        number: sorted(
            (row for one in family for row in of_each[one]), key=attrgetter("order_of_effect")
        )
        for number, family in families.items()
    }


def is_claimed(item: Item) -> bool:
    """Whether it is open and reported complete."""
    is_open = item.rating is not None and item.rating.rag in OPEN
    return is_open and item.reported_complete_on is not None


def claim_of(item: Item, evidence: Sequence[Evidence]) -> str:
    """What its owner claims, on the day of an update that the reader may read; empty of others."""
    if not is_claimed(item):
        return ""
    on = item.reported_complete_on
    told = any(row.complete and row.on == on for row in item.updates)
    return claim_words(on=on if told else None, evidence=len(evidence))
