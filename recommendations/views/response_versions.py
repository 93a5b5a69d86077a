"""The next version of a response, its paper named, and what does not add up set right in it."""

from __future__ import annotations

from operator import attrgetter

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.response_lines import LinesForm, rows_of
from recommendations.forms.responses import PaperForm
from recommendations.models import Recommendation, ResponseGroup, ResponseLine, Viewer
from recommendations.reading import responses as reading
from recommendations.rules.roles import Permission
from recommendations.services import response_stages, response_versions
from recommendations.views.editing import edit_page, posted
from recommendations.views.responses import address_of, responses_to
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once
from recommendations.views.stretches import Stretches

MOST_ROWS = 50


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
def response_paper(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    found = one_to_act_on(
        responses_to(viewer, report), viewer, Permission.RESPONSE_BUILD, pk=response
    )
    form = PaperForm(
        posted(request), initial={"source": found.source, "follows": found.row_version}
    )

    def name() -> str:
        response_versions.name_paper(
            response=found, seen=form.said("follows"), by=request.user, **form.values
        )
        is_named = bool(form.said("source"))
        messages.success(request, "Its paper is named" if is_named else "It has no paper now")
        return address_of(found)

    context = {
        "viewer": viewer,
        "report": found.report,
        "heading": f"Name the paper of the {found.get_kind_display().lower()} of {found.body}",
        "here": "reports",
        "back": address_of(found),
    }
    return edit_page(
        request,
        "recommendations/form.html",
        context,
        form=form,
        act=name,
        seen=attrgetter("row_version"),
    )


@requires(Permission.RESPONSE_BUILD, methods=READ_AND_SEND)
@sent_once
def response_lines(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    """What is printed stays as printed; what it means is said beside it, with the reason.

    Of a long paper each page saves its own lines.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    printed = responses_to(viewer, report).as_printed(viewer, as_at=today, known_at=now)
    found = one_to_act_on(printed, viewer, Permission.RESPONSE_BUILD, pk=response)
    if request.method != "POST" and reading.stages_reached(viewer, found, today=today, now=now):
        return redirect(address_of(found))
    made = Recommendation.objects.visible_to(viewer).filter(report=found.report_id)
    lines = ResponseLine.objects.visible_to(viewer).filter(response=found)
    groups = ResponseGroup.objects.visible_to(viewer).filter(response=found)
    seen = response_versions.Lines(list(groups), list(lines))
    counted = list(made.counted())
    stretches = Stretches(
        request, list(rows_of(seen, counted)), key=lambda row: row.box, box="{}", most=MOST_ROWS
    )
    form = LinesForm(
        posted(request),
        initial={"follows": response_versions.lines_of(found).version},
        lines=seen,
        recommendations=counted,
        shown=stretches.shown,
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
        deed, _, of = request.POST.get("do", "").partition(" ")
        goes_on = deed == "at"
        if not (left or goes_on):
            return address_of(found)
        query = stretches.query(of if goes_on else "")
        return f"{address_of(found, 'response_lines')}{'?' if query else ''}{query}"

    context = {
        "viewer": viewer,
        "response": found,
        "report": found.report,
        "stretches": stretches,
        "does_not_add_up": response_stages.lines_that_do_not_add_up(found, among=made),
        "here": "reports",
        "back": address_of(found),
    }
    template = "recommendations/responses/lines.html"
    return edit_page(request, template, context, form=form, act=set_right)
