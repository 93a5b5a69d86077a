"""What a council sets for itself from a day on: made ahead, changed or taken away until then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import Council, Policy, Recommendation, User
from recommendations.rules.policies import rate_alike
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because, change
from recommendations.services.editing import edited
from recommendations.services.submissions import Conflict
from recommendations.standing.facts import policies_of


def set_policy(*, council: Council, in_force_from: date, **values: Any) -> Policy:
    """Put another policy in force from any day; every item of the council is rated by it."""
    return save_policy(Policy(council=council, in_force_from=in_force_from, **values))


def save_policy(policy: Policy) -> Policy:
    with rated_anew(policy.council):
        policy.full_clean()
        policy.save()
        return policy


def make_policy(*, council: Council, in_force_from: date, by: User, **values: Any) -> Policy:
    refuse_the_past(in_force_from)
    made = Policy(council=council, in_force_from=in_force_from, **values)
    with rated_anew(council), one_on_a_day(in_force_from), because("", by=by):
        made.save()
    return made


def edit_policy(
    *, policy: Policy, seen: str, by: User, in_force_from: date, **values: Any
) -> Policy:
    refuse_in_force(policy)
    refuse_the_past(in_force_from)
    with rated_anew(policy.council), one_on_a_day(in_force_from):
        return edited(policy, seen, by=by, in_force_from=in_force_from, **values)


def take_policy_away(*, policy: Policy, seen: str, by: User) -> None:
    refuse_in_force(policy)
    with rated_anew(policy.council):
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
def rated_anew(council: Council) -> Iterator[None]:
    """Rate every item of the council by what is set inside, where that changes any number."""
    rows = Policy.objects.filter(council=council)
    with change() as touched:
        before = policies_of(rows.all())
        yield
        if not rate_alike(before, policies_of(rows.all())):
            touched.touch_all(Recommendation.objects.filter(council=council))
