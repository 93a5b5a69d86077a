"""Accounts."""

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from recommendations.models import Council, Membership, User
from recommendations.rules.roles import Role


@transaction.atomic
def demonstration_account(*, council: Council, role: Role, password: str) -> User:
    """The account that shows a role in a council, made or given this password.

    It can be used only while the site is a demonstration, and is made only then.
    """
    if not settings.DEMONSTRATION:
        raise PermissionDenied("Demonstration accounts are made only where DEMONSTRATION is on.")
    user, _ = User.objects.get_or_create(
        username=f"{council.slug}-{role.value.replace(' ', '-')}",
        defaults={
            "demonstration": True,
            "first_name": "Demonstration",
            "last_name": role.value,
        },
    )
    if not user.demonstration:
        raise PermissionDenied(f"{user.username} is somebody's own account.")
    if not check_password(password, user.password):
        user.set_password(password)
        user.save(update_fields=["password"])
    Membership.objects.get_or_create(user=user, council=council, role=role.value)
    return user


@transaction.atomic
def papers_account() -> User:
    """The account in whose name the papers are brought in; nobody can sign in with it."""
    user, made = User.objects.get_or_create(
        username="papers",
        defaults={"first_name": "The", "last_name": "papers", "is_active": False},
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
