"""What is to be done: one milestone, or what was asked, as the day finds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from recommendations.rules.due import Due, Meaning, Shape
from recommendations.rules.event_days import KnownDay
from recommendations.rules.facts import DateChange, Granter, Granting, Milestone, Outcome
from recommendations.rules.the_day import TheDay
from recommendations.rules.working_days import NONE_KNOWN, WorkingDays


class State(Enum):
    OPEN = auto()
    DONE = auto()
    LAPSED = auto()  # its period has ended: done by lapse of time, never overdue


@dataclass(frozen=True)
class Move:
    """From the original day to the one now promised, in so many granted changes."""

    to: date
    days: int
    changes: int
    agreed_by_committee: bool


@dataclass(frozen=True, kw_only=True)
class Duty:
    """``day`` is the last day, the floor, the period's end or the oldest occurrence not done.

    ``event`` names what it hangs on, and ``expected_on`` is that event's day while it is only
    expected. ``missed`` of ``settled`` occurrences were missed since the committee last took a
    position.
    """

    state: State
    meaning: Meaning
    day: date | None = None
    event: str = ""
    expected_on: date | None = None
    move: Move | None = None
    missed: int = 0
    settled: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def has_day(self) -> bool:
        return self.is_open and self.day is not None

    @property
    def due_on(self) -> date | None:
        """The day by which something must be done; a floor and a period have none."""
        binds = self.is_open and self.meaning in (Meaning.LAST_DAY, Meaning.OCCURRENCES)
        return self.day if binds else None

    @property
    def firm_due_on(self) -> date | None:
        """What hangs on an expected day gives early warning only."""
        return None if self.expected_on else self.due_on


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the days of a milestone depend on besides itself.

    ``measured_from`` is the day the item was reopened or woke: what was done or due before it
    does not count. ``last_position_on`` puts the occurrences missed before it behind the item.
    """

    the_day: TheDay
    event: str = ""
    known: KnownDay | None = None
    meetings: Sequence[date] = ()
    working_days: WorkingDays = NONE_KNOWN
    measured_from: date | None = None
    last_position_on: date | None = None

    @property
    def event_day(self) -> date | None:
        return self.known.day if self.known else None

    @property
    def expected_on(self) -> date | None:
        return self.known.day if self.known and self.known.is_expected else None

    def lies_behind(self, day: date) -> bool:
        return self.measured_from is not None and day < self.measured_from


def duty_of(milestone: Milestone, setting: Setting) -> Duty | None:
    """The duty as the day finds it, or none where it lies behind a reopening or waking."""
    done_on = milestone.done_on if setting.the_day.has_reached(milestone.done_on) else None
    if done_on and setting.lies_behind(done_on):
        return None
    meaning = milestone.due.meaning(event_day=setting.event_day)
    if meaning is Meaning.OCCURRENCES:
        return _recurring(milestone, setting, is_done=done_on is not None)
    return _single(milestone, setting, meaning, is_done=done_on is not None)


def _single(
    milestone: Milestone, setting: Setting, meaning: Meaning, *, is_done: bool
) -> Duty | None:
    original = None
    if meaning is not Meaning.EVENT_DAY_NEEDED:
        original = milestone.due.single_day(
            event_day=setting.event_day, working_days=setting.working_days
        )
    expected_on = setting.expected_on
    move = None
    day = original
    if granted := _granted(milestone.changes, setting.the_day):
        day = granted[-1].to
        if original and meaning is Meaning.LAST_DAY and not expected_on:
            by_committee = granted[-1].by is Granter.COMMITTEE
            move = Move(day, (day - original).days, len(granted), by_committee)
        meaning, expected_on = Meaning.LAST_DAY, None  # a day granted is a firm last day
    if day and not expected_on and setting.lies_behind(day):
        return None
    if is_done:
        state = State.DONE
    elif meaning is Meaning.LAST_DAY_OF_PERIOD and not expected_on and setting.the_day.is_past(day):
        state = State.LAPSED
    else:
        state = State.OPEN
    return Duty(
        state=state,
        meaning=meaning,
        day=day,
        event=setting.event,
        expected_on=expected_on,
        move=move,
    )


def _granted(changes: Sequence[DateChange], the_day: TheDay) -> list[DateChange]:
    """A request moves nothing, and a refusal leaves the old day."""
    decided = [
        (change.decided_on, change)
        for change in changes
        if change.decided_on
        and change.decision is Granting.GRANTED
        and the_day.has_reached(change.decided_on)
    ]
    return [change for _, change in sorted(decided, key=lambda pair: pair[0])]


def _recurring(milestone: Milestone, setting: Setting, *, is_done: bool) -> Duty | None:
    """Occurrences are taken in the order of their days.

    One is missed when recorded so, or when a later one is done and it was neither done nor
    skipped; a skipped one is not counted. To record a miss does not end its being overdue: only
    a later one done, or leave to skip it, does.
    """
    the_day = setting.the_day
    outcomes = {row.due: row.outcome for row in the_day.standing(milestone.outcomes)}
    days = _days_that_count(milestone.due, setting, last_recorded=max(outcomes, default=date.min))
    if setting.measured_from and not days:
        return None
    counted = [day for day in days if outcomes.get(day) is not Outcome.SKIPPED]
    done = [day for day, outcome in outcomes.items() if outcome is Outcome.DONE]
    last_done = max(done, default=date.min)
    missed = [
        day
        for day in counted
        if outcomes.get(day) is Outcome.MISSED or (day < last_done and day not in outcomes)
    ]
    oldest_not_done = next((day for day in counted if day > last_done), None)
    if is_done:
        state = State.DONE
    elif oldest_not_done is None and _is_over(milestone.due, setting, any_days=bool(days)):
        state = State.LAPSED if missed or not days else State.DONE
    else:
        state = State.OPEN
    since = setting.last_position_on or date.min
    return Duty(
        state=state,
        meaning=Meaning.OCCURRENCES,
        day=oldest_not_done,
        event=setting.event,
        expected_on=setting.expected_on,
        missed=sum(day > since for day in missed),
        settled=sum(day > since for day in {*missed, *done} & set(counted)),
    )


def _days_that_count(due: Due, setting: Setting, *, last_recorded: date) -> list[date]:
    """Up to the first occurrence of which nothing is recorded; those behind left out."""
    days = []
    for day in due.occurrences(
        event_day=setting.event_day, meetings=setting.meetings, working_days=setting.working_days
    ):
        if setting.lies_behind(day):
            continue
        days.append(day)
        if day > last_recorded:
            break
    return days


def _is_over(due: Due, setting: Setting, *, any_days: bool) -> bool:
    """No occurrence is left to come. A calendar of meetings may still grow until its end."""
    return setting.the_day.is_past(due.until) or (any_days and due.shape is Shape.RECURRING)
