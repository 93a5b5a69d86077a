"""The register as at a day: each recommendation with its rating and the rows that explain it."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from recommendations import models
from recommendations.models.recommendations import RecommendationQuerySet, whole_of
from recommendations.rules.answers import given_responses
from recommendations.rules.due import DueDays, Meaning, due_days
from recommendations.rules.duties import Duty, Setting, duty_of
from recommendations.rules.event_days import known_day
from recommendations.rules.facts import Facts
from recommendations.rules.item import Item as Measured
from recommendations.rules.policies import Policy, policy_of
from recommendations.rules.rag import rate
from recommendations.rules.ratings import Rating
from recommendations.rules.the_day import TheDay
from recommendations.standing import facts
from recommendations.standing.rows import Rows, read

R = TypeVar("R")
C = TypeVar("C", bound=models.Classified)


@dataclass(frozen=True, kw_only=True)
class MilestoneNow:
    """A milestone as at the day: what was promised first, and the duty that it is now.

    ``owner`` is whoever owes it, or owed it on the day it was done.
    """

    row: models.Milestone
    owner: models.Post | None
    original: DueDays
    duty: Duty | None
    asked_for: models.DateChange | None
    done_on: date | None
    outcomes: Sequence[models.OccurrenceOutcome]
    occurrences: Sequence[date] = ()
    behind: date | None = None
    """The day the item was reopened or woke, of which it lies behind if it has no duty left."""

    @property
    def original_day(self) -> date | None:
        return self.original.days[0] if self.original.days else None

    @property
    def due_corrected(self) -> bool:
        """Whether its original date is not the one that was recorded first."""
        return bool(self.row.original_due != self.row.root.original_due)

    @property
    def day(self) -> date | None:
        """The day promised now; of what recurs, the oldest occurrence not done."""
        return self.duty.day if self.duty else None

    @property
    def recurs(self) -> bool:
        return self.duty is not None and self.duty.meaning is Meaning.OCCURRENCES

    @property
    def known_occurrences(self) -> Sequence[date]:
        """Those that are still to be reported on, and those of which something is recorded."""
        return *self.occurrences, *(outcome.due for outcome in self.outcomes)

    @property
    def may_move(self) -> bool:
        """What is done has no date to move, and what recurs goes by its own rule."""
        return self.done_on is None and not self.recurs

    @property
    def is_due(self) -> bool:
        return self.duty is not None and self.duty.has_day

    @property
    def moves(self) -> int:
        return self.duty.move.changes if self.duty and self.duty.move else 0


@dataclass(frozen=True, kw_only=True)
class Item:
    """A recommendation, or a part of one, as at the day. ``rating`` is None where none is due."""

    recommendation: models.Recommendation
    rating: Rating | None
    wordings: Sequence[models.Wording]
    owners: Sequence[models.Ownership]
    answer: models.Answer | None
    asked: DueDays
    milestones: Sequence[MilestoneNow]
    updates: Sequence[models.ProgressUpdate]
    acceptance: models.RatingAcceptance | None
    position: models.Position | None
    endorsed: models.Resolution | None
    reopened_on: date | None
    reported_complete_on: date | None
    parts: Sequence[Item] = field(default=())

    @property
    def address(self) -> str:
        return self.recommendation.address

    @property
    def wording(self) -> models.Wording | None:
        """The wording that stands: the schedule's, or the one that amended it."""
        body = models.Wording.Printing.BODY
        return next((row for row in reversed(self.wordings) if row.printing != body), None)

    @property
    def body_printing(self) -> models.Wording | None:
        """What the body of the report prints, kept where it differs."""
        body = models.Wording.Printing.BODY
        return next((row for row in reversed(self.wordings) if row.printing == body), None)

    @property
    def listed_parts(self) -> tuple[Item, ...]:
        """Those printed with marks of their own."""
        listed = models.Recommendation.PartKind.LISTED
        return tuple(part for part in self.parts if part.recommendation.part_kind == listed)

    @property
    def limbs(self) -> tuple[Item, ...]:
        """Words inside the text that carry a duty of their own; printed once, with the whole."""
        limb = models.Recommendation.PartKind.LIMB
        return tuple(part for part in self.parts if part.recommendation.part_kind == limb)

    @property
    def steps(self) -> tuple[MilestoneNow, ...]:
        """The milestones of the whole and of its parts, one that serves several but once."""
        found = {step.row.pk: step for one in (self, *self.parts) for step in one.milestones}
        return tuple(found.values())

    @property
    def update(self) -> models.ProgressUpdate | None:
        return self.updates[-1] if self.updates else None

    @property
    def posts(self) -> tuple[models.Post, ...]:
        """The posts that must act, the portfolio holder's apart."""
        held = models.Post.Kind.PORTFOLIO_HOLDER
        return tuple(owner.post for owner in self.owners if owner.post and owner.post.kind != held)

    @property
    def portfolio_holder(self) -> models.Post | None:
        held = models.Post.Kind.PORTFOLIO_HOLDER
        return next(
            (owner.post for owner in self.owners if owner.post and owner.post.kind == held), None
        )

    @property
    def posts_of_steps(self) -> tuple[models.Post, ...]:
        """The posts that owe a milestone not done, each once."""
        open_steps = (step for step in self.steps if step.done_on is None)
        return tuple(dict.fromkeys(step.owner for step in open_steps if step.owner))

    @property
    def bodies(self) -> tuple[models.Body, ...]:
        return tuple(owner.body for owner in self.owners if owner.body)


@dataclass(frozen=True, kw_only=True)
class Register:
    """What stands as at a day, as known at a moment: whole recommendations in printed order."""

    council: models.Council
    as_at: date
    known_at: datetime
    policies: tuple[Policy, ...]
    items: tuple[Item, ...]
    rows: Rows

    @property
    def policy(self) -> Policy:
        """The key in force on the day."""
        return policy_of(self.policies, TheDay(self.as_at))

    @property
    def rated(self) -> tuple[Item, ...]:
        """Those that totals count."""
        return tuple(item for item in self.items if item.rating is not None)

    @property
    def by_address(self) -> Mapping[str, Item]:
        """Every item and part of one report; addresses are unique in a report only."""
        return {item.address: item for item in self.every}

    @property
    def every(self) -> Iterator[Item]:
        for item in self.items:
            yield item
            yield from item.parts


def register(
    viewer: models.Viewer,
    recommendations: RecommendationQuerySet,
    *,
    as_at: date,
    known_at: datetime,
) -> Register:
    """Read and rate what this viewer may see of these recommendations.

    A rating counts every fact of a family, so that it is the same for every reader; what a row
    says is there only for those who may read it. What was not there yet on the day, neither made
    nor published, is left out.
    """
    wholes = set(recommendations.order_by().values_list(whole_of(""), flat=True))
    return _register(viewer.council, viewer, wholes, as_at=as_at, known_at=known_at)


def register_of(
    viewer: models.Viewer, recommendation: models.Recommendation, *, as_at: date, known_at: datetime
) -> Register:
    """The same of the family of one that this viewer may see."""
    wholes = {recommendation.whole_id}
    return _register(viewer.council, viewer, wholes, as_at=as_at, known_at=known_at)


def whole_register(
    council: models.Council,
    recommendations: RecommendationQuerySet,
    *,
    as_at: date,
    known_at: datetime,
) -> Register:
    """The same with nothing left out, for what no reader sees: who is to be asked about what."""
    wholes = set(recommendations.order_by().values_list(whole_of(""), flat=True))
    return _register(council, None, wholes, as_at=as_at, known_at=known_at)


def _register(
    council: models.Council,
    viewer: models.Viewer | None,
    wholes: Collection[int],
    *,
    as_at: date,
    known_at: datetime,
) -> Register:
    families = models.Recommendation.objects.families(wholes)
    rows = read(council, families, viewer=viewer, as_at=as_at, known_at=known_at)
    policies = facts.policies(rows)
    facts_of = facts.families(rows)
    the_day = TheDay(as_at)
    withheld = {row.parent_id for row in rows.recommendations if not row.may_be_seen}
    parts: dict[int, list[Item]] = {}
    items = []
    for recommendation in reversed(rows.recommendations):
        if recommendation.exists_from > as_at or not recommendation.may_be_seen:
            continue
        whole = facts_of[recommendation.whole_id]
        rating = rate(whole, policies=policies, as_at=as_at, part=recommendation.part_address)
        measured = Measured(whole, the_day, ()).at(recommendation.part_address)
        if rating and recommendation.pk in withheld:  # "2 of 5 parts" would say there is a fifth
            rating = replace(rating, roll_up=None)
        item = Item(
            recommendation=recommendation,
            rating=rating,
            wordings=rows.wordings[recommendation.pk],
            owners=[row for row in rows.ownerships[recommendation.pk] if row.holds_on(as_at)],
            answer=seen(standing_answer(recommendation, whole, rows, the_day)),
            asked=asked(recommendation, whole, the_day),
            milestones=[
                milestone_now(row, whole, rows, as_at=as_at, since=measured.measured_from)
                for row in rows.milestones[recommendation.pk]
                if row.may_be_seen
            ],
            updates=[row for row in rows.updates[recommendation.pk] if row.may_be_seen],
            acceptance=last(rows.acceptances[recommendation.pk]),
            position=seen(last(rows.positions[recommendation.pk])),
            endorsed=last(
                [row for row in facts.aimed_at(recommendation, rows) if row.kind in facts.ENDORSING]
            ),
            reopened_on=measured.reopened_on,
            reported_complete_on=measured.reported_complete_on,
            parts=tuple(reversed(parts.get(recommendation.pk, []))),
        )
        if recommendation.parent_id is None:
            items.append(item)
        else:
            parts.setdefault(recommendation.parent_id, []).append(item)
    return Register(
        council=council,
        as_at=as_at,
        known_at=known_at,
        policies=policies,
        items=tuple(reversed(items)),
        rows=rows,
    )


def milestone_now(
    row: models.Milestone, of: Facts, rows: Rows, *, as_at: date, since: date | None
) -> MilestoneNow:
    """``since`` is the day the item was reopened or woke: no duty is left of what lies behind."""
    the_day = TheDay(as_at)
    milestone = facts.milestone(row, rows)
    owed_on = milestone.done_on or as_at
    owed_by = (one.post for one in rows.owed_by[row.root_id] if one.holds_on(owed_on))
    event = of.events.get(milestone.due.event)
    known = known_day(event, the_day) if event else None
    meetings = of.meetings.get(milestone.due.body, ())
    undecided = [
        change
        for change in rows.changes[row.root_id]
        if change.may_be_seen and not rows.decisions[change.pk]
    ]
    return MilestoneNow(
        row=row,
        owner=next(owed_by, None),
        original=due_days(
            milestone.due,
            event_day=known.day if known else None,
            meetings=meetings,
            working_days=of.working_days,
        ),
        duty=duty_of(
            milestone,
            Setting(
                the_day=the_day,
                event=event.name if event else "",
                known=known,
                meetings=meetings,
                working_days=of.working_days,
                measured_from=since,
            ),
        ),
        behind=since,
        asked_for=last(undecided),
        done_on=milestone.done_on,
        outcomes=rows.outcomes[row.root_id],
        occurrences=to_be_reported(
            milestone.due.occurrences(
                event_day=known.day if known else None,
                meetings=meetings,
                working_days=of.working_days,
            ),
            told={outcome.due for outcome in rows.outcomes[row.root_id]},
            the_day=the_day,
        ),
    )


def to_be_reported(
    occurrences: Iterable[date], *, told: Container[date], the_day: TheDay
) -> tuple[date, ...]:
    """The occurrences of which nothing is recorded, up to the first that is still to come."""
    found = []
    for day in occurrences:
        if day not in told:
            found.append(day)
        if not the_day.has_reached(day):
            break
    return tuple(found)


def asked(recommendation: models.Recommendation, of: Facts, the_day: TheDay) -> DueDays:
    """The days that were asked, once the event they hang on has one."""
    due = recommendation.asked
    event = of.events.get(due.event)
    known = known_day(event, the_day) if event else None
    return due_days(
        due,
        event_day=known.day if known else None,
        meetings=of.meetings.get(due.body, ()),
        working_days=of.working_days,
    )


def standing_answer(
    recommendation: models.Recommendation, of: Facts, rows: Rows, the_day: TheDay
) -> models.Answer | None:
    """The row of the answer last in force; a part without one stands under its whole's."""
    given = {
        int(response.id): response.stands_from
        for response in given_responses(of.responses, the_day)
        if the_day.has_reached(response.stands_from)
    }
    for answers in (rows.answers[recommendation.pk], rows.answers[recommendation.parent_id or 0]):
        standing = [answer for answer in answers if answer.response_id in given]
        if standing:
            return sorted(standing, key=lambda answer: given[answer.response_id])[-1]
    return None


def seen(row: C | None) -> C | None:
    return row if row is not None and row.may_be_seen else None


def last(rows: Sequence[R]) -> R | None:
    return rows[-1] if rows else None
