"""Which recommendations are linked with others, as far as somebody may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from recommendations.models import Link, Recommendation, Viewer
from recommendations.standing.marking import Marks


def links_of(
    viewer: Viewer, recommendations: Collection[Recommendation], *, as_at: date, known_at: datetime
) -> list[Link]:
    """Those that lead from or to any of these, and stand."""
    links = Link.objects.either_way(recommendations, as_at=as_at, known_at=known_at)
    return Marks(viewer, recommendations, ()).seen(list(links))
