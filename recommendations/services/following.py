"""Rows that answer an earlier one, in the order in which they were written.

Each carries in ``follows`` the row its author was looking at, which only one row can follow: of
two who wrote at once the second is told, and nothing of theirs is lost.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from recommendations.models import (
    DateChange,
    DateDecision,
    Position,
    ProgressUpdate,
    ResolutionDone,
    TopicStage,
)
from recommendations.services.submissions import Conflict

F = TypeVar("F", Position, ProgressUpdate, DateChange, DateDecision, ResolutionDone, TopicStage)


class Latest:
    """Follow whatever is last: for who looked at nothing, such as a paper brought in."""


LATEST = Latest()


def last_written(rows: models.QuerySet[F]) -> F | None:
    """The row that nothing follows yet; a correction stands in another's place, not after it."""
    return rows.filter(corrects__isnull=True, followed_by__isnull=True).order_by("pk").last()


def write_after(rows: models.QuerySet[F], follows: F | Latest | None, **values: Any) -> F:
    """Add the row that follows the one its author was looking at, or raise ``Conflict``."""
    last = last_written(rows)
    seen = last if isinstance(follows, Latest) else follows
    if seen != last:
        raise Conflict(last)
    try:
        with transaction.atomic():
            return rows.model._default_manager.create(follows=seen, **values)
    except IntegrityError as error:
        theirs = last_written(rows)
        if theirs == seen:
            raise
        raise Conflict(theirs) from error
