"""The resolutions that a form offers, and the one that comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from recommendations.forms.minuting import MinutedForm
from recommendations.models import Body, Recommendation, Resolution, User, Viewer
from recommendations.services import resolutions

MEETS = (Body.Kind.COMMITTEE, Body.Kind.PANEL, Body.Kind.EXECUTIVE, Body.Kind.FULL_COUNCIL)


def minutes_to_choose(
    viewer: Viewer, about: Recommendation, *, today: date, since: date = date.min
) -> dict[str, Any]:
    """What was resolved about this item or its whole report and stands, newest first."""
    standing = Resolution.objects.visible_to(viewer).standing(as_at=today, known_at=timezone.now())
    narrow = Q(recommendation__isnull=True) | Q(recommendation__in=[about.pk, about.whole_id])
    return {
        "resolutions": standing.about(about.report).filter(narrow, on__gte=since).reverse(),
        "bodies": Body.objects.visible_to(viewer).filter(kind__in=[kind.value for kind in MEETS]),
        "today": today,
    }


def minute_of(
    form: MinutedForm, recommendation: Recommendation, *, kind: str, by: User
) -> Resolution | None:
    """The resolution chosen, or the one entered; none where there was leave instead."""
    if not form.is_another:
        return form.resolution
    typed = form.cleaned_data
    return resolutions.write_minute(
        body=typed["body"],
        day=typed["met_on"],
        reference=typed["reference"],
        text=typed["text"],
        kind=kind,
        recommendation=recommendation,
        by=by,
    )
