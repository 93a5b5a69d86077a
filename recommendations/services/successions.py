"""Handing over all that a body or a post has: in bulk, at once, and with its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from recommendations.models import (
    Body,
    MilestoneOwnership,
    Ownership,
    Recommendation,
    Remit,
    ResolutionOwnership,
    Succession,
    Topic,
    User,
)
from recommendations.models.recording import moment_of_recording
from recommendations.models.since_until import KnownSinceUntil, held_on
from recommendations.rules.wording import day_words
from recommendations.services.bodies import end_body
from recommendations.services.change import Refused, change, refuse_the_future
from recommendations.services.submissions import Conflict
from recommendations.services.topics import pass_on
from recommendations.standing.leaving import A_DAY, Leaving, Owner, heir_of, key_of, left_by
from recommendations.standing.rows import grouped

S = TypeVar("S", bound=KnownSinceUntil)

AT_A_TIME = 500
SHARES = [share.value for share in Ownership.Share]
"""From the one that asks most."""


def refuse_successors(old: Owner, to: Sequence[Owner]) -> None:
    """Say in words why these cannot come after it."""
    if not to:
        raise Refused("Choose who comes after it.")
    for successor in to:
        if type(successor) is not type(old) or successor.council_id != old.council_id:
            raise Refused("Only a body follows a body, and a post a post, of the same council.")
        if successor == old:
            raise Refused(f"{old} cannot come after itself.")
    if len(set(to)) < len(to):
        raise Refused("Choose each successor once.")


def refuse_day(old: Owner, to: Sequence[Owner], *, on: date) -> None:
    """Say in words why it cannot be handed over to these from that day."""
    refuse_the_future(on)
    if isinstance(old, Body) and old.began_on and on <= old.began_on:
        raise Refused(f"{old} began on {day_words(old.began_on)}: enter a later day.")
    for successor in to:
        if not isinstance(successor, Body):
            continue
        if successor.began_on and on < successor.began_on:
            raise Refused(f"{successor} began on {day_words(successor.began_on)}, after this day.")
        if successor.ended_on and on > successor.ended_on:
            raise Refused(
                f"{successor}’s last day was {day_words(successor.ended_on)}, before this day."
            )
    if Succession.objects.filter(on=on, **_column("from", old)).exists():
        raise Refused(f"{old} was handed over from {day_words(on)} already.")


def hand_over(
    *,
    old: Owner,
    to: Sequence[Owner],
    on: date,
    instead: Mapping[int, Owner],
    seen: str,
    ends: bool,
    by: User,
    why: str,
) -> Succession:
    """Pass on everything from ``on``, to the first successor or the one named ``instead``.

    ``instead`` is by the number of a recommendation; a milestone goes with what it serves, what
    was resolved with what it is about, a topic with what it came from.
    ``seen`` is what whoever asks was looking at; ``Conflict`` brings what would pass on now.
    ``ends``: the day before is the body's last.
    """
    last = on - A_DAY
    with change() as touched:
        held = type(old)._default_manager.select_for_update(no_key=True).get(pk=old.pk)
        refuse_successors(held, to)
        refuse_day(held, to, on=on)
        left = left_by(held, on=on, known_at=timezone.now())
        if left.seen != seen:
            raise Conflict(left)
        rows = [
            Succession.objects.create(
                council=held.council,
                on=on,
                by=by,
                reason=why,
                **_column("from", held),
                **_column("to", successor),
            )
            for successor in to
        ]
        passing = Passing(left, held, to[0], instead)
        _end([*left.remits], until=last, by=by, why=why)
        _begin([*passing.remits()], by=by, why=why)
        owned = [*passing.ownerships()]
        _end([*left.ownerships, *passing.outdone], until=last, by=by, why=why)
        _begin(owned, by=by, why=why)
        _end([*left.milestones], until=last, by=by, why=why)
        _begin([*passing.milestones()], by=by, why=why)
        _end([*passing.acted_on], until=last, by=by, why=why)
        _begin([*passing.resolutions()], by=by, why=why)
        pass_on([*passing.topics(rows)], by=by, why=why)
        touched.touch_all(
            Recommendation.objects.filter(pk__in=[row.recommendation_id for row in left.ownerships])
        )
        if ends and isinstance(held, Body):
            end_body(body=held, seen=str(held.version), until=last, by=by, why=why)
        return rows[0]


class Passing:
    """The rows that begin where what was left goes to its successors."""

    def __init__(
        self, left: Leaving, old: Owner, first: Owner, instead: Mapping[int, Owner]
    ) -> None:
        self.left, self.old, self.first = left, old, first
        self.outdone: list[Ownership] = []
        """What a successor owned already, and owns more of from now on."""
        self.heirs = {
            one.recommendation.pk: heir_of(one.recommendation, first=first, instead=instead)
            for one in left.every
        }
        self.heirs_of_steps = {
            step.row.root_id: self.heirs[one.recommendation.pk]
            for one in reversed(left.every)
            for step in one.milestones
        }

    def heir(self, recommendation: int | None) -> Owner:
        """What is yet to be made goes to the first."""
        return self.heirs.get(recommendation or 0, self.first)

    def remits(self) -> Iterator[Remit]:
        """Those over reports and over single recommendations.

        A remit over one recommendation stands before those over its report, of whatever body: so
        one that goes elsewhere needs one of each body that goes on watching it.
        """
        beside = Remit.objects.filter(held_on(self.left.on)).exclude(body=self.old.pk)
        over_reports = grouped(beside.filter(report__isnull=False), lambda row: row.report_id)
        single = beside.filter(recommendation__isnull=False)
        over_ones = set(single.values_list("recommendation", "body"))
        for row in self.left.remits:
            if row.report_id is not None:
                if self.first.pk not in {one.body_id for one in over_reports[row.report_id]}:
                    yield self.remit(self.first.pk, report_id=row.report_id)
            else:
                heir = self.heir(row.recommendation_id)
                if (row.recommendation_id, heir.pk) not in over_ones:
                    yield self.remit(heir.pk, recommendation_id=row.recommendation_id)
        for item in self.left.every:
            made = item.recommendation
            heir = self.heir(made.pk)
            if made.pk in self.left.with_reports and heir != self.first:
                for body in {heir.pk, *(one.body_id for one in over_reports[made.report_id])}:
                    yield self.remit(body, recommendation_id=made.pk)

    def remit(self, body: int, **over: int | None) -> Remit:
        return Remit(body_id=body, since=self.left.on, **over)

    def milestones(self) -> Iterator[MilestoneOwnership]:
        for row in self.left.milestones:
            heir = self.heirs_of_steps.get(row.milestone_id, self.first)
            yield MilestoneOwnership(
                milestone_id=row.milestone_id, post_id=heir.pk, since=self.left.on
            )

    @property
    def acted_on(self) -> QuerySet[ResolutionOwnership]:
        """By which it came to whoever leaves it; there is none where the resolution names them."""
        return ResolutionOwnership.objects.filter(
            resolution__in=[row.pk for row in self.left.resolutions], until__isnull=True
        )

    def resolutions(self) -> Iterator[ResolutionOwnership]:
        for row in self.left.resolutions:
            heir = self.heir(row.recommendation_id)
            yield ResolutionOwnership(resolution=row, post_id=heir.pk, since=self.left.on)

    def topics(self, rows: Iterable[Succession]) -> Iterator[tuple[Topic, Succession]]:
        to = {row.successor: row for row in rows}
        for topic in self.left.topics:
            yield topic, to[self.heir(topic.recommendation_id)]

    def ownerships(self) -> Iterator[Ownership]:
        """Each with the same share; what a successor owned already stays where it asks as much."""
        rows = self.left.ownerships
        still = Ownership.objects.filter(
            recommendation__in=[row.recommendation_id for row in rows], until__isnull=True
        )
        (kind,) = key_of(self.old)
        theirs = {(row.recommendation_id, getattr(row, f"{kind}_id")): row for row in still}
        for row in rows:
            heir = self.heir(row.recommendation_id)
            has = theirs.get((row.recommendation_id, heir.pk))
            if has is not None:
                if not has.holds_on(self.left.last) or SHARES.index(has.share) <= SHARES.index(
                    row.share
                ):
                    continue
                self.outdone.append(has)
            yield Ownership(
                recommendation_id=row.recommendation_id,
                share=row.share,
                since=self.left.on,
                **key_of(heir),
            )


def _column(which: str, owner: Owner) -> dict[str, Any]:
    ((kind, named),) = key_of(owner).items()
    return {f"{which}_{kind}": named}


def _end(rows: list[S], *, until: date, by: User, why: str) -> None:
    """Fill the empty ``until`` of each, in few queries however many, and keep the history."""
    if not rows:
        return
    model: Any = type(rows[0])
    recorded_at = moment_of_recording()
    for row in rows:
        row.until, row.until_recorded_at = until, recorded_at
    still = model.objects.filter(until__isnull=True)
    ends = ["until", "until_recorded_at"]
    if still.bulk_update(rows, ends, batch_size=AT_A_TIME) != len(rows):
        raise Refused("Some of it was given to somebody else meanwhile: look at it again.")
    _keep(rows, update=True, by=by, why=why)


def _begin(rows: list[S], *, by: User, why: str) -> None:
    if rows:
        made = type(rows[0])._default_manager.bulk_create(rows, batch_size=AT_A_TIME)
        _keep(made, update=False, by=by, why=why)


def _keep(rows: Sequence[S], *, update: bool, by: User, why: str) -> None:
    history: Any = type(rows[0]).history  # type: ignore[attr-defined]
    history.bulk_history_create(
        rows,
        batch_size=AT_A_TIME,
        update=update,
        default_user=by,
        default_change_reason=why,
        default_date=moment_of_recording(),
    )
