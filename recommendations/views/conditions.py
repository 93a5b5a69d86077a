"""Saying which event a recommendation waits for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from recommendations.access import SignedInRequest, requires
from recommendations.forms.conditions import ConditionForm
from recommendations.models import Event, Viewer
from recommendations.rules.roles import Permission
from recommendations.services import conditions as services
from recommendations.views.editing import posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once
from recommendations.views.subjects import acted_on, around, subject_of


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def condition_new(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    subject = subject_of(viewer, printed)
    form = ConditionForm(
        posted(request),
        initial={"on": printed.exists_from},
        events=Event.objects.visible_to(viewer),
        today=subject.today,
    )

    def wait() -> str:
        services.set_condition(recommendation=printed, by=request.user, **form.cleaned_data)
        messages.success(request, f"{printed} waits for “{form.cleaned_data['event']}”")
        return subject.address

    context = around(subject, heading=f"Say what {printed} waits for")
    template = "recommendations/recommendations/around.html"
    return send_page(request, template, context, form=form, act=wait)
