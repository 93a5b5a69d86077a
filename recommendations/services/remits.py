"""Which body watches what."""

from __future__ import annotations

from datetime import date

from recommendations.models import Body, Recommendation, Remit, ScrutinyReport, User
from recommendations.services.change import because, change


def watch(
    *,
    body: Body,
    by: User,
    why: str,
    report: ScrutinyReport | None = None,
    recommendation: Recommendation | None = None,
    since: date | None = None,
) -> Remit:
    """Say which body watches a report, or one recommendation of it."""
    with change(), because(why, by=by):
        return Remit.objects.create(
            body=body, report=report, recommendation=recommendation, since=since
        )
