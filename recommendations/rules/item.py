"""One recommendation or part as the day finds it: what stands, and what it has from its parent.

S1 to S21 in the comments are the sentences that complete the rating table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from recommendations.rules.answers import (
    GivenResponse,
    StandingAnswer,
    given_responses,
    standing_answer,
)
from recommendations.rules.due import Due, Shape
from recommendations.rules.duties import Duty, Setting, duty_of
from recommendations.rules.event_days import known_day, woke_on
from recommendations.rules.facts import (
    Closing,
    Condition,
    Endorsement,
    Endorsing,
    Event,
    Facts,
    Kind,
    Milestone,
    Notice,
    Position,
    Response,
    Round,
    Superseded,
    Update,
)
from recommendations.rules.policies import Policy, policy_of
from recommendations.rules.ratings import Answered
from recommendations.rules.reopening import reopenings
from recommendations.rules.the_day import TheDay


@dataclass(frozen=True)
class Start:
    """The day an item is measured from, and what happened then: accepted, reopened, woken."""

    day: date
    words: str


@dataclass(frozen=True, eq=False)
class Item:
    """``body`` is the one of several bodies before which it is rated as if alone; empty: all."""

    facts: Facts
    the_day: TheDay
    policies: Sequence[Policy]
    body: str = ""
    parent: "Item | None" = None

    def on(self, the_day: TheDay) -> "Item":
        """The same item as another day finds it."""
        parent = self.parent.on(the_day) if self.parent else None
        return Item(self.facts, the_day, self.policies, self.body, parent)

    @cached_property
    def parts(self) -> dict[str, "Item"]:
        return {
            address: Item(facts, self.the_day, self.policies, self.body, self)
            for address, facts in self.facts.parts.items()
        }

    @cached_property
    def policy(self) -> Policy:
        return policy_of(self.policies, self.the_day)

    def at(self, address: str) -> "Item":
        """The part at an address, or the item itself where there is none."""
        return self.parts[address] if address else self

    # What it is

    @property
    def kind(self) -> Kind:
        return self.parent.kind if self.parent else self.facts.kind

    @property
    def exists_from(self) -> date | None:
        if self.kind is Kind.INTERIM and self.facts.made_on:
            return self.facts.made_on
        return self.facts.published_on

    @property
    def has_duty_of_its_own(self) -> bool:
        """S1. A limb lies inside its parent's text, so beside limbs the text has its own duty."""
        return (
            not self.parts
            or bool(self._own_milestones)
            or self.facts.asked.shape is not Shape.NONE
            or all(part.facts.limb for part in self.parts.values())
        )

    # What the committee said

    @cached_property
    def endorsement(self) -> Endorsement | None:
        own = self.the_day.standing(self.facts.endorsements)
        if own:
            return own[-1]
        return self.parent.endorsement if self.parent else None

    @property
    def is_not_endorsed(self) -> bool:
        return bool(self.endorsement and self.endorsement.decision is Endorsing.NOT_ENDORSED)

    @property
    def is_withdrawn(self) -> bool:
        own = self.the_day.has_reached(self.facts.withdrawn_on)
        return own or bool(self.parent and self.parent.is_withdrawn)

    @property
    def superseded(self) -> Superseded | None:
        own = self.facts.superseded
        if own and self.the_day.has_reached(own.on):
            return own
        return self.parent.superseded if self.parent else None

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """S12: what closes the parent closes its parts; what reopens the parent reopens none.

        On one day the parent's comes first, so that a part may be left open at its closing.
        """
        of_parent = self.parent.positions if self.parent else ()
        closing = tuple(position for position in of_parent if position.closes)
        return self.the_day.standing((*closing, *self.facts.positions))

    @property
    def closing(self) -> Closing | None:
        return self.positions[-1].closes if self.positions else None

    @cached_property
    def reopened_on(self) -> date | None:
        """The day of the first position that does not close after the last one that did."""
        found = reopenings(self.positions)
        return found[-1][1].on if found and not self.closing else None

    @property
    def last_position_on(self) -> date | None:
        """A position on the parent is one on its parts too."""
        own = [position.on for position in self.the_day.standing(self.facts.positions)]
        of_parent = self.parent.last_position_on if self.parent else None
        return max([*own, *([of_parent] if of_parent else [])], default=None)

    # What was answered

    @property
    def notice(self) -> Notice | None:
        own = [
            notice
            for notice in self.the_day.standing(self.facts.notices)
            if self.body in ("", notice.body)
        ]
        if own:
            return own[-1]
        return self.parent.notice if self.parent else None

    @property
    def _responses(self) -> tuple[Response, ...]:
        own = tuple(
            response for response in self.facts.responses if self.body in ("", response.body)
        )
        return own or (self.parent._responses if self.parent else ())

    @cached_property
    def given(self) -> tuple[GivenResponse, ...]:
        return given_responses(self._responses, self.the_day)

    def answers_in(self, response: GivenResponse) -> bool:
        """Whether the response answers it, by itself or through its parent."""
        own = any(
            answer.response == response.id for answer in self.the_day.standing(self.facts.answers)
        )
        return own or bool(self.parent and self.parent.answers_in(response))

    @cached_property
    def answer(self) -> StandingAnswer | None:
        """The answer that stands. What scrutiny asks of itself counts as accepted once endorsed,
        whatever else was said of it (S14); a prior decision that agreed it, from its day."""
        if self.facts.scrutinys_own:
            if self.endorsement is None or self.is_not_endorsed:
                return None
            return StandingAnswer(Answered.ACCEPTED, self.endorsement.on)
        prior = self._prior_decision_on
        if prior and not self._answer_in_response:
            return StandingAnswer(Answered.ACCEPTED, prior)
        return self._answer_in_response

    @property
    def _answer_in_response(self) -> StandingAnswer | None:
        """A part without an answer of its own stands under its parent's."""
        own = standing_answer(self.facts.answers, self.given, self.the_day)
        return own or (self.parent._answer_in_response if self.parent else None)

    @property
    def _prior_decision_on(self) -> date | None:
        own = self.facts.prior_decision_on
        if own and self.the_day.has_reached(own):
            return own
        return self.parent._prior_decision_on if self.parent else None

    @property
    def is_accepted(self) -> bool:
        return bool(self.answer and self.answer.answered.is_accepted)

    @property
    def needs_answer(self) -> bool:
        """An interim reported complete needs none, nor does scrutiny's own."""
        if self.facts.scrutinys_own or self.answer:
            return False
        return not (self.kind is Kind.INTERIM and self.is_reported_complete)

    # Whether it sleeps, and what it is measured from

    @property
    def conditions(self) -> tuple[Condition, ...]:
        of_parent = self.parent.conditions if self.parent else ()
        return (*of_parent, *self.the_day.standing(self.facts.conditions))

    @cached_property
    def sleeps_until(self) -> tuple[str, ...]:
        """The names of the events that have not happened: dormant until every one has."""
        return tuple(
            dict.fromkeys(
                self.event(condition.event).name
                for condition in self.conditions
                if woke_on(self.event(condition.event), self.the_day) is None
            )
        )

    @cached_property
    def woken_on(self) -> date | None:
        """Of an item that slept after it was accepted."""
        days = [woke_on(self.event(condition.event), self.the_day) for condition in self.conditions]
        woken = max((day for day in days if day), default=None)
        if self.sleeps_until or woken is None or self.answer is None:
            return None
        return woken if woken > self.answer.since else None

    @cached_property
    def measured_from(self) -> date | None:
        """S10, S18: nothing done or due before a reopening or waking counts."""
        return max((day for day in (self.reopened_on, self.woken_on) if day), default=None)

    @property
    def start(self) -> Start | None:
        """The latest of accepted, woken and reopened."""
        starts = []
        if self.answer:
            starts.append(Start(self.answer.since, self.answer.since_words))
        if self.woken_on:
            starts.append(Start(self.woken_on, "woken"))
        if self.reopened_on:
            starts.append(Start(self.reopened_on, "reopened"))
        return max(starts, key=lambda start: start.day, default=None)

    def event(self, key: str) -> Event:
        if key in self.facts.events:
            return self.facts.events[key]
        return self.parent.event(key) if self.parent else Event(name=key)

    def _meetings(self, body: str) -> tuple[date, ...]:
        if body in self.facts.meetings:
            return self.facts.meetings[body]
        return self.parent._meetings(body) if self.parent else ()

    # What is to be done

    @property
    def _own_milestones(self) -> tuple[Milestone, ...]:
        return tuple(
            milestone
            for milestone in self.the_day.standing(self.facts.milestones)
            if not self.body or milestone.body in ("", self.body)
        )

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """S17: a part without milestones of its own stands under its parent's."""
        return self._own_milestones or (self.parent.milestones if self.parent else ())

    @property
    def asked(self) -> Due:
        if self.facts.asked.shape is Shape.NONE and self.parent:
            return self.parent.asked
        return self.facts.asked

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """S16: where an accepted item has no milestone, what was asked stands in for it.

        Nobody can mark that as done, save by reporting the whole complete.
        """
        milestones = self.milestones
        stands_in = self.is_accepted and not self.is_reported_complete
        if not milestones and stands_in and self.asked.shape is not Shape.NONE:
            milestones = (Milestone(id="asked", due=self.asked),)
        found = (duty_of(milestone, self._setting(milestone.due)) for milestone in milestones)
        return tuple(duty for duty in found if duty)

    def _setting(self, due: Due) -> Setting:
        event = self.event(due.event) if due.event else None
        return Setting(
            the_day=self.the_day,
            event=event.name if event else "",
            known=known_day(event, self.the_day) if event else None,
            meetings=self._meetings(due.body) if due.body else (),
            working_days=self.facts.working_days,
            measured_from=self.measured_from,
            last_position_on=self.last_position_on,
        )

    @property
    def open_duties(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.is_open)

    @property
    def is_deferred(self) -> bool:
        return bool(self.answer and self.answer.answered is Answered.DEFERRED)

    @property
    def decide_by(self) -> date | None:
        """Of a deferred answer; one that passed before a reopening or waking does not count."""
        decide_by = self.answer.decide_by if self.answer and self.is_deferred else None
        if decide_by and self.measured_from and decide_by < self.measured_from:
            return None
        return decide_by

    # What was reported

    @property
    def _own_updates(self) -> tuple[Update, ...]:
        """S10: an update before a reopening does not count."""
        return tuple(
            update
            for update in self.the_day.standing(self.facts.updates)
            if self.reopened_on is None or update.on >= self.reopened_on
        )

    @cached_property
    def _owners(self) -> frozenset[str]:
        if not self.facts.owners:
            return frozenset(update.owner for update in self._own_updates if update.owner)
        return frozenset(
            owner.key
            for owner in self.facts.owners
            if self.the_day.falls_in(owner.since, owner.until)
        )

    @cached_property
    def _latest_by_owner(self) -> Mapping[str, Update]:
        """Of joint owners each one's latest. What comes from anybody else, such as an owner who
        has handed over, is for all of them, and only until a newer one comes."""
        latest: dict[str, Update] = {}
        for update in self._own_updates:
            if update.owner in self._owners:
                latest.pop("", None)
                latest[update.owner] = update
            else:
                latest = {"": update}
        return latest

    @property
    def latest_updates(self) -> tuple[Update, ...]:
        return tuple(self._latest_by_owner.values())

    @cached_property
    def reported_complete_on(self) -> date | None:
        """The day on which the last joint owner had reported it complete.

        S17: a part without an update stands under its parent's report of complete; after a
        reopening of its own only under a later one.
        """
        latest = self._latest_by_owner
        if latest:
            all_spoke = "" in latest or self._owners <= set(latest)
            complete = all_spoke and all(update.complete for update in latest.values())
            return max(update.on for update in latest.values()) if complete else None
        of_parent = self.parent.reported_complete_on if self.parent else None
        if of_parent and self.reopened_on and of_parent < self.reopened_on:
            return None
        return of_parent

    @property
    def is_reported_complete(self) -> bool:
        return self.reported_complete_on is not None

    @property
    def is_done(self) -> bool:
        """What a roll-up counts as done."""
        return self.closing is Closing.IMPLEMENTED or (
            self.closing is None and self.is_reported_complete
        )

    @property
    def _rounds(self) -> tuple[Round, ...]:
        return self.facts.rounds or (self.parent._rounds if self.parent else ())

    @property
    def was_silent(self) -> bool:
        """S4: the last closed round that listed it got nothing, and nothing came since it opened.

        A round is closed from the day after its closing day. What came for the parent is something.
        """
        closed = [
            round_
            for round_ in self._rounds
            if round_.owed
            and self.the_day.is_past(round_.closes)
            and (self.measured_from is None or round_.opens >= self.measured_from)
        ]
        if not closed:
            return False
        last = max(closed, key=lambda round_: round_.closes)
        return all(update.on < last.opens for update in self._updates_of_the_item_or_its_parent)

    @property
    def _updates_of_the_item_or_its_parent(self) -> tuple[Update, ...]:
        of_parent = self.parent._updates_of_the_item_or_its_parent if self.parent else ()
        return (*of_parent, *self._own_updates)
