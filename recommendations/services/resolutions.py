"""What a body asked of a post is followed until it is done."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from recommendations.models import Resolution, ResolutionDone, User
from recommendations.services.change import Refused, change, refuse_the_future
from recommendations.services.following import last_written, write_after
from recommendations.services.submissions import Conflict


def record_done(
    *, resolution: Resolution, note: str, by: User, on: date, source: str = ""
) -> ResolutionDone:
    """Record that what was resolved is done; it ends once, until that is taken back."""
    refuse_the_future(on)
    if on < resolution.on:
        raise Refused("This is before the body met.")
    if hasattr(resolution, "corrected_by"):
        raise Refused("This resolution was corrected or taken back meanwhile. Look at it again.")
    rows = ResolutionDone.objects.filter(resolution=resolution)
    with change():
        if theirs := rows.standing(as_at=date.max, known_at=timezone.now()).last():
            raise Conflict(theirs)
        return write_after(
            rows,
            last_written(rows),
            resolution=resolution,
            note=note,
            source=source,
            by=by,
            on=on,
        )
