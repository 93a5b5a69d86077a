"""The members of the group that wrote a report, with their parts in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from recommendations.access import SignedInRequest, requires
from recommendations.forms.comparing import ComparedForm
from recommendations.forms.scrutiny_reports import MemberForm
from recommendations.models import ReportMember, ScrutinyReport, Viewer
from recommendations.rules.roles import Permission
from recommendations.services import scrutiny_reports as services
from recommendations.views.editing import edit_page, posted
from recommendations.views.scrutiny_reports import edited_report, editing
from recommendations.views.sending import READ_AND_SEND, sent_once


@requires(Permission.REPORT_EDIT)
def member_list(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    of_report = edited_report(viewer, report)
    members = ReportMember.objects.visible_to(viewer).filter(report=of_report)
    context = {"viewer": viewer, "report": of_report, "members": members}
    return render(request, "recommendations/scrutiny_reports/members.html", context)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def member_new(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    of_report = edited_report(viewer, report)
    form = MemberForm(posted(request))

    def add() -> str:
        member = services.add_member(report=of_report, **form.values)
        placed(member, form, request)
        messages.success(request, f"{member.name} is entered")
        return address_of_members(of_report)

    back = address_of_members(of_report)
    context = editing(viewer, of_report, heading="Enter a member of the group", back=back)
    return edit_page(request, "recommendations/form.html", context, form=form, act=add)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def member_edit(
    request: SignedInRequest, viewer: Viewer, *, report: str, member: int
) -> HttpResponse:
    of_report, found = edited_member(viewer, report, member)
    held = {"name": found.name, "part": found.part, "follows": found.version}
    form = MemberForm(posted(request), initial=held)

    def edit() -> str:
        services.edit_member(
            member=found, seen=form.said("follows"), by=request.user, **form.values
        )
        placed(found, form, request)
        messages.success(request, "The member is changed")
        return address_of_members(of_report)

    back = address_of_members(of_report)
    context = editing(viewer, of_report, heading="Change a member of the group", back=back)
    return edit_page(request, "recommendations/form.html", context, form=form, act=edit)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def member_remove(
    request: SignedInRequest, viewer: Viewer, *, report: str, member: int
) -> HttpResponse:
    of_report, found = edited_member(viewer, report, member)

    def remove() -> str:
        services.remove_member(member=found, by=request.user)
        messages.success(request, f"{found.name} is removed")
        return address_of_members(of_report)

    context = {
        **editing(viewer, of_report, heading="", back=address_of_members(of_report)),
        "removed": found.name,
    }
    template = "recommendations/remove.html"
    return edit_page(request, template, context, form=ComparedForm(posted(request)), act=remove)


def placed(member: ReportMember, form: MemberForm, request: SignedInRequest) -> None:
    if to := form.cleaned_data["place"]:
        services.place_member(member=member, to=to, by=request.user)


def edited_member(viewer: Viewer, report: str, member: int) -> tuple[ScrutinyReport, ReportMember]:
    of_report = edited_report(viewer, report)
    members = ReportMember.objects.editable_by(viewer, to=Permission.REPORT_EDIT)
    return of_report, get_object_or_404(members, report=of_report, pk=member)


def address_of_members(report: ScrutinyReport) -> str:
    return reverse("recommendations:member_list", args=[report.council.slug, report.slug])
