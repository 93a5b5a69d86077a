"""The words of a recommendation: of the schedule, of the body, as amended."""

from __future__ import annotations

from datetime import date
from typing import Required, TypedDict, Unpack

from django.utils import timezone

from recommendations.models import Recommendation, Resolution, User, Wording
from recommendations.services.change import Refused, change, refuse_the_future
from recommendations.services.order import one_at_a_time
from recommendations.services.submissions import Conflict


class Words(TypedDict, total=False):
    """What one printing says, and the resolution that amended it."""

    title: str
    text: Required[str]
    lead_in: str
    closing: str
    notes: str
    resolution: Resolution | None


def word(
    *,
    recommendation: Recommendation,
    printing: str,
    by: User,
    on: date,
    brought_in: bool = False,
    **words: Unpack[Words],
) -> Wording:
    refuse_the_future(on)
    with change() as touched:
        touched.touch(recommendation)
        return Wording.objects.create(
            recommendation=recommendation,
            printing=printing,
            by=by,
            on=on,
            brought_in=brought_in,
            **words,
        )


def word_anew(
    *,
    recommendation: Recommendation,
    seen: str,
    printing: str,
    by: User,
    on: date,
    **words: Unpack[Words],
) -> Wording:
    """Add words beside those recorded; ``seen`` is the last row that whoever adds looked at."""
    with change():
        one_at_a_time(recommendation.report)
        latest = latest_wording(recommendation)
        if latest is not None and seen != str(latest.pk):
            raise Conflict(latest)
        standing = recommendation.wordings.standing(as_at=date.max, known_at=timezone.now())
        body = Wording.Printing.BODY
        if printing == body and standing.filter(printing=body.value).exists():
            raise Refused("The words of the body are entered already: correct those instead.")
        return word(recommendation=recommendation, printing=printing, by=by, on=on, **words)


def latest_wording(recommendation: Recommendation) -> Wording | None:
    """The row of its words that was recorded last, whatever it says."""
    return Wording.objects.filter(recommendation=recommendation).order_by("pk").last()
