"""When rows are recorded."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

OTHER_MOMENT: ContextVar[datetime | None] = ContextVar("other_moment", default=None)
"""When rows are recorded, where it is not now: see ``services.change.recorded_at``."""


def moment_of_recording() -> datetime:
    return OTHER_MOMENT.get() or timezone.now()
