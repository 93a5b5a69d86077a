"""A committee endorses a report: as a whole, or one recommendation and another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from recommendations.models import (
    AgendaItem,
    Recommendation,
    Resolution,
    ScrutinyReport,
    User,
    Wording,
)
from recommendations.services.change import Refused, change
from recommendations.services.resolutions import resolve_once
from recommendations.services.wordings import word

ENDORSING = (
    Resolution.Kind.ENDORSE,
    Resolution.Kind.ENDORSE_AS_AMENDED,
    Resolution.Kind.NOT_ENDORSE,
    Resolution.Kind.WITHDRAW,
)


@dataclass(frozen=True)
class Decided:
    """What was decided of one recommendation; ``words`` take the place of its own if amended."""

    recommendation: Recommendation
    kind: str
    words: str = ""


def newest_endorsement(rows: QuerySet[Resolution], report: ScrutinyReport) -> Resolution | None:
    """Of these rows the one written last that endorses a report or a part of it, or does not."""
    return rows.filter(report=report, kind__in=ENDORSING).order_by("pk").last()


def endorse(
    *,
    report: ScrutinyReport,
    item: AgendaItem,
    reference: str,
    by: User,
    whole: str = "",
    ones: Sequence[Decided] = (),
    text: str = "",
) -> None:
    """Record the resolution on the whole report, then those on single recommendations."""
    if not whole and not ones:
        raise Refused("Say what was decided of the whole report, or of one recommendation.")
    said: dict[str, Any] = {"item": item, "reference": reference, "text": text, "by": by}
    with change():
        if whole:
            resolve_once(kind=whole, report=report, **said)
        for one in ones:
            resolution = resolve_once(kind=one.kind, recommendation=one.recommendation, **said)
            if one.kind == Resolution.Kind.ENDORSE_AS_AMENDED:
                amend(one.recommendation, one.words, resolution, by=by)


def amend(recommendation: Recommendation, words: str, resolution: Resolution, *, by: User) -> None:
    """Put the words as amended in the place of those that stand; the rest of them stays."""
    was = words_standing(recommendation)
    lead_in = was.lead_in if was and words.endswith(was.lead_in) else ""
    word(
        recommendation=recommendation,
        printing=Wording.Printing.AMENDED,
        title=was.title if was else "",
        text=words,
        lead_in=lead_in,
        closing=was.closing if was else "",
        notes=was.notes if was else "",
        resolution=resolution,
        by=by,
        on=resolution.on,
    )


def words_standing(recommendation: Recommendation) -> Wording | None:
    standing = recommendation.wordings.standing(as_at=timezone.localdate(), known_at=timezone.now())
    return standing.exclude(printing=Wording.Printing.BODY).last()
