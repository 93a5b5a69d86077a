"""People: given roles, and closed when they leave; the demonstration's too."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from recommendations.models import (
    Council,
    Membership,
    PostHolding,
    User,
)
from recommendations.rules.roles import Role
from recommendations.services import accounts, posts
from recommendations.services.change import Refused, because


@transaction.atomic
def demonstration_accounts(*, password: str) -> list[Membership]:
    """An account of each role in each council, and every other one made for a demonstration.

    Those of a role are made where they are not there, and all are given this password.

    They can be used only while the site is a demonstration, and are made only then. They share
    one hash of their one password: each made anew would take half a second.
    """
    if not settings.DEMONSTRATION:
        raise PermissionDenied("Demonstration accounts are made only where DEMONSTRATION is on.")
    made_before = User.objects.filter(demonstration=True).first()
    if made_before and check_password(password, made_before.password):
        encoded = made_before.password
    else:
        encoded = make_password(password)
    for council in Council.objects.all():
        for role in Role:
            _demonstration_account(council, role)
    User.objects.filter(demonstration=True).exclude(password=encoded).update(password=encoded)
    return list(
        Membership.objects.filter(user__demonstration=True)
        .select_related("user", "council")
        .order_by("council__name", "user__pk", "pk")
    )


@transaction.atomic
def demonstration_person(
    *, council: Council, username: str, first_name: str, last_name: str, roles: Iterable[Role]
) -> User:
    """An invented person, who can sign in once ``demonstration_accounts`` gave a password."""
    if not settings.DEMONSTRATION:
        raise PermissionDenied("Demonstration accounts are made only where DEMONSTRATION is on.")
    user = User(
        username=username,
        email=f"{username}@example.org",
        first_name=first_name,
        last_name=last_name,
        demonstration=True,
    )
    user.set_unusable_password()
    user.save()
    for role in roles:
        Membership.objects.create(user=user, council=council, role=role.value)
    return user


def _demonstration_account(council: Council, role: Role) -> None:
    user, _ = User.objects.get_or_create(
        username=f"{council.slug}-{role.value.replace(' ', '-')}",
        defaults={"demonstration": True, "first_name": "Demonstration", "last_name": role.value},
    )
    if not user.demonstration:
        raise PermissionDenied(f"{user.username} is somebody's own account.")
    Membership.objects.get_or_create(user=user, council=council, role=role.value)


@transaction.atomic
def change_roles(
    *, person: User, council: Council, roles: Collection[Role], by: User, reason: str
) -> None:
    """Give and take roles until a person has these and no others; they sign in anew.

    Nobody changes their own, so that an administrator does not let themselves read the register.
    """
    if person == by:
        raise Refused("Another administrator changes your own roles.")
    if not roles:
        raise Refused("Somebody without a role has left: use “They have left” instead.")
    memberships = Membership.objects.filter(user=person, council=council)
    had = {Role(membership.role): membership for membership in memberships}
    if set(had) == set(roles):
        return
    with because(reason, by=by):
        for role in set(had) - set(roles):
            had[role].delete()
        for role in sorted(set(roles) - set(had)):
            Membership.objects.create(user=person, council=council, role=role.value)
    accounts.end_sessions(person)


@transaction.atomic
def close_part(*, person: User, council: Council, by: User, reason: str) -> None:
    """Somebody leaves: their roles and posts end today, and their account where it has no other.

    Everything they recorded stays under their name; what their posts owe stays with the posts.
    """
    if person == by:
        raise Refused("Another administrator ends your own roles.")
    today = timezone.localdate()
    for holding in PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), person=person, post__council=council
    ):
        posts.end_holding(holding=holding, until=today, by=by, reason=reason)
    with because(reason, by=by):
        for membership in Membership.objects.filter(user=person, council=council):
            membership.delete()
        if not person.memberships.exists() and not person.is_superuser:
            person.is_active = False
            person.save(update_fields=["is_active"])
    accounts.end_sessions(person)


@transaction.atomic
def first_administrator(
    *, council: Council, username: str, email: str, first_name: str, last_name: str, password: str
) -> User:
    """The one person of a council whom nobody could invite."""
    administrators = Membership.objects.filter(
        council=council, role=Role.ADMINISTRATOR.value, user__is_active=True
    )
    if first := administrators.select_related("user").first():
        raise Refused(
            f"{council} has an administrator already, {first.user.username}, who can invite others."
        )
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"There is an account “{username}” already: choose another user name.")
    user = User(username=username, email=email, first_name=first_name, last_name=last_name)
    user.set_password(password)
    with because("The council's first administrator", by=None):
        user.save()
        Membership.objects.create(user=user, council=council, role=Role.ADMINISTRATOR.value)
    return user
