"""The rating table: red, amber, date needed, green, not rated or closed, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from recommendations.rules import rows
from recommendations.rules.answers import bodies_asked
from recommendations.rules.facts import Facts, Kind
from recommendations.rules.item import Item
from recommendations.rules.officers import beside_the_officers
from recommendations.rules.parts import badness, is_open, rolled_up
from recommendations.rules.policies import Policy
from recommendations.rules.ratings import (
    OWN,
    Answered,
    Rag,
    Rating,
    Reason,
    ReasonKind,
    RollUp,
)
from recommendations.rules.the_day import TheDay

__all__ = ["Answered", "Rag", "Rating", "Reason", "ReasonKind", "rate", "rated", "why_unrated"]

RATED_KINDS = frozenset({Kind.RECOMMENDATION, Kind.INTERIM})

Table = tuple[tuple[Rag, rows.Row], ...]

# The first row that holds decides. Of these rows nothing is printed but the one that decides.
ANSWER: Table = (
    (Rag.CLOSED, rows.closed),
    (Rag.NOT_RATED, rows.not_endorsed_withdrawn_or_replaced),
    (Rag.RED, rows.response_overdue),
    (Rag.NOT_RATED, rows.awaiting_response),
    (Rag.NOT_RATED, rows.unanswered),
    (Rag.NOT_RATED, rows.rejected_noted_dormant_or_unendorsed),
)

# Of these the first decides and every one that holds is printed. A parent whose duties all lie
# in its parts has no rating of its own by them.
PROGRESS: Table = (
    (Rag.RED, rows.decision_long_overdue),
    (Rag.RED, rows.long_overdue),
    (Rag.RED, rows.moved_far),
    (Rag.AMBER, rows.decision_overdue),
    (Rag.AMBER, rows.overdue),
    (Rag.AMBER, rows.moved),
    (Rag.AMBER, rows.moved_far_by_agreement),
    (Rag.DATE_NEEDED, rows.date_needed),
    (Rag.AMBER, rows.no_update),
    (Rag.AMBER, rows.missed),
    (Rag.AMBER, rows.due_soon_as_warning),
    (Rag.DATE_NEEDED, rows.to_be_settled),
    (Rag.GREEN, rows.reported_complete),
    (Rag.GREEN, rows.due_soon),
)

ANYTHING_ELSE: Table = ((Rag.GREEN, rows.anything_else),)

RESPONSE_STILL_OWED = frozenset(
    {ReasonKind.RESPONSE_OVERDUE, ReasonKind.AWAITING_UNTIL, ReasonKind.AWAITING_EXPECTED}
)


def rate(facts: Facts, *, policies: Sequence[Policy], as_at: date, part: str = "") -> Rating | None:
    """Rate a recommendation, or the part of it at an address, as at a day.

    None for what has no rating: see ``why_unrated``. A part is rated here and never alone, since
    it stands under its parent's answer, notice and closing.
    """
    return rated(facts, policies=policies, the_day=TheDay(as_at), part=part)


def why_unrated(facts: Facts, *, as_at: date) -> str:
    """In words, why there is no rating; empty where there is one."""
    return _why_unrated(Item(facts, TheDay(as_at), ()))


def rated(
    facts: Facts, *, policies: Sequence[Policy], the_day: TheDay, part: str = ""
) -> Rating | None:
    """Where several bodies were asked, each is rated as if alone and the item is the worst."""
    whole = Item(facts, the_day, policies)
    if _why_unrated(whole):
        return None
    bodies = bodies_asked(facts.notices, facts.responses, the_day)
    if len(bodies) < 2:
        return _printed(whole.at(part))
    alone = [
        replace(_printed(Item(facts, the_day, policies, body).at(part)), body=body)
        for body in bodies
    ]
    return min(alone, key=badness)


def _why_unrated(item: Item) -> str:
    if item.kind not in RATED_KINDS:
        return "Listed, not rated"
    if not item.the_day.has_reached(item.exists_from):
        return "In no document yet"
    return ""


def _printed(item: Item) -> Rating:
    return beside_the_officers(
        item, _record(item), record_on=lambda day: _record(item.on(TheDay(day)))
    )


def _record(item: Item) -> Rating:
    """What the record says: of a parent, the worst of its own rating and its open parts."""
    own = _by_answer(item)
    if not item.parts:
        return own or _by_progress(item)
    parts = {address: _printed(part) for address, part in item.parts.items()}
    has_own_duty = item.has_duty_of_its_own or _is_reopened_by_itself(item, parts)
    if own is None and has_own_duty:
        own = _by_progress(item)
    worst, rating = rolled_up(own, parts, has_duty_of_its_own=has_own_duty) or (
        OWN,
        _by_progress(item),
    )
    done = sum(part.is_done for part in item.parts.values())
    open_days = [part.next_day for part in parts.values() if is_open(part)]
    return replace(
        rating,
        record=rating.rag,
        officer_says=None,
        answer=_answered(item),
        next_day=min((day for day in [rating.next_day, *open_days] if day), default=None),
        roll_up=RollUp(done=done, parts=len(parts), worst=worst),
    )


def _is_reopened_by_itself(item: Item, parts: Mapping[str, Rating]) -> bool:
    """Reopened while its parts stay closed, so that what is open again can only be its own."""
    return bool(item.reopened_on) and not any(is_open(part) for part in parts.values())


def _by_answer(item: Item) -> Rating | None:
    for rag, row in ANSWER:
        for reason in row(item):
            next_day = reason.day if reason.kind in RESPONSE_STILL_OWED else None
            return _rating(item, rag, (reason,), next_day)
    return None


def _by_progress(item: Item) -> Rating:
    holding = _holding(PROGRESS, item) or _holding(ANYTHING_ELSE, item)
    decides, _ = holding[0]
    return _rating(item, decides, tuple(reason for _, reason in holding), rows.next_day(item))


def _holding(table: Table, item: Item) -> list[tuple[Rag, Reason]]:
    return [(rag, reason) for rag, row in table for reason in row(item)]


def _rating(item: Item, rag: Rag, reasons: tuple[Reason, ...], next_day: date | None) -> Rating:
    return Rating(rag=rag, reasons=reasons, record=rag, answer=_answered(item), next_day=next_day)


def _answered(item: Item) -> Answered:
    return item.answer.answered if item.answer else Answered.AWAITING
