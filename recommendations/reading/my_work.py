"""What a person's posts owe, most urgent first, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from recommendations.models import (
    DateChange,
    Evidence,
    Post,
    PostHolding,
    ProgressUpdate,
    Recommendation,
    Resolution,
    Standing,
    Viewer,
)
from recommendations.models.since_until import held_on
from recommendations.reading.notices import Served, awaited
from recommendations.reading.resolutions import asked_of
from recommendations.reading.responses import Waiting, waiting_for
from recommendations.reading.rounds import MyRound, my_rounds
from recommendations.rules.policies import Policy
from recommendations.rules.roles import Permission
from recommendations.standing.owing import Owing, owed_by
from recommendations.standing.register import Item, MilestoneNow, register

SENT_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Owed(Owing):
    """What somebody owes, with the draft they have begun."""

    draft: ProgressUpdate | None

    @property
    def urgency(self) -> tuple[int, date, int]:
        rating = self.item.rating
        day = (rating.next_day if rating else None) or date.max
        return -(rating.rag.severity if rating else 0), day, self.item.recommendation.position


@dataclass(frozen=True, kw_only=True)
class OwedByPost:
    """``held_as`` says whether the person holds the post, deputises in it or reports for it."""

    post: Post
    held_as: str
    owed: tuple[Owed, ...]
    quiet: int


@dataclass(frozen=True, kw_only=True)
class MyWork:
    policy: Policy
    rounds: tuple[MyRound, ...]
    resolved: tuple[Resolution, ...]
    posts: tuple[OwedByPost, ...]
    drafts: tuple[ProgressUpdate, ...]
    sent: tuple[ProgressUpdate, ...]
    asked_for: tuple[tuple[Item, MilestoneNow], ...]
    complete: tuple[Owed, ...]
    to_decide: tuple[DateChange, ...]
    to_accept: tuple[Standing, ...]
    held_back: tuple[Evidence, ...]
    responses: tuple[Waiting, ...]
    awaited: tuple[Served, ...]

    @property
    def to_report(self) -> int:
        return sum(len(of_post.owed) for of_post in self.posts)

    @property
    def waiting(self) -> int:
        return len(self.asked_for) + len(self.complete)


def my_work(viewer: Viewer, *, today: date, now: datetime) -> MyWork:
    """In a fixed number of queries, however much is owed."""
    drafts = drafts_of(viewer)
    stands = register(
        viewer,
        Recommendation.objects.visible_to(viewer).owed_by(viewer.posts, day=today),
        as_at=today,
        known_at=now,
    )
    begun = {draft.recommendation_id: draft for draft in drafts if draft.milestone_id is None}
    posts = []
    complete: dict[int, Owed] = {}
    for holding in holdings_of(viewer, today=today):
        every = [
            Owed(
                item=owing.item,
                steps=owing.steps,
                speaks_for_it=owing.speaks_for_it,
                draft=begun.get(owing.item.recommendation.pk),
            )
            for owing in owed_by(holding.post, stands.items)
        ]
        rated = [owed for owed in every if owed.is_open]
        done = [owed for owed in rated if owed.is_reported_complete]
        complete |= {owed.item.recommendation.pk: owed for owed in done}
        owed = [one for one in rated if one not in done]
        posts.append(
            OwedByPost(
                post=holding.post,
                held_as=holding.kind,
                owed=tuple(sorted(owed, key=lambda one: one.urgency)),
                quiet=len(every) - len(rated),
            )
        )
    return MyWork(
        policy=stands.policy,
        rounds=tuple(my_rounds(viewer, today=today)),
        resolved=tuple(asked_of(viewer, today=today, now=now)),
        posts=tuple(posts),
        drafts=tuple(drafts),
        sent=tuple(sent_by(viewer, today=today, now=now)),
        asked_for=tuple(asked_for(posts)),
        complete=tuple(complete.values()),
        to_decide=tuple(to_decide(viewer, today=today, now=now)),
        to_accept=tuple(to_accept(viewer, today=today, now=now)),
        held_back=tuple(held_back(viewer, today=today, now=now)),
        responses=tuple(waiting_for(viewer, today=today, now=now)),
        awaited=tuple(
            awaited(viewer, today=today, now=now) if viewer.can(Permission.NOTICE_SERVE) else ()
        ),
    )


def holdings_of(viewer: Viewer, *, today: date) -> Iterator[PostHolding]:
    """Of each post the closest tie: to hold it, else to deputise, else to report for it."""
    if viewer.person is None:
        return
    held = viewer.person.holdings.filter(held_on(today), post__in=viewer.posts)
    ties = list(PostHolding.Kind)
    seen: set[int] = set()
    for holding in sorted(
        held.select_related("post"),
        key=lambda one: (ties.index(PostHolding.Kind(one.kind)), one.pk),
    ):
        if holding.post_id not in seen:
            seen.add(holding.post_id)
            yield holding


def drafts_of(viewer: Viewer) -> list[ProgressUpdate]:
    if viewer.person is None:
        return []
    drafts = ProgressUpdate.objects.visible_to(viewer).drafts_of(viewer.person)
    return list(drafts.for_listing())


def sent_by(viewer: Viewer, *, today: date, now: datetime) -> list[ProgressUpdate]:
    """What this person sent last and has not taken back."""
    if viewer.person is None:
        return []
    sent = ProgressUpdate.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    return list(sent.submitted_by(viewer.person).for_listing().reverse()[:SENT_SHOWN])


def asked_for(posts: list[OwedByPost]) -> Iterator[tuple[Item, MilestoneNow]]:
    """The new dates asked for and not decided, each once."""
    seen: set[int] = set()
    for of_post in posts:
        for owed in of_post.owed:
            for step in owed.steps:
                if step.asked_for and step.row.pk not in seen:
                    seen.add(step.row.pk)
                    yield owed.item, step


def to_decide(viewer: Viewer, *, today: date, now: datetime) -> list[DateChange]:
    changes = DateChange.objects.editable_by(viewer, to=Permission.NEW_DATE_DECIDE)
    return list(changes.undecided(as_at=today, known_at=now))


def to_accept(viewer: Viewer, *, today: date, now: datetime) -> list[Standing]:
    """Where an officer states better than the record, and nobody has accepted it."""
    standings = Standing.objects.editable_by(viewer, to=Permission.RATING_ACCEPT).on(today)
    differing = standings.filter(rating__has_key="officer_says").for_listing(
        today=today, known_at=now
    )
    return [
        standing
        for standing in differing
        if (rated := standing.rated).officer_says
        and rated.rag is rated.record
        and rated.officer_says.severity < rated.record.severity
    ]


def held_back(viewer: Viewer, *, today: date, now: datetime) -> Iterable[Evidence]:
    """The files that were not scanned for viruses, for whoever may let them through."""
    if not viewer.can(Permission.EVIDENCE_RELEASE):
        return ()
    evidence = Evidence.objects.editable_by(viewer, to=Permission.EVIDENCE_RELEASE)
    waiting = evidence.standing(as_at=today, known_at=now).held_back(today=today)
    return waiting.select_related("recommendation__council", "recommendation__report")
