"""Figures for a council, and for one of its committees."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.models import Body, Viewer
from recommendations.rules.roles import Permission
from reports import builders
from reports.builders.exception_report import Asked
from reports.documents.statistics import Statistics


@requires(Permission.EXCEPTION_REPORT_VIEW)
def council(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    committees = Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE)
    return _page(request, viewer, Asked(), {"committees": committees})


@requires(Permission.EXCEPTION_REPORT_VIEW)
def committee(request: SignedInRequest, viewer: Viewer, *, committee: str) -> HttpResponse:
    committees = Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE)
    asked = Asked(committee=get_object_or_404(committees, slug=committee))
    return _page(request, viewer, asked, {"committee": asked.committee})


def _page(
    request: SignedInRequest, viewer: Viewer, asked: Asked, more: dict[str, object]
) -> HttpResponse:
    """Where there are too many to be read, a narrower page is offered and no figures."""
    today = timezone.localdate()
    try:
        report = builders.exception_report(
            viewer, as_at=today, known_at=timezone.now(), asked=asked
        )
        watching = builders.Watching(viewer, as_at=today)
        statistics = Statistics.of(report, watched_by=watching.of)
    except builders.TooMany:
        statistics = None
    return render(
        request,
        "reports/statistics/page.html",
        {"viewer": viewer, "as_at": today, "statistics": statistics, **more},
    )
