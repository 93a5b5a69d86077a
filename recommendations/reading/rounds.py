"""A round of updates: who has answered, who has not, and the rows of the page that answers all."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects

from recommendations.models import (
    Body,
    Owed,
    Post,
    ProgressUpdate,
    Recommendation,
    Resolution,
    ResolutionDone,
    ResolutionDraft,
    ResolutionOwed,
    ResolutionUpdate,
    ScrutinyReport,
    UpdateRound,
    Viewer,
)
from recommendations.models.rounds import OwedQuerySet, ResolutionOwedQuerySet
from recommendations.models.wordings import words_of
from recommendations.reading.resolutions import begun_by
from recommendations.services import progress
from recommendations.standing.register import Item, MilestoneNow, register
from recommendations.standing.rows import grouped


@dataclass(frozen=True, kw_only=True)
class OwnerInRound:
    """What one owner was asked about, in printed order; then what was resolved."""

    owner: Post | Body
    rows: tuple[Owed, ...]
    resolutions: tuple[ResolutionOwed, ...]

    @property
    def waiting(self) -> tuple[Owed, ...]:
        return tuple(row for row in self.rows if not row.is_in)

    @property
    def resolutions_waiting(self) -> tuple[ResolutionOwed, ...]:
        return tuple(row for row in self.resolutions if not row.is_in)

    @property
    def asked(self) -> int:
        return len(self.rows) + len(self.resolutions)

    @property
    def left(self) -> int:
        return len(self.waiting) + len(self.resolutions_waiting)

    @property
    def came(self) -> int:
        return self.asked - self.left

    @property
    def is_silent(self) -> bool:
        return not self.came

    @property
    def key(self) -> str:
        return f"{'body' if isinstance(self.owner, Body) else 'post'}-{self.owner.pk}"


def of_several_reports(rows: Iterable[Owed]) -> bool:
    """Whether an address alone could be another report's."""
    return len({row.recommendation.report_id for row in rows}) > 1


def owners_in(
    rows: Iterable[Owed], resolutions: Iterable[ResolutionOwed] = ()
) -> list[OwnerInRound]:
    """The silent first, then those of whom most is missing."""
    items: Mapping[Post | Body, list[Owed]] = grouped(rows, lambda row: row.owner)
    resolved: Mapping[Post | Body, list[ResolutionOwed]]
    resolved = grouped(resolutions, lambda row: row.owner)
    owners = [
        OwnerInRound(owner=owner, rows=tuple(items[owner]), resolutions=tuple(resolved[owner]))
        for owner in dict.fromkeys([*items, *resolved])
    ]
    return sorted(owners, key=lambda one: (not one.is_silent, -one.left, str(one.owner)))


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


def resolutions_in(viewer: Viewer, round_: UpdateRound) -> ResolutionOwedQuerySet:
    """What was asked in a round of what its body resolved, as far as this viewer may see it."""
    return (
        ResolutionOwed.objects.visible_to(viewer)
        .filter(round=round_)
        .still_asked()
        .with_answers()
        .select_related(
            "resolution__item__meeting__body",
            "resolution__recommendation__council",
            "resolution__recommendation__report",
            "resolution__report",
            "resolution__owner",
            "post",
        )
        .order_by("resolution__on", "pk")
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
    under_way = UpdateRound.objects.visible_to(viewer).under_way(today)
    mine = {"round__in": under_way, "post__in": viewer.posts}
    items = Owed.objects.visible_to(viewer).filter(**mine).with_answers()
    resolved = ResolutionOwed.objects.visible_to(viewer).filter(**mine).still_asked()
    of_meeting = "round__meeting__body"
    counts: dict[UpdateRound, list[bool]] = {}
    for row in (
        *items.select_related(of_meeting),
        *resolved.with_answers().select_related(of_meeting),
    ):
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
    def key(self) -> str:
        return key_of(self.owed, self.occurrence)

    @property
    def address(self) -> str:
        return self.item.address

    @property
    def report(self) -> ScrutinyReport:
        return self.item.recommendation.report


@dataclass(frozen=True, kw_only=True)
class AskedToAct:
    """One row about a resolution: what was asked, the last word on it, and one's draft."""

    owed: ResolutionOwed
    last: ResolutionUpdate | None
    draft: ResolutionDraft | None

    @property
    def key(self) -> str:
        return f"resolution-{self.owed.pk}"

    @property
    def resolution(self) -> Resolution:
        return self.owed.resolution

    @property
    def address(self) -> str:
        about = self.resolution.recommendation
        return f"minute {self.resolution.reference}{f' on {about.address}' if about else ''}"

    @property
    def report(self) -> ScrutinyReport | None:
        return self.resolution.report


def asked_to_act(
    viewer: Viewer, rows: list[ResolutionOwed], *, today: date, now: datetime
) -> Iterator[AskedToAct]:
    """In a fixed number of queries, each with what ended it."""
    chosen = [row.resolution_id for row in rows]
    done = ResolutionDone.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    prefetch_related_objects(rows, Prefetch("resolution__done", done, to_attr="ended"))
    last = ResolutionUpdate.objects.visible_to(viewer).last_word_on(chosen)
    drafts = begun_by(viewer, chosen)
    for row in rows:
        number = row.resolution_id
        yield AskedToAct(owed=row, last=last.get(number), draft=drafts.get(number))


def asked(
    viewer: Viewer,
    rows: list[Owed],
    *,
    today: date,
    now: datetime,
    typing: Container[str] = (),
) -> Iterator[Asked]:
    """In a fixed number of queries. What is done or gone since it was asked is left out, but for
    the rows in which somebody was ``typing``, by their keys."""
    chosen = [row.recommendation_id for row in rows]
    seen = Recommendation.objects.visible_to(viewer)
    stands = register(viewer, seen.filter(pk__in=chosen), as_at=today, known_at=now)
    items = {item.recommendation.pk: item for item in stands.every}
    newest = progress.latest_of_each(chosen)
    drafts = drafts_of(viewer, rows)
    for row in rows:
        item = items.get(row.recommendation_id)
        of_what = asked_about(item, row, typing) if item else None
        if item is None or of_what is None:
            continue
        step, occurrence = of_what
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


def asked_about(
    item: Item, row: Owed, typing: Container[str]
) -> tuple[MilestoneNow | None, date | None] | None:
    """The milestone that was asked about while it is open, and its oldest occurrence, if any; what
    somebody was typing about in any case."""
    if row.milestone_id is None:
        return None, None
    steps = [step for step in item.milestones if step.row.root_id == row.milestone_id]
    for step in steps:
        days: Sequence[date | None] = step.known_occurrences if step.recurs else (None,)
        for day in days:
            if key_of(row, day) in typing:
                return step, day
    for step in steps:
        if step.duty and step.duty.is_open:
            return step, step.occurrences[0] if step.recurs and step.occurrences else None
    return None


def key_of(row: Owed, occurrence: date | None) -> str:
    return f"{row.pk}-{occurrence:%Y%m%d}" if occurrence else str(row.pk)


def drafts_of(viewer: Viewer, rows: list[Owed]) -> dict[progress.About, ProgressUpdate]:
    if viewer.person is None:
        return {}
    drafts = ProgressUpdate.objects.visible_to(viewer).drafts_of(viewer.person)
    mine = drafts.filter(recommendation__in=[row.recommendation_id for row in rows])
    return {(row.recommendation_id, row.milestone_id, row.occurrence): row for row in mine}
