"""Taking away a file of evidence."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from recommendations import store
from recommendations.access import SignedInRequest, requires
from recommendations.models import Evidence, Viewer
from recommendations.rules.roles import Permission
from recommendations.uploads.kinds import Kind
from recommendations.views.subjects import seen


@requires(Permission.RECOMMENDATION_VIEW)
def evidence_file(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, evidence: int
) -> HttpResponse:
    """The file as it came, to be saved and never shown here; what was taken back is not found."""
    printed = seen(viewer, report=report, address=address)
    files = Evidence.objects.visible_to(viewer).filter(recommendation=printed).exclude(checksum="")
    standing = files.standing(as_at=viewer.today, known_at=timezone.now())
    found = get_object_or_404(standing, pk=evidence)
    return HttpResponse(
        store.read(found.checksum),
        content_type=Kind(found.kind).content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, found.saved_as) or "attachment",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
