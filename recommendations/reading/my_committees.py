"""A person's committees: what is late in each, and what has happened since it last met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Max, Min, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from recommendations import models
from recommendations.models import Body, Standing, Viewer
from recommendations.models.dated import DatedQuerySet
from recommendations.models.milestones import served_by
from recommendations.models.remits import watched_by
from recommendations.models.since_until import held_on
from recommendations.models.standings import Totals
from recommendations.models.wordings import words_of
from recommendations.rules.ratings import Rag, Rating, ReasonKind
from recommendations.rules.wording import listed
from recommendations.standing.owing import OPEN
from recommendations.standing.register import register

T = TypeVar("T")

SHOWN = 50
"""No list is longer; the rest is counted, and read elsewhere."""

COMPARED = 100
"""So many of what is late are looked at as they stood when the committee met, the worst first."""

MEETINGS = 12
"""So many earlier meetings are offered to look back to."""

LATE = (ReasonKind.RESPONSE_OVERDUE, ReasonKind.DECISION_OVERDUE, ReasonKind.OVERDUE)


@dataclass(frozen=True, kw_only=True)
class Committee:
    """A committee in a line: how what it watches stands today, and when it meets."""

    body: Body
    chosen: bool
    totals: Totals
    last_met: date | None
    meets_next: date | None

    @property
    def open(self) -> int:
        return sum(self.totals.count_of(rag) for rag in OPEN)


@dataclass(frozen=True)
class Listed(Generic[T]):
    """The first of something, and how many more there are."""

    rows: tuple[T, ...]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.rows) + self.more


@dataclass(frozen=True)
class Late:
    """What is red or amber today, and how it stood when the committee met.

    ``then`` is None where it was not there yet.
    """

    standing: Standing
    then: Rag | None

    @property
    def rated(self) -> Rating:
        return self.standing.rated

    @property
    def since(self) -> date | None:
        """The first day on which it was late; none where it is no day that was missed."""
        deciding = self.rated.deciding
        return deciding.day + timedelta(days=1) if deciding.kind in LATE and deciding.day else None


@dataclass(frozen=True, kw_only=True)
class SinceItMet:
    """What has been recorded of one committee's business since a day on which it met."""

    day: date
    responses: Listed[models.ResponseStage]
    complete: Listed[models.ProgressUpdate]
    moved: Listed[models.DateDecision]
    decided: Listed[models.Position]
    amended: Listed[models.Wording]


def committees_of(viewer: Viewer) -> QuerySet[Body]:
    return Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE)


def every_committee(viewer: Viewer, *, today: date) -> list[Committee]:
    bodies = committees_of(viewer)
    chosen = set(models.ChosenCommittee.objects.visible_to(viewer).values_list("body", flat=True))
    counts = counted_by_committee(viewer, today=today)
    before, ahead = Q(day__lt=today), Q(day__gte=today)
    meetings = models.Meeting.objects.visible_to(viewer).filter(body__in=bodies.values("pk"))
    met = {
        body: days
        for body, *days in meetings.order_by()
        .values("body")
        .annotate(last=Max("day", filter=before), next=Min("day", filter=ahead))
        .values_list("body", "last", "next")
    }
    return [
        Committee(
            body=body,
            chosen=body.pk in chosen,
            totals=Totals.of(counts.get(body.pk, {})),
            last_met=last_met,
            meets_next=meets_next,
        )
        for body in bodies
        for last_met, meets_next in [met.get(body.pk, (None, None))]
    ]


def mine_of(every: list[Committee]) -> list[Committee]:
    """Those chosen; where none is, each that has something open."""
    return [one for one in every if one.chosen] or [one for one in every if one.open]


def counted_by_committee(viewer: Viewer, *, today: date) -> dict[int, Counter[str]]:
    """How many there are of each rating in what each body watches today, by body."""
    held = models.Remit.objects.visible_to(viewer).filter(held_on(today)).order_by()
    remits = set(held.values_list("body", "report", "recommendation"))
    standings = Standing.objects.visible_to(viewer, whole=True).on(today).counted()
    alone = held.filter(recommendation__isnull=False).values("recommendation")
    by_report = standings.exclude(recommendation__in=alone).totals_by_report()
    by_recommendation = dict(
        standings.filter(recommendation__in=alone).order_by().values_list("recommendation", "rag")
    )
    found: dict[int, Counter[str]] = {}
    for body, report, recommendation in remits:
        counts = found.setdefault(body, Counter())
        if totals := by_report.get(report):
            counts.update({row.rag.value: row.count for row in totals.counts})
        if rag := by_recommendation.get(recommendation):
            counts[rag] += 1
    return found


def days_it_met(viewer: Viewer, body: Body, *, today: date) -> list[date]:
    """The days before today on which a body met, the latest first."""
    meetings = models.Meeting.objects.visible_to(viewer).filter(body=body, day__lt=today)
    days = meetings.order_by("-day").values_list("day", flat=True).distinct()
    return list(days[:MEETINGS])


def late_in(
    viewer: Viewer, body: Body, *, met: date | None, today: date, now: datetime
) -> Listed[Late]:
    """What is red or amber, the worst first, with how it stood when the committee met.

    A segment that was stored before that day says how the item stood. What has been touched since
    has none, and is rated as at the day.
    """
    seen = Standing.objects.visible_to(viewer, whole=True).counted()
    segments = seen.watched_by(body, day=today)
    every = segments.on(today).exceptions()
    found = list(every.for_listing(today=today, known_at=now)[: COMPARED + 1])
    more = every.count() - COMPARED if len(found) > COMPARED else 0
    then: dict[int, Rag] = {}
    if met:
        numbers = [standing.recommendation_id for standing in found]
        stored = segments.filter(recommendation__in=numbers).on(met).order_by()
        then = {number: Rag(rag) for number, rag in stored.values_list("recommendation", "rag")}
        others = models.Recommendation.objects.visible_to(viewer).filter(
            pk__in=set(numbers) - set(then)
        )
        for item in register(viewer, others, as_at=met, known_at=now).rated:
            if item.rating:
                then[item.recommendation.pk] = item.rating.rag
    late = (Late(row, then.get(row.recommendation_id)) for row in found[:COMPARED])
    return Listed(tuple(late), more)


def reds_of(late: Listed[Late], committee: Committee) -> Listed[Late]:
    reds = tuple(one for one in late.rows if one.rated.rag is Rag.RED)[:SHOWN]
    return Listed(reds, max(committee.totals.count_of(Rag.RED) - len(reds), 0))


def slipped_of(late: Listed[Late]) -> Listed[Late]:
    """What was neither red nor amber then."""
    slipped = tuple(one for one in late.rows if one.then not in (Rag.RED, Rag.AMBER))
    return Listed(slipped[:SHOWN], max(len(slipped) - SHOWN, 0))


def nothing_of(slipped: Listed[Late], since: SinceItMet) -> str:
    """What there was none of since it met, in one sentence; empty where there was some of each."""
    kinds = (
        (slipped, f"nothing turned {Rag.RED.word} or {Rag.AMBER.word}"),
        (since.responses, "no response was given"),
        (since.complete, "nothing was reported complete"),
        (since.moved, "no date was moved"),
        (since.decided, "nothing was closed or reopened"),
        (since.amended, "no words were changed"),
    )
    found = [words for rows, words in kinds if not rows.rows]
    if len(found) == len(kinds):
        return "Nothing has happened in its business since."
    told = listed(found) if found else ""
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def since_it_met(
    viewer: Viewer, body: Body, *, day: date, today: date, now: datetime
) -> SinceItMet:
    """In a fixed number of queries, however much has happened."""
    wholes = models.Recommendation.objects.visible_to(viewer).filter(
        watched_by(body, day=today), parent__isnull=True
    )
    family = models.Recommendation.objects.visible_to(viewer).families(wholes.values("pk"))
    of_family = Q(recommendation__in=family.order_by().values("pk"))
    about = ("recommendation__council", "recommendation__report")

    def new(rows: DatedQuerySet[Any]) -> DatedQuerySet[Any]:
        return rows.standing(as_at=today, known_at=now).filter(new_since(day)).reverse()

    stages = models.ResponseStage.Stage
    given = models.ResponseStage.objects.visible_to(viewer).filter(
        stage__in=(stages.GIVEN, stages.DECIDED),
        response__report__in=wholes.order_by().values("report"),
    )
    claims = models.ProgressUpdate.objects.visible_to(viewer).filter(
        ~Q(follows__complete=True),
        of_family,
        state=models.ProgressUpdate.State.SUBMITTED,
        complete=True,
        milestone__isnull=True,
    )
    served = models.Milestone.objects.visible_to(viewer).serving(wholes.values("pk"))
    granted = models.DateDecision.objects.visible_to(viewer).filter(
        decision=models.DateDecision.Decision.GRANTED,
        change__milestone__in=served.order_by().values("pk"),
    )
    positions = (
        models.Position.objects.visible_to(viewer)
        .filter(of_family)
        .filter(~Q(closes="") | ~Q(follows__closes="") & Q(follows__isnull=False))
    )
    amended = (
        models.Wording.objects.visible_to(viewer)
        .filter(of_family)
        .filter(Q(printing=models.Wording.Printing.AMENDED) | Q(corrects__isnull=False))
    )
    minuted = "resolution__item__meeting__body"
    complete = newest(new(claims).select_related(*about, "post", "body"))
    decided = newest(new(positions).select_related(*about, minuted))
    words = words_of("recommendation", as_at=today, known_at=now)
    prefetch_related_objects([*complete.rows, *decided.rows], words)
    return SinceItMet(
        day=day,
        responses=newest(new(given).select_related("response__body", "response__report__council")),
        complete=complete,
        moved=newest(
            new(granted)
            .select_related("change__milestone__owner", minuted)
            .prefetch_related(served_by("change__milestone__recommendations"))
        ),
        decided=decided,
        amended=newest(new(amended).select_related(*about, minuted)),
    )


def new_since(day: date) -> Q:
    """What took effect after a day, and what was recorded after it, save what a paper brought."""
    next_day = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return Q(on__gt=day) | Q(recorded_at__gte=next_day, brought_in=False)


def newest(rows: QuerySet[T]) -> Listed[T]:  # type: ignore[type-var]
    found = list(rows[: SHOWN + 1])
    more = rows.count() - SHOWN if len(found) > SHOWN else 0
    return Listed(tuple(found[:SHOWN]), more)
