"""One question that a committee can answer about an item, by the row that decides its rating."""

from datetime import date

from recommendations.rules.ratings import Rating, Reason, ReasonKind
from recommendations.rules.wording import day_words

NOTHING_TO_ASK = ""

_A_DATE = "By when will the owner give a date?"
_A_DECISION = "By when will a decision be made?"
_CALL = "By when will this be done, or does the committee call the owner?"
_DONE = "Does the committee agree that this is done?"
_DONE_UNSHOWN = "Does the committee agree that this is done, or does it ask for evidence?"
_LEAVE_IT = "Does the committee leave it there, or ask for another answer?"

# {text} is the event, {day} the day the reason names.
QUESTIONS: dict[ReasonKind, str] = {
    ReasonKind.COMPLETE: NOTHING_TO_ASK,
    ReasonKind.CLOSED: NOTHING_TO_ASK,
    ReasonKind.NOT_ENDORSED: NOTHING_TO_ASK,
    ReasonKind.WITHDRAWN: NOTHING_TO_ASK,
    ReasonKind.REPLACED: NOTHING_TO_ASK,
    ReasonKind.RESPONSE_OVERDUE: "Does the committee write to the portfolio holder?",
    ReasonKind.AWAITING_UNTIL: NOTHING_TO_ASK,
    ReasonKind.AWAITING_EXPECTED: NOTHING_TO_ASK,
    ReasonKind.AWAITING: NOTHING_TO_ASK,
    ReasonKind.DECIDED: NOTHING_TO_ASK,
    ReasonKind.NOT_ANSWERED: "Does the committee ask for an answer?",
    ReasonKind.NOT_ACCEPTED: _LEAVE_IT,
    ReasonKind.NOTED: _LEAVE_IT,
    ReasonKind.DORMANT: NOTHING_TO_ASK,
    ReasonKind.AWAITING_ENDORSEMENT: "Does the committee endorse this?",
    ReasonKind.DECISION_OVERDUE: "By when will a decision be made, or does the committee call "
    "the owner?",
    ReasonKind.OVERDUE: _CALL,
    ReasonKind.MOVED: "Does the committee agree the date of {day}, or call the owner?",
    ReasonKind.MOVED_AGREED: "Is the committee content to wait until {day}?",
    ReasonKind.DECISION_DATE_NEEDED: _A_DECISION,
    ReasonKind.EVENT_DAY_NEEDED: "Who will tell the committee the day of {text}?",
    ReasonKind.REVIEW_DATE_NEEDED: "How often does the committee want to review this?",
    ReasonKind.DATE_NEEDED: _A_DATE,
    ReasonKind.NO_UPDATE: "Does the committee call the owner for an update?",
    ReasonKind.MISSED: "Does the committee accept the reason for what was missed?",
    ReasonKind.ALL_STEPS_DONE: _DONE,
    ReasonKind.PERIOD_ENDED: _DONE,
    ReasonKind.MAY_BE_DONE: _A_DATE,
    ReasonKind.TO_BE_CONFIRMED: "Who will tell the committee the day of {text}?",
    ReasonKind.REPORTED_COMPLETE: _DONE,
    ReasonKind.DECISION_DUE: NOTHING_TO_ASK,
    ReasonKind.DUE: NOTHING_TO_ASK,
    ReasonKind.NOT_BEFORE: NOTHING_TO_ASK,
    ReasonKind.DECISION_DUE_BY: NOTHING_TO_ASK,
    ReasonKind.ON_TRACK: NOTHING_TO_ASK,
    ReasonKind.OFFICER_SAYS: "What stands in the way, and what does the owner need?",
}


def question(
    rating: Rating,
    *,
    as_at: date,
    asked_for: date | None = None,
    evidence: int | None = None,
) -> str:
    """``asked_for`` is a new date asked of the committee and not yet decided; ``evidence`` is how
    many pieces are recorded of what is reported complete.
    """
    reason = _asked_about(rating)
    if reason.kind is ReasonKind.REPORTED_COMPLETE and evidence == 0:
        return _DONE_UNSHOWN
    if reason.kind is ReasonKind.OVERDUE and asked_for and asked_for > as_at:
        return (
            f"Does the committee accept the new date of {day_words(asked_for)}, or call the owner?"
        )
    day = day_words(reason.day) if reason.day else ""
    return QUESTIONS[reason.kind].format(text=reason.text, day=day)


def _asked_about(rating: Rating) -> Reason:
    """Where scrutiny accepted the officer's better rating, the record's reason is asked about."""
    accepted = (
        rating.deciding.kind is ReasonKind.OFFICER_SAYS
        and rating.rag.severity < rating.record.severity
    )
    return rating.reasons[1] if accepted else rating.deciding
