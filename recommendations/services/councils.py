"""Councils, their bodies, posts and policies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from recommendations.models import (
    Body,
    BodyName,
    Council,
    Membership,
    Policy,
    Post,
    PostHolding,
    User,
)
from recommendations.rules.roles import Role
from recommendations.services.policies import rated_anew


@transaction.atomic
def found_council(*, name: str, slug: str, nation: str, letterhead: str = "") -> Council:
    return Council.objects.create(name=name, slug=slug, nation=nation, letterhead=letterhead)


@transaction.atomic
def establish_body(
    *,
    council: Council,
    kind: str,
    name: str,
    slug: str,
    parent: Body | None = None,
    since: date | None = None,
) -> Body:
    body = Body.objects.create(council=council, kind=kind, name=name, slug=slug, parent=parent)
    BodyName.objects.create(body=body, name=name, since=since)
    return body


@transaction.atomic
def create_post(
    *, council: Council, title: str, slug: str, kind: str, directorate: str = ""
) -> Post:
    return Post.objects.create(
        council=council, title=title, slug=slug, kind=kind, directorate=directorate
    )


@transaction.atomic
def hold_post(
    *, post: Post, person: User, kind: str = PostHolding.Kind.HOLDER, since: date | None = None
) -> PostHolding:
    return PostHolding.objects.create(post=post, person=person, kind=kind, since=since)


@transaction.atomic
def give_role(*, user: User, council: Council, role: Role) -> Membership:
    return Membership.objects.get_or_create(user=user, council=council, role=role.value)[0]


def set_policy(*, council: Council, in_force_from: date, **values: Any) -> Policy:
    """Put another policy in force from any day; every item of the council is rated by it."""
    return save_policy(Policy(council=council, in_force_from=in_force_from, **values))


def save_policy(policy: Policy) -> Policy:
    with rated_anew(policy.council):
        policy.full_clean()
        policy.save()
        return policy
