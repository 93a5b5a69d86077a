"""The rows of the rating table, in its order: each yields the reasons by which it holds.

Which rating a row gives, and which row decides, is said in ``rag.py``. S1 to S21 are the
sentences that complete the table.
"""

from collections.abc import Callable, Iterator
from datetime import date

from recommendations.rules.answers import last_day_to_respond, why_no_last_day
from recommendations.rules.due import Meaning
from recommendations.rules.duties import Move, State
from recommendations.rules.facts import Closing
from recommendations.rules.item import Item
from recommendations.rules.ratings import Answered, Rag, Reason, ReasonKind
from recommendations.rules.wording import listed

Row = Callable[[Item], Iterator[Reason]]


def closed(item: Item) -> Iterator[Reason]:
    if item.closing is Closing.IMPLEMENTED:
        yield Reason(kind=ReasonKind.COMPLETE)
    elif item.closing:
        yield Reason(kind=ReasonKind.CLOSED, text=item.closing.value)


def not_endorsed_withdrawn_or_replaced(item: Item) -> Iterator[Reason]:
    if item.is_not_endorsed:
        yield Reason(kind=ReasonKind.NOT_ENDORSED)
    if item.is_withdrawn:
        yield Reason(kind=ReasonKind.WITHDRAWN)
    if item.superseded:
        yield Reason(kind=ReasonKind.REPLACED, text=item.superseded.by)


def response_overdue(item: Item) -> Iterator[Reason]:
    last_day = response_due_on(item)
    if item.notice and item.notice.hard and item.the_day.is_past(last_day):
        yield Reason(kind=ReasonKind.RESPONSE_OVERDUE, day=last_day)


def awaiting_response(item: Item) -> Iterator[Reason]:
    """None is given, or the one that is given is decided and not yet in force."""
    if not item.needs_answer:
        return
    if not item.given:
        yield _awaiting(item)
        return
    coming = [
        response for response in item.given if not item.the_day.has_reached(response.stands_from)
    ]
    if len(coming) < len(item.given):
        coming = [response for response in coming if item.answers_in(response)]
    if coming:
        yield Reason(kind=ReasonKind.DECIDED, day=min(response.stands_from for response in coming))


def _awaiting(item: Item) -> Reason:
    """S15."""
    if item.notice is None:
        return Reason(kind=ReasonKind.AWAITING, text="no notice served")
    if not item.notice.response_required:
        return Reason(kind=ReasonKind.AWAITING, text="none required")
    last_day = response_due_on(item)
    if last_day is None:
        return Reason(kind=ReasonKind.AWAITING, text=why_no_last_day(item.notice, item.the_day))
    if item.notice.hard:
        return Reason(kind=ReasonKind.AWAITING_UNTIL, day=last_day)
    return Reason(kind=ReasonKind.AWAITING_EXPECTED, day=last_day)


def response_due_on(item: Item) -> date | None:
    """The last day for a response still owed; of a reopened item not before its reopening."""
    if not item.needs_answer or item.given:
        return None
    if item.notice is None or not item.notice.response_required:
        return None
    last_day = last_day_to_respond(item.notice, item.the_day, item.facts.working_days)
    if last_day and item.reopened_on:
        return max(last_day, item.reopened_on)
    return last_day


def unanswered(item: Item) -> Iterator[Reason]:
    """S2."""
    if item.needs_answer and item.given:
        yield Reason(kind=ReasonKind.NOT_ANSWERED, day=item.given[-1].on)


def rejected_noted_dormant_or_unendorsed(item: Item) -> Iterator[Reason]:
    if item.answer and item.answer.answered is Answered.REJECTED:
        yield Reason(kind=ReasonKind.NOT_ACCEPTED)
    if item.answer and item.answer.answered is Answered.NOTED:
        yield Reason(kind=ReasonKind.NOTED)
    if item.sleeps_until:
        yield Reason(kind=ReasonKind.DORMANT, text=listed(item.sleeps_until))
    if item.facts.scrutinys_own and item.answer is None:
        yield Reason(kind=ReasonKind.AWAITING_ENDORSEMENT)


def decision_long_overdue(item: Item) -> Iterator[Reason]:
    yield from _decision_overdue(item, long=True)


def long_overdue(item: Item) -> Iterator[Reason]:
    yield from _overdue(item, long=True)


def moved_far(item: Item) -> Iterator[Reason]:
    for move in _moves(item):
        if not move.agreed_by_committee and move.days > item.policy.moved_red_after:
            yield Reason(kind=ReasonKind.MOVED, day=move.to, n=move.days, m=move.changes)


def decision_overdue(item: Item) -> Iterator[Reason]:
    yield from _decision_overdue(item, long=False)


def overdue(item: Item) -> Iterator[Reason]:
    yield from _overdue(item, long=False)


def moved(item: Item) -> Iterator[Reason]:
    for move in _moves(item):
        if not move.agreed_by_committee and 0 < move.days <= item.policy.moved_red_after:
            yield Reason(kind=ReasonKind.MOVED, day=move.to, n=move.days)


def moved_far_by_agreement(item: Item) -> Iterator[Reason]:
    for move in _moves(item):
        if move.agreed_by_committee and move.days > item.policy.moved_red_after:
            yield Reason(kind=ReasonKind.MOVED_AGREED, day=move.to, n=move.days)


def _decision_overdue(item: Item, *, long: bool) -> Iterator[Reason]:
    if _is_overdue(item, item.decide_by, long=long):
        yield Reason(kind=ReasonKind.DECISION_OVERDUE, day=item.decide_by)


def _overdue(item: Item, *, long: bool) -> Iterator[Reason]:
    """Of what recurs, the oldest occurrence due since the last one done. Longest overdue first."""
    for day in sorted(duty.firm_due_on for duty in item.duties if duty.firm_due_on):
        if _is_overdue(item, day, long=long):
            yield Reason(kind=ReasonKind.OVERDUE, day=day)


def _is_overdue(item: Item, day: date | None, *, long: bool) -> bool:
    is_long = item.the_day.is_past(day, by_more_than=item.policy.overdue_red_after)
    return is_long if long else item.the_day.is_past(day) and not is_long


def _moves(item: Item) -> list[Move]:
    """Of the open milestones, the farthest first."""
    moves = [duty.move for duty in item.open_duties if duty.move]
    return sorted(moves, key=lambda move: -move.days)


def date_needed(item: Item) -> Iterator[Reason]:
    if item.is_reported_complete:
        return
    if item.is_deferred and item.decide_by is None:
        yield Reason(kind=ReasonKind.DECISION_DATE_NEEDED)
    unknown = [duty.event for duty in item.open_duties if duty.meaning is Meaning.EVENT_DAY_NEEDED]
    for event in dict.fromkeys(unknown):
        yield Reason(kind=ReasonKind.EVENT_DAY_NEEDED, text=event)
    unreviewed = any(duty.meaning is Meaning.REVIEW_DATE_NEEDED for duty in item.open_duties)
    if unreviewed:
        yield Reason(kind=ReasonKind.REVIEW_DATE_NEEDED)
    if item.is_accepted and item.start and not (unknown or unreviewed) and _has_no_day(item):
        yield Reason(kind=ReasonKind.DATE_NEEDED, day=item.start.day, text=item.start.words)


def _has_no_day(item: Item) -> bool:
    """No step has a day, nor is every one done. One whose period has ended had its day (S9)."""
    if any(duty.has_day or duty.state is State.LAPSED for duty in item.duties):
        return False
    return not item.duties or bool(item.open_duties)


def no_update(item: Item) -> Iterator[Reason]:
    if item.was_silent and not item.is_reported_complete:
        yield Reason(kind=ReasonKind.NO_UPDATE)


def missed(item: Item) -> Iterator[Reason]:
    for duty in item.duties:
        if duty.missed:
            yield Reason(kind=ReasonKind.MISSED, n=duty.missed, m=duty.settled)


def due_soon_as_warning(item: Item) -> Iterator[Reason]:
    """A policy may make the early warning amber, save where the day is only expected (S18)."""
    if item.policy.due_soon_rating is Rag.AMBER:
        yield from _due_soon(item, coming=_firm_days(item))


def to_be_settled(item: Item) -> Iterator[Reason]:
    """S9: every step is done, its period has ended, a floor or an expected day has passed."""
    if item.is_reported_complete:
        return
    states = {duty.state for duty in item.duties}
    if State.LAPSED in states and not any(duty.has_day for duty in item.duties):
        yield Reason(kind=ReasonKind.PERIOD_ENDED)
    elif states == {State.DONE}:
        yield Reason(kind=ReasonKind.ALL_STEPS_DONE)
    reached = [day for day in _floors(item, firm=True) if item.the_day.has_reached(day)]
    if reached and not any(duty.due_on for duty in item.duties):
        yield Reason(kind=ReasonKind.MAY_BE_DONE, day=min(reached))
    unconfirmed = [
        duty.event for duty in item.open_duties if item.the_day.is_past(duty.expected_on)
    ]
    for event in dict.fromkeys(unconfirmed):
        yield Reason(kind=ReasonKind.TO_BE_CONFIRMED, text=event)


def reported_complete(item: Item) -> Iterator[Reason]:
    if item.is_reported_complete:
        yield Reason(kind=ReasonKind.REPORTED_COMPLETE)


def due_soon(item: Item) -> Iterator[Reason]:
    coming = _expected_days(item)
    if item.policy.due_soon_rating is Rag.GREEN:
        coming = [*coming, *_firm_days(item)]
    yield from _due_soon(item, coming=coming)


def anything_else(item: Item) -> Iterator[Reason]:
    floors = _floors(item)
    if item.decide_by:
        yield Reason(kind=ReasonKind.DECISION_DUE_BY, day=item.decide_by)
    elif floors and not any(duty.due_on for duty in item.duties):
        yield Reason(kind=ReasonKind.NOT_BEFORE, day=min(floors))
    else:
        yield Reason(kind=ReasonKind.ON_TRACK)


_Coming = tuple[date, ReasonKind]


def _firm_days(item: Item) -> list[_Coming]:
    steps = [(duty.firm_due_on, ReasonKind.DUE) for duty in item.duties]
    days = [*steps, (item.decide_by, ReasonKind.DECISION_DUE)]
    return [(day, kind) for day, kind in days if day]


def _expected_days(item: Item) -> list[_Coming]:
    return [
        (duty.due_on, ReasonKind.DUE) for duty in item.duties if duty.expected_on and duty.due_on
    ]


def _due_soon(item: Item, *, coming: list[_Coming]) -> Iterator[Reason]:
    """The next day, where it is near; on the day itself "Due today" (S19)."""
    ahead = [(day, kind) for day, kind in coming if not item.the_day.is_past(day)]
    if not ahead:
        return
    day, kind = min(ahead, key=lambda pair: pair[0])
    if item.the_day.is_within(item.policy.due_soon, of=day):
        yield Reason(kind=kind, day=day)


def _floors(item: Item, *, firm: bool = False) -> list[date]:
    return [
        duty.day
        for duty in item.open_duties
        if duty.meaning is Meaning.NOT_BEFORE and duty.day and not (firm and duty.expected_on)
    ]


def next_day(item: Item) -> date | None:
    """The oldest day still due: a response, a decision or a step."""
    days = [response_due_on(item), item.decide_by, *(duty.due_on for duty in item.duties)]
    return min((day for day in days if day), default=None)
