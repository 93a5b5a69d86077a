"""Accounts."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from recommendations.models import Council, Membership, User
from recommendations.rules.roles import Role


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
        username=username, first_name=first_name, last_name=last_name, demonstration=True
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
