"""When a report comes back to the committee that watches it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.report_returns import ReturnForm, ScheduleForm, SkipForm, TakeBackForm
from recommendations.models import AgendaItem, Meeting, ScrutinyReport, Viewer
from recommendations.reading.report_returns import Return, returns_of
from recommendations.rules.roles import Permission
from recommendations.services import report_returns as services
from recommendations.services.meetings import add_item
from recommendations.views.editing import edit_page, posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def schedule(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    """When a report comes back and did, and the schedule of that."""
    about = report_of(viewer, report)
    today, now = timezone.localdate(), timezone.now()
    form = ScheduleForm(
        posted(request),
        initial={
            "returns_after": about.returns_after,
            "returns_from": about.returns_from,
            "follows": about.version,
        },
    )
    address = reverse("recommendations:schedule", args=[viewer.council.slug, about.slug])

    def save() -> str:
        services.set_schedule(
            report=about, seen=form.said("follows"), by=request.user, **form.values
        )
        messages.success(request, "The schedule is changed")
        return address

    context = {
        "viewer": viewer,
        "report": about,
        "today": today,
        "returns": returns_of(viewer, [about], today=today, now=now),
        "heading": "When it comes back",
        "here": "reports",
        "back": report_address(about),
    }
    template = "recommendations/report_returns/schedule.html"
    return edit_page(request, template, context, form=form, act=save)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def return_item(
    request: SignedInRequest, viewer: Viewer, *, meeting: int, report: str, months: int
) -> HttpResponse:
    """Put a report on the agenda of a meeting."""
    meetings = Meeting.objects.visible_to(viewer).select_related("body__council")
    found = get_object_or_404(meetings, pk=meeting)
    coming = return_or_404(viewer, report, months)
    agenda = AgendaItem.objects.visible_to(viewer).filter(meeting=found)
    form = ReturnForm(
        posted(request),
        initial={"item": "new", "title": f"{coming.report.title}: what became of it"[:300]},
        items=agenda,
    )
    back = reverse("recommendations:meeting", args=[viewer.council.slug, found.pk])

    def put() -> str:
        typed = form.cleaned_data
        item = form.chosen or add_item(meeting=found, title=typed["title"], number=typed["number"])
        services.put_on_the_agenda(
            report=coming.report,
            months=coming.months,
            item=item,
            by=request.user,
            on=timezone.localdate(),
        )
        messages.success(request, f"“{item.title}” is on the agenda")
        return back

    context = {
        "viewer": viewer,
        "heading": "Put a report on the agenda",
        "about": coming,
        "today": timezone.localdate(),
        "meeting": found,
        "here": "meetings",
        "back": back,
    }
    return send_page(
        request, "recommendations/report_returns/one.html", context, form=form, act=put
    )


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def return_settle(
    request: SignedInRequest, viewer: Viewer, *, report: str, months: int
) -> HttpResponse:
    """Skip a return with a reason; of one that is settled, take that back."""
    coming = return_or_404(viewer, report, months)
    row = coming.row
    form = TakeBackForm(posted(request)) if row else SkipForm(posted(request))
    back = reverse("recommendations:schedule", args=[viewer.council.slug, coming.report.slug])

    def settle() -> str:
        if row:
            services.take_return_back(row=row, why=form.cleaned_data["why"], by=request.user)
            messages.success(request, "It is taken back: the return is open again")
        else:
            services.skip_return(
                report=coming.report,
                months=coming.months,
                reason=form.cleaned_data["reason"],
                by=request.user,
                on=timezone.localdate(),
            )
            messages.success(request, "The return is skipped")
        return back

    context = {
        "viewer": viewer,
        "heading": "Take it back" if row else "Skip a return",
        "about": coming,
        "today": timezone.localdate(),
        "report": coming.report,
        "here": "reports",
        "back": back,
    }
    return send_page(
        request, "recommendations/report_returns/one.html", context, form=form, act=settle
    )


def report_of(viewer: Viewer, slug: str) -> ScrutinyReport:
    reports = ScrutinyReport.objects.visible_to(viewer).select_related("council")
    return one_to_act_on(reports, viewer, Permission.AGENDA_EDIT, slug=slug)


def return_or_404(viewer: Viewer, report: str, months: int) -> Return:
    about = report_of(viewer, report)
    every = returns_of(viewer, [about], today=timezone.localdate(), now=timezone.now())
    found = next((one for one in every if one.months == months), None)
    if found is None:
        raise Http404
    return found


def report_address(report: ScrutinyReport) -> str:
    return reverse("recommendations:report", args=[report.council.slug, report.slug])
