"""What the register holds about one recommendation, as the rating is told it.

Rows that were corrected or taken back are already left out, and each list is in the order
``on``, ``recorded_at``, id. Rows dated after the day of the rating may be there: it ignores them.
``body`` is the key of the body that was asked; with several, each is rated as if alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from recommendations.rules.deadlines import CLOCKS, Clock
from recommendations.rules.due import Due
from recommendations.rules.ratings import Rag
from recommendations.rules.working_days import NONE_KNOWN, WorkingDays


class Kind(StrEnum):
    RECOMMENDATION = "recommendation"
    INTERIM = "interim"
    GUIDELINE = "guideline"
    COMMENDATION = "commendation"
    FINDING = "finding"


class Endorsing(StrEnum):
    ENDORSED = "endorsed"
    AS_AMENDED = "endorsed as amended"
    NOT_ENDORSED = "not endorsed"


class ResponseKind(StrEnum):
    FULL = "full"
    HOLDING = "holding"


class Decision(StrEnum):
    ACCEPTED = "accepted"
    IN_PART = "accepted in part"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    NOTED = "noted"


class Granting(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class Granter(StrEnum):
    COMMITTEE = "committee"
    PORTFOLIO_HOLDER = "portfolio holder"


class Outcome(StrEnum):
    DONE = "done"
    MISSED = "missed"
    SKIPPED = "skipped"


class Closing(StrEnum):
    IMPLEMENTED = "implemented"
    NOT_IMPLEMENTED = "not implemented"
    OVERTAKEN = "overtaken"
    MERGED = "merged"
    REFUSED = "refused"


class EventDayKind(StrEnum):
    EXPECTED = "expected"
    HAPPENED = "happened"


@dataclass(frozen=True, kw_only=True)
class Endorsement:
    on: date
    decision: Endorsing


@dataclass(frozen=True, kw_only=True)
class Superseded:
    on: date
    by: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice served on a body; ``last_day`` is there where a person confirmed another."""

    on: date
    body: str = ""
    clock: Clock = CLOCKS["two months"]
    report_received_on: date | None = None
    notice_received_on: date | None = None
    hard: bool = True
    response_required: bool = True
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Response:
    """``in_force_on`` is known from the decision on."""

    id: str
    body: str = ""
    kind: ResponseKind = ResponseKind.FULL
    given_on: date | None = None
    decided_on: date | None = None
    in_force_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a response says about this recommendation; it is its response's body that answers."""

    response: str
    decision: Decision
    decide_by: date | None = None
    on: date = date.min


@dataclass(frozen=True, kw_only=True)
class DateChange:
    """A new day asked for a milestone. It moves nothing until somebody entitled grants it.

    A day that recurs is not moved: an occurrence is skipped with leave.
    """

    to: date
    asked_on: date | None = None
    decided_on: date | None = None
    decision: Granting | None = None
    by: Granter | None = None


@dataclass(frozen=True, kw_only=True)
class OccurrenceOutcome:
    on: date
    due: date
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One step. ``due`` is the original due; ``body`` is named where several were asked."""

    id: str
    due: Due
    on: date = date.min
    body: str = ""
    done_on: date | None = None
    changes: tuple[DateChange, ...] = ()
    outcomes: tuple[OccurrenceOutcome, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EventDay:
    on: date
    kind: EventDayKind
    day: date


@dataclass(frozen=True, kw_only=True)
class Event:
    """``name`` is what the papers call it; without a day it is unknown when it happens."""

    name: str
    days: tuple[EventDay, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Dormant until the event has happened."""

    event: str
    on: date = date.min


@dataclass(frozen=True, kw_only=True)
class Round:
    """``owed``: the round listed the item when it opened."""

    opens: date
    closes: date
    owed: bool = True


@dataclass(frozen=True, kw_only=True)
class Owner:
    """One of those who must report on the item, from ``since`` until the end of ``until``."""

    key: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Update:
    """A submitted update of the item as a whole, by the key of one owner or else for them all.

    ``complete`` claims the whole item: a milestone reported complete is none.
    """

    on: date
    id: str = ""
    owner: str = ""
    stated: Rag | None = None
    complete: bool = False


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """A scrutiny officer accepted the better rating that the ``update`` states."""

    on: date
    update: str


@dataclass(frozen=True, kw_only=True)
class Position:
    on: date
    status: str = ""
    closes: Closing | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One recommendation or part. What a part lacks it has from its parent: see ``parts.py``.

    ``limb``: a part that is words inside its parent's text. ``parts`` are by address, ``events``
    by key, ``meetings`` by body. Without ``owners``, whoever submitted an update still owns.
    """

    kind: Kind = Kind.RECOMMENDATION
    published_on: date | None = None
    made_on: date | None = None
    scrutinys_own: bool = False
    limb: bool = False
    prior_decision_on: date | None = None
    endorsements: tuple[Endorsement, ...] = ()
    withdrawn_on: date | None = None
    superseded: Superseded | None = None
    notices: tuple[Notice, ...] = ()
    responses: tuple[Response, ...] = ()
    answers: tuple[Answer, ...] = ()
    asked: Due = field(default_factory=Due)
    milestones: tuple[Milestone, ...] = ()
    events: Mapping[str, Event] = field(default_factory=dict)
    meetings: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    working_days: WorkingDays = NONE_KNOWN
    conditions: tuple[Condition, ...] = ()
    rounds: tuple[Round, ...] = ()
    owners: tuple[Owner, ...] = ()
    updates: tuple[Update, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    positions: tuple[Position, ...] = ()
    parts: Mapping[str, "Facts"] = field(default_factory=dict)
