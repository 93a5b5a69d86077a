"""One question that a committee can answer about an item, by the row that decides its rating."""

from datetime import date

from recommendations.rules.ratings import ReasonKind
from recommendations.rules.wording import day_words

_NEW_DATE = "By when will the owner give a date?"
_DONE = "Does the committee agree that this is done?"
_ANSWER = "Does the committee accept this answer, or ask for another?"
_EVENT = "Who will tell the committee the day of {event}?"

QUESTIONS: dict[ReasonKind, str] = {
    ReasonKind.COMPLETE: "",
    ReasonKind.CLOSED: "",
    ReasonKind.NOT_ENDORSED: "",
    ReasonKind.WITHDRAWN: "",
    ReasonKind.REPLACED: "",
    ReasonKind.RESPONSE_OVERDUE: "Does the committee write to the portfolio holder?",
    ReasonKind.AWAITING_UNTIL: "",
    ReasonKind.AWAITING_EXPECTED: "",
    ReasonKind.AWAITING: "Does the committee ask for a response by a day?",
    ReasonKind.DECIDED: "",
    ReasonKind.NOT_ANSWERED: "Does the committee ask for an answer to this one?",
    ReasonKind.NOT_ACCEPTED: _ANSWER,
    ReasonKind.NOTED: _ANSWER,
    ReasonKind.DORMANT: "Does the committee still expect that {event}?",
    ReasonKind.AWAITING_ENDORSEMENT: "Does the committee endorse this?",
    ReasonKind.DECISION_OVERDUE: "By when will a decision be made, or does the committee call the "
    "owner?",
    ReasonKind.OVERDUE: "Does the committee accept the new date of {asked}, or call the owner?",
    ReasonKind.MOVED: "Does the committee agree the date of {promised}, or call the owner?",
    ReasonKind.MOVED_AGREED: "Does the committee still agree the date of {promised}?",
    ReasonKind.DECISION_DATE_NEEDED: "By when will a decision be made?",
    ReasonKind.EVENT_DAY_NEEDED: _EVENT,
    ReasonKind.REVIEW_DATE_NEEDED: "How often will the committee look at this again?",
    ReasonKind.DATE_NEEDED: _NEW_DATE,
    ReasonKind.NO_UPDATE: "Does the committee call the owner for an update?",
    ReasonKind.MISSED: "Does the committee accept the reason given for what was missed?",
    ReasonKind.ALL_STEPS_DONE: _DONE,
    ReasonKind.PERIOD_ENDED: _DONE,
    ReasonKind.MAY_BE_DONE: _NEW_DATE,
    ReasonKind.TO_BE_CONFIRMED: "Has it happened: {event}?",
    ReasonKind.REPORTED_COMPLETE: _DONE,
    ReasonKind.DECISION_DUE: "",
    ReasonKind.DUE: "",
    ReasonKind.NOT_BEFORE: "",
    ReasonKind.DECISION_DUE_BY: "",
    ReasonKind.ON_TRACK: "",
    ReasonKind.OFFICER_SAYS: "What stands in the way, and what does the owner need?",
}

# Where no new date was asked for, there is none to accept.
WITHOUT_A_NEW_DATE = "By when will this be done, or does the committee call the owner?"
