"""What a council sets for itself from a day on: made ahead, changed or taken away until then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import Council, Job, Policy, Recommendation, User
from recommendations.rules.policies import rated_otherwise_from
from recommendations.rules.wording import day_words
from recommendations.services import jobs, standings
from recommendations.services.change import Refused, because, change
from recommendations.services.editing import edited
from recommendations.services.submissions import Conflict
from recommendations.standing.facts import policies_of

KIND = "rate anew"

AT_ONCE = 500
"""So many recommendations are rated anew while whoever saves a policy waits, some two seconds; more
of them by a job, piece by piece, before the policy comes into force."""

PIECE = 200


def set_policy(*, council: Council, in_force_from: date, **values: Any) -> Policy:
    """Put another policy in force from any day; every item of the council is rated by it."""
    return save_policy(Policy(council=council, in_force_from=in_force_from, **values))


def save_policy(policy: Policy, *, by: User | None = None) -> Policy:
    """Of any day; who has ``by`` to ask for it waits for no more than a few items to be rated."""
    with rated_anew(policy.council, by=by):
        policy.full_clean()
        policy.save()
        return policy


def make_policy(*, council: Council, in_force_from: date, by: User, **values: Any) -> Policy:
    refuse_the_past(in_force_from)
    made = Policy(council=council, in_force_from=in_force_from, **values)
    with rated_anew(council, by=by), one_on_a_day(in_force_from), because("", by=by):
        made.save()
    return made


def edit_policy(
    *, policy: Policy, seen: str, by: User, in_force_from: date, **values: Any
) -> Policy:
    refuse_in_force(policy)
    refuse_the_past(in_force_from)
    with rated_anew(policy.council, by=by), one_on_a_day(in_force_from):
        return edited(policy, seen, by=by, in_force_from=in_force_from, **values)


def take_policy_away(*, policy: Policy, seen: str, by: User) -> None:
    refuse_in_force(policy)
    with rated_anew(policy.council, by=by):
        now = Policy.objects.filter(pk=policy.pk).first()
        if now is None:
            raise Refused("Somebody has taken this policy away already.")
        if seen != str(now.version):
            raise Conflict(now)
        with because("", by=by):
            now.delete()


def refuse_the_past(in_force_from: date) -> None:
    if in_force_from < timezone.localdate():
        raise Refused(
            "A policy comes into force today or later: the documents of earlier days were made by "
            "the key of their day."
        )


def refuse_in_force(policy: Policy) -> None:
    if policy.in_force_from <= timezone.localdate():
        raise Refused(
            f"This policy has been in force since {day_words(policy.in_force_from)}, and documents "
            "were made by it. Make another one, from today or later."
        )


@contextmanager
def one_on_a_day(day: date) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(
            f"There is a policy from {day_words(day)} already. Change that one, or choose another "
            "day."
        ) from None


@contextmanager
def rated_anew(council: Council, *, by: User | None = None) -> Iterator[None]:
    """Rate every item of the council by what is set inside, where that changes any number.

    Of many items somebody asks for it, of a policy from a day to come: until that day what is
    stored is right.
    """
    rows = Policy.objects.filter(council=council)
    items = Recommendation.objects.filter(council=council)
    with change() as touched:
        before = policies_of(rows.all())
        yield
        since = rated_otherwise_from(before, policies_of(rows.all()))
        if since is None:
            return
        if by is None or items.count() <= AT_ONCE:
            touched.touch_all(items)
            return
        refuse_to_wait(council, since)
        since_when = {"since": since.isoformat()}
        jobs.ask(kind=KIND, council=council, by=by, parameters=since_when, key=uuid4().hex)


def refuse_at_once(policy: Policy) -> None:
    """Refuse what saving it would, before it is saved."""
    rows = Policy.objects.filter(council=policy.council_id)
    others = rows.exclude(pk=policy.pk)
    since = rated_otherwise_from(policies_of(rows), policies_of([*others, policy]))
    if since is not None:
        refuse_to_wait(policy.council, since)


def refuse_to_wait(council: Council, since: date) -> None:
    """What is shown today cannot wait for a job."""
    number = Recommendation.objects.filter(council=council).count()
    if number > AT_ONCE and since <= timezone.localdate():
        raise Refused(
            f"The council has {number:,} recommendations, and to rate them all anew takes a "
            "while. Its numbers can change from tomorrow on."
        )


def rate_anew(job: Job, told: Callable[[int, str], None]) -> None:
    """Rate all items of a council, and keep with each piece how far it is.

    Whoever takes the job over goes on from there; what is touched meanwhile is rated by the same
    policies, by either.
    """
    items = Recommendation.objects.filter(council=job.council)
    wholes = items.filter(parent=None).order_by("pk").values_list("pk", flat=True)
    total = wholes.count()
    after = job.parameters.get("after", 0)
    while piece := list(wholes.filter(pk__gt=after)[:PIECE]):
        after = piece[-1]
        done = wholes.filter(pk__lte=after).count()
        with transaction.atomic():
            standings.rewrite(piece, today=timezone.localdate())
            Job.objects.filter(pk=job.pk).update(parameters={**job.parameters, "after": after})
            told(100 * done // max(total, done), f"{done:,} of {total:,} recommendations")
    jobs.finish(job=job, result={})


def go_on_rating() -> None:
    """Ask again for what a worker gave up, from where it was."""
    for job in Job.objects.filter(kind=KIND, state=Job.State.FAILED):
        jobs.ask(
            kind=KIND,
            council=job.council,
            by=job.asked_by,
            parameters=job.parameters,
            key=f"again-{job.key.hex}",
        )
