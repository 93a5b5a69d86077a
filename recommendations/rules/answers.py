"""Which responses are given, and which answer in them stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from recommendations.rules.deadlines import last_lawful_day
from recommendations.rules.facts import Answer, Notice, Response, ResponseKind
from recommendations.rules.ratings import Answered
from recommendations.rules.the_day import TheDay
from recommendations.rules.working_days import WorkingDays


@dataclass(frozen=True)
class GivenResponse:
    """A full response that is given and not withdrawn; ``in_force_on`` where it is known."""

    id: str
    on: date
    in_force_on: date | None

    @property
    def stands_from(self) -> date:
        return self.in_force_on or self.on


@dataclass(frozen=True)
class StandingAnswer:
    """``since`` is the day it stands from; ``since_words`` say what happened then."""

    answered: Answered
    since: date
    since_words: str = "accepted"
    decide_by: date | None = None


def given_responses(responses: Iterable[Response], the_day: TheDay) -> tuple[GivenResponse, ...]:
    """In the order of their days. A holding response is none, nor is a withdrawn one.

    Being decided counts as being given, and makes the day in force known.
    """
    found = []
    for response in responses:
        if response.kind is not ResponseKind.FULL or the_day.has_reached(response.withdrawn_on):
            continue
        decided = the_day.has_reached(response.decided_on)
        days = [
            day
            for day in (response.given_on, response.decided_on)
            if day is not None and the_day.has_reached(day)
        ]
        if days:
            in_force_on = response.in_force_on if decided else None
            found.append(GivenResponse(response.id, min(days), in_force_on))
    return tuple(sorted(found, key=lambda response: response.on))


def bodies_asked(
    notices: Iterable[Notice], responses: Iterable[Response], the_day: TheDay
) -> tuple[str, ...]:
    """Those given notice, and those that responded unasked."""
    noticed = [notice.body for notice in the_day.standing(notices)]
    responded = [response.body for response in responses if given_responses([response], the_day)]
    return tuple(dict.fromkeys([*noticed, *responded]))


def standing_answer(
    answers: Sequence[Answer], given: Sequence[GivenResponse], the_day: TheDay
) -> StandingAnswer | None:
    """The answer last in force: it goes on standing until one that replaces it is."""
    by_id = {response.id: response for response in given}
    standing = [
        (by_id[answer.response], answer)
        for answer in the_day.standing(answers)
        if answer.response in by_id and the_day.has_reached(by_id[answer.response].stands_from)
    ]
    if not standing:
        return None
    response, answer = sorted(standing, key=lambda pair: pair[0].stands_from)[-1]
    return StandingAnswer(
        answered=Answered(answer.decision.value),
        since=response.stands_from,
        since_words="acceptance in force" if response.in_force_on else "accepted",
        decide_by=answer.decide_by,
    )


def last_day_to_respond(notice: Notice, the_day: TheDay, working_days: WorkingDays) -> date | None:
    """The day a person confirmed, else what the clock gives from the receipts recorded so far."""
    if notice.last_day:
        return notice.last_day
    return last_lawful_day(
        notice.clock,
        working_days,
        report_received_on=_recorded(notice.report_received_on, the_day),
        notice_received_on=_recorded(notice.notice_received_on, the_day),
    )


def why_no_last_day(notice: Notice, the_day: TheDay) -> str:
    if notice.clock.n is None:
        return "no last day"
    if _recorded(notice.notice_received_on, the_day) is None:
        return "receipt of the notice not recorded"
    return "receipt of the report not recorded"


def _recorded(day: date | None, the_day: TheDay) -> date | None:
    return day if the_day.has_reached(day) else None
