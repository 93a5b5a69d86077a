"""The newest changes of a council's register."""

from __future__ import annotations

from datetime import date, datetime
from heapq import nlargest
from typing import Any

from recommendations import models
from recommendations.models import Viewer
from recommendations.models.dated import Dated, DatedQuerySet


def newest(viewer: Viewer, *, as_at: date, known_at: datetime, shown: int) -> list[Dated]:
    """The last facts that took effect, newest first; a query for each noun, however many rows."""
    found = [
        (row.on, row.recorded_at, place, row.pk, row)
        for place, source in enumerate(sources(viewer))
        for row in source.standing(as_at=as_at, known_at=known_at).reverse()[:shown]
    ]
    return [row for *_, row in nlargest(shown, found, key=lambda one: one[:-1])]


def sources(viewer: Viewer) -> tuple[DatedQuerySet[Any], ...]:
    """What a member would call news, in the order in which one thing follows from another.

    A response stands for the answers in it.
    """
    about = "recommendation__council", "recommendation__report"  # for its address
    resolved = "resolution__item__meeting__body"
    return (
        models.ResponseStage.objects.visible_to(viewer).select_related(
            "response__body", "response__report"
        ),
        models.Resolution.objects.visible_to(viewer).select_related("item__meeting__body", "owner"),
        models.Position.objects.visible_to(viewer).select_related(*about, resolved),
        models.ProgressUpdate.objects.visible_to(viewer)
        .filter(state=models.ProgressUpdate.State.SUBMITTED)
        .select_related(*about, "post", "body"),
        models.MilestoneDone.objects.visible_to(viewer)
        .select_related("milestone")
        .prefetch_related("milestone__ownerships__post"),
        models.DateChange.objects.visible_to(viewer).select_related("milestone"),
        models.EventDay.objects.visible_to(viewer).select_related("event"),
    )
