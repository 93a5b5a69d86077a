"""Which bodies watch what, as at a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from recommendations.models import Remit, Viewer
from recommendations.models.since_until import held_on
from recommendations.rules.wording import listed
from reports.builders.names import Names
from reports.documents.lines import Line


class Watching:
    """In two queries, however much is watched."""

    def __init__(self, viewer: Viewer, *, as_at: date) -> None:
        names = Names(viewer, as_at=as_at)
        remits = Remit.objects.visible_to(viewer).filter(held_on(as_at))
        self._by: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for row in remits.select_related("body", "report", "recommendation__report"):
            if row.recommendation is not None:
                key = (row.recommendation.report.slug, row.recommendation.address)
            elif row.report is not None:
                key = (row.report.slug, "")
            self._by[key].add(names.of(row.body))

    def of(self, line: Line) -> str:
        """A remit over one recommendation stands before the one over its report."""
        found = self._by.get((line.report_slug, line.address)) or self._by.get(
            (line.report_slug, "")
        )
        return listed(sorted(found)) if found else ""
