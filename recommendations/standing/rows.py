"""The dated rows of some recommendations that stand as at a day, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, TypeVar, Unpack

from django.db.models import Q, QuerySet

from recommendations import models
from recommendations.models.dated import Dated, DatedQuerySet, standing_or_taking_back
from recommendations.models.recommendations import RecommendationQuerySet
from recommendations.models.since_until import KnownSinceUntil, known
from recommendations.standing.marking import Marks

R = TypeVar("R")
E = TypeVar("E", bound=KnownSinceUntil)
D = TypeVar("D", bound=Dated)
K = TypeVar("K")
Numbers = QuerySet[Any, Any] | list[int]


FEW = 500
"""So many recommendations are named by number; more, by a query that the database runs within."""


class When(TypedDict):
    """Of which day, and as known at which moment."""

    as_at: date
    known_at: datetime


def grouped(rows: Iterable[R], key: Callable[[R], K]) -> Mapping[K, list[R]]:
    """The rows by a key, in their order; a key without any has an empty list."""
    groups: defaultdict[K, list[R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows by what they belong to, each list in the order in which it took effect."""

    known_at: datetime
    marks: Marks | None  # none where they were read for nobody
    recommendations: list[models.Recommendation]
    policies: list[models.Policy]
    events: list[models.Event]
    event_days: Mapping[int, list[models.EventDay]]
    meetings: Mapping[int, list[models.Meeting]]
    # by recommendation
    wordings: Mapping[int, list[models.Wording]]
    ownerships: Mapping[int, list[models.Ownership]]
    conditions: Mapping[int, list[models.Condition]]
    superseded: Mapping[int, list[models.Link]]
    answers: Mapping[int, list[models.Answer]]
    milestones: Mapping[int, list[models.Milestone]]
    updates: Mapping[int, list[models.ProgressUpdate]]
    owed: Mapping[int, list[models.Owed]]
    acceptances: Mapping[int, list[models.RatingAcceptance]]
    positions: Mapping[int, list[models.Position]]
    # by report
    resolutions: Mapping[int | None, list[models.Resolution]]
    notices: Mapping[int, list[models.Notice]]
    responses: Mapping[int, list[models.ExecutiveResponse]]
    # by response
    stages: Mapping[int, list[models.ResponseStage]]
    # by milestone
    done: Mapping[int, list[models.MilestoneDone]]
    owed_by: Mapping[int, list[models.MilestoneOwnership]]
    changes: Mapping[int, list[models.DateChange]]
    outcomes: Mapping[int, list[models.OccurrenceOutcome]]
    # by date change
    decisions: Mapping[int, list[models.DateDecision]]
    # by the noun, and what it belongs to as above: the rows by which one was taken back
    taken_back: Mapping[tuple[type[Dated], Any], list[Dated]]
    # by the noun: all that was recorded, on whatever day and whether it stands or not, in no order
    recorded: Mapping[type[Dated], list[Any]]
    # by milestone, however often it was corrected: the numbers of what it serves
    served: Mapping[int, set[int]]


def read(
    council: models.Council,
    recommendations: RecommendationQuerySet,
    *,
    viewer: models.Viewer | None = None,
    **when: Unpack[When],
) -> Rows:
    """Read what stands about these recommendations: whole families, each part with its whole.

    A rating counts every fact, whoever reads; told the ``viewer``, each row that bears text says
    in ``may_be_seen`` whether they may read it.
    """

    taken_back: defaultdict[tuple[type[Dated], Any], list[Dated]] = defaultdict(list)
    recorded: defaultdict[type[Dated], list[Any]] = defaultdict(list)

    def stood(rows: DatedQuerySet[D], key: Callable[[D], K]) -> Mapping[K, list[D]]:
        return apart(rows.model, grouped(in_order(rows), key))

    def stood_if(
        given: Collection[Any], rows: DatedQuerySet[D], key: Callable[[D], K]
    ) -> Mapping[K, list[D]]:
        """Not asked where there is nothing for it to be about: to ask takes as long for none."""
        return stood(rows, key) if given else grouped((), key)

    def in_order(rows: DatedQuerySet[D]) -> list[D]:
        every = list(rows.filter(recorded_at__lte=when["known_at"]).order_by())
        if marks and hasattr(rows.model, "may_be_seen"):
            marks.mark(every)
        recorded[rows.model] = every
        return standing_or_taking_back(every, as_at=when["as_at"])

    def apart(model: type[D], groups: Mapping[K, list[D]]) -> Mapping[K, list[D]]:
        """Those that stand; the others are kept under what they were about."""
        standing: defaultdict[K, list[D]] = defaultdict(list)
        for key, rows in groups.items():
            for row in rows:
                (taken_back[model, key] if row.takes_back else standing[key]).append(row)
        return standing

    found = list(
        recommendations.select_related(
            "council", "report", "theme__parent", "parent", "prior_decision_body"
        ).order_by("report", "position")
    )
    chosen: Numbers = recommendations.order_by().values("pk")
    reports: Numbers = recommendations.order_by().values("report")
    few = len(found) <= FEW
    if few:
        chosen = [row.pk for row in found]
        reports = list({row.report_id for row in found})
    serving = models.Milestone.recommendations.through.objects.filter(recommendation__in=chosen)
    served_by = grouped(
        serving.values_list("milestone_id", "recommendation_id"), lambda pair: pair[0]
    )
    served: Numbers = list(served_by) if few else serving.values("milestone")
    marks = Marks(viewer, found, list(served_by)) if viewer else None
    if marks:
        marks.mark(found)
    of_chosen = Q(recommendation__in=chosen)
    of_served = Q(milestone__in=served)
    submitted = models.ProgressUpdate.State.SUBMITTED
    promised = models.Milestone.objects.filter(pk__in=served).select_related(
        "owner", "answer__response", "first"
    )
    owing = models.MilestoneOwnership.objects.filter(of_served, known(when["known_at"]))
    milestones = in_order(promised) if served_by else []
    conditions = stood(
        models.Condition.objects.filter(of_chosen).select_related("event"),
        lambda row: row.recommendation_id,
    )
    dues = [row.asked for row in found]
    dues += [row.original_due for row in recorded[models.Milestone]]
    hang_on = [*recorded[models.Condition], *(due.event for due in dues if due.event)]
    responses = list(
        models.ExecutiveResponse.objects.filter(report__in=reports).select_related("body")
    )
    changes = stood_if(
        served_by, models.DateChange.objects.filter(of_served), lambda row: row.milestone_id
    )
    return Rows(
        known_at=when["known_at"],
        marks=marks,
        recommendations=found,
        policies=list(models.Policy.objects.filter(council=council)),
        events=list(models.Event.objects.filter(council=council)) if hang_on else [],
        event_days=stood_if(
            hang_on,
            models.EventDay.objects.filter(event__council=council),
            lambda row: row.event_id,
        ),
        meetings=grouped(
            models.Meeting.objects.filter(body__council=council)
            if any(due.body for due in dues)
            else (),
            lambda row: row.body_id,
        ),
        wordings=stood(
            models.Wording.objects.filter(of_chosen),
            lambda row: row.recommendation_id,
        ),
        ownerships=grouped(
            as_known(
                models.Ownership.objects.filter(of_chosen, known(when["known_at"]))
                .select_related("post", "body")
                .order_by("pk"),
                when["known_at"],
            ),
            lambda row: row.recommendation_id,
        ),
        conditions=conditions,
        superseded=apart(
            models.Link,
            grouped(
                models.Link.objects.filter(
                    to_recommendation__in=chosen, kind=models.Link.Kind.SUPERSEDES
                )
                .standing_or_taking_back(**when)  # one of another kind may correct it
                .select_related("from_recommendation"),
                lambda row: row.to_recommendation_id,
            ),
        ),
        answers=stood(
            models.Answer.objects.filter(of_chosen).select_related("response__body"),
            lambda row: row.recommendation_id,
        ),
        milestones=apart(
            models.Milestone,
            by_what_they_serve(milestones, served_by),
        ),
        updates=stood(
            models.ProgressUpdate.objects.filter(of_chosen, state=submitted).select_related(
                "post", "body"
            ),
            lambda row: row.recommendation_id,
        ),
        owed=grouped(
            models.Owed.objects.filter(
                of_chosen, round__opened_at__lte=when["known_at"], round__opens__lte=when["as_at"]
            ).select_related("round"),
            lambda row: row.recommendation_id,
        ),
        acceptances=stood(
            models.RatingAcceptance.objects.filter(
                update__recommendation__in=chosen
            ).select_related("update"),
            lambda row: row.update.recommendation_id,
        ),
        positions=stood(
            models.Position.objects.filter(of_chosen).select_related(
                "resolution__item__meeting__body"
            ),
            lambda row: row.recommendation_id,
        ),
        resolutions=stood(
            models.Resolution.objects.filter(report__in=reports).select_related(
                "item__meeting__body"
            ),
            lambda row: row.report_id,
        ),
        notices=stood(
            models.Notice.objects.filter(report__in=reports).select_related("body"),
            lambda row: row.report_id,
        ),
        responses=grouped(responses, lambda row: row.report_id),
        stages=stood_if(
            responses,
            models.ResponseStage.objects.filter(response__report__in=reports),
            lambda row: row.response_id,
        ),
        done=stood_if(
            served_by,
            models.MilestoneDone.objects.filter(of_served),
            lambda row: row.milestone_id,
        ),
        owed_by=grouped(
            as_known(
                owing.select_related("post").order_by("pk") if served_by else (),
                when["known_at"],
            ),
            lambda row: row.milestone_id,
        ),
        changes=changes,
        outcomes=stood_if(
            served_by,
            models.OccurrenceOutcome.objects.filter(of_served),
            lambda row: row.milestone_id,
        ),
        decisions=stood_if(
            recorded[models.DateChange],
            models.DateDecision.objects.filter(change__milestone__in=served),
            lambda row: row.change_id,
        ),
        taken_back=taken_back,
        recorded=recorded,
        served={number: {served for _, served in pairs} for number, pairs in served_by.items()},
    )


def as_known(rows: Iterable[E], known_at: datetime) -> Iterator[E]:
    """Each without an end that was recorded only later."""
    for row in rows:
        row.as_known(known_at)
        yield row


def by_what_they_serve(
    milestones: Iterable[models.Milestone], served_by: Mapping[int, list[tuple[int, int]]]
) -> Mapping[int, list[models.Milestone]]:
    """The milestones by recommendation; one that serves several stands under each."""
    by_recommendation: defaultdict[int, list[models.Milestone]] = defaultdict(list)
    for milestone in milestones:
        for _, recommendation in served_by[milestone.pk]:
            by_recommendation[recommendation].append(milestone)
    return by_recommendation
