"""The stored forecast of each item's rating, rewritten in the transaction that touched it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from recommendations.models import (
    Classification,
    Council,
    Position,
    ProgressUpdate,
    Recommendation,
    Standing,
)
from recommendations.models.recommendations import RecommendationQuerySet, whole_of
from recommendations.models.standings import places
from recommendations.rules.forecast import forecast
from recommendations.rules.ratings import Rag
from recommendations.rules.reopening import reopenings
from recommendations.standing import facts
from recommendations.standing.rows import read

BATCH = 500
"""Rows written at a time: a whole council rated anew keeps the database waiting no longer."""


def rewrite(touched: Iterable[int], *, today: date) -> None:
    """Write anew what will stand of these items, and of their whole families, from today on."""
    touching = Recommendation.objects.filter(pk__in=touched)
    heads = set(touching.values_list(whole_of(""), flat=True))
    chosen = Recommendation.objects.families(heads)
    one_at_a_time(heads)
    for council in Council.objects.filter(recommendations__in=chosen.values("pk")).distinct():
        of_council = chosen.filter(council=council)
        Standing.objects.filter(recommendation__in=of_council.values("pk")).delete()
        rows = forecasts(council, of_council, today=today)
        while batch := list(islice(rows, BATCH)):  # a long silence would end the transaction
            Standing.objects.bulk_create(batch)


def one_at_a_time(heads: Collection[int]) -> None:
    """Let whoever rates the same families wait, so that the last to write has read all facts.

    On SQLite a writer is alone already, and there this does nothing.
    """
    families = Recommendation.objects.select_for_update(no_key=True).filter(pk__in=heads)
    list(families.order_by("pk").values_list("pk", flat=True))


def forecasts(
    council: Council, recommendations: RecommendationQuerySet, *, today: date
) -> Iterator[Standing]:
    """What the rules say of each from today on, as rows not yet saved."""
    now = timezone.now()
    rows = read(council, recommendations, as_at=date.max, known_at=now)
    reported = last_reported(recommendations, known_at=now)
    policies = facts.policies(rows)
    families = facts.families(rows)
    for recommendation in rows.recommendations:
        is_counted = recommendation.is_rated and recommendation.parent_id is None
        for segment in forecast(
            families[recommendation.whole_id],
            part=recommendation.part_address,
            policies=policies,
            from_day=today,
        ):
            positions = [
                row for row in rows.positions[recommendation.pk] if row.on <= segment.first
            ]
            is_open = is_counted and segment.rating.rag is not Rag.CLOSED
            opened = opened_on(recommendation, positions) if is_open else None
            yield Standing(
                council=council,
                report_id=recommendation.report_id,
                recommendation=recommendation,
                first_day=segment.first,
                last_day=segment.last,
                rag=segment.rating.rag.value,
                severity=segment.rating.rag.severity,
                answer=segment.rating.answer.value,
                **position(positions),
                next_day=segment.rating.next_day,
                open_since=opened,
                quiet_since=opened and max(opened, reported.get(recommendation.pk, opened)),
                rating=segment.rating.as_json(),
                is_counted=is_counted,
                **places(recommendation, segment.rating),
            )


def opened_on(recommendation: Recommendation, positions: Sequence[Position]) -> date:
    """The day it was made, or reopened where everybody who reads it may read that."""
    found = reopenings(positions)
    if found and all(row.classification == Classification.OPEN for row in found[-1]):
        return found[-1][1].on
    return recommendation.exists_from


def last_reported(
    recommendations: RecommendationQuerySet, *, known_at: datetime
) -> dict[int, date]:
    """The day each whole, or a part of it, was last reported on, for whoever may read the whole."""
    nothing_withheld = (
        Q(classification=Classification.OPEN)
        & (Q(milestone__isnull=True) | Q(milestone__classification=Classification.OPEN))
        & (
            Q(recommendation__parent__isnull=True)
            | Q(recommendation__classification=Classification.OPEN)
        )
    )
    updates = ProgressUpdate.objects.filter(
        nothing_withheld,
        recommendation__in=recommendations.order_by().values("pk"),
        state=ProgressUpdate.State.SUBMITTED,
    ).standing(as_at=date.max, known_at=known_at)
    by_whole = updates.order_by().values(whole=whole_of("recommendation"))
    return dict(by_whole.annotate(last=Max("on")).values_list("whole", "last"))


def position(taken: Sequence[Position]) -> dict[str, Any]:
    """What the last one says, where nothing but the item itself says who may read it."""
    withheld = bool(taken) and taken[-1].classification != Classification.OPEN
    status = taken[-1].status if taken and not withheld else ""
    return {"status": status, "position_withheld": withheld}


def differences(council: Council, *, today: date) -> list[str]:
    """Where the stored segments, from today on, are not what the facts say."""
    every = Recommendation.objects.filter(council=council)
    said = {key(row, today=today) for row in forecasts(council, every, today=today)}
    stored = {
        key(row, today=today)
        for row in Standing.objects.filter(council=council).select_related("recommendation__report")
        if row.last_day is None or row.last_day >= today
    }
    return sorted(f"{report} {address}" for report, address, *_ in said ^ stored)


def key(row: Standing, *, today: date) -> tuple[Any, ...]:
    """A segment as it holds from today on: what makes two of them the same."""
    return (
        row.recommendation.report.slug,
        row.recommendation.address,
        max(row.first_day, today),
        row.last_day,
        row.answer,
        row.status,
        row.position_withheld,
        row.open_since,
        row.quiet_since,
        row.is_counted,
        row.worst_first,
        json.dumps(row.rating, sort_keys=True),  # PostgreSQL keeps no order of keys
    )
