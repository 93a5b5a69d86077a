"""The reports of task groups and others, and one of them: read, entered and put right."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.scrutiny_reports import ReportForm
from recommendations.models import (
    Body,
    ExecutiveResponse,
    Recommendation,
    ScrutinyReport,
    Standing,
    Viewer,
)
from recommendations.models.responses import acts_in_responses
from recommendations.models.standings import Totals
from recommendations.reading.notices import by_report, served
from recommendations.reading.policies import behind
from recommendations.reading.report_returns import returns_of
from recommendations.reading.resolutions import resolutions_of
from recommendations.rules.reconcile import discrepancies
from recommendations.rules.roles import Permission
from recommendations.services import scrutiny_reports as services
from recommendations.standing.register import register
from recommendations.views.editing import edit_page, posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once

PER_PAGE = 50


@requires(Permission.REPORT_VIEW)
def report_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    reports = ScrutinyReport.objects.visible_to(viewer).for_listing()
    page = page_or_404(Paginator(reports, PER_PAGE), request.GET.get("page", "1"))
    standings = Standing.objects.visible_to(viewer).on(today).counted()
    totals = standings.filter(report__in=page.object_list).totals_by_report()
    notices = by_report(served(viewer, page.object_list, today=today, now=now))
    return render(
        request,
        "recommendations/scrutiny_reports/list.html",
        {
            "viewer": viewer,
            "today": today,
            "reports": [
                (report, totals.get(report.pk), notices.get(report.pk, ())) for report in page
            ],
            "page": page,
            "behind": behind(viewer, today=today),
            "may_enter": viewer.can(Permission.REPORT_EDIT),
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
    responses = list(
        ExecutiveResponse.objects.visible_to(viewer)
        .filter(report=printed)
        .as_printed(viewer, as_at=today, known_at=now)
    )
    begun = sorted(responses, key=lambda response: bool(response.stages_reached))
    newest = {(response.body_id, response.kind): response for response in begun}.values()
    resolutions = resolutions_of(viewer, today=today, now=now)
    return render(
        request,
        "recommendations/scrutiny_reports/report.html",
        {
            "viewer": viewer,
            "today": today,
            "report": printed,
            "may_edit": viewer.can(Permission.REPORT_EDIT),
            "members": printed.members.all(),
            "totals": Totals.of(Counter(item.rating.rag for item in stands.rated if item.rating)),
            "counted": counted,
            "listed": [item for item in stands.items if not item.recommendation.is_rated],
            "twice_printed": [item for item in stands.every if item.body_printing],
            "responses": [
                (response, discrepancies(response.claimed, addresses=addresses))
                for response in newest
            ],
            "other_versions": [response for response in responses if response not in newest],
            "may_respond": acts_in_responses(viewer, Permission.RESPONSE_BUILD),
            "resolutions": resolutions.about(printed),
            "returns": returns_of(viewer, [printed], today=today, now=now),
            "may_schedule": viewer.can(Permission.AGENDA_EDIT),
            "notices": served(viewer, [printed], today=today, now=now),
            "may_serve": viewer.can(Permission.NOTICE_SERVE),
            "may_resolve": viewer.can(Permission.RESOLUTION_RECORD),
        },
    )


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def report_new(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = report_form(request, viewer)

    def enter() -> str:
        entered = services.enter_watched_report(
            council=viewer.council, by=request.user, **form.values
        )
        messages.success(request, f"“{entered.title}” is entered")
        return address_of(entered)

    back = reverse("recommendations:report_list", args=[viewer.council.slug])
    context = {"viewer": viewer, "heading": "Enter a report", "here": "reports", "back": back}
    return send_page(request, "recommendations/form.html", context, form=form, act=enter)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def report_edit(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    edited = edited_report(viewer, report)
    form = report_form(request, viewer, edited)

    def edit() -> str:
        services.edit_report(
            report=edited, seen=form.said("follows"), by=request.user, **form.values
        )
        messages.success(request, "The report is changed")
        return address_of(edited)

    context = editing(viewer, edited, heading="Change this report", back=address_of(edited))
    return edit_page(request, "recommendations/form.html", context, form=form, act=edit)


def report_form(
    request: SignedInRequest, viewer: Viewer, report: ScrutinyReport | None = None
) -> ReportForm:
    others = ScrutinyReport.objects.visible_to(viewer)
    held = {}
    if report is not None:
        others = others.exclude(pk=report.pk)
        columns = ("title", "kind", "published_on", "terms_of_reference", "source", "source_note")
        held = {
            **{name: getattr(report, name) for name in columns},
            "task_group": report.task_group_id,
            "commissioned_by": report.commissioned_by_id,
            "follows": report.version,
        }
    return ReportForm(
        posted(request),
        initial=held,
        bodies=Body.objects.visible_to(viewer),
        reports=others,
        today=timezone.localdate(),
    )


def edited_report(viewer: Viewer, slug: str) -> ScrutinyReport:
    """A report, for somebody who may edit it."""
    reports = ScrutinyReport.objects.visible_to(viewer).select_related("council")
    return one_to_act_on(reports, viewer, Permission.REPORT_EDIT, slug=slug)


def address_of(report: ScrutinyReport) -> str:
    return reverse("recommendations:report", args=[report.council.slug, report.slug])


def editing(viewer: Viewer, report: ScrutinyReport, *, heading: str, back: str) -> dict[str, Any]:
    """What a page on which something of a report is entered or put right is told."""
    return {
        "viewer": viewer,
        "report": report,
        "heading": heading,
        "here": "reports",
        "back": back,
    }
