"""Long work, done apart from the request that asked for it."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from recommendations.models.clearance import Governed
from recommendations.models.councils import Council
from recommendations.models.visible import VisibleQuerySet


class JobQuerySet(VisibleQuerySet["Job"]):
    governed = Governed()

    def waiting(self) -> Self:
        """Those a worker may take: queued, or running past the time its worker had."""
        state = Job.State
        return self.filter(
            Q(state=state.QUEUED) | Q(state=state.RUNNING, deadline__lt=timezone.now())
        ).order_by("asked_at", "pk")


class Job(models.Model):
    """A piece of work, how far it is, and what came of it.

    The row is the truth. A worker claims it by raising ``attempts``, and only the worker whose
    number still stands may finish it, so that one killed and replaced writes nothing.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being made"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="jobs")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED.value)
    percent = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField("what it is doing", max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    deadline = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.kind}, {self.get_state_display().lower()}"
