"""Carrying out a form once, and telling somebody that another was first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from recommendations.models import Submission, User


class Conflict(Exception):
    """Somebody else wrote after the person looked and before they sent; ``theirs`` is that row.

    Nothing was written: the page shows both texts, and the person decides.
    """

    def __init__(self, theirs: Any) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.theirs = theirs


def location_of(*, token: str, by: User) -> str | None:
    """Where the form with this token led, if it was carried out."""
    done = Submission.objects.filter(token=token, by=by).first()
    return done.location if done else None


def once(*, token: str, by: User, act: Callable[[], str]) -> str:
    """Carry out ``act``, which says where to go next, unless this token was carried out already.

    Of any number of identical forms one acts, and all are led to the same place. Token and act
    are one transaction, so a form that failed may be sent again.
    """
    try:
        with transaction.atomic():
            if done := Submission.objects.filter(token=token, by=by).first():
                return done.location
            submission = Submission.objects.create(token=token, by=by)
            submission.location = act()
            submission.save(update_fields=["location"])
            return submission.location
    except IntegrityError:  # on PostgreSQL the twin may have been first by a moment
        if done := Submission.objects.filter(token=token, by=by).first():
            return done.location
        raise
