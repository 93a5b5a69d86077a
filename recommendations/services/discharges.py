"""A body decides of several recommendations at once: it ends their monitoring, or goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import AgendaItem, Position, Recommendation, Resolution, User
from recommendations.services.change import Refused, change, refuse_the_future
from recommendations.services.positions import closing, latest_positions
from recommendations.services.submissions import Conflict


@dataclass(frozen=True)
class Ticked:
    """``follows`` is the position last written when whoever ticked it looked."""

    recommendation: Recommendation
    follows: int | None


def decide_together(
    *,
    item: AgendaItem,
    reference: str,
    status: str,
    closes: str,
    ones: Sequence[Ticked],
    by: User,
    text: str = "",
) -> None:
    """Record a resolution and a position for each, on the day the body met, or none at all.

    ``Conflict`` brings the positions that others have recorded meanwhile.
    """
    if not ones:
        raise Refused("Tick what was decided.")
    day = item.meeting.day
    refuse_the_future(day)
    closes = closing(item.meeting.body.council, status=status, closes=closes, on=day)
    kind = Resolution.Kind.DISCHARGE if closes else Resolution.Kind.CONTINUE
    with change() as touched:
        refuse_the_changed(ones)
        touched.touch(*(one.recommendation for one in ones))
        stamp = {"by": by, "on": day}
        about = [one.recommendation for one in ones]
        same = Resolution.objects.filter(
            item=item, reference=reference, kind=kind, recommendation__in=about
        )
        recorded = {
            row.recommendation_id: row for row in same.standing(as_at=day, known_at=timezone.now())
        }
        resolutions = [
            Resolution(
                item=item,
                reference=reference,
                kind=kind,
                text=text,
                report_id=one.report_id,
                recommendation=one,
                **stamp,
            )
            for one in about
            if one.pk not in recorded
        ]
        try:
            with transaction.atomic():
                for row in Resolution.objects.bulk_create(resolutions):
                    recorded[row.recommendation_id] = row
                Position.objects.bulk_create(
                    Position(
                        recommendation=one.recommendation,
                        status=status,
                        closes=closes,
                        resolution=recorded[one.recommendation.pk],
                        follows_id=one.follows,
                        **stamp,
                    )
                    for one in ones
                )
        except IntegrityError:
            refuse_the_changed(ones)
            raise


def refuse_the_changed(ones: Sequence[Ticked]) -> None:
    latest = latest_positions([one.recommendation.pk for one in ones])
    last = {number: row.pk for number, row in latest.items()}
    changed = [one for one in ones if last.get(one.recommendation.pk) != one.follows]
    if changed:
        raise Conflict([latest.get(one.recommendation.pk) for one in changed])
