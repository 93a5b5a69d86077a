"""What somebody chooses for their own account."""

from __future__ import annotations

from django.db import transaction

from recommendations.models import Session, User
from recommendations.services.change import because


@transaction.atomic
def choose_reminders(*, user: User, reminders: str) -> None:
    """Say how much mail about rounds and notices a person wants."""
    user.reminders = reminders
    user.save(update_fields=["reminders"])


def choose_password(*, user: User, password: str, keep: str | None = None) -> None:
    """A new password ends every session but the one in which it was chosen."""
    user.set_password(password)
    with because("Chose a new password", by=user):
        user.save(update_fields=["password"])
    end_sessions(user, keep=keep)


def end_sessions(user: User, *, keep: str | None = None) -> None:
    Session.objects.filter(person=user).exclude(session_key=keep or "").delete()
