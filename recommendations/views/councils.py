"""Choosing a council, and its first page."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from recommendations.access import SignedInRequest, councils_of, requires
from recommendations.models import ScrutinyReport, Standing, Viewer
from recommendations.models.standings import shown
from recommendations.reading.newest import newest
from recommendations.reading.notices import by_report, served
from recommendations.reading.policies import behind
from recommendations.reading.responses import waiting_for
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
    register = Standing.objects.visible_to(viewer, whole=True)
    listed = standings.with_addresses()
    exceptions = list(listed.exceptions()[:SHOWN])
    coming_up = list(listed.coming_up(today=today)[:SHOWN])
    date_needed = list(listed.worst_first(Rag.DATE_NEEDED)[:FEW])
    prefetch_related_objects(
        [*exceptions, *coming_up, *date_needed], *shown(today=today, known_at=now)
    )
    reports = list(ScrutinyReport.objects.visible_to(viewer).for_listing()[: REPORTS + 1])
    newest_reports = reports[:REPORTS]
    totals = standings.filter(report__in=newest_reports).totals_by_report()
    notices = by_report(served(viewer, newest_reports, today=today, now=now))
    has_work = viewer.can(Permission.MY_WORK)  # whose own page says what waits
    return render(
        request,
        "recommendations/councils/home.html",
        {
            "viewer": viewer,
            "today": today,
            "behind": behind(viewer, today=today),
            "may_enter": viewer.can(Permission.REPORT_EDIT),
            "responses": () if has_work else waiting_for(viewer, today=today, now=now),
            "totals": register.on(today).counted().totals(),
            "reports": [
                (report, totals.get(report.pk), notices.get(report.pk, ()))
                for report in newest_reports
            ],
            "more_reports": len(reports) > REPORTS,
            "several_reports": len(reports) > 1,
            "exceptions": exceptions,
            "coming_up": coming_up,
            "date_needed": date_needed,
            "newest": newest(viewer, as_at=today, known_at=now, shown=SHOWN),
        },
    )
