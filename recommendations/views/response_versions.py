"""The next version of a response, and what does not add up set right in it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.response_lines import LinesForm
from recommendations.models import Recommendation, ResponseGroup, ResponseLine, Viewer
from recommendations.reading import responses as reading
from recommendations.rules.roles import Permission
from recommendations.services import response_stages, response_versions
from recommendations.views.editing import edit_page, posted
from recommendations.views.responses import address_of, responses_to
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once


@requires(Permission.RESPONSE_BUILD, methods=READ_AND_SEND)
@sent_once
def response_version(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    found = one_to_act_on(
        responses_to(viewer, report), viewer, Permission.RESPONSE_BUILD, pk=response
    )
    form = Form(posted(request))

    def begin() -> str:
        version = response_versions.begin_version(response=found, by=request.user)
        messages.success(request, f"Version {version.version} is begun as a copy")
        return address_of(version)

    context = {
        "viewer": viewer,
        "response": found,
        "report": found.report,
        "back": address_of(found),
    }
    return send_page(
        request, "recommendations/responses/version.html", context, form=form, act=begin
    )


@requires(Permission.RESPONSE_BUILD, methods=READ_AND_SEND)
@sent_once
def response_lines(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    """What is printed stays as printed; what it means is said beside it, with the reason."""
    now = timezone.now()
    today = timezone.localdate(now)
    printed = responses_to(viewer, report).as_printed(viewer, as_at=today, known_at=now)
    found = one_to_act_on(printed, viewer, Permission.RESPONSE_BUILD, pk=response)
    if request.method != "POST" and reading.stages_reached(viewer, found, today=today, now=now):
        return redirect(address_of(found))
    made = Recommendation.objects.visible_to(viewer).filter(report=found.report_id)
    lines = ResponseLine.objects.visible_to(viewer).filter(response=found)
    groups = ResponseGroup.objects.visible_to(viewer).filter(response=found)
    form = LinesForm(
        posted(request),
        lines=response_versions.Lines(list(groups), list(lines)),
        recommendations=list(made.counted()),
    )

    def set_right() -> str:
        response_versions.set_lines_right(
            response=found, seen=form.said("follows"), by=request.user, **form.values
        )
        saved = printed.get(pk=found.pk)
        left = response_stages.lines_that_do_not_add_up(saved, among=made)
        messages.success(
            request, "The lines are saved" if left else "The lines are saved, and they add up"
        )
        return address_of(found, "response_lines") if left else address_of(found)

    context = {
        "viewer": viewer,
        "response": found,
        "report": found.report,
        "does_not_add_up": response_stages.lines_that_do_not_add_up(found, among=made),
        "here": "reports",
        "back": address_of(found),
    }
    template = "recommendations/responses/lines.html"
    return edit_page(request, template, context, form=form, act=set_right)
