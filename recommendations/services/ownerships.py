"""Who owns a recommendation: named, and ended."""

from __future__ import annotations

from datetime import date

from recommendations.models import Body, Ownership, Post, Recommendation, User
from recommendations.models.recording import moment_of_recording
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because, change, refuse_the_future


def give_to_owner(
    *,
    recommendation: Recommendation,
    by: User,
    why: str,
    post: Post | None = None,
    body: Body | None = None,
    share: str = Ownership.Share.LEAD,
    since: date | None = None,
) -> Ownership:
    """Name a post or a body as owner; a post that answers for another council is refused."""
    owner = post or body
    if owner is None or owner.council_id != recommendation.council_id:
        raise Refused("The owner must be a post or a body of the same council.")
    still = recommendation.ownerships.filter(post=post, body=body, until__isnull=True)
    if still.exists():
        raise Refused(f"{owner} owns it already.")
    with change() as touched, because(why, by=by):
        touched.touch(recommendation)
        return Ownership.objects.create(
            recommendation=recommendation, post=post, body=body, share=share, since=since
        )


def end_ownership(*, ownership: Ownership, until: date, by: User, why: str) -> None:
    """``until`` is the last day on which it is theirs; once said, it stays."""
    refuse_the_future(until)
    if ownership.since and until < ownership.since:
        raise Refused(f"{ownership} owns it only from {day_words(ownership.since)}.")
    with change() as touched, because(why, by=by):
        still = Ownership.objects.select_for_update(no_key=True)
        if not still.filter(pk=ownership.pk, until__isnull=True).exists():
            raise Refused("Its last day is entered already.")
        touched.touch(ownership.recommendation)
        ownership.until, ownership.until_recorded_at = until, moment_of_recording()
        ownership.save(update_fields=["until", "until_recorded_at"])
