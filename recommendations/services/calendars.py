"""The calendar that somebody keeps elsewhere of what they owe."""

from __future__ import annotations

import secrets

from django.core import signing
from django.db import transaction

from recommendations.models import User

_CALENDAR = "calendar"


@transaction.atomic
def begin_calendar(user: User) -> None:
    """Give somebody's calendar a new address; an earlier one works no more."""
    user.calendar = secrets.token_hex(16)
    user.save(update_fields=["calendar"])


@transaction.atomic
def end_calendar(user: User) -> None:
    user.calendar = ""
    user.save(update_fields=["calendar"])


def calendar_token(user: User) -> str:
    """What the address is known by: signed, and made with what only the database holds."""
    if not user.calendar:
        return ""
    return signing.Signer(salt=_CALENDAR).sign(f"{user.pk}-{user.calendar}")


def person_of_calendar(token: str) -> User | None:
    """Whose calendar it is, while the address and the account stand."""
    try:
        key, _, calendar = signing.Signer(salt=_CALENDAR).unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, calendar=calendar, is_active=True).first()
