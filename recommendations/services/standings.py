"""The stored forecast of each item's rating, rewritten in the transaction that touched it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.utils import timezone

from recommendations.models import Classification, Council, Position, Recommendation, Standing
from recommendations.models.recommendations import RecommendationQuerySet, whole_of
from recommendations.models.standings import places
from recommendations.rules.forecast import forecast
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
    rows = read(council, recommendations, as_at=date.max, known_at=timezone.now())
    policies = facts.policies(rows)
    families = facts.families(rows)
    for recommendation in rows.recommendations:
        for segment in forecast(
            families[recommendation.whole_id],
            part=recommendation.part_address,
            policies=policies,
            from_day=today,
        ):
            yield Standing(
                council=council,
                report_id=recommendation.report_id,
                recommendation=recommendation,
                first_day=segment.first,
                last_day=segment.last,
                rag=segment.rating.rag.value,
                severity=segment.rating.rag.severity,
                answer=segment.rating.answer.value,
                **position(rows.positions[recommendation.pk], day=segment.first),
                next_day=segment.rating.next_day,
                rating=segment.rating.as_json(),
                is_counted=recommendation.is_rated and recommendation.parent_id is None,
                **places(recommendation, segment.rating),
            )


def position(positions: Iterable[Position], *, day: date) -> dict[str, Any]:
    """What the last by that day says, where nothing but the item itself says who may read it."""
    taken = [row for row in positions if row.on <= day]
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
        row.is_counted,
        row.worst_first,
        json.dumps(row.rating, sort_keys=True),  # PostgreSQL keeps no order of keys
    )
