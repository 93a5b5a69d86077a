"""Drafting a response: kept as often as one likes, and drafted once it is whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import (
    Answer,
    DraftAnswer,
    DraftStep,
    ExecutiveResponse,
    Post,
    ResponseStage,
    User,
)
from recommendations.rules.due import Due
from recommendations.rules.stages import Stage
from recommendations.services.change import Refused
from recommendations.services.response_stages import advance, one_at_a_time, stages_of
from recommendations.services.submissions import Conflict


def refuse_what_is_drafted(response: ExecutiveResponse) -> None:
    one_at_a_time(response)
    if reached := stages_of(response):
        raise Refused(
            f"It is {reached[-1].get_stage_display().lower()} already, and its draft is closed."
        )


@transaction.atomic
def save_draft(
    *,
    response: ExecutiveResponse,
    typed: Mapping[int, tuple[str, Mapping[str, Any]]],
    by: User,
) -> None:
    """Keep what is typed, by recommendation, with the state of the row that its author saw.

    A row that they left as it was stays as it is now; one that somebody else changed meanwhile
    is a ``Conflict`` with those rows, and nothing is kept.
    """
    refuse_what_is_drafted(response)
    kept = {draft.recommendation_id: draft for draft in response.drafts.all()}
    theirs = []
    for number, (seen, values) in typed.items():
        now = kept.get(number) or DraftAnswer(response=response, recommendation_id=number)
        mine = DraftAnswer(**values).state
        if mine in (seen, now.state):
            continue
        if now.state != seen or not written(now, values, by=by):
            theirs.append(now)
    if theirs:
        raise Conflict(theirs)


def written(draft: DraftAnswer, values: Mapping[str, Any], *, by: User) -> bool:
    """Write a row, unless somebody else has since it was read."""
    said = {**values, "by": by, "recorded_at": timezone.now()}
    if draft.pk is None:
        try:
            with transaction.atomic():
                DraftAnswer.objects.create(
                    response=draft.response, recommendation_id=draft.recommendation_id, **said
                )
        except IntegrityError:
            return False
        return True
    read = DraftAnswer.objects.filter(pk=draft.pk, version=draft.version)
    return bool(read.update(version=draft.version + 1, **said))


@transaction.atomic
def accept_all(*, response: ExecutiveResponse, rows: Iterable[int], by: User) -> int:
    """Accept each of these recommendations that has no answer yet; how many those were.

    Who does what by when is still asked of each.
    """
    refuse_what_is_drafted(response)
    kept = {draft.recommendation_id: draft for draft in response.drafts.all()}
    filled = 0
    for number in rows:
        draft = kept.get(number) or DraftAnswer(response=response, recommendation_id=number)
        if not draft.decision:
            filled += written(
                draft, {**draft.typed, "decision": Answer.Decision.ACCEPTED.value}, by=by
            )
    return filled


@transaction.atomic
def add_step(
    *,
    response: ExecutiveResponse,
    recommendation: int,
    text: str,
    owner: Post,
    success_measure: str,
    due: Due,
    by: User,
) -> DraftStep:
    """Promise a further step in the draft of an answer."""
    refuse_what_is_drafted(response)
    draft, _ = DraftAnswer.objects.get_or_create(
        response=response, recommendation_id=recommendation, defaults={"by": by}
    )
    return DraftStep.objects.create(
        draft=draft, text=text, owner=owner, success_measure=success_measure, due=due
    )


@transaction.atomic
def take_step_out(*, step: DraftStep) -> None:
    refuse_what_is_drafted(step.draft.response)
    step.delete()


def submit_draft(
    *, response: ExecutiveResponse, needed: Collection[int], by: User, on: date
) -> ResponseStage:
    """Close a draft that answers each of these; a holding response answers none."""
    answered = response.drafts.exclude(decision="").values_list("recommendation_id", flat=True)
    if not set(needed) <= set(answered):
        raise Refused("Not every recommendation is answered yet.")
    return advance(response=response, stage=Stage.DRAFTED, by=by, on=on)
