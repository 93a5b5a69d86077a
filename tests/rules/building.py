"""The smallest facts about a recommendation, so that a test says only what matters to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from recommendations.rules.due import Due
from recommendations.rules.facts import (
    Acceptance,
    Answer,
    Closing,
    DateChange,
    Decision,
    Event,
    EventDay,
    EventDayKind,
    Facts,
    Granter,
    Granting,
    Milestone,
    Notice,
    OccurrenceOutcome,
    Outcome,
    Position,
    Response,
    ResponseKind,
    Round,
    Update,
)
from recommendations.rules.policies import Policy
from recommendations.rules.rag import rate
from recommendations.rules.ratings import Rag, Rating

PUBLISHED = "2013-03-28"
ON_TRACK = ("green", "On track")
AMBER_WARNING = (Policy(due_soon_rating=Rag.AMBER),)
GIVEN = "2013-05-29"


def d(text: str) -> date:
    return date.fromisoformat(text)


def maybe(text: str | None) -> date | None:
    return d(text) if text else None


def published(**facts: Any) -> Facts:
    """Published on 28 March 2013; nothing else is known."""
    return Facts(**{"published_on": d(PUBLISHED), **facts})


def answered(decision: str, *, decide_by: str | None = None, **facts: Any) -> Facts:
    """Answered in the response given on 29 May 2013."""
    given = {
        "responses": (response(),),
        "answers": (answer(decision, decide_by=decide_by),),
    }
    return published(**{**given, **facts})


def accepted(*milestones: Milestone, **facts: Any) -> Facts:
    return answered("accepted", milestones=milestones, **facts)


def response(
    name: str = "r1",
    given_on: str | None = GIVEN,
    *,
    decided_on: str | None = None,
    in_force_on: str | None = None,
    withdrawn_on: str | None = None,
    kind: str = "full",
    body: str = "",
) -> Response:
    return Response(
        id=name,
        body=body,
        kind=ResponseKind(kind),
        given_on=maybe(given_on),
        decided_on=maybe(decided_on),
        in_force_on=maybe(in_force_on),
        withdrawn_on=maybe(withdrawn_on),
    )


def answer(decision: str, to: str = "r1", *, decide_by: str | None = None) -> Answer:
    return Answer(response=to, decision=Decision(decision), decide_by=maybe(decide_by))


def notice(
    served_on: str = PUBLISHED, *, received_on: str | None = PUBLISHED, **row: Any
) -> Notice:
    """Two months beginning with 28 March: the last lawful day is 27 May 2013."""
    received = maybe(received_on)
    return Notice(
        on=d(served_on), **{"report_received_on": received, "notice_received_on": received, **row}
    )


def due(shape: str, **parts: Any) -> Due:
    return Due.from_json({"shape": shape, **parts})


def step(day: str, *changes: DateChange, name: str = "a", done_on: str | None = None) -> Milestone:
    return Milestone(id=name, due=due("on a day", day=day), changes=changes, done_on=maybe(done_on))


def promised(shape: str, *, name: str = "a", by_body: str = "", **parts: Any) -> Milestone:
    return Milestone(id=name, due=due(shape, **parts), body=by_body)


def granted(to: str, decided_on: str, by: str = "portfolio holder") -> DateChange:
    return DateChange(to=d(to), decided_on=d(decided_on), decision=Granting.GRANTED, by=Granter(by))


def quarterly(*outcomes: OccurrenceOutcome, start: str = "2013-10-15", **parts: Any) -> Milestone:
    """Due on 15 January, April, July and October, from 15 January 2014."""
    made = due("recurring", n=3, unit="months", **{"from": start}, **parts)
    return Milestone(id="a", due=made, outcomes=outcomes)


def outcome(of: str, what: str, on: str | None = None) -> OccurrenceOutcome:
    return OccurrenceOutcome(on=d(on or of), due=d(of), outcome=Outcome(what))


def event(name: str, *days: EventDay) -> dict[str, Event]:
    return {name: Event(name=name, days=days)}


def happened(day: str, on: str | None = None) -> EventDay:
    return EventDay(on=d(on or day), kind=EventDayKind.HAPPENED, day=d(day))


def expected(day: str, on: str = PUBLISHED) -> EventDay:
    return EventDay(on=d(on), kind=EventDayKind.EXPECTED, day=d(day))


def closes(on: str, reason: str = "implemented") -> Position:
    return Position(on=d(on), closes=Closing(reason))


def says(on: str, status: str = "monitoring") -> Position:
    return Position(on=d(on), status=status)


def update(
    on: str, stated: str | None = None, *, complete: bool = False, owner: str = "", name: str = "u"
) -> Update:
    return Update(
        on=d(on), id=name, owner=owner, stated=Rag(stated) if stated else None, complete=complete
    )


def covers(on: str, update_id: str = "u") -> Acceptance:
    return Acceptance(on=d(on), update=update_id)


def round_(opens: str, closes_on: str, *, owed: bool = True) -> Round:
    return Round(opens=d(opens), closes=d(closes_on), owed=owed)


def rated(facts: Facts, on: str, policies: Sequence[Policy] = (), part: str = "") -> Rating:
    rating = rate(facts, policies=policies, as_at=d(on), part=part)
    assert rating is not None
    return rating


def said(facts: Facts, on: str, policies: Sequence[Policy] = (), part: str = "") -> tuple[str, str]:
    """The rating and the words of the row that decides."""
    rating = rated(facts, on, policies, part)
    return rating.rag.value, rating.words(d(on))


def reasons(facts: Facts, on: str, policies: Sequence[Policy] = ()) -> list[str]:
    return [reason.words(d(on)) for reason in rated(facts, on, policies).reasons]
