"""Progress that owners submit, and the better ratings that scrutiny accepts."""

from __future__ import annotations

from datetime import date

from recommendations.models import (
    Body,
    Milestone,
    Post,
    ProgressUpdate,
    RatingAcceptance,
    Recommendation,
    User,
)
from recommendations.services.change import Refused, change, refuse_the_future


def submit_update(
    *,
    recommendation: Recommendation,
    by: User,
    on: date,
    stated: str = "",
    complete: bool = False,
    cause: str = "",
    remedy: str = "",
    effect: str = "",
    why_differs: str = "",
    narrative: str = "",
    outcome: str = "",
    milestone: Milestone | None = None,
    post: Post | None = None,
    body: Body | None = None,
) -> ProgressUpdate:
    """Submit an owner's report; amber and red need cause, remedy and effect."""
    needs_why = stated in {ProgressUpdate.Stated.RED, ProgressUpdate.Stated.AMBER}
    if needs_why and not (cause.strip() and remedy.strip() and effect.strip()):
        raise Refused("Amber and red need a cause, a remedy and an effect.")
    refuse_the_future(on)
    with change() as touched:
        touched.touch(recommendation)
        return ProgressUpdate.objects.create(
            recommendation=recommendation,
            milestone=milestone,
            post=post,
            body=body,
            stated=stated,
            complete=complete,
            cause=cause,
            remedy=remedy,
            effect=effect,
            why_differs=why_differs,
            narrative=narrative,
            outcome=outcome,
            by=by,
            on=on,
        )


def accept_rating(*, update: ProgressUpdate, reason: str, by: User, on: date) -> RatingAcceptance:
    """Accept an officer's rating that is better than the record, for a reason."""
    if not reason.strip():
        raise Refused("Say why the officer's better rating is accepted.")
    refuse_the_future(on)
    with change() as touched:
        touched.touch(update.recommendation)
        return RatingAcceptance.objects.create(update=update, reason=reason, by=by, on=on)
