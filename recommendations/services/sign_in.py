"""How often somebody may try to sign in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from django.db import transaction

from recommendations.models import SignInAttempt

FAILURES_ALLOWED = 10
WITHIN_SECONDS = 5 * 60


def begin_attempt(*, account: str, address: str) -> list[SignInAttempt] | None:
    """Count an attempt before the password is looked at; None where too many failed already.

    Counted first, since several sent at once would each find the count of before. An attempt that
    is refused for this does not count, so that the lock ends by itself whatever is sent.
    """
    with transaction.atomic():
        SignInAttempt.objects.before(WITHIN_SECONDS).delete()
        attempts = [
            SignInAttempt.objects.create(key=_hash("account", account)),
            SignInAttempt.objects.create(key=_hash("address", address)),
        ]
    recent = SignInAttempt.objects.since(WITHIN_SECONDS)
    if any(recent.filter(key=one.key).count() > FAILURES_ALLOWED for one in attempts):
        forget(attempts)
        return None
    return attempts


def forget(attempts: Collection[SignInAttempt]) -> None:
    """It succeeded, or was not let try: it is no failure."""
    SignInAttempt.objects.filter(pk__in=[one.pk for one in attempts]).delete()


def _hash(kind: str, value: str) -> str:
    """What was typed is not kept: only its hash is."""
    return hashlib.sha256(f"{kind}:{value.casefold()}".encode()).hexdigest()
