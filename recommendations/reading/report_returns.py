"""When reports come back to the committees that watch them, and when they did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from recommendations.models import (
    ExecutiveResponse,
    Meeting,
    Remit,
    ReportReturn,
    Resolution,
    ResponseStage,
    ScrutinyReport,
    Viewer,
)
from recommendations.models.since_until import held_on
from recommendations.rules.deadlines import months_after
from recommendations.rules.returns import months_of
from recommendations.rules.wording import count, day_words, in_time

NOT_YET = {
    ScrutinyReport.ReturnsFrom.ENDORSEMENT: "it is not endorsed yet",
    ScrutinyReport.ReturnsFrom.RESPONSE: "no response is given yet",
}


@dataclass(frozen=True, kw_only=True)
class Return:
    """One return of a report; ``due`` is None until what it is counted from has happened."""

    report: ScrutinyReport
    months: int
    due: date | None
    row: ReportReturn | None

    @property
    def is_open(self) -> bool:
        return self.row is None

    def is_due_by(self, day: date) -> bool:
        return self.is_open and self.due is not None and self.due <= day

    def words(self, today: date) -> str:
        """ "Came back on 6 June 2013", "Skipped: …", "Overdue by 3 days"."""
        if self.row and self.row.item:
            met = self.row.item.meeting
            came = "Came back" if met.day <= today else "On the agenda"
            return f"{came} on {day_words(met.day)}, {met.body}"
        if self.row:
            return f"Skipped: {self.row.reason}"
        if self.due is None:
            return f"No day yet: {NOT_YET[ScrutinyReport.ReturnsFrom(self.report.returns_from)]}"
        return in_time(self.due, as_at=today)

    @property
    def called(self) -> str:
        """ "6 months after its endorsement"."""
        counted_from = self.report.get_returns_from_display()
        return f"{count(self.months, 'month')} after {counted_from[:1].lower()}{counted_from[1:]}"


def returns_of(
    viewer: Viewer, reports: Sequence[ScrutinyReport], *, today: date, now: datetime
) -> list[Return]:
    """The returns of these reports in their order, in a fixed number of queries.

    What came back or was skipped stays, though the schedule has changed.
    """
    begins = begun(viewer, reports, today=today, now=now)
    settled = {
        (row.report_id, row.months): row
        for row in ReportReturn.objects.visible_to(viewer)
        .standing(as_at=today, known_at=now)
        .filter(report__in=reports)
        .select_related("item__meeting__body")
    }
    return [
        Return(
            report=report,
            months=months,
            due=months_after(begins[report.pk], months) if report.pk in begins else None,
            row=settled.get((report.pk, months)),
        )
        for report in reports
        for months in sorted(
            {*months_of(report.returns_after), *(n for of, n in settled if of == report.pk)}
        )
    ]


def begun(
    viewer: Viewer, reports: Iterable[ScrutinyReport], *, today: date, now: datetime
) -> dict[int, date]:
    """The day each schedule is counted from, of those that have one."""
    of = ScrutinyReport.ReturnsFrom
    by_anchor: dict[str, list[ScrutinyReport]] = {anchor: [] for anchor in of}
    for report in reports:
        by_anchor[report.returns_from].append(report)
    kinds = (Resolution.Kind.ENDORSE, Resolution.Kind.ENDORSE_AS_AMENDED)
    endorsed = (
        Resolution.objects.visible_to(viewer)
        .standing(as_at=today, known_at=now)
        .filter(report__in=by_anchor[of.ENDORSEMENT], recommendation=None, kind__in=kinds)
    )
    given = (
        ResponseStage.objects.visible_to(viewer)
        .standing(as_at=today, known_at=now)
        .filter(
            response__report__in=by_anchor[of.RESPONSE],
            response__kind=ExecutiveResponse.Kind.FULL,
            stage__in=(ResponseStage.Stage.GIVEN, ResponseStage.Stage.DECIDED),
        )
    )
    days: dict[int, date] = {one.pk: one.published_on for one in by_anchor[of.PUBLICATION]}
    for number, on in (
        *endorsed.values_list("report", "on"),
        *given.values_list("response__report", "on"),
    ):
        days.setdefault(number, on)  # the first of them
    return days


def due_by(viewer: Viewer, meeting: Meeting, *, today: date, now: datetime) -> list[Return]:
    """What the body that meets watches and is to come back by then, the longest due first."""
    remits = Remit.objects.visible_to(viewer).filter(held_on(meeting.day), body=meeting.body)
    watched = ScrutinyReport.objects.visible_to(viewer).filter(
        pk__in=remits.filter(report__isnull=False).values("report")
    )
    every = returns_of(viewer, list(watched.exclude(returns_after="")), today=today, now=now)
    found = [one for one in every if one.is_due_by(meeting.day)]
    return sorted(found, key=lambda one: (one.due or date.max, one.report.pk))
