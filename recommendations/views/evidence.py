"""Taking away a file of evidence, and letting one through that was not scanned."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from recommendations import store
from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.evidence import ReleaseForm
from recommendations.models import Evidence, Recommendation, Viewer
from recommendations.models.evidence import EvidenceQuerySet
from recommendations.rules.roles import Permission
from recommendations.services import evidence as services
from recommendations.uploads.kinds import Kind
from recommendations.views.editing import posted
from recommendations.views.sending import READ_AND_SEND, is_sent, send_page, sent_once
from recommendations.views.subjects import seen


@requires(Permission.RECOMMENDATION_VIEW)
def evidence_file(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, evidence: int
) -> HttpResponse:
    """The file as it came, to be saved and never shown here; what was taken back is not found.

    Who may see the evidence and not have its file is told why.
    """
    printed = seen(viewer, report=report, address=address)
    found = get_object_or_404(files_of(viewer, printed), pk=evidence)
    if not found.may_be_opened:
        context = {**around(viewer, printed), "evidence": found}
        return render(request, "recommendations/evidence/held.html", context, status=403)
    return HttpResponse(
        store.read(found.checksum),
        content_type=Kind(found.kind).content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, found.saved_as) or "attachment",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@requires(Permission.EVIDENCE_RELEASE, methods=READ_AND_SEND)
@sent_once
def evidence_release(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, evidence: int
) -> HttpResponse:
    """Of a file that waits; who was typing meanwhile is told what became of it."""
    printed = seen(viewer, report=report, address=address)
    files = files_of(viewer, printed)
    found = one_to_act_on(files, viewer, Permission.EVIDENCE_RELEASE, pk=evidence)
    if not (found.is_waiting or is_sent(request)):
        raise Http404
    form = ReleaseForm(posted(request))

    def release() -> str:
        reason = form.cleaned_data["reason"]
        services.release(evidence=found, reason=reason, by=request.user, on=viewer.today)
        messages.success(request, f"“{found.shows}” is let through")
        return printed.get_absolute_url()

    context = {
        **around(viewer, printed),
        "evidence": found,
        "heading": "Let a file through that was not scanned for viruses",
    }
    template = "recommendations/evidence/release.html"
    return send_page(request, template, context, form=form, act=release)


def files_of(viewer: Viewer, printed: Recommendation) -> EvidenceQuerySet:
    """The files that stand today, each with what is known of it."""
    evidence = Evidence.objects.visible_to(viewer).filter(recommendation=printed).files()
    now = timezone.now()
    return evidence.standing(as_at=viewer.today, known_at=now).to_be_taken_by(viewer)


def around(viewer: Viewer, printed: Recommendation) -> dict[str, object]:
    return {
        "viewer": viewer,
        "report": printed.report,
        "whole": printed,
        "here": "recommendations",
        "back": printed.get_absolute_url(),
    }
