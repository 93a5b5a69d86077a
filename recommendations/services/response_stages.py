"""A response from its draft to its decision: each stage by whom it is for, and in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils import timezone

from recommendations.models import (
    Answer,
    ExecutiveResponse,
    PostHolding,
    Recommendation,
    ResponseStage,
    User,
)
from recommendations.models.since_until import held_on
from recommendations.rules.reconcile import discrepancies, unanswered
from recommendations.rules.stages import (
    ON_RECORD,
    SAYING,
    WHOSE,
    After,
    Before,
    Reached,
    Stage,
    comes_before,
    out_of_order,
    why_not,
)
from recommendations.rules.wording import day_words
from recommendations.services import response_answers, responses
from recommendations.services.change import Refused, change, correct, refuse_the_future, take_back


def stages_of(response: ExecutiveResponse) -> list[ResponseStage]:
    """The stages that stand, in the order of their days."""
    rows = ResponseStage.objects.filter(response=response).select_related("by")
    return list(rows.standing(as_at=date.max, known_at=timezone.now()))


def advance(
    *,
    response: ExecutiveResponse,
    stage: Stage,
    by: User,
    on: date,
    in_force_on: date | None = None,
) -> ResponseStage:
    """Take a response one stage further, or refuse in words what is out of order."""
    refuse_the_future(on)
    if kind := WHOSE.get(stage):
        refuse_all_but_holders(kind, of=response, to=stage, by=by)
    with change():
        one_at_a_time(response)
        if refusal := refusal_of(response, stage, on=on):
            raise Refused(refusal)
        return responses.reach_stage(
            response=response, stage=stage, by=by, on=on, in_force_on=in_force_on
        )


def refusal_of(response: ExecutiveResponse, stage: Stage, *, on: date) -> str:
    """Why it cannot come to a stage on a day; empty where it can."""
    return why_not(
        stage,
        on=on,
        reached=reached(stages_of(response)),
        holding=response.kind == ExecutiveResponse.Kind.HOLDING,
        from_a_paper=bool(response.source),
        beside=what_it_stands_between(response),
    )


def reached(stages: Iterable[ResponseStage]) -> list[Reached]:
    return [Reached(Stage(row.stage), row.on) for row in stages]


def what_it_stands_between(response: ExecutiveResponse) -> list[Before | After]:
    """What it answers was made before it is given, and so was the version it takes the place of.

    The version that takes its own place is given after it.
    """
    published_on = response.report.published_on
    made_on = response.report.recommendations.aggregate(first=Min("made_on"))["first"]
    found: list[Before | After] = [Before("The report was published", published_on)]
    if made_on is not None and made_on < published_on:
        found = [Before("The first of what it answers was made", made_on)]
    for other in other_versions(response):
        if on := said_on(other.stages_reached):
            is_earlier = other.version < response.version
            what = f"Version {other.version} was given"
            found.append(Before(what, on) if is_earlier else After(what, on))
    return found


def other_versions(response: ExecutiveResponse) -> Iterable[ExecutiveResponse]:
    """The others of a full response, each with its stages."""
    full = ExecutiveResponse.Kind.FULL
    versions = ExecutiveResponse.objects.filter(
        report=response.report_id, body=response.body_id, kind=full
    )
    beside = versions.exclude(pk=response.pk) if response.kind == full else versions.none()
    return beside.order_by("version").with_stages(as_at=date.max, known_at=timezone.now())


def one_at_a_time(response: ExecutiveResponse) -> None:
    """Of two who take a response further at once, the second finds what the first did."""
    ExecutiveResponse.objects.select_for_update(no_key=True).get(pk=response.pk)


def refuse_all_but_holders(kind: str, *, of: ExecutiveResponse, to: Stage, by: User) -> None:
    held = PostHolding.objects.filter(
        held_on(timezone.localdate()),
        post__council=of.report.council_id,
        post__kind=kind,
        person=by,
        kind=PostHolding.Kind.HOLDER,
    )
    if not held.exists():
        whose = f"a {kind}’s post"
        raise Refused(f"Only the holder of {whose} takes it on: it is {to} by them.")


def clear(*, response: ExecutiveResponse, by: User, on: date) -> ResponseStage:
    return advance(response=response, stage=Stage.CLEARED, by=by, on=on)


def approve(*, response: ExecutiveResponse, by: User, on: date) -> ResponseStage:
    return advance(response=response, stage=Stage.APPROVED, by=by, on=on)


def send_back(*, response: ExecutiveResponse, by: User, why: str) -> None:
    """Open a draft again: what it had reached is taken back, and the history says why."""
    if not why.strip():
        raise Refused("Say what has to be changed.")
    with change():
        one_at_a_time(response)
        reached = stages_of(response)
        if any(row.stage in ON_RECORD for row in reached):
            raise Refused("It is given already: what is to be changed is a new version.")
        if not reached:
            raise Refused("It is still being drafted.")
        for row in reached:
            take_back(row, by=by, why=why)


def give(*, response: ExecutiveResponse, by: User, on: date) -> ResponseStage:
    """Record that it was given: its draft becomes answers, and milestones of what is accepted.

    Both are of the day it was given, whenever they were typed.
    """
    with change():
        stage = advance(response=response, stage=Stage.GIVEN, by=by, on=on)
        date_its_draft(response, given_on=on, by=by)
        response_answers.say(response, on=on, by=by)
        return stage


def date_its_draft(response: ExecutiveResponse, *, given_on: date, by: User) -> None:
    """What a paper says was drafted by the day it was given, though it was typed here later."""
    typed = [row for row in stages_of(response) if row.stage == Stage.DRAFTED]
    for row in typed if response.source else ():
        if row.on > given_on:
            correct(row, by=by, why="Typed from its paper after it was given.", on=given_on)


def correct_stage(*, row: ResponseStage, by: User, why: str, **changes: Any) -> ResponseStage:
    """Put another stage or day in a stage's place; what it says is of the day it was given."""
    response = row.response
    one_at_a_time(response)
    before = stages_of(response)
    others = [other for other in before if other != row]
    corrected = ResponseStage(**{**row.carried_over(), **changes})
    stage, on = Stage(corrected.stage), corrected.on
    if refusal := out_of_order(
        stage,
        on=on,
        reached=reached(others),
        from_a_paper=bool(response.source),
        beside=what_it_stands_between(response),
    ):
        raise Refused(refusal, box="on")
    unsaid = says_by(row, others) and stage not in ON_RECORD
    if unsaid:
        refuse_what_came_of_it(row, others)
    written = correct(row, by=by, why=why, **changes)
    if stage is Stage.GIVEN:
        date_its_draft(response, given_on=on, by=by)
    was, now = said_on(before), said_on(stages_of(response))
    if was and now and was != now:
        response_answers.date_what_it_says(response, was=was, now=now, by=by, why=why)
    if unsaid:
        response_answers.draft_again(response, by=by, why=why)
    return written


def said_on(stages: Iterable[ResponseStage]) -> date | None:
    """The day of what a response says: being decided counts as being given."""
    return min((row.on for row in stages if row.stage in SAYING), default=None)


def take_stage_back(*, row: ResponseStage, by: User, why: str) -> ResponseStage:
    """Take a stage back; what a full response said is its draft again, open as if sent back."""
    response = row.response
    one_at_a_time(response)
    others = [other for other in stages_of(response) if other != row]
    unsaid = says_by(row, others)
    if unsaid:
        refuse_what_came_of_it(row, others)
    written = take_back(row, by=by, why=why)
    if unsaid and response.kind == ExecutiveResponse.Kind.FULL:
        response_answers.draft_again(response, by=by, why=why)
        for other in others:
            take_back(other, by=by, why=why)
    return written


def says_by(row: ResponseStage, others: Iterable[ResponseStage]) -> bool:
    """Whether it is by this stage that a response says what it says."""
    return row.stage in SAYING and not any(other.stage == Stage.GIVEN for other in others)


def refuse_what_came_of_it(row: ResponseStage, others: Iterable[ResponseStage]) -> None:
    """What a response says stands under its later stages, and under a version after it."""
    later = [("It", one) for one in others if comes_before(Stage(row.stage), Stage(one.stage))]
    for other in other_versions(row.response):
        last = other.stages_reached[-1] if other.stages_reached else None
        if last and last.stage != Stage.WITHDRAWN and other.version > row.response.version:
            later.append((f"Version {other.version}", last))
    for what, one in later:
        on = day_words(one.on)
        raise Refused(f"{what} was {one.stage} on {on}: take that back first.")


def decide(
    *,
    response: ExecutiveResponse,
    by: User,
    on: date,
    in_force_on: date,
    among: Iterable[Recommendation],
) -> ResponseStage:
    """Record the decision and the day it comes into force, of a response that adds up.

    Whether it does is asked of all that the report recommends; a refusal speaks of ``among``
    only, which whoever records it may read.
    """
    with change():
        stage = advance(
            response=response, stage=Stage.DECIDED, by=by, on=on, in_force_on=in_force_on
        )
        every = Recommendation.objects.filter(report=response.report_id)
        whole = ExecutiveResponse.objects.get(pk=response.pk)
        if why_it_does_not_add_up(whole, among=every):
            told = why_it_does_not_add_up(response, among=among) or ("It does not add up.",)
            raise Refused(" ".join(("It cannot be decided yet.", *told)))
        return stage


def lines_that_do_not_add_up(
    response: ExecutiveResponse, *, among: Iterable[Recommendation]
) -> tuple[str, ...]:
    """A sentence for each way in which its printed groups are not the report's recommendations."""
    counted = [row.address for row in among if row.is_rated and row.parent_id is None]
    return discrepancies(response.claimed, addresses=counted)


def why_it_does_not_add_up(
    response: ExecutiveResponse, *, among: Iterable[Recommendation]
) -> tuple[str, ...]:
    """A sentence for each way in which a full response is not one answer to each."""
    if response.kind == ExecutiveResponse.Kind.HOLDING:
        return ()
    rated = [row for row in among if row.is_rated]
    wholes = [row for row in rated if row.parent_id is None]
    answered = set(
        Answer.objects.filter(response=response)
        .standing(as_at=date.max, known_at=timezone.now())
        .values_list("recommendation_id", flat=True)
    )
    parts: dict[int, list[Recommendation]] = {}
    for row in rated:
        if row.parent_id is not None and not row.scrutinys_own:
            parts.setdefault(row.parent_id, []).append(row)
    silent = [
        row.address
        for row in wholes
        if not row.scrutinys_own
        and row.pk not in answered
        and not (parts.get(row.pk) and all(part.pk in answered for part in parts[row.pk]))
    ]
    return (
        *lines_that_do_not_add_up(response, among=rated),
        *unanswered(silent),
    )


def withdraw(*, response: ExecutiveResponse, by: User, on: date) -> ResponseStage:
    return advance(response=response, stage=Stage.WITHDRAWN, by=by, on=on)
