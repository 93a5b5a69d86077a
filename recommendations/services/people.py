"""Accounts."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from recommendations.models import Council, Membership, User
from recommendations.rules.roles import Role


@transaction.atomic
def demonstration_accounts(*, password: str) -> list[Membership]:
    """One account of each role in each council, made if it is not there, with this password.

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
    return [
        _demonstration_account(council, role, encoded)
        for council in Council.objects.order_by("name")
        for role in Role
    ]


def _demonstration_account(council: Council, role: Role, encoded: str) -> Membership:
    user, _ = User.objects.get_or_create(
        username=f"{council.slug}-{role.value.replace(' ', '-')}",
        defaults={"demonstration": True, "first_name": "Demonstration", "last_name": role.value},
    )
    if not user.demonstration:
        raise PermissionDenied(f"{user.username} is somebody's own account.")
    if user.password != encoded:
        user.password = encoded
        user.save(update_fields=["password"])
    return Membership.objects.get_or_create(user=user, council=council, role=role.value)[0]
