"""A rating, and the reasons for it. No day count is kept in either: the words count when asked,
so a rating that is stored stays true until something but the count would differ."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from recommendations.rules.wording import ago, ahead, count, day_words


class Rag(StrEnum):
    """The six ratings, worst first. The word carries the meaning; a colour only repeats it."""

    RED = "red"
    AMBER = "amber"
    DATE_NEEDED = "date needed"
    GREEN = "green"
    NOT_RATED = "not rated"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The council's own word while ``calling`` says it, as a translated label is read in the
        language that is active."""
        return _CALLED.get()[self]

    @property
    def word(self) -> str:
        """The same inside a sentence."""
        label = self.label
        return label if label[:2].isupper() else label[:1].lower() + label[1:]

    @property
    def severity(self) -> int:
        """Higher is worse: red 5, closed 0."""
        return len(Rag) - 1 - list(Rag).index(self)


USUAL_WORDS: Mapping[Rag, str] = {rag: rag.value.capitalize() for rag in Rag}
_CALLED: ContextVar[Mapping[Rag, str]] = ContextVar("called", default=USUAL_WORDS)
_ANY = re.compile(r"\b(" + "|".join(Rag) + r")\b")


@contextmanager
def calling(words: Mapping[Rag, str]) -> Iterator[None]:
    """Call the ratings inside by a council's words: those of the day that is looked at."""
    token = _CALLED.set(words)
    try:
        yield
    finally:
        _CALLED.reset(token)


class Answered(StrEnum):
    """What did they answer?"""

    AWAITING = "awaiting"
    ACCEPTED = "accepted"
    IN_PART = "accepted in part"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    NOTED = "noted"

    @property
    def is_accepted(self) -> bool:
        return self in (Answered.ACCEPTED, Answered.IN_PART)


class ReasonKind(StrEnum):
    """Which sentence of the rating table a reason is; in the order of the table."""

    COMPLETE = "complete"
    CLOSED = "closed"
    NOT_ENDORSED = "not endorsed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    RESPONSE_OVERDUE = "response overdue"
    AWAITING_UNTIL = "awaiting until"
    AWAITING_EXPECTED = "awaiting expected"
    AWAITING = "awaiting"
    DECIDED = "decided"
    NOT_ANSWERED = "not answered"
    NOT_ACCEPTED = "not accepted"
    NOTED = "noted"
    DORMANT = "dormant"
    AWAITING_ENDORSEMENT = "awaiting endorsement"
    DECISION_OVERDUE = "decision overdue"
    OVERDUE = "overdue"
    MOVED = "moved"
    MOVED_AGREED = "moved agreed"
    DECISION_DATE_NEEDED = "decision date needed"
    EVENT_DAY_NEEDED = "event day needed"
    REVIEW_DATE_NEEDED = "review date needed"
    DATE_NEEDED = "date needed"
    NO_UPDATE = "no update"
    MISSED = "missed"
    ALL_STEPS_DONE = "all steps done"
    PERIOD_ENDED = "period ended"
    MAY_BE_DONE = "may be done"
    TO_BE_CONFIRMED = "to be confirmed"
    REPORTED_COMPLETE = "reported complete"
    DECISION_DUE = "decision due"
    DUE = "due"
    NOT_BEFORE = "not before"
    DECISION_DUE_BY = "decision due by"
    ON_TRACK = "on track"
    OFFICER_SAYS = "officer says"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One row of the table that holds: ``day`` is the day it is measured from or due on."""

    kind: ReasonKind
    day: date | None = None
    n: int = 0
    m: int = 0
    text: str = ""

    def words(self, as_at: date) -> str:
        return _WORDS[self.kind](self, as_at)

    def as_json(self) -> dict[str, str | int]:
        value: dict[str, str | int] = {"kind": self.kind.value}
        if self.day:
            value["day"] = self.day.isoformat()
        value |= {name: number for name, number in (("n", self.n), ("m", self.m)) if number}
        if self.text:
            value["text"] = self.text
        return value

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(
            kind=ReasonKind(value["kind"]),
            day=date.fromisoformat(value["day"]) if "day" in value else None,
            n=value.get("n", 0),
            m=value.get("m", 0),
            text=value.get("text", ""),
        )


_Words = Callable[[Reason, date], str]


def _fixed(words: str) -> _Words:
    return lambda reason, as_at: words


def _with_text(words: str) -> _Words:
    return lambda reason, as_at: words.format(reason.text)


def _with_day(words: str) -> _Words:
    return lambda reason, as_at: words.format(day_words(_day(reason)))


def _overdue(words: str) -> _Words:
    return lambda reason, as_at: f"{words} by {count((as_at - _day(reason)).days, 'day')}"


def _due(words: str) -> _Words:
    return lambda reason, as_at: f"{words} {ahead(_day(reason), as_at=as_at)}"


def _day(reason: Reason) -> date:
    if reason.day is None:
        raise ValueError(f"A reason “{reason.kind}” needs a day.")
    return reason.day


def _moved(reason: Reason, as_at: date) -> str:
    moved = f"Moved {count(reason.n, 'day')}"
    return f"{moved} in {count(reason.m, 'change')}" if reason.m else moved


_WORDS: dict[ReasonKind, _Words] = {
    ReasonKind.COMPLETE: _fixed("Complete"),
    ReasonKind.CLOSED: lambda reason, as_at: f"{Rag.CLOSED.label}: {reason.text}",
    ReasonKind.NOT_ENDORSED: _fixed("Not endorsed"),
    ReasonKind.WITHDRAWN: _fixed("Withdrawn"),
    ReasonKind.REPLACED: _with_text("Replaced by {}"),
    ReasonKind.RESPONSE_OVERDUE: _overdue("Response overdue"),
    ReasonKind.AWAITING_UNTIL: _with_day("Awaiting response until {}"),
    ReasonKind.AWAITING_EXPECTED: _with_day("Awaiting response, expected by {}"),
    ReasonKind.AWAITING: _with_text("Awaiting response, {}"),
    ReasonKind.DECIDED: _with_day("Decided, in force from {}"),
    ReasonKind.NOT_ANSWERED: _with_day("Not answered in the response of {}"),
    ReasonKind.NOT_ACCEPTED: _fixed("Not accepted"),
    ReasonKind.NOTED: _fixed("Noted, no action proposed"),
    ReasonKind.DORMANT: _with_text("Dormant until {}"),
    ReasonKind.AWAITING_ENDORSEMENT: _fixed("Awaiting endorsement"),
    ReasonKind.DECISION_OVERDUE: _overdue("Decision overdue"),
    ReasonKind.OVERDUE: _overdue("Overdue"),
    ReasonKind.MOVED: _moved,
    ReasonKind.MOVED_AGREED: lambda reason, as_at: (
        f"Moved {count(reason.n, 'day')}, agreed by the committee"
    ),
    ReasonKind.DECISION_DATE_NEEDED: _fixed("Decision date needed"),
    ReasonKind.EVENT_DAY_NEEDED: _with_text("Day of {} needed"),
    ReasonKind.REVIEW_DATE_NEEDED: _fixed("Review date needed"),
    ReasonKind.DATE_NEEDED: lambda reason, as_at: (
        f"{Rag.DATE_NEEDED.label}, {reason.text} {ago(_day(reason), as_at=as_at)}"
    ),
    ReasonKind.NO_UPDATE: _fixed("No update received"),
    ReasonKind.MISSED: lambda reason, as_at: f"{reason.n} of {reason.m} missed",
    ReasonKind.ALL_STEPS_DONE: _fixed("All steps done; completion not reported"),
    ReasonKind.PERIOD_ENDED: _fixed("Period ended; completion not reported"),
    ReasonKind.MAY_BE_DONE: lambda reason, as_at: (
        f"{Rag.DATE_NEEDED.label}, may be done since {day_words(_day(reason))}"
    ),
    ReasonKind.TO_BE_CONFIRMED: _with_text("Day of {} to be confirmed"),
    ReasonKind.REPORTED_COMPLETE: _fixed("Reported complete"),
    ReasonKind.DECISION_DUE: _due("Decision due"),
    ReasonKind.DUE: _due("Due"),
    ReasonKind.NOT_BEFORE: _with_day("Not before {}"),
    ReasonKind.DECISION_DUE_BY: _with_day("Decision due by {}"),
    ReasonKind.ON_TRACK: _fixed("On track"),
    ReasonKind.OFFICER_SAYS: lambda reason, as_at: (
        f"Officer says {_ANY.sub(lambda found: Rag(found[0]).word, reason.text)}"
    ),
}


OWN = "own"


@dataclass(frozen=True, kw_only=True)
class RollUp:
    """How a parent comes by its rating: ``worst`` is the address of the part that decides, or
    "own", and empty where no part is open and nothing of its own is rated."""

    done: int
    parts: int
    worst: str = ""

    @property
    def words(self) -> str:
        done = f"{self.done} of {count(self.parts, 'part')} done"
        if not self.worst:
            return done
        if self.worst == OWN:
            return f"{done}; worst is its own duty"
        return f"{done}; worst is {self.worst}"


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What the record says, what the officer says, and which of the two is printed.

    ``rag`` and the first reason are what is printed; ``record`` is the record's own.
    ``officer_says`` is there only where it differs. ``body`` is the one of several bodies whose
    rating this is. ``next_day`` is the oldest day still due: behind the day rated when overdue.
    """

    rag: Rag
    reasons: tuple[Reason, ...]
    record: Rag
    answer: Answered = Answered.AWAITING
    officer_says: Rag | None = None
    body: str = ""
    next_day: date | None = None
    roll_up: RollUp | None = None

    @property
    def worst(self) -> str:
        return self.roll_up.worst if self.roll_up else ""

    @property
    def deciding(self) -> Reason:
        return self.reasons[0]

    def words(self, as_at: date) -> str:
        return self.deciding.words(as_at)

    def as_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "rag": self.rag.value,
            "record": self.record.value,
            "answer": self.answer.value,
            "reasons": [reason.as_json() for reason in self.reasons],
        }
        if self.officer_says:
            value["officer_says"] = self.officer_says.value
        if self.body:
            value["body"] = self.body
        if self.next_day:
            value["next_day"] = self.next_day.isoformat()
        if self.roll_up:
            value["roll_up"] = {
                "done": self.roll_up.done,
                "parts": self.roll_up.parts,
                "worst": self.roll_up.worst,
            }
        return value

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(
            rag=Rag(value["rag"]),
            record=Rag(value["record"]),
            answer=Answered(value["answer"]),
            reasons=tuple(Reason.from_json(reason) for reason in value["reasons"]),
            officer_says=Rag(value["officer_says"]) if "officer_says" in value else None,
            body=value.get("body", ""),
            next_day=date.fromisoformat(value["next_day"]) if "next_day" in value else None,
            roll_up=RollUp(**value["roll_up"]) if "roll_up" in value else None,
        )
