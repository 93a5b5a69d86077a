"""The notices of a report: served, received, acknowledged, and by when an answer is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.comparing import ComparedForm
from recommendations.forms.notices import AddresseeForm, LastDayForm, ReceiptForm, ServedForm
from recommendations.models import Body, Notice, ScrutinyReport, Viewer
from recommendations.reading.notices import (
    Served,
    addressee,
    rows_of,
    rules_beside,
    rules_offered,
    served,
    with_alerts,
)
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import notices as services
from recommendations.views.editing import edit_page, posted, record_page
from recommendations.views.sending import (
    READ_AND_SEND,
    sent_once,
)


@requires(Permission.NOTICE_SERVE)
def notice_list(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    about = report_of(viewer, report)
    return render(
        request,
        "recommendations/notices/list.html",
        {
            "viewer": viewer,
            "report": about,
            "notices": with_alerts(viewer, standing_of(viewer, about)),
        },
    )


@requires(Permission.NOTICE_SERVE)
def notice_new(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    """Choose body and rule; the notice itself, not yet served, is the next page."""
    about = report_of(viewer, report)
    form = AddresseeForm(
        request.GET if {"body", "rule"} & set(request.GET) else None,
        report=about,
        bodies=Body.objects.visible_to(viewer),
        offered=rules_offered(viewer),
        beside=rules_beside(viewer, about, now=timezone.now()),
    )
    if form.is_valid():
        chosen = form.cleaned_data
        named = [viewer.council.slug, about.slug, chosen["body"].slug, chosen["rule"]]
        return redirect("reports:notice_draft", *named)
    context = {"viewer": viewer, "report": about, "form": form}
    status = 400 if form.errors else 200
    return render(request, "recommendations/notices/new.html", context, status=status)


@requires(Permission.NOTICE_SERVE, methods=READ_AND_SEND)
@sent_once
def notice_serve(
    request: SignedInRequest, viewer: Viewer, *, report: str, body: str, rule: str
) -> HttpResponse:
    """Record that a notice was served."""
    about = report_of(viewer, report)
    found = addressee(viewer, about, body=body, rule=rule, now=timezone.now())
    if found is None:
        raise Http404
    to, by_rule = found
    newest = services.newest_notice(about)
    form = ServedForm(
        posted(request),
        initial={
            "follows": newest.pk if newest else "",
            "answer": "no" if request.GET.get("answer") == "no" else "yes",
        },
        rule=by_rule,
        today=timezone.localdate(),
    )

    def serve() -> str:
        typed = form.cleaned_data
        services.serve_notice(
            report=about,
            body=to,
            rule=by_rule.name,
            response_required=form.response_required,
            on=typed["on"],
            report_received_on=typed["report_received_on"],
            notice_received_on=typed["notice_received_on"],
            seen=typed["follows"],
            by=request.user,
        )
        messages.success(request, f"The notice to {to} of {day_words(typed['on'])} is recorded")
        return list_address(about)

    context = {"viewer": viewer, "report": about, "body": to, "rule": by_rule}
    template = "recommendations/notices/serve.html"
    return record_page(
        request, template, context, form=form, act=serve, meanwhile=recorded_meanwhile
    )


def recorded_meanwhile(theirs: Notice) -> str:
    return (
        f"Meanwhile {theirs.by} recorded a notice to {theirs.body}, served on "
        f"{day_words(theirs.on)}. If yours is another one, send it again."
    )


@requires(Permission.NOTICE_SERVE, methods=READ_AND_SEND)
@sent_once
def notice_receipt(
    request: SignedInRequest, viewer: Viewer, *, report: str, notice: int
) -> HttpResponse:
    found = notice_or_404(request, viewer, report, notice)
    form = ReceiptForm(
        posted(request),
        notice=found.notice,
        asks_regard=found.asks_regard,
        today=found.today,
    )

    def record() -> str:
        services.record_receipts(
            notice=found.notice,
            why=form.said("why"),
            by=request.user,
            **form.values,
        )
        messages.success(request, f"The receipt by {found.notice.body} is recorded")
        return list_address(found.notice.report)

    words = {"heading": "Record the receipt of a notice", "act": "Record it"}
    return corrected(request, viewer, found, words, form, record)


@requires(Permission.NOTICE_SERVE, methods=READ_AND_SEND)
@sent_once
def notice_last_day(
    request: SignedInRequest, viewer: Viewer, *, report: str, notice: int
) -> HttpResponse:
    found = notice_or_404(request, viewer, report, notice)
    if not found.notice.response_required:
        raise Http404
    form = LastDayForm(posted(request), notice=found.notice, computed=found.computed)

    def confirm() -> str:
        day = form.cleaned_data["last_day"]
        services.confirm_last_day(
            notice=found.notice, day=day, why=form.said("why"), by=request.user
        )
        messages.success(request, f"{day_words(day)} is confirmed as the last day")
        return list_address(found.notice.report)

    words = {"heading": "Confirm the last day", "act": "Confirm it"}
    return corrected(request, viewer, found, words, form, confirm)


def corrected(
    request: SignedInRequest,
    viewer: Viewer,
    found: Served,
    words: dict[str, str],
    form: ComparedForm,
    act: Callable[[], str],
) -> HttpResponse:
    """Put another row in the notice's place, or show who did meanwhile and what."""
    notice = found.notice
    context = {
        **words,
        "viewer": viewer,
        "served": found,
        "report": notice.report,
        "here": "reports",
        "back": list_address(notice.report),
    }
    template = "recommendations/notices/correct.html"
    return edit_page(request, template, context, form=form, act=act, seen=attrgetter("pk"))


def report_of(viewer: Viewer, slug: str) -> ScrutinyReport:
    reports = ScrutinyReport.objects.visible_to(viewer).select_related("council")
    return get_object_or_404(reports.for_listing(), slug=slug)


def standing_of(viewer: Viewer, report: ScrutinyReport) -> list[Served]:
    now = timezone.now()
    return served(viewer, [report], today=timezone.localdate(now), now=now)


def notice_or_404(request: SignedInRequest, viewer: Viewer, report: str, number: int) -> Served:
    """The notice of this number, or what stands in its place.

    Of a form that is sent, the row that whoever filled it in was looking at.
    """
    rows = rows_of(viewer, report, number)
    standing = standing_of(viewer, rows[-1].report) if rows else []
    newest = next((one for one in standing if one.notice == rows[-1]), None)
    if newest is None:
        raise Http404
    named = request.POST.get("follows", "")
    return replace(newest, notice=next((row for row in rows if str(row.pk) == named), rows[-1]))


def list_address(report: ScrutinyReport) -> str:
    return reverse("recommendations:notice_list", args=[report.council.slug, report.slug])
