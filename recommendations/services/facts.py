"""Correcting a fact by another, and taking it back; the timeline keeps both."""

from __future__ import annotations

from functools import singledispatch
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from recommendations.models import (
    Answer,
    DateChange,
    DateDecision,
    EventDay,
    Evidence,
    MilestoneDone,
    OccurrenceOutcome,
    Position,
    ProgressUpdate,
    RatingAcceptance,
    Recommendation,
    Resolution,
    User,
)
from recommendations.models.dated import Dated
from recommendations.services import progress
from recommendations.services.change import change, correct, refuse_the_future, take_back
from recommendations.services.events import waiting_on
from recommendations.services.submissions import Conflict

D = TypeVar("D", bound=Dated)


def correct_fact(*, row: D, by: User, **changes: Any) -> D:
    """Put other words or another day in a row's place; whoever comes second is told."""
    if on := changes.get("on"):
        refuse_the_future(on)
    return instead_of(row, lambda: correct(row, by=by, **changes))


def take_fact_back(*, row: D, by: User) -> D:
    if isinstance(row, ProgressUpdate):
        return instead_of(row, lambda: progress.take_update_back(update=row, by=by))
    return instead_of(row, lambda: take_back(row, by=by))


def instead_of(row: D, write: Any) -> D:
    """Write what takes a row's place, unless another did meanwhile: that is a ``Conflict``."""
    try:
        with change() as touched:
            touched.touch_all(bears_on(row))
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
@bears_on.register(Evidence)
@bears_on.register(Position)
@bears_on.register(ProgressUpdate)
def _(
    row: Answer | Evidence | Position | ProgressUpdate,
) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(pk=row.recommendation_id)


@bears_on.register
def _(row: RatingAcceptance) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(pk=row.update.recommendation_id)


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
