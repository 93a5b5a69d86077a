"""The exception report of a council, as at a day and compared with an earlier one."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from recommendations.models import (
    Body,
    ExecutiveResponse,
    Ownership,
    Post,
    Recommendation,
    Resolution,
    ResponseStage,
    ScrutinyReport,
    Viewer,
)
from recommendations.models.recommendations import RecommendationQuerySet, whole_of
from recommendations.models.remits import watched_by
from recommendations.models.since_until import held_as_known
from recommendations.rules.ratings import calling
from recommendations.standing.register import Register, register
from reports.builders import bound, since
from reports.builders.entered import entered
from reports.builders.held import Held
from reports.builders.lines import evidence_of_claims, line
from reports.builders.names import Names
from reports.documents.exception_report import ORDER, Covered, Earlier, ExceptionReport, Scope
from reports.documents.key import key_of

ENDORSED = (Resolution.Kind.ENDORSE, Resolution.Kind.ENDORSE_AS_AMENDED)
ANSWERED = (ResponseStage.Stage.GIVEN, ResponseStage.Stage.DECIDED)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the report is to cover; whatever is left empty narrows nothing."""

    committee: Body | None = None
    report: ScrutinyReport | None = None
    portfolio: Post | None = None
    directorate: str = ""


def exception_report(
    viewer: Viewer,
    *,
    as_at: date,
    known_at: datetime,
    compare: date | None = None,
    asked: Asked | None = None,
    published: bool = False,
    held: Held | None = None,
) -> ExceptionReport:
    """The report of what this viewer may see, in a fixed number of queries.

    Both sides are built as known at ``known_at``, each by the policy of its own day. A reader is
    not told that there is more; in what is ``published``, whose numbering is unbroken, the rest
    is counted as withheld. ``held`` hears of every row that is printed. Where
    there are too many, none is read.
    """
    asked, held = asked or Asked(), held or Held()
    council = viewer.council
    counted = Recommendation.objects.visible_to(viewer).counted()
    bound.hold(narrowed(counted, asked, as_at=as_at, known_at=known_at))
    chosen = in_scope(viewer, asked, as_at=as_at, known_at=known_at)
    names = Names(viewer, as_at=as_at)

    def hidden(day: date) -> int:
        return hidden_in_scope(viewer, asked, as_at=day, known_at=known_at)

    withheld = hidden(as_at) if published else 0
    now = register(viewer, chosen, as_at=as_at, known_at=known_at)
    before = register(viewer, chosen, as_at=compare, known_at=known_at) if compare else None
    shown = evidence_of_claims(viewer, now)
    with calling(now.policy.words):
        return ExceptionReport(
            council=council.name,
            letterhead=council.letterhead,
            nation=council.nation,
            scope=Scope(
                committee=names.of(asked.committee),
                report=asked.report.title if asked.report else "",
                portfolio=asked.portfolio.title if asked.portfolio else "",
                directorate=asked.directorate,
            ),
            covered=_covered(viewer, now, names, held),
            as_at=as_at,
            known_at=known_at,
            key=key_of(now.policy, before=before.policy if before else None),
            in_scope=sum(item.recommendation.is_rated for item in now.items) + withheld,
            lines=tuple(
                replace(
                    line(item, now, names, held, shown),
                    direction=since.direction(item, now, before),
                )
                for item in now.rated
            ),
            earlier=_earlier(before, hidden(compare) if published and compare else 0),
            left=since.left(now, before, names, held) if before else (),
            entered=entered(viewer, now, before, names, held) if before else (),
            withheld=withheld,
        )


def in_scope(
    viewer: Viewer, asked: Asked, *, as_at: date, known_at: datetime
) -> RecommendationQuerySet:
    """Whole families: a part follows its whole, whoever owns or watches the part."""
    visible = Recommendation.objects.visible_to(viewer)
    wholes = narrowed(visible.filter(parent__isnull=True), asked, as_at=as_at, known_at=known_at)
    return visible.families(wholes.values("pk"))


def hidden_in_scope(viewer: Viewer, asked: Asked, *, as_at: date, known_at: datetime) -> int:
    """How many that totals count are there on the day, and not for this viewer."""
    seen = Recommendation.objects.visible_to(viewer).values("pk")
    every = Recommendation.objects.filter(council=viewer.council).counted().exclude(pk__in=seen)
    there = every.annotate(since=Coalesce("made_on", "report__published_on"))
    return narrowed(there.filter(since__lte=as_at), asked, as_at=as_at, known_at=known_at).count()


def narrowed(
    wholes: RecommendationQuerySet, asked: Asked, *, as_at: date, known_at: datetime
) -> RecommendationQuerySet:
    if asked.report:
        wholes = wholes.filter(report=asked.report)
    if asked.committee:
        wholes = wholes.filter(watched_by(asked.committee, day=as_at, known_at=known_at))
    held = held_as_known(as_at, known_at=known_at)
    if asked.portfolio:
        wholes = wholes.filter(_owned(held, post=asked.portfolio))
    if asked.directorate:
        wholes = wholes.filter(_owned(held, post__directorate=asked.directorate))
    return wholes


def _owned(held: Q, **by: object) -> Q:
    """A whole is owned with any of its parts; no part is joined, which would count it twice."""
    owned = Ownership.objects.filter(held, **by).order_by()
    return Q(pk__in=owned.values_list(whole_of("recommendation")))


def _covered(viewer: Viewer, now: Register, names: Names, held: Held) -> tuple[Covered, ...]:
    counted = {item.recommendation.report_id for item in now.rated}
    reports = ScrutinyReport.objects.visible_to(viewer).filter(pk__in=counted)
    named = reports.select_related("task_group", "commissioned_by")
    return tuple(_one_covered(held(report), now, names, held) for report in named)


def _one_covered(report: ScrutinyReport, now: Register, names: Names, held: Held) -> Covered:
    """With the day it was endorsed and the first full response given to it."""
    endorsed = [
        row for row in now.rows.resolutions[report.pk] if row.kind in ENDORSED and row.may_be_seen
    ]
    answered = [
        (stage.on, names.of(response.body))
        for response in now.rows.responses[report.pk]
        if response.kind == ExecutiveResponse.Kind.FULL
        for stage in now.rows.stages[response.pk]
        if stage.stage in ANSWERED
    ]
    answered_on, answered_by = min(answered, default=(None, ""))
    return Covered(
        title=report.title,
        slug=report.slug,
        kind=report.get_kind_display(),
        published_on=report.published_on,
        task_group=names.of(report.task_group),
        committee=names.of(report.commissioned_by),
        endorsed_on=held(endorsed[0]).on if endorsed else None,
        answered_on=answered_on,
        answered_by=answered_by,
    )


def _earlier(before: Register | None, withheld: int) -> Earlier | None:
    if before is None:
        return None
    ratings = [item.rating.rag for item in before.rated if item.rating]
    return Earlier(before.as_at, tuple(ratings.count(rag) for rag in ORDER), withheld)
