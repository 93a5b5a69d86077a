"""What is edited in place keeps each of its states, who changed it, when and why, for audit.

No rule reads this: what the register says of a day comes from its own dated rows.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from recommendations.models.recording import moment_of_recording

REASON: ContextVar[str] = ContextVar("reason", default="")
"""Why what is saved now is changed: see ``services.change.because``."""

BY: ContextVar[Any] = ContextVar("by", default=None)
"""Who changes it, where that is not whoever sent the request."""


class Kept(HistoricalRecords):
    """django-simple-history, told why by the service that saves.

    A save of excluded columns alone, such as the last sign-in, leaves no row unless it has a
    reason: a new password is a change of the person, a new hash of the same one is not.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(history_change_reason_field=models.TextField(blank=True), **kwargs)

    def post_save(self, instance: models.Model, created: bool, **kwargs: Any) -> None:
        columns = set(kwargs.get("update_fields") or ())
        if columns and columns <= set(self.excluded_fields) and not REASON.get():
            return
        super().post_save(instance, created, **kwargs)

    def create_historical_record(self, instance: Any, history_type: str, using: Any = None) -> None:
        instance._history_date = moment_of_recording()
        super().create_historical_record(instance, history_type, using)

    def get_history_user(self, instance: models.Model) -> Any:
        return BY.get() or super().get_history_user(instance)

    def get_change_reason_for_object(
        self, instance: models.Model, history_type: str, using: Any
    ) -> str:
        return REASON.get()
