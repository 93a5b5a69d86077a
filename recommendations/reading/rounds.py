"""A round of updates: who has answered, who has not, and the rows of the page that answers all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from recommendations.models import (
    Body,
    Owed,
    Post,
    ProgressUpdate,
    Recommendation,
    UpdateRound,
    Viewer,
)
from recommendations.models.rounds import OwedQuerySet
from recommendations.models.wordings import words_of
from recommendations.services import progress
from recommendations.standing.register import Item, MilestoneNow, register


@dataclass(frozen=True, kw_only=True)
class OwnerInRound:
    """What one owner was asked about, in printed order."""

    owner: Post | Body
    rows: tuple[Owed, ...]

    @property
    def waiting(self) -> tuple[Owed, ...]:
        return tuple(row for row in self.rows if not row.is_in)

    @property
    def came(self) -> int:
        return len(self.rows) - len(self.waiting)

    @property
    def is_silent(self) -> bool:
        return not self.came

    @property
    def key(self) -> str:
        return f"{'body' if isinstance(self.owner, Body) else 'post'}-{self.owner.pk}"


def of_several_reports(rows: Iterable[Owed]) -> bool:
    """Whether an address alone could be another report's."""
    return len({row.recommendation.report_id for row in rows}) > 1


def owners_in(rows: Iterable[Owed]) -> list[OwnerInRound]:
    """The silent first, then those of whom most is missing."""
    by_owner: dict[Post | Body, list[Owed]] = {}
    for row in rows:
        by_owner.setdefault(row.owner, []).append(row)
    owners = [OwnerInRound(owner=owner, rows=tuple(of)) for owner, of in by_owner.items()]
    return sorted(owners, key=lambda one: (not one.is_silent, -len(one.waiting), str(one.owner)))


def owed_in(viewer: Viewer, round_: UpdateRound, *, now: datetime) -> OwedQuerySet:
    """What was asked in a round, as far as this viewer may see it, in printed order."""
    words = words_of("recommendation", as_at=round_.closes, known_at=now)
    return (
        Owed.objects.visible_to(viewer)
        .filter(round=round_)
        .with_answers()
        .select_related(
            "round",
            "recommendation__council",
            "recommendation__report",
            "milestone",
            "post",
            "body",
        )
        .prefetch_related(words)
        .order_by("recommendation__report", "recommendation__position", "pk")
    )


@dataclass(frozen=True, kw_only=True)
class MyRound:
    """A round under way, with how much the viewer's posts owe in it and how much has come."""

    round: UpdateRound
    owed: int
    came: int

    @property
    def left(self) -> int:
        return self.owed - self.came


def my_rounds(viewer: Viewer, *, today: date) -> list[MyRound]:
    """The rounds under way in which a post of the viewer's was asked."""
    rows = (
        Owed.objects.visible_to(viewer)
        .filter(
            round__in=UpdateRound.objects.visible_to(viewer).under_way(today), post__in=viewer.posts
        )
        .with_answers()
        .select_related("round__meeting__body")
    )
    counts: dict[UpdateRound, list[bool]] = {}
    for row in rows:
        counts.setdefault(row.round, []).append(row.is_in)
    found = (MyRound(round=round_, owed=len(of), came=sum(of)) for round_, of in counts.items())
    return sorted(found, key=lambda one: one.round.closes)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One row to be answered: what was asked, how it stands, the last update, and one's draft."""

    owed: Owed
    item: Item
    step: MilestoneNow | None
    occurrence: date | None
    latest: int | None
    last: ProgressUpdate | None
    draft: ProgressUpdate | None

    @property
    def address(self) -> str:
        return self.item.address


def asked(viewer: Viewer, rows: list[Owed], *, today: date, now: datetime) -> Iterator[Asked]:
    """In a fixed number of queries. What is done or gone since it was asked is left out."""
    chosen = [row.recommendation_id for row in rows]
    seen = Recommendation.objects.visible_to(viewer)
    stands = register(viewer, seen.filter(pk__in=chosen), as_at=today, known_at=now)
    items = {item.recommendation.pk: item for item in stands.every}
    newest = progress.latest_of_each(chosen)
    drafts = drafts_of(viewer, rows)
    for row in rows:
        item = items.get(row.recommendation_id)
        step = step_of(item, row) if item else None
        if item is None or (row.milestone_id and step is None):
            continue
        occurrence = step.occurrences[0] if step and step.recurs and step.occurrences else None
        about = (row.recommendation_id, row.milestone_id, occurrence)
        latest = newest.get(about)
        yield Asked(
            owed=row,
            item=item,
            step=step,
            occurrence=occurrence,
            latest=latest,
            last=next((update for update in item.updates if update.pk == latest), None),
            draft=drafts.get(about),
        )


def step_of(item: Item, row: Owed) -> MilestoneNow | None:
    """The milestone that was asked about, while it is open."""
    steps = (step for step in item.milestones if step.row.root_id == row.milestone_id)
    return next((step for step in steps if step.duty and step.duty.is_open), None)


def drafts_of(viewer: Viewer, rows: list[Owed]) -> dict[progress.About, ProgressUpdate]:
    if viewer.person is None:
        return {}
    drafts = ProgressUpdate.objects.visible_to(viewer).drafts_of(viewer.person)
    mine = drafts.filter(recommendation__in=[row.recommendation_id for row in rows])
    return {(row.recommendation_id, row.milestone_id, row.occurrence): row for row in mine}
