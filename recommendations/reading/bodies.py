"""What a body watches, and watched, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from recommendations.models import Body, Remit, ScrutinyReport, Viewer
from recommendations.reading.audit import reader_of


@dataclass(frozen=True, slots=True)
class Watched:
    """A report as a whole, or so many single recommendations of it, and for how long."""

    report: ScrutinyReport
    since: date | None
    until: date | None
    single: int = 0

    def is_over(self, day: date) -> bool:
        return self.until is not None and self.until < day


def watched(body: Body, *, viewer: Viewer) -> list[Watched]:
    """The newest report first; a few queries, however much it watches."""
    remits = Remit.objects.visible_to(reader_of(viewer)).filter(body=body)
    found: dict[tuple[Any, ...], Watched] = {}
    for row in remits.select_related("report", "recommendation__report"):
        report = row.report or (row.recommendation.report if row.recommendation else None)
        if report is None:
            continue
        key = (report.pk, row.since, row.until, row.report_id is None)
        single = found[key].single if key in found else 0
        found[key] = Watched(report, row.since, row.until, single + (row.report_id is None))
    return sorted(found.values(), key=lambda one: (one.report.published_on, one.report.title))[::-1]
