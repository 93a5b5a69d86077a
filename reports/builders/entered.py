"""What was recorded since the earlier day, long after the day it took effect."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone

from recommendations.models import (
    Answer,
    Condition,
    DateChange,
    DateDecision,
    EventDay,
    Evidence,
    Link,
    Milestone,
    MilestoneDone,
    Notice,
    OccurrenceOutcome,
    Ownership,
    Position,
    ProgressUpdate,
    RatingAcceptance,
    Remit,
    Resolution,
    ResponseStage,
    ScrutinyReport,
    Viewer,
    Wording,
)
from recommendations.models.dated import LATE_AFTER_DAYS, Dated
from recommendations.models.since_until import KnownSinceUntil, known
from recommendations.standing.register import Item, MilestoneNow, Register
from recommendations.standing.rows import as_known, grouped
from reports.builders.held import Held
from reports.builders.names import Names
from reports.builders.since import Fact, facts
from reports.documents.exception_report import Entered

H = TypeVar("H", bound=KnownSinceUntil)

A_DAY = timedelta(days=1)

CALLED: dict[type[Dated], Callable[[Any], str]] = {
    Notice: lambda row: "Notice served",
    ResponseStage: lambda row: f"Response {row.get_stage_display().lower()}",
    Resolution: lambda row: f"Resolution: {row.get_kind_display().lower()}",
    Wording: lambda row: f"Wording, {row.how_printed}",
    Condition: lambda row: "Waits for an event",
    Link: lambda row: "Replaced by another",
    RatingAcceptance: lambda row: "Owner’s better rating accepted",
    EventDay: lambda row: f"Day of an event, {row.get_kind_display().lower()}",
    Evidence: lambda row: f"Evidence: {row.shows}",
}
"""In words of the row alone: what it leads to is not read with it."""


@dataclass(frozen=True)
class Handed:
    """That something is somebody's from a day on; ``came_on`` is when it was itself recorded."""

    called: str
    on: date
    recorded_at: datetime
    came_on: date
    milestone: Milestone | None = None

    @property
    def recorded_on(self) -> date:
        return timezone.localdate(self.recorded_at)

    @property
    def is_late(self) -> bool:
        """Whom a report names comes with it, however long after its day it is brought in."""
        late = (self.recorded_on - self.on).days > LATE_AFTER_DAYS
        return late and self.recorded_on > self.came_on

    def what(self, held: Held) -> str:
        if milestone := held(self.milestone):
            return f"{self.called}: “{milestone.text}”"
        return self.called


Told = Fact | Handed


def entered(
    viewer: Viewer, now: Register, before: Register, names: Names, held: Held
) -> tuple[Entered, ...]:
    """Of each report what is said of it as a whole, then of each item of it."""
    told = Telling(viewer, now, names)
    rows = []
    for report, address, fact in told.every():
        if fact.is_late and fact.recorded_on > before.as_at:
            rows.append(
                Entered(
                    address=address,
                    report=report.title,
                    report_slug=report.slug,
                    what=fact.what(held),
                    on=fact.on,
                    recorded_on=fact.recorded_on,
                )
            )
    return tuple(rows)


class Telling:
    """All that stands or was taken back, with evidence and remits, which no rating is told of."""

    def __init__(self, viewer: Viewer, now: Register, names: Names) -> None:
        self.now, self.names = now, names
        chosen = [item.recommendation for item in now.every]
        evidence = Evidence.objects.visible_to(viewer).filter(recommendation__in=chosen)
        self.evidence = grouped(
            evidence.standing_or_taking_back(as_at=now.as_at, known_at=now.known_at),
            lambda row: row.recommendation_id,
        )
        over = Q(recommendation__in=chosen) | Q(report__in={one.report_id for one in chosen})
        remits = Remit.objects.visible_to(viewer).filter(over, known(now.known_at))
        self.remits = grouped(
            as_known(remits.select_related("body"), now.known_at),
            lambda row: (row.report_id, row.recommendation_id),
        )
        recorded = grouped(
            ((one.recommendation.report_id, row) for one in now.every for row in one.wordings),
            lambda pair: pair[0],
        )
        self.came_on = {
            report: min(timezone.localdate(row.recorded_at) for _, row in words)
            for report, words in recorded.items()
        }

    def every(self) -> Iterator[tuple[ScrutinyReport, str, Told]]:
        told: set[int] = set()
        for item in self.now.rated:
            report = item.recommendation.report
            if report.pk not in told:
                told.add(report.pk)
                for fact in self._of_report(report.pk):
                    yield report, "", fact
            for one in (item, *item.parts):
                for fact in self._of_item(one):
                    yield report, one.address, fact

    def _of_report(self, report: int) -> Iterator[Told]:
        rows = self.now.rows
        yield from self._facts(Notice, report, rows.notices[report])
        for response in rows.responses[report]:
            yield from self._facts(ResponseStage, response.pk, rows.stages[response.pk])
        yield from self._resolved(report, None)
        yield from self._watched(report, None)

    def _of_item(self, item: Item) -> Iterator[Told]:
        rows, number, report = self.now.rows, item.recommendation.pk, item.recommendation.report_id
        yield from facts(item, self.now)
        for model in (Answer, ProgressUpdate, Position, Milestone):
            yield from self._facts(model, number)
        for step in item.milestones:
            yield from self._of_step(step, report)
        yield from self._facts(Wording, number, item.wordings)
        yield from self._facts(Condition, number, rows.conditions[number])
        yield from self._facts(Link, number, rows.superseded[number])
        yield from self._resolved(report, number)
        seen = {update.pk for update in item.updates}
        accepted = (row for row in rows.acceptances[number] if row.update_id in seen)
        yield from self._facts(RatingAcceptance, number, accepted)
        yield from map(named, self.evidence[number])
        dues = (item.recommendation.asked, *(step.row.original_due for step in item.milestones))
        events = {int(due.event) for due in dues if due.event}
        events |= {row.event_id for row in rows.conditions[number]}
        for event in sorted(events):
            yield from self._facts(EventDay, event, rows.event_days[event])
        yield from self._handed(
            rows.ownerships[number],
            report,
            begun=lambda row: f"Owner: {self._owner(row)}",
            ended=lambda row: f"No longer its owner: {self._owner(row)}",
        )
        yield from self._watched(None, number, of=report)

    def _of_step(self, step: MilestoneNow, report: int) -> Iterator[Told]:
        rows, root = self.now.rows, step.row.root_id
        for model in (MilestoneDone, DateChange, OccurrenceOutcome):
            yield from self._facts(model, root)
        for change in rows.changes[root]:
            yield from self._facts(DateDecision, change.pk)
        yield from self._handed(
            rows.owed_by[root], report, begun=lambda row: f"Owed by {row}", milestone=step.row
        )

    def _facts(
        self, model: type[Dated], number: int, standing: Iterable[Dated] = ()
    ) -> Iterator[Fact]:
        """Those that stand, then that one was taken back; of what this reader may see."""
        for row in (*standing, *self.now.rows.taken_back[model, number]):
            if getattr(row, "may_be_seen", True):
                yield named(row)

    def _resolved(self, report: int, number: int | None) -> Iterator[Fact]:
        """Of the report as a whole, or of one recommendation."""
        standing = self.now.rows.resolutions[report]
        for fact in self._facts(Resolution, report, standing):
            if isinstance(fact.row, Resolution) and fact.row.recommendation_id == number:
                yield fact

    def _watched(
        self, report: int | None, number: int | None, *, of: int | None = None
    ) -> Iterator[Handed]:
        return self._handed(
            self.remits[report, number],
            of or report or 0,
            begun=lambda row: f"Watched by {self.names.of(row.body)}",
            ended=lambda row: f"No longer watched by {self.names.of(row.body)}",
        )

    def _owner(self, row: Ownership) -> str:
        return self.names.of(row.body) if row.body else str(row.post)

    def _handed(
        self,
        rows: Sequence[H],
        report: int,
        *,
        begun: Callable[[H], str],
        ended: Callable[[H], str] | None = None,
        milestone: Milestone | None = None,
    ) -> Iterator[Handed]:
        """Where one began the day after another ended, the end is not told as well."""
        came_on, as_at = self.came_on.get(report, date.min), self.now.as_at
        days = {row.since for row in rows}
        for row in rows:
            if row.since and row.since <= as_at and row.recorded_at:
                yield Handed(begun(row), row.since, row.recorded_at, came_on, milestone)
            if row.until is None or row.until >= as_at or row.until + A_DAY in days:
                continue
            if ended and row.until_recorded_at:
                yield Handed(ended(row), row.until, row.until_recorded_at, came_on)


def named(row: Dated) -> Fact:
    if row.takes_back:
        noun = str(row._meta.verbose_name)
        return Fact(f"{noun[:1].upper()}{noun[1:]} taken back", row)
    return Fact(CALLED[type(row)](row), row)
