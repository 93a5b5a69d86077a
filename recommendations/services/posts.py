"""Who acts for a post."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from recommendations.models import Membership, Post, PostHolding, User
from recommendations.services.change import Refused, because


@transaction.atomic
def give_post(
    *,
    post: Post,
    person: User,
    kind: str,
    since: date | None,
    until: date | None,
    by: User,
    reason: str,
) -> PostHolding:
    """Let a person of the council act for a post: as its holder, deputy or support."""
    if not Membership.objects.filter(user=person, council=post.council_id).exists():
        raise Refused("Give the person a role in the council first.")
    if until and until < (since or until):
        raise Refused("The last day comes before the first.")
    again = PostHolding.objects.filter(post=post, person=person, kind=kind)
    if again.filter(Q(until__isnull=True) | Q(until__gte=since or date.min)).exists():
        raise Refused("This person is that already.")
    with because(reason, by=by):
        return PostHolding.objects.create(
            post=post, person=person, kind=kind, since=since, until=until
        )


@transaction.atomic
def end_holding(*, holding: PostHolding, until: date, by: User, reason: str) -> None:
    """The last day on which somebody acts for a post; one that has not begun is taken away."""
    with because(reason, by=by):
        if holding.since and until < holding.since:
            holding.delete()
            return
        holding.until = until
        holding.save(update_fields=["until"])
