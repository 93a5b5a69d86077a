"""What passed on in a hand-over, as it stood on the successor's first day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from recommendations.models import (
    Body,
    MilestoneOwnership,
    Ownership,
    Recommendation,
    Resolution,
    ResolutionDone,
    Succession,
    TopicStage,
    Viewer,
)
from recommendations.models.remits import watched_by
from recommendations.models.since_until import held_on
from recommendations.standing.leaving import A_DAY, Owner, is_open, key_of
from recommendations.standing.register import Item, register
from reports.builders.held import Held
from reports.builders.lines import position, reasons
from reports.builders.names import Names
from reports.builders.notice import in_full
from reports.documents.roll_over import RolledForward, RollOver, Share, ToActOn, ToLookAt


def roll_over(viewer: Viewer, rows: Sequence[Succession], *, known_at: datetime) -> RollOver:
    """``rows`` are those of one hand-over; what this viewer may not see is not in it.

    What was closed passed on too, and is counted only.
    """
    old, on = rows[0].old, rows[0].on
    last = on - A_DAY
    before, after = Names(viewer, as_at=last), Names(viewer, as_at=on)
    taken = {row.pk: taken_over(viewer, old, row.successor, last=last, on=on) for row in rows}
    moved = {number for of_one in taken.values() for number in of_one.held_as}
    steps = {number for of_one in taken.values() for number in of_one.steps}
    visible = Recommendation.objects.visible_to(viewer)
    either = visible.filter(Q(pk__in=moved) | Q(milestones__in=steps)).distinct()
    stands = register(viewer, either, as_at=on, known_at=known_at)
    still_open = [item for item in stands.every if is_open(item)]
    return RollOver(
        council=viewer.council.name,
        letterhead=viewer.council.letterhead,
        old=called(old, before),
        on=on,
        known_at=known_at,
        reason=rows[0].reason,
        shares=tuple(
            Share(
                to=called(row.successor, after),
                lines=tuple(
                    rolled_forward(item, held_as, on=on)
                    for item in still_open
                    if (held_as := taken[row.pk].of(item))
                ),
                resolutions=tuple(
                    to_act_on(viewer, old, row.successor, on=on, known_at=known_at, names=before)
                ),
                topics=tuple(to_look_at(viewer, row, known_at=known_at)),
            )
            for row in rows
        ),
        closed=sum(item.recommendation.pk in moved and not is_open(item) for item in stands.every),
    )


def called(owner: Owner, names: Names) -> str:
    return names.of(owner) if isinstance(owner, Body) else owner.title


@dataclass(frozen=True)
class Taken:
    """What one successor took over: how it holds each item, by its number, and which milestones."""

    held_as: Mapping[int, list[str]]
    steps: Collection[int]

    def of(self, item: Item) -> tuple[str, ...]:
        """What of it was still to be done."""
        steps = (
            f"milestone “{step.row.text}”"
            for step in item.milestones
            if step.row.root_id in self.steps and step.done_on is None
        )
        return (*self.held_as.get(item.recommendation.pk, ()), *steps)


def taken_over(viewer: Viewer, old: Owner, new: Owner, *, last: date, on: date) -> Taken:
    """What was the one's on its last day, and on the next is the other's and no more its own."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    visible = Recommendation.objects.visible_to(viewer)
    if isinstance(old, Body) and isinstance(new, Body):
        wholes = visible.filter(watched_by(old, day=last), watched_by(new, day=on))
        gone = wholes.filter(parent__isnull=True).exclude(watched_by(old, day=on))
        for number in gone.values_list("pk", flat=True):
            found[number].append("watched")
    owned = Ownership.objects.visible_to(viewer)
    then = owned.filter(held_on(last), **key_of(old)).values("recommendation")
    still = owned.filter(held_on(on), **key_of(old)).values("recommendation")
    taken = owned.filter(held_on(on), recommendation__in=then, **key_of(new))
    for row in taken.exclude(recommendation__in=still):
        found[row.recommendation_id].append(f"owned as {row.get_share_display().lower()}")
    if isinstance(old, Body):
        return Taken(found, ())
    owed = MilestoneOwnership.objects.visible_to(viewer)
    promised = owed.owed_by([old.pk], day=last).values("milestone")
    steps = owed.owed_by([new.pk], day=on).filter(milestone__in=promised)
    return Taken(found, set(steps.values_list("milestone", flat=True)))


def to_act_on(
    viewer: Viewer, old: Owner, new: Owner, *, on: date, known_at: datetime, names: Names
) -> Iterator[ToActOn]:
    """What the one was to act on on its last day, and the other is from the next, not done yet."""
    if isinstance(old, Body):
        return
    done = (
        ResolutionDone.objects.visible_to(viewer)
        .standing(as_at=on - A_DAY, known_at=known_at)
        .order_by()
    )
    standing = Resolution.objects.visible_to(viewer).standing(as_at=on, known_at=known_at)
    taken = standing.of_posts([old.pk], day=on - A_DAY).of_posts([new.pk], day=on)
    for row in taken.exclude(pk__in=done.values("resolution")).for_listing():
        yield ToActOn(
            body=names.of(row.item.meeting.body),
            on=row.on,
            minute=row.reference,
            words=row.text or row.get_kind_display(),
            about=row.recommendation.address if row.recommendation else "",
            report=row.report.title if row.report else "",
            due_on=row.due_on,
        )


def to_look_at(viewer: Viewer, row: Succession, *, known_at: datetime) -> Iterator[ToLookAt]:
    """The topics that passed on, as they are called now."""
    stages = TopicStage.objects.visible_to(viewer).standing(as_at=row.on, known_at=known_at)
    about = ("topic__recommendation__report",)
    for stage in stages.filter(succession=row).select_related(*about):
        topic, came_from = stage.topic, stage.topic.recommendation
        yield ToLookAt(
            title=topic.title,
            meant_for=topic.meant_for,
            about=came_from.address if came_from else "",
            report=came_from.report.title if came_from else "",
        )


def rolled_forward(item: Item, held_as: tuple[str, ...], *, on: date) -> RolledForward:
    made, rating = item.recommendation, item.rating
    stands = position(item, Held())
    return RolledForward(
        words=in_full(item),
        report=made.report.title,
        report_slug=made.report.slug,
        days_open=(on - made.exists_from).days,
        held_as=held_as,
        rag=rating.rag if rating else None,
        reasons=reasons(rating, on) if rating else (),
        position=stands.status if stands else "",
    )
