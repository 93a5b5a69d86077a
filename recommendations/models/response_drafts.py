"""What is typed of a response before it is given: one row for each recommendation it answers."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models

from recommendations.models.clearance import Governed
from recommendations.models.councils import Post
from recommendations.models.due import DueField
from recommendations.models.recommendations import Recommendation
from recommendations.models.responses import Answer, ExecutiveResponse
from recommendations.models.visible import VisibleQuerySet


class DraftAnswerQuerySet(VisibleQuerySet["DraftAnswer"]):
    governed = Governed(council="response__report__council", recommendation="recommendation")


class DraftAnswer(models.Model):
    """What is typed so far of one answer, whole or not; it is gone once the response is given.

    ``day`` is when what is accepted is done by, or what is deferred is decided by.
    """

    TYPED = (
        *("decision", "reason", "text", "action", "owner_id"),
        *("success_measure", "day", "day_typed"),
    )
    """What a person types in a row."""

    response = models.ForeignKey(ExecutiveResponse, on_delete=models.CASCADE, related_name="drafts")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="drafts"
    )
    decision = models.CharField(max_length=20, choices=Answer.Decision.choices, blank=True)
    reason = models.TextField(blank=True)
    text = models.TextField(blank=True)
    action = models.TextField("what will be done", blank=True)
    owner = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    success_measure = models.TextField(blank=True)
    day = models.DateField(null=True, blank=True)
    day_typed = models.CharField("what was typed where it is no day yet", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each change of the row.")

    objects = DraftAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["response", "recommendation"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "recommendation"], name="one_draft_of_an_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_decision_display() or 'not answered yet'}"

    @property
    def typed(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.TYPED}

    @property
    def state(self) -> str:
        """A mark of what it says: a form sends back the one it was shown."""
        said = "\x1f".join(str(value or "") for value in self.typed.values())
        return sha256(said.encode()).hexdigest()[:16]


class DraftStepQuerySet(VisibleQuerySet["DraftStep"]):
    governed = Governed(
        council="draft__response__report__council", recommendation="draft__recommendation"
    )


class DraftStep(models.Model):
    """A further step that a drafted answer promises, by a date of any shape."""

    draft = models.ForeignKey(DraftAnswer, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField()
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="draft_steps")
    success_measure = models.TextField()
    due = DueField()

    objects = DraftStepQuerySet.as_manager()

    class Meta:
        ordering = ["draft", "pk"]

    def __str__(self) -> str:
        return self.text
