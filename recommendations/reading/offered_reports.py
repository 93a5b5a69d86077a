"""Which reports a box offers, since a long register has more than anybody looks through."""

from __future__ import annotations

from django.core.validators import slug_re
from django.db.models import BigIntegerField, Q

from recommendations.models import ScrutinyReport, Viewer

OFFERED = 30
"""Reports to choose among, the newest; an older one is found under Reports."""


def offered_reports(viewer: Viewer, *, named: str, theme: str = "") -> list[ScrutinyReport]:
    """The newest, and the one that is asked for by its name or by a theme of it."""
    visible = ScrutinyReport.objects.visible_to(viewer)
    offered = list(visible[:OFFERED])
    if len(offered) < OFFERED or not (named or theme):
        return offered
    asked = Q(pk__in=())
    if slug_re.fullmatch(named):
        asked |= Q(slug=named)
    if theme.isdecimal() and len(theme) < len(str(BigIntegerField.MAX_BIGINT)):
        asked |= Q(themes=theme)
    older = visible.filter(asked).exclude(pk__in=[report.pk for report in offered])
    return [*offered, *older.distinct()]
