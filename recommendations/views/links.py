"""Linking one recommendation to another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from recommendations.access import SignedInRequest, requires
from recommendations.forms.links import LinkForm
from recommendations.models import Recommendation, Viewer
from recommendations.reading.offered_reports import offered_reports
from recommendations.rules.roles import Permission
from recommendations.services import links as services
from recommendations.views.editing import posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once
from recommendations.views.subjects import acted_on, around, subject_of


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def link_new(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    subject = subject_of(viewer, printed)
    form = LinkForm(
        posted(request),
        initial={"report": report, "on": printed.exists_from},
        recommendations=Recommendation.objects.visible_to(viewer),
        reports=offered_reports(viewer, named=report),
        today=subject.today,
    )

    def link() -> str:
        services.link(
            from_recommendation=printed,
            to_recommendation=form.meant,
            by=request.user,
            **{name: form.cleaned_data[name] for name in ("kind", "words", "on")},
        )
        messages.success(request, f"{printed} is linked to {form.meant}")
        return subject.address

    context = around(subject, heading=f"Link {printed} to another recommendation")
    template = "recommendations/recommendations/around.html"
    return send_page(request, template, context, form=form, act=link)
