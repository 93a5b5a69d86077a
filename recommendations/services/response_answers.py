"""What a response says: made of its draft, dated by the day it was given, and drafted again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from recommendations.models import (
    Answer,
    Classification,
    DateChange,
    DraftAnswer,
    DraftStep,
    ExecutiveResponse,
    Milestone,
    MilestoneDone,
    MilestoneOwnership,
    OccurrenceOutcome,
    Post,
    Recommendation,
    User,
    Viewer,
)
from recommendations.rules.due import Due, Shape
from recommendations.rules.reconcile import some
from recommendations.services import milestones, responses
from recommendations.services.change import (
    Refused,
    correct,
    one_correction_at_a_time,
    take_back,
)
from recommendations.standing.rows import When, grouped


def say(response: ExecutiveResponse, *, on: date, by: User) -> None:
    """Its draft becomes answers, and milestones of what is accepted; then it is gone."""
    lines = {
        line.recommendation_id: line for line in response.lines.filter(recommendation__isnull=False)
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


def promise_steps(draft: DraftAnswer, said: Answer) -> None:
    """The step in the boxes of a row, then the further ones."""
    steps: list[tuple[str, Post | None, Due, str]] = []
    if draft.action:
        steps.append((draft.action, draft.owner, by_day(draft.day), draft.success_measure))
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


def by_day(day: date | None) -> Due:
    """The date of a step in the boxes of a row."""
    return Due(shape=Shape.ON_A_DAY, day=day) if day else Due()


def date_what_it_says(
    response: ExecutiveResponse, *, was: date, now: date, by: User, why: str
) -> None:
    """Each answer of the one day is of the other, and so is each step promised with it."""
    wait_for_corrections(response)
    stands: When = {"as_at": date.max, "known_at": timezone.now()}
    promised = Milestone.objects.filter(answer__response=response, on=was).standing(**stands)
    steps = grouped(
        promised.select_related("answer"),
        lambda step: step.answer.recommendation_id if step.answer else None,
    )
    for said in Answer.objects.filter(response=response, on=was).standing(**stands):
        moved = correct(said, by=by, why=why, on=now)
        for step in steps[said.recommendation_id]:
            correct(step, by=by, why=why, on=now, answer_id=moved.pk)


def wait_for_corrections(response: ExecutiveResponse) -> None:
    """Whoever corrects what it says at this moment is first, or waits until this is done."""
    for rows in (
        Answer.objects.filter(response=response),
        Milestone.objects.filter(answer__response=response),
    ):
        one_correction_at_a_time(rows)


def as_drafted(said: Answer, *, to: ExecutiveResponse, by: User) -> DraftAnswer:
    """An answer as a draft keeps it, without its steps."""
    return DraftAnswer(
        response=to,
        recommendation_id=said.recommendation_id,
        decision=said.decision,
        reason=said.reason,
        text=said.text,
        day=said.decide_by,
        by=by,
    )


def draft_again(response: ExecutiveResponse, *, by: User, why: str) -> None:
    """Take back what it says, which is its draft again as it was typed or corrected since.

    A step that no draft holds goes on: one that nobody owns, or that serves others too.
    """
    wait_for_corrections(response)
    now = timezone.now()
    said = Answer.objects.filter(response=response)
    answers = list(said.standing(as_at=date.max, known_at=now))
    promised = Milestone.objects.filter(answer__response=response).select_related("answer")
    standing = promised.standing(as_at=date.max, known_at=now).prefetch_related("recommendations")
    steps = sorted(standing, key=lambda step: step.root_id)
    if any(row.classification != Classification.OPEN for row in (*answers, *steps)):
        raise Refused("Not all that it says can be a draft again: correct its answers instead.")
    owners = dict(
        MilestoneOwnership.objects.filter(
            milestone__in={step.root_id for step in steps}, until__isnull=True
        ).values_list("milestone", "post")
    )
    drafts = {one.recommendation_id: as_drafted(one, to=response, by=by) for one in answers}
    for one in answers:
        drafts[one.recommendation_id].success_measure = one.success_measure
    further, taken = [], []
    for step in steps:
        owner, due = owners.get(step.root_id), step.original_due
        draft = drafts.get(step.answer.recommendation_id if step.answer else 0)
        if draft is None or len(step.recommendations.all()) > 1:
            continue
        if not draft.action and due == by_day(due.day):
            draft.action, draft.owner_id, draft.day = step.text, owner, due.day
            draft.success_measure = step.success_measure
        elif owner is not None:
            further.append(
                DraftStep(
                    draft=draft,
                    text=step.text,
                    owner_id=owner,
                    success_measure=step.success_measure,
                    due=due,
                )
            )
        else:
            continue
        taken.append(step)
    refuse_what_moved_on(taken, response=response)
    DraftAnswer.objects.bulk_create(drafts.values())
    DraftStep.objects.bulk_create(further)
    for row in (*taken, *answers):
        take_back(row, by=by, why=why)


def refuse_what_moved_on(steps: Collection[Milestone], *, response: ExecutiveResponse) -> None:
    """What is recorded on a step goes first; only what every member may read is named."""
    now, roots = timezone.now(), {step.root_id for step in steps}
    befell: tuple[Any, ...] = (MilestoneDone, DateChange, OccurrenceOutcome)
    moved = {
        row.milestone_id
        for model in befell
        for row in model.objects.filter(milestone__in=roots).standing(as_at=date.max, known_at=now)
    }
    if moved:
        member = Viewer.member(response.report.council)
        served = Recommendation.objects.visible_to(member).filter(milestones__in=moved).distinct()
        addresses = [row.address for row in served]
        named = f"promised to {some(addresses)}" if addresses else "it promised"
        raise Refused(f"Something is recorded on the steps {named}: take that back first.")
