"""Sessions, and attempts to sign in that failed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from recommendations.models.people import User


class Session(AbstractBaseSession):
    """Django's session, which knows whose it is, so that all of a person's can be ended."""

    person = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from recommendations.sessions import SessionStore

        return SessionStore


class SignInAttemptQuerySet(models.QuerySet["SignInAttempt"]):
    def since(self, seconds: int) -> Self:
        return self.filter(at__gt=timezone.now() - timedelta(seconds=seconds))

    def before(self, seconds: int) -> Self:
        return self.filter(at__lte=timezone.now() - timedelta(seconds=seconds))


class SignInAttempt(models.Model):
    """An attempt that failed, or has not succeeded yet; ``key`` is a hash of what was typed.

    Rows are only added and counted, so that attempts sent at once to several servers all count.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SignInAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["key", "at"])]

    def __str__(self) -> str:
        return str(self.at)
