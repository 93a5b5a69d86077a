"""The reports of task groups and others, and one of them."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.models import (
    ExecutiveResponse,
    Recommendation,
    Resolution,
    ScrutinyReport,
    Standing,
    Viewer,
)
from recommendations.models.standings import Totals
from recommendations.rules.reconcile import discrepancies
from recommendations.rules.roles import Permission
from recommendations.standing.register import register

PER_PAGE = 50


@requires(Permission.REPORT_VIEW)
def report_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today = timezone.localdate()
    reports = ScrutinyReport.objects.visible_to(viewer).for_listing()
    page = page_or_404(Paginator(reports, PER_PAGE), request.GET.get("page", "1"))
    standings = Standing.objects.visible_to(viewer).on(today).counted()
    totals = standings.filter(report__in=page.object_list).totals_by_report()
    return render(
        request,
        "recommendations/scrutiny_reports/list.html",
        {
            "viewer": viewer,
            "today": today,
            "reports": [(report, totals.get(report.pk)) for report in page],
            "page": page,
        },
    )


def page_or_404(paginator: Paginator[ScrutinyReport], number: str) -> Page[ScrutinyReport]:
    try:
        return paginator.page(number)
    except InvalidPage:
        raise Http404 from None


@requires(Permission.REPORT_VIEW)
def report(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    printed = get_object_or_404(
        ScrutinyReport.objects.visible_to(viewer).for_listing(), slug=report
    )
    made = Recommendation.objects.visible_to(viewer).filter(report=printed)
    stands = register(viewer, made, as_at=today, known_at=now)
    counted = [item for item in stands.items if item.recommendation.is_rated]
    addresses = [item.address for item in counted]
    responses = ExecutiveResponse.objects.visible_to(viewer).filter(report=printed)
    resolutions = Resolution.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    return render(
        request,
        "recommendations/scrutiny_reports/report.html",
        {
            "viewer": viewer,
            "today": today,
            "report": printed,
            "members": printed.members.all(),
            "totals": Totals.of(Counter(item.rating.rag for item in stands.rated if item.rating)),
            "counted": counted,
            "listed": [item for item in stands.items if not item.recommendation.is_rated],
            "twice_printed": [item for item in stands.every if item.body_printing],
            "responses": [
                (response, discrepancies(response.claimed, addresses=addresses))
                for response in responses.as_printed(viewer, as_at=today, known_at=now)
            ],
            "resolutions": resolutions.about(printed),
        },
    )
