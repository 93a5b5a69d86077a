"""A response from its draft to its decision: each stage by whom it is for, and in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils import timezone

from recommendations.models import (
    Answer,
    DraftAnswer,
    ExecutiveResponse,
    Milestone,
    Post,
    PostHolding,
    Recommendation,
    ResponseStage,
    User,
)
from recommendations.models.since_until import held_on
from recommendations.rules.due import Due, Shape
from recommendations.rules.reconcile import discrepancies, unanswered
from recommendations.rules.stages import (
    ON_RECORD,
    SAYING,
    WHOSE,
    After,
    Before,
    Reached,
    Stage,
    out_of_order,
    why_not,
)
from recommendations.services import milestones, responses
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
        lines = {
            line.recommendation_id: line
            for line in response.lines.filter(recommendation__isnull=False)
        }
        drafts = response.drafts.select_related("recommendation", "owner")
        for draft in drafts.prefetch_related("steps__owner"):
            if draft.decision:
                said = responses.answer(
                    response=response,
                    recommendation=draft.recommendation,
                    line=lines.get(draft.recommendation_id),
                    decision=draft.decision,
                    reason=draft.reason,
                    decide_by=draft.day if draft.decision == Answer.Decision.DEFERRED else None,
                    text=draft.text,
                    success_measure=draft.success_measure,
                    by=by,
                    on=on,
                )
                promise_steps(draft, said)
        response.drafts.all().delete()
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
    corrected = ResponseStage(**{**row.carried_over(), **changes})
    stage, on = Stage(corrected.stage), corrected.on
    if refusal := out_of_order(
        stage,
        on=on,
        reached=reached(other for other in before if other != row),
        from_a_paper=bool(response.source),
        beside=what_it_stands_between(response),
    ):
        raise Refused(refusal, box="on")
    written = correct(row, by=by, why=why, **changes)
    if stage is Stage.GIVEN:
        date_its_draft(response, given_on=on, by=by)
    was, now = said_on(before), said_on(stages_of(response))
    if was and now and was != now:
        date_what_it_says(response, was=was, now=now, by=by, why=why)
    return written


def said_on(stages: Iterable[ResponseStage]) -> date | None:
    """The day of what a response says: being decided counts as being given."""
    return min((row.on for row in stages if row.stage in SAYING), default=None)


def date_what_it_says(
    response: ExecutiveResponse, *, was: date, now: date, by: User, why: str
) -> None:
    now_known = timezone.now()
    answers = Answer.objects.filter(response=response, on=was)
    for said in answers.standing(as_at=date.max, known_at=now_known):
        moved = correct(said, by=by, why=why, on=now)
        promised = Milestone.objects.filter(answer=said, on=was)
        for step in promised.standing(as_at=date.max, known_at=now_known):
            correct(step, by=by, why=why, on=now, answer_id=moved.pk)


def promise_steps(draft: DraftAnswer, said: Answer) -> None:
    """The step in the boxes of a row, then the further ones."""
    steps: list[tuple[str, Post | None, Due, str]] = []
    if draft.action:
        due = Due(shape=Shape.ON_A_DAY, day=draft.day) if draft.day else Due()
        steps.append((draft.action, draft.owner, due, draft.success_measure))
    steps += [(step.text, step.owner, step.due, step.success_measure) for step in draft.steps.all()]
    for text, owner, due, success_measure in steps:
        milestones.promise(
            recommendations=[draft.recommendation],
            answer=said,
            text=text,
            owner=owner,
            due=due,
            success_measure=success_measure,
            by=said.by,
            on=said.on,
        )


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
