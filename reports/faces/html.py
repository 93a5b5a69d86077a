"""A document as the HTML that is printed."""

from django.template.loader import render_to_string

from reports.documents.exception_report import ExceptionReport
from reports.faces import json
from reports.faces.bar import bar


def render(report: ExceptionReport) -> str:
    """Finished: whatever it shows is in it, and its sheet and fonts are handed over beside it."""
    return render_to_string(
        "reports/exception_report/print.html",
        {"report": report, "bar": bar(report), "checksum": json.checksum(report)},
    )
