"""What shows that something was done."""

from __future__ import annotations

from datetime import date

from recommendations.models import Evidence, Milestone, ProgressUpdate, Recommendation, User
from recommendations.services.change import change, refuse_the_future


def attach_evidence(
    *,
    recommendation: Recommendation,
    address: str,
    shows: str,
    by: User,
    on: date,
    update: ProgressUpdate | None = None,
    milestone: Milestone | None = None,
) -> Evidence:
    """Name the address where what was claimed can be seen; nothing ever opens it for a reader."""
    refuse_the_future(on)
    with change():
        return Evidence.objects.create(
            recommendation=recommendation,
            update=update,
            milestone=milestone and milestone.root,
            address=address,
            shows=shows,
            by=by,
            on=on,
        )
