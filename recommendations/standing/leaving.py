"""What a body or a post leaves to whoever comes after it, as at its last day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet

from recommendations.models import (
    Body,
    Milestone,
    MilestoneOwnership,
    Ownership,
    Post,
    Recommendation,
    Remit,
    Resolution,
    ResolutionOwnership,
    Topic,
)
from recommendations.models.remits import watched_by
from recommendations.models.since_until import held_on
from recommendations.rules.ratings import Rag
from recommendations.standing.register import Item, whole_register

A_DAY = timedelta(days=1)
Owner = Body | Post


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Everything of it, whoever may read it.

    ``items`` are open: wholes that are watched, wholes or parts that are owned or of which a
    milestone is owed. ``closed`` are the others, which pass on too, so that what is opened again
    is found with whoever came after; ``with_reports`` names the wholes of either that pass on
    with their report and not by a remit of their own.
    """

    on: date
    items: tuple[Item, ...]
    closed: tuple[Item, ...]
    with_reports: frozenset[int]
    remits: tuple[Remit, ...]
    ownerships: tuple[Ownership, ...]
    milestones: tuple[MilestoneOwnership, ...]
    resolutions: tuple[Resolution, ...]
    topics: tuple[Topic, ...]

    @property
    def last(self) -> date:
        """The last day of whoever leaves it."""
        return self.on - A_DAY

    @property
    def every(self) -> tuple[Item, ...]:
        return (*self.items, *self.closed)

    @cached_property
    def seen(self) -> str:
        """Another as soon as anything else would pass on."""
        groups = (
            [item.recommendation.pk for item in self.items],
            [item.recommendation.pk for item in self.closed],
            [row.pk for row in self.remits],
            [row.pk for row in self.ownerships],
            [row.pk for row in self.milestones],
            [row.pk for row in self.resolutions],
            [row.last.pk for row in self.topics],
        )
        return sha256(f"{self.on} {groups}".encode()).hexdigest()[:32]


def left_by(old: Owner, *, on: date, known_at: datetime) -> Leaving:
    """What passes on where the successor's first day is ``on``."""
    last = on - A_DAY
    lasting = held_on(last) & Q(until__isnull=True)
    is_body = isinstance(old, Body)
    remits = list(Remit.objects.filter(lasting, body=old.pk).order_by("pk")) if is_body else []
    ownerships = list(Ownership.objects.filter(lasting, **key_of(old)).order_by("pk"))
    owed = MilestoneOwnership.objects.filter(lasting, post=old.pk).order_by("pk")
    milestones = [] if is_body else list(owed)
    alone = {row.recommendation_id for row in remits if row.recommendation_id}
    with_reports = _watched(old, remits, last) - alone
    own = with_reports | alone | {row.recommendation_id for row in ownerships}
    serving = Milestone.recommendations.through.objects.filter(
        milestone__in=[row.milestone_id for row in milestones]
    )
    stands = whole_register(
        old.council,
        Recommendation.objects.filter(
            pk__in=own | set(serving.values_list("recommendation", flat=True))
        ),
        as_at=last,
        known_at=known_at,
    )
    theirs = [
        item for item in stands.every if item.recommendation.pk in own or _owes_a_step(old, item)
    ]
    return Leaving(
        on=on,
        items=tuple(item for item in theirs if is_open(item)),
        closed=tuple(item for item in theirs if not is_open(item)),
        with_reports=frozenset(with_reports),
        remits=tuple(remits),
        ownerships=tuple(ownerships),
        milestones=tuple(milestones),
        resolutions=() if is_body else tuple(_to_act_on(old, last, known_at)),
        topics=tuple(_on_its_programme(old, on, known_at)) if is_body else (),
    )


def _to_act_on(post: Owner, last: date, known_at: datetime) -> QuerySet[Resolution]:
    """What was resolved by that day, done or not, and has gone to nobody else since."""
    passed_on = ResolutionOwnership.objects.order_by()
    since = passed_on.filter(held_on(last), post=post.pk, until__isnull=True)
    never_passed_on = Q(owner=post.pk) & ~Q(pk__in=passed_on.values("resolution"))
    standing = Resolution.objects.standing(as_at=last, known_at=known_at)
    return standing.filter(never_passed_on | Q(pk__in=since.values("resolution")))


def _on_its_programme(body: Owner, on: date, known_at: datetime) -> Iterator[Topic]:
    """The topics still open on its last day, of which nothing was said since."""
    every = Topic.objects.filter(body=body.pk).with_stages(as_at=date.max, known_at=known_at)
    for topic in every:
        if topic.last.on < on and not topic.is_dropped and not topic.is_taken_by(on):
            yield topic


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


def _watched(owner: Owner, remits: list[Remit], day: date) -> set[int]:
    """The wholes that a body watches, of the reports that these remits are over."""
    reports = [row.report_id for row in remits if row.report_id]
    if not isinstance(owner, Body) or not reports:
        return set()
    wholes = Recommendation.objects.filter(report__in=reports, parent__isnull=True)
    return set(wholes.filter(watched_by(owner, day=day)).values_list("pk", flat=True))


def _owes_a_step(owner: Owner, item: Item) -> bool:
    return any(step.owner == owner and step.done_on is None for step in item.milestones)
