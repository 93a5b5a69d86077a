"""Correcting a fact by another, and taking it back; the timeline keeps both."""

from __future__ import annotations

from datetime import date
from functools import partial, singledispatch
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from recommendations.models import (
    Answer,
    Condition,
    DateChange,
    DateDecision,
    EventDay,
    Evidence,
    EvidenceRelease,
    Link,
    Milestone,
    MilestoneDone,
    Notice,
    OccurrenceOutcome,
    Position,
    ProgressUpdate,
    RatingAcceptance,
    Recommendation,
    ReportReturn,
    Resolution,
    ResolutionDone,
    ResolutionUpdate,
    ResponseStage,
    TopicStage,
    User,
    Wording,
)
from recommendations.models.dated import Dated
from recommendations.rules.deadlines import clock_named
from recommendations.rules.notices import RULES, of_council
from recommendations.services import progress, resolutions, response_stages, rounds
from recommendations.services.change import (
    Refused,
    change,
    correct,
    one_correction_at_a_time,
    refuse_the_future,
    take_back,
)
from recommendations.services.events import waiting_on
from recommendations.services.submissions import Conflict

D = TypeVar("D", bound=Dated)


def correct_fact(*, row: D, by: User, why: str, **changes: Any) -> D:
    """Put other words or another day in a row's place; whoever comes second is told."""
    if on := changes.get("on"):
        refuse_the_future(on)
    refuse_what_is_built_upon(row)
    if isinstance(row, Notice):
        changes = {**what_goes_with(row, changes), **changes}
    if isinstance(row, ResponseStage):
        put_right = partial(response_stages.correct_stage, row=row, by=by, why=why, **changes)
        return instead_of(row, put_right)
    if isinstance(row, Resolution):
        return instead_of(row, lambda: correct_resolution(row, by=by, why=why, **changes))
    return instead_of(row, lambda: correct(row, by=by, why=why, **changes))


def correct_resolution(row: Resolution, *, by: User, why: str, **changes: Any) -> Resolution:
    written = correct(row, by=by, why=why, **changes)
    resolutions.carry_over(row, corrected=written, by=by, why=why)
    rounds.go_on_asking(row, corrected=written)
    return written


def what_goes_with(notice: Notice, changes: dict[str, Any]) -> dict[str, Any]:
    """A rule with another clock is named no more; a last day confirmed of other days neither."""
    corrected = Notice(**{**notice.carried_over(), **changes})
    found: dict[str, Any] = {}
    clock = clock_named(corrected.clock)
    if notice.rule and of_council(RULES[notice.rule], local=clock).clock != clock:
        found["rule"] = ""
    if corrected.computed != notice.computed:
        found["last_day"] = None
    return found


def take_fact_back(*, row: D, by: User, why: str) -> D:
    refuse_what_is_built_upon(row)
    if isinstance(row, Wording):
        refuse_to_leave_no_words(row)
    if isinstance(row, ProgressUpdate):
        return instead_of(row, lambda: progress.take_update_back(update=row, by=by, why=why))
    if isinstance(row, ResponseStage):
        undo = partial(response_stages.take_stage_back, row=row, by=by, why=why)
        return instead_of(row, undo)
    return instead_of(row, lambda: take_back(row, by=by, why=why))


def refuse_what_is_built_upon(row: Dated) -> None:
    """A decision is about the request it was taken on, so it goes first."""
    if isinstance(row, DateChange):
        decided = row.decisions.standing(as_at=date.max, known_at=timezone.now())
        if decided.exists():
            raise Refused("This request is decided: correct or take back the decision first.")
    if isinstance(row, Resolution):
        ended = row.done.standing(as_at=date.max, known_at=timezone.now())
        if ended.exists():
            raise Refused("This resolution is recorded as done: take that back first.")


def refuse_to_leave_no_words(row: Wording) -> None:
    wordings = Wording.objects.filter(recommendation=row.recommendation_id)
    standing = wordings.standing(as_at=date.max, known_at=timezone.now())
    if not standing.exclude(pk=row.pk).exclude(printing=Wording.Printing.BODY).exists():
        raise Refused("A recommendation has to have words: correct these instead.")


def instead_of(row: D, write: Any) -> D:
    """Write what takes a row's place, unless another did meanwhile: that is a ``Conflict``."""
    try:
        with change() as touched:
            touched.touch_all(bears_on(row))
            one_correction_at_a_time(type(row)._default_manager.filter(pk=row.pk))
            with transaction.atomic():
                written: D = write()
            return written
    except IntegrityError as error:
        theirs = type(row)._default_manager.filter(corrects=row).first()
        if theirs is None:
            raise
        raise Conflict(theirs) from error


@singledispatch
def bears_on(row: Dated) -> models.QuerySet[Recommendation]:
    """The recommendations whose rating a fact may decide."""
    raise NotImplementedError(f"Say what a {row._meta.verbose_name} bears on.")


@bears_on.register(Answer)
@bears_on.register(Condition)
@bears_on.register(Evidence)
@bears_on.register(Position)
@bears_on.register(ProgressUpdate)
@bears_on.register(Wording)
def _(
    row: Answer | Condition | Evidence | Position | ProgressUpdate | Wording,
) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(pk=row.recommendation_id)


@bears_on.register
def _(row: Link) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(
        pk__in=(row.from_recommendation_id, row.to_recommendation_id)
    )


@bears_on.register
def _(row: RatingAcceptance) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(pk=row.update.recommendation_id)


@bears_on.register
def _(row: Milestone) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(milestones=row)


@bears_on.register
def _(row: Notice) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(report=row.report_id)


@bears_on.register
def _(row: ResponseStage) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(report__responses=row.response_id)


@bears_on.register(DateChange)
@bears_on.register(MilestoneDone)
@bears_on.register(OccurrenceOutcome)
def _(row: DateChange | MilestoneDone | OccurrenceOutcome) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(milestones=row.milestone_id)


@bears_on.register
def _(row: DateDecision) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(milestones=row.change.milestone_id)


@bears_on.register
def _(row: EventDay) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(Q(waiting_on(row.event))).distinct()


@bears_on.register
def _(row: Resolution) -> models.QuerySet[Recommendation]:
    if row.recommendation_id is not None:
        return Recommendation.objects.filter(pk=row.recommendation_id)
    return Recommendation.objects.filter(
        Q(report=row.report_id) | Q(report__responses=row.response_id)
    ).distinct()


@bears_on.register(EvidenceRelease)
@bears_on.register(ReportReturn)
@bears_on.register(ResolutionDone)
@bears_on.register(ResolutionUpdate)
@bears_on.register(TopicStage)
def _(
    row: EvidenceRelease | ReportReturn | ResolutionDone | ResolutionUpdate | TopicStage,
) -> models.QuerySet[Recommendation]:
    """Nothing is rated by it."""
    return Recommendation.objects.none()
