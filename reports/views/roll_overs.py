"""The roll-over report of a hand-over: as a page, a PDF and a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from recommendations.access import SignedInRequest, requires
from recommendations.models import Succession, Viewer
from recommendations.rules.roles import Permission
from reports import builders
from reports.documents.roll_over import RollOver
from reports.faces import csv, html, pdf


@requires(Permission.EXCEPTION_REPORT_VIEW)
def roll_over(request: SignedInRequest, viewer: Viewer, *, succession: int) -> HttpResponse:
    return page(request, viewer, succession, built(viewer, succession))


@requires(Permission.EXCEPTION_REPORT_EXPORT)
def roll_over_pdf(request: SignedInRequest, viewer: Viewer, *, succession: int) -> HttpResponse:
    """The PDF, or the page with why it could not be made."""
    document = built(viewer, succession)
    try:
        made = pdf.render(html.render_roll_over(document), patience=pdf.PATIENCE_OF_A_PAGE)
    except pdf.PdfFailed as failure:
        return page(request, viewer, succession, document, failure=str(failure), status=503)
    return taken_away(document, made, "pdf", "application/pdf")


@requires(Permission.EXCEPTION_REPORT_EXPORT)
def roll_over_csv(request: SignedInRequest, viewer: Viewer, *, succession: int) -> HttpResponse:
    document = built(viewer, succession)
    return taken_away(document, csv.render_roll_over(document), "csv", "text/csv; charset=utf-8")


def built(viewer: Viewer, number: int) -> RollOver:
    """Of the whole hand-over, whichever of its rows the address names."""
    successions = Succession.objects.visible_to(viewer).for_listing()
    named = get_object_or_404(successions, pk=number)
    rows = list(successions.of_the_same_hand_over(named))
    return builders.roll_over(viewer, rows, known_at=timezone.now())


def page(
    request: SignedInRequest,
    viewer: Viewer,
    number: int,
    document: RollOver,
    *,
    failure: str = "",
    status: int = 200,
) -> HttpResponse:
    named = [viewer.council.slug, number]
    context: dict[str, Any] = {
        "viewer": viewer,
        "roll_over": document,
        "failure": failure,
        "may_take_away": viewer.can(Permission.EXCEPTION_REPORT_EXPORT),
        "pdf_address": reverse("reports:roll_over_pdf", args=named),
        "csv_address": reverse("reports:roll_over_csv", args=named),
    }
    return render(request, "reports/roll_over/page.html", context, status=status)


def taken_away(document: RollOver, made: bytes, ending: str, kind: str) -> HttpResponse:
    name = f"{document.on}-roll-over-of-{slugify(document.old)[:60]}.{ending}"
    return HttpResponse(
        made,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
