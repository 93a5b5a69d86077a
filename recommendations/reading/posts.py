"""What each post owes, for whoever says who acts for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from recommendations.models import (
    MilestoneDone,
    MilestoneOwnership,
    Ownership,
    Post,
    Recommendation,
    Standing,
    Viewer,
)
from recommendations.models.recommendations import RecommendationQuerySet
from recommendations.models.since_until import held_on
from recommendations.rules.ratings import Rag


def open_items(
    posts: Iterable[Post], *, viewer: Viewer, today: date
) -> dict[int, list[Recommendation]]:
    """The recommendations that each post owns, or owes a milestone of, and that are not closed.

    An administrator is told their references, of what every member may read, and nothing else.
    """
    wanted = [post.pk for post in posts]
    reader = viewer if viewer.reads_the_register else Viewer.member(viewer.council)
    standing = Standing.objects.visible_to(reader).on(today).exclude(rag=Rag.CLOSED.value)
    still_open = Recommendation.objects.visible_to(reader).filter(
        pk__in=standing.values("recommendation")
    )
    owned = Ownership.objects.visible_to(reader).filter(held_on(today), post__in=wanted)
    now = timezone.now()
    done = MilestoneDone.objects.visible_to(reader).standing(as_at=today, known_at=now)
    promised = (
        MilestoneOwnership.objects.visible_to(reader)
        .owed_by(wanted, day=today)
        .not_taken_back()
        .exclude(milestone__in=done.values("milestone"))
    )
    owing: defaultdict[int, set[int]] = defaultdict(set)
    for post, recommendation in [
        *owned.values_list("post", "recommendation"),
        *promised.values_list("post", "milestone__recommendations"),
    ]:
        owing[post].add(recommendation)
    found = _by_pk(still_open.filter(pk__in=set().union(*owing.values())))
    return {
        post: sorted((found[pk] for pk in owing[post] if pk in found), key=_place)
        for post in wanted
    }


def _by_pk(recommendations: RecommendationQuerySet) -> dict[int, Recommendation]:
    return {one.pk: one for one in recommendations.for_listing()}


def _place(recommendation: Recommendation) -> tuple[str, int]:
    return recommendation.report.title, recommendation.position
