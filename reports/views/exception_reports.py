"""The exception report, to read and to take away."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from recommendations.access import SignedInRequest, requires, words_today
from recommendations.models import Viewer
from recommendations.rules.ratings import calling
from recommendations.rules.roles import Permission
from reports import builders
from reports.documents.exception_report import ExceptionReport
from reports.faces import csv, html, json, pdf
from reports.forms.exception_reports import ExceptionReportForm

FACES: dict[str, tuple[str, Callable[[ExceptionReport], bytes]]] = {
    "pdf": (
        "application/pdf",
        lambda report: pdf.render(html.render(report), patience=pdf.PATIENCE_OF_A_PAGE),
    ),
    "json": ("application/json", json.render),
    "csv": ("text/csv; charset=utf-8", csv.render),
}

TOOK_TOO_LONG = (
    "Making the PDF took longer than a page can wait. Choose a smaller scope, or put the report in "
    "the pack of a meeting, which is made in the background."
)


@requires(Permission.EXCEPTION_REPORT_VIEW)
def exception_report(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = _form(request, viewer)
    report = _built(form, viewer) if form.is_valid() else None
    return _page(request, viewer, form, report, status=200 if report else 400)


@requires(Permission.EXCEPTION_REPORT_EXPORT)
def exception_report_file(request: SignedInRequest, viewer: Viewer, *, face: str) -> HttpResponse:
    """What was not understood is never taken away: the page says what to put right instead."""
    form = _form(request, viewer)
    report = _built(form, viewer) if form.is_valid() else None
    if report is None:
        return _page(request, viewer, form, None, status=400)
    kind, made = FACES[face]
    try:
        contents = made(report)
    except pdf.TookTooLong:
        form.add_error(None, TOOK_TOO_LONG)
        return _page(request, viewer, form, None, status=503)
    except pdf.PdfFailed as failure:
        form.add_error(None, str(failure))
        return _page(request, viewer, form, None, status=503)
    name = f"{report.as_at}-{slugify(report.subject)[:80]}-exception-report.{face}"
    return HttpResponse(
        contents,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _form(request: SignedInRequest, viewer: Viewer) -> ExceptionReportForm:
    return ExceptionReportForm(request.GET, viewer=viewer, now=timezone.now())


def _built(form: ExceptionReportForm, viewer: Viewer) -> ExceptionReport | None:
    """None where it would be too long, which the form then says."""
    typed = form.cleaned_data
    try:
        return builders.exception_report(
            viewer,
            as_at=typed["as_at"],
            known_at=typed["known_at"],
            compare=typed["compare"],
            asked=form.asked,
        )
    except builders.TooMany as reason:
        form.ask_for_less(str(reason))
        return None


def _page(
    request: SignedInRequest,
    viewer: Viewer,
    form: ExceptionReportForm,
    report: ExceptionReport | None,
    *,
    status: int,
) -> HttpResponse:
    context = {"viewer": viewer, "form": form, "report": report}
    with calling(report.key.words if report else words_today(viewer)):
        return render(request, "reports/exception_report/page.html", context, status=status)
