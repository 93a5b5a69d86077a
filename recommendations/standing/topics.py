"""What came of recommendations on a work programme, as far as somebody may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from recommendations.models import Recommendation, Topic, Viewer
from recommendations.standing.marking import Marks


def came_of(
    viewer: Viewer, recommendations: Collection[Recommendation], *, as_at: date, known_at: datetime
) -> list[Topic]:
    """The topics that came of any of these."""
    topics = Topic.objects.filter(recommendation__in=recommendations)
    named = topics.with_stages(as_at=as_at, known_at=known_at)
    return Marks(viewer, recommendations, ()).seen(list(named))
