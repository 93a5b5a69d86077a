"""Choosing a council, and its first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from recommendations.access import SignedInRequest, councils_of, requires
from recommendations.models import ScrutinyReport, Standing, Viewer
from recommendations.reading.newest import newest
from recommendations.rules.ratings import Rag
from recommendations.rules.roles import Permission

SHOWN = 8
FEW = 5
REPORTS = 30


def choose_council(request: SignedInRequest) -> HttpResponse:
    """Lead on to the only council a person has a part in, or let them choose."""
    councils = list(councils_of(request.user))
    if len(councils) == 1:
        return redirect("recommendations:home", councils[0].slug)
    return render(request, "recommendations/councils/choose.html", {"councils": councils})


@requires(Permission.COUNCIL_HOME)
def home(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    if not viewer.reads_the_register:
        return render(request, "recommendations/councils/administrator.html", {"viewer": viewer})
    today, now = timezone.localdate(), timezone.now()
    standings = Standing.objects.visible_to(viewer).on(today).counted()
    listed = standings.for_listing(today=today, known_at=now)
    reports = list(ScrutinyReport.objects.visible_to(viewer).for_listing()[: REPORTS + 1])
    shown = reports[:REPORTS]
    by_report = standings.filter(report__in=shown).totals_by_report()
    return render(
        request,
        "recommendations/councils/home.html",
        {
            "viewer": viewer,
            "today": today,
            "totals": standings.totals(),
            "reports": [(report, by_report.get(report.pk)) for report in shown],
            "more_reports": len(reports) > REPORTS,
            "several_reports": len(reports) > 1,
            "exceptions": listed.exceptions()[:SHOWN],
            "coming_up": listed.coming_up(today=today)[:SHOWN],
            "date_needed": listed.of_rating(Rag.DATE_NEEDED)[:FEW],
            "newest": newest(viewer, as_at=today, known_at=now, shown=SHOWN),
        },
    )
