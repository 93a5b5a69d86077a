"""Links from one recommendation to another."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from recommendations.models import Link, Recommendation, User
from recommendations.services.change import Refused, change, refuse_the_future


def link(
    *,
    from_recommendation: Recommendation,
    to_recommendation: Recommendation,
    kind: str,
    by: User,
    on: date,
    words: str = "",
    brought_in: bool = False,
) -> Link:
    if from_recommendation == to_recommendation:
        raise Refused("A recommendation is not linked to itself.")
    if from_recommendation.council_id != to_recommendation.council_id:
        raise Refused("Only recommendations of one council are linked.")
    refuse_the_future(on)
    standing = from_recommendation.links.standing(as_at=date.max, known_at=timezone.now())
    if standing.filter(to_recommendation=to_recommendation, kind=kind).exists():
        raise Refused("They are linked so already.")
    with change() as touched:
        touched.touch(from_recommendation, to_recommendation)
        return Link.objects.create(
            from_recommendation=from_recommendation,
            to_recommendation=to_recommendation,
            kind=kind,
            words=words,
            by=by,
            on=on,
            brought_in=brought_in,
        )
