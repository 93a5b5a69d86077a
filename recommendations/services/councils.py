"""Councils, their bodies, posts and policies."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from recommendations.models import (
    Body,
    BodyName,
    Council,
    Membership,
    Post,
    PostHolding,
    User,
)
from recommendations.rules.roles import Role


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
