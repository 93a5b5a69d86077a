"""A notice as a page and a PDF: as a draft before it is served, and as it was served."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from recommendations.access import SignedInRequest, requires
from recommendations.models import ScrutinyReport, Viewer
from recommendations.reading.notices import addressee, rows_of
from recommendations.rules.notices import Answering
from recommendations.rules.roles import Permission
from reports import builders
from reports.documents.notice import Notice
from reports.faces import html, pdf


@requires(Permission.NOTICE_SERVE)
def notice_draft(request: SignedInRequest, viewer: Viewer, **named: str) -> HttpResponse:
    return page(request, viewer, *drafted(request, viewer, **named))


@requires(Permission.NOTICE_SERVE)
def notice_draft_pdf(request: SignedInRequest, viewer: Viewer, **named: str) -> HttpResponse:
    return taken_away(request, viewer, *drafted(request, viewer, **named))


@requires(Permission.NOTICE_SERVE)
def notice(request: SignedInRequest, viewer: Viewer, *, report: str, notice: int) -> HttpResponse:
    return page(request, viewer, *served(viewer, report, notice))


@requires(Permission.NOTICE_SERVE)
def notice_pdf(
    request: SignedInRequest, viewer: Viewer, *, report: str, notice: int
) -> HttpResponse:
    return taken_away(request, viewer, *served(viewer, report, notice))


def drafted(
    request: SignedInRequest, viewer: Viewer, *, report: str, body: str, rule: str
) -> tuple[Notice, dict[str, Any]]:
    """The notice as it would be today, and what its page shows beside it."""
    now = timezone.now()
    about = get_object_or_404(ScrutinyReport.objects.visible_to(viewer).for_listing(), slug=report)
    found = addressee(viewer, about, body=body, rule=rule, now=now)
    if found is None:
        raise Http404
    to, by_rule = found
    chosen = by_rule.answering is Answering.CHOSEN
    answer = by_rule.answering is not Answering.NOT_ASKED
    answer = answer and not (chosen and request.GET.get("answer") == "no")
    named = [viewer.council.slug, about.slug, to.slug, by_rule.name]
    query = "" if answer or not chosen else "?answer=no"
    return builders.notice(
        viewer,
        about,
        body=to,
        rule=by_rule,
        response_required=answer,
        as_at=timezone.localdate(now),
        known_at=now,
    ), {
        "report": about,
        "answer": answer,
        "may_choose": chosen,
        "pdf_address": reverse("reports:notice_draft_pdf", args=named) + query,
        "serve_address": reverse("recommendations:notice_serve", args=named) + query,
    }


def served(viewer: Viewer, report: str, number: int) -> tuple[Notice, dict[str, Any]]:
    """The notice as it was served, whatever was recorded of it since; not one taken back."""
    rows = rows_of(viewer, report, number)
    if not rows or rows[-1].takes_back or rows[-1].follows_rule is None:
        raise Http404
    row, rule = rows[-1], rows[-1].follows_rule
    document = builders.served_notice(viewer, row, rule, known_at=rows[0].recorded_at)
    named = [viewer.council.slug, row.report.slug, row.pk]
    return document, {
        "report": row.report,
        "pdf_address": reverse("reports:notice_pdf", args=named),
    }


def page(
    request: SignedInRequest,
    viewer: Viewer,
    document: Notice,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {**context, "viewer": viewer, "notice": document}
    return render(request, "reports/notice/page.html", context, status=status)


def taken_away(
    request: SignedInRequest, viewer: Viewer, document: Notice, context: dict[str, Any]
) -> HttpResponse:
    """The PDF, or the page with why it could not be made."""
    try:
        made = pdf.render(html.render_notice(document), patience=pdf.PATIENCE_OF_A_PAGE)
    except pdf.PdfFailed as failure:
        return page(request, viewer, document, {**context, "failure": str(failure)}, status=503)
    day = document.served_on or "draft"
    name = f"{day}-notice-to-{slugify(document.body)[:60]}-{document.report_slug[:60]}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
