"""The committee's position: going on, closing, reopening."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from recommendations.models import Council, Position, Recommendation, Resolution, User
from recommendations.rules.positions import DoesNotFit
from recommendations.services.change import (
    Refused,
    change,
    correct,
    refuse_the_future,
    take_back,
)
from recommendations.services.following import LATEST, Latest, last_written, write_after
from recommendations.standing.facts import policy_on


def latest_position(recommendation: Recommendation) -> Position | None:
    """What a new position follows, whoever may read it."""
    return last_written(Position.objects.filter(recommendation=recommendation))


def latest_positions(recommendations: Collection[int]) -> dict[int, Position]:
    """The same of several, by their numbers."""
    last = Position.objects.filter(corrects__isnull=True, followed_by__isnull=True)
    rows = last.filter(recommendation__in=recommendations).select_related("by").order_by("pk")
    return {row.recommendation_id: row for row in rows}


def position_named(number: str, *, recommendation: Recommendation) -> Position | None:
    """The position that a form was looking at; none where it names none of this item."""
    positions = Position.objects.filter(recommendation=recommendation)
    return positions.filter(pk=number).first() if number.isdecimal() else None


def take_position(
    *,
    recommendation: Recommendation,
    status: str,
    by: User,
    on: date,
    closes: str = "",
    resolution: Resolution | None = None,
    follows: Position | Latest | None = LATEST,
    brought_in: bool = False,
) -> Position:
    """Record the committee's own judgement; ``closes`` says as what it ends the monitoring, where
    the status does not say it.

    ``follows`` is the position that whoever records it was looking at.
    """
    refuse_the_future(on)
    closes = closing(recommendation.council, status=status, closes=closes, on=on)
    with change() as touched:
        touched.touch(recommendation)
        return write_after(
            Position.objects.filter(recommendation=recommendation),
            follows,
            recommendation=recommendation,
            status=status,
            closes=closes,
            resolution=resolution,
            by=by,
            on=on,
            brought_in=brought_in,
        )


def closing(council: Council, *, status: str, closes: str, on: date) -> str:
    """As what the status closes an item, by the scheme in force on the day."""
    try:
        return policy_on(council, on).scheme.closes_as(status, closes)
    except DoesNotFit as slip:
        raise Refused(f"{slip}.") from None


def correct_position(
    *, position: Position, by: User, why: str, on: date, status: str, closes: str
) -> Position:
    refuse_the_future(on)
    closes = closing(position.recommendation.council, status=status, closes=closes, on=on)
    with change() as touched:
        touched.touch(position.recommendation)
        return correct(position, by=by, why=why, on=on, status=status, closes=closes)


def take_position_back(*, position: Position, by: User, why: str) -> Position:
    with change() as touched:
        touched.touch(position.recommendation)
        return take_back(position, by=by, why=why)
