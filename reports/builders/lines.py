"""One line of an exception report, from a recommendation as it stood."""

from collections.abc import Iterable, Mapping
from datetime import date

from recommendations.models import Answer, Recommendation, Viewer
from recommendations.rules.due import Due, Shape
from recommendations.rules.questions import question
from recommendations.rules.ratings import Answered, Rag, Rating, Reason, ReasonKind
from recommendations.rules.wording import day_words
from recommendations.standing.evidence import evidence_of
from recommendations.standing.register import Item, MilestoneNow, Register
from reports.builders.held import Held
from reports.builders.names import Names
from reports.documents.lines import Dates, Differs, Line, Part, Position, Said

LATE = (ReasonKind.RESPONSE_OVERDUE, ReasonKind.DECISION_OVERDUE, ReasonKind.OVERDUE)
SOON = (ReasonKind.DUE, ReasonKind.DECISION_DUE)
UNACTED = (ReasonKind.NOT_ACCEPTED, ReasonKind.NOTED, ReasonKind.NOT_ANSWERED)


def line(
    item: Item, register: Register, names: Names, held: Held, shown: Mapping[int, int]
) -> Line:
    """What a document says of one recommendation; ``item`` is one that totals count.

    ``shown`` is how much evidence there is of those that are claimed to be complete.
    """
    rating, as_at = rating_of(item), register.as_at
    recommendation, wording = held(item.recommendation), item.wording
    deciding = deciding_part(item)
    dates = _dates(deciding, rating, register, held)
    evidence = shown.get(item.recommendation.pk)
    soon = next((reason for reason in rating.reasons if reason.kind in SOON), None)
    return Line(
        address=item.address,
        report=recommendation.report.title,
        report_slug=recommendation.report.slug,
        rag=rating.rag,
        reasons=reasons(rating, as_at),
        title=wording.title if wording else "",
        text=wording.text if wording else "",
        closing=wording.closing if wording else "",
        parts=tuple(printed_parts(item, held)),
        interim=recommendation.kind == Recommendation.Kind.INTERIM,
        scrutinys_own=recommendation.scrutinys_own,
        owners=owners(item, names),
        portfolio_holder=item.portfolio_holder.title if item.portfolio_holder else "",
        answer=answer(item, held),
        answer_reason=item.answer.reason if item.answer else "",
        dates=dates,
        overdue=max((_days_past(reason, as_at) for reason in rating.reasons), default=0),
        next_step=_next_step(deciding, soon.day if soon else None, held),
        next_day=soon.day if soon else rating.next_day,
        due_in=(soon.day - as_at).days if soon and soon.day else None,
        said=_said(deciding, as_at, held) or _said(item, as_at, held),
        differs=_differs(item, rating, held),
        reported_complete=claims_to_be_complete(item),
        evidence=evidence,
        without_action=_without_action(item, rating),
        position=position(item, held),
        question=question(rating, as_at=as_at, asked_for=dates.asked_for, evidence=evidence),
    )


def claims_to_be_complete(item: Item) -> bool:
    return item.rating is not None and item.rating.deciding.kind is ReasonKind.REPORTED_COMPLETE


def evidence_of_claims(viewer: Viewer, register: Register) -> Mapping[int, int]:
    """How many pieces this viewer may see of each whole that is claimed to be complete."""
    claimed = filter(claims_to_be_complete, register.rated)
    found = evidence_of(viewer, claimed, as_at=register.as_at, known_at=register.known_at)
    return {number: len(rows) for number, rows in found.items()}


def owners(item: Item, names: Names) -> tuple[str, ...]:
    """Its own; where nobody is named for it, those of its milestones."""
    own = (*(post.title for post in item.posts), *map(names.of, item.bodies))
    return own or tuple(f"{post.title} (milestones only)" for post in item.posts_of_steps)


def rating_of(item: Item) -> Rating:
    if item.rating is None:
        raise ValueError(f"{item.address} is not rated, so no line is made of it.")
    return item.rating


def reasons(rating: Rating, as_at: date) -> tuple[str, ...]:
    """Every reason in words, the deciding one first, then how a whole comes by its rating."""
    words = tuple(reason.words(as_at) for reason in rating.reasons)
    return (*words, rating.roll_up.words) if rating.roll_up else words


def deciding_part(item: Item) -> Item:
    """The part whose rating the whole shows; the whole itself where its own duty decides."""
    worst = rating_of(item).worst
    return next((part for part in item.parts if part.address == worst), item)


def answer(item: Item, held: Held) -> str:
    """The answer in the words of the page; what scrutiny asks of itself needs none."""
    if item.answer:
        return held(item.answer).get_decision_display()
    if item.recommendation.scrutinys_own:
        return "None needed"
    answered = rating_of(item).answer
    return "Awaiting" if answered is Answered.AWAITING else Answer.Decision(answered).label


def printed_parts(item: Item, held: Held) -> Iterable[Part]:
    """Listed parts; a limb is words inside its parent's text and so is printed already."""
    for part in item.parts:
        held(part.recommendation)
        if part.recommendation.part_kind == Recommendation.PartKind.LISTED and part.wording:
            yield Part(
                mark=part.recommendation.reference,
                text=part.wording.text,
                rag=part.rating.rag if part.rating else None,
            )


def _dates(item: Item, rating: Rating, register: Register, held: Held) -> Dates:
    """First promised and due now: of what decides the rating, else of what is due first."""
    deciding = rating.deciding
    if deciding.kind is ReasonKind.RESPONSE_OVERDUE:
        return Dates(now=deciding.day)
    if item.answer and item.answer.decide_by:
        day = held(item.answer).decide_by
        return Dates(original=day, now=day)
    milestone = _milestone(item, deciding)
    if milestone is None:
        days = item.asked.days
        return Dates(
            original=days[0] if len(days) == 1 else None,
            now=rating.next_day or (days[0] if len(days) == 1 else None),
            words=in_words(item.recommendation.asked, register),
        )
    due, asked_for = held(milestone.row).original_due, held(milestone.asked_for)
    recurs = len(milestone.original.days) > 1
    return Dates(
        original=None if recurs else milestone.original_day,
        now=rating.next_day if recurs else milestone.day,
        words=in_words(due, register),
        times_moved=milestone.moves,
        days_moved=moved(milestone),
        asked_for=asked_for.to_day if asked_for else None,
    )


def _milestone(item: Item, deciding: Reason) -> MilestoneNow | None:
    """The milestone a reason is about: by its day, or by how far it moved; else the next one."""
    still_open = [milestone for milestone in item.milestones if not milestone.done_on]
    for milestone in still_open:
        about = deciding.day is not None and milestone.day == deciding.day
        by_its_move = deciding.kind in (ReasonKind.MOVED, ReasonKind.MOVED_AGREED)
        if about or (by_its_move and moved(milestone) == deciding.n):
            return milestone
    return min(still_open, key=lambda one: one.day or date.max, default=None)


def moved(milestone: MilestoneNow) -> int:
    """Days from the first promise to the one that stands."""
    return milestone.duty.move.days if milestone.duty and milestone.duty.move else 0


def in_words(due: Due, register: Register) -> str:
    """As printed, else as its shape says; empty where it comes to no date."""
    if due.shape is Shape.NONE and not due.words:
        return ""
    words = due.words or due.described(events=_event_names(register))
    return words[:1].upper() + words[1:]


def _event_names(register: Register) -> dict[str, str]:
    return {event.key: event.name for event in register.rows.events}


def _next_step(item: Item, day: date | None, held: Held) -> str:
    for one in item.milestones:
        if day and not one.done_on and one.day == day:
            return held(one.row).text
    return ""


def _days_past(reason: Reason, as_at: date) -> int:
    return (as_at - reason.day).days if reason.kind in LATE and reason.day else 0


def _said(item: Item, as_at: date, held: Held) -> Said | None:
    update = held(item.update)
    if update is None:
        return None
    return Said(
        on=update.on,
        days_ago=(as_at - update.on).days,
        cause=update.cause,
        remedy=update.remedy,
        effect=update.effect,
        narrative=update.narrative,
        outcome=update.outcome,
    )


def _differs(item: Item, rating: Rating, held: Held) -> Differs | None:
    if rating.officer_says is None:
        return None
    update, acceptance = held(item.update), item.acceptance
    accepted = (
        acceptance is not None
        and update is not None
        and acceptance.update_id == update.pk
        and rating.rag is not rating.record
    )
    return Differs(
        officer=rating.officer_says,
        record=rating.record,
        why=update.why_differs if update else "",
        accepted=held(acceptance).reason if acceptance and accepted else "",
    )


def _without_action(item: Item, rating: Rating) -> bool:
    """Rejected, noted, deferred or left unanswered, and no position taken since."""
    deferred = rating.answer is Answered.DEFERRED and rating.rag is not Rag.CLOSED
    if rating.deciding.kind not in UNACTED and not deferred:
        return False
    answered_on = item.answer.on if item.answer else rating.deciding.day
    position = item.position
    return position is None or (answered_on is not None and position.on < answered_on)


def position(item: Item, held: Held) -> Position | None:
    row = held(item.position)
    if row is None:
        return None
    resolution = held(row.resolution)
    return Position(row.status, row.on, resolution.reference if resolution else "")


def closed_words(item: Item, names: Names, held: Held) -> str:
    """By which body, when and under which minute a recommendation was closed."""
    row = item.position
    if row is None or not row.closes:
        return ""
    resolution = held(held(row).resolution)
    if resolution is None:
        return f"Closed on {day_words(row.on)}."
    body, reference = resolution.item.meeting.body, resolution.reference
    bare = reference[:1].isdigit()  # a number says nothing by itself
    minute = f", {'resolution ' if bare else ''}{reference}" if reference else ""
    return f"Closed by the {names.of(body)} on {day_words(row.on)}{minute}."
