"""A document as the HTML that is printed."""

from django.template.loader import render_to_string

from recommendations.rules.ratings import calling
from reports.documents.encoding import fingerprint
from reports.documents.exception_report import ExceptionReport
from reports.documents.notice import Notice
from reports.documents.pack import Pack
from reports.documents.roll_over import RollOver
from reports.faces import json
from reports.faces.bar import bar


def render(report: ExceptionReport) -> str:
    """Finished: whatever it shows is in it, and its sheet and fonts are handed over beside it."""
    with calling(report.key.words):
        return render_to_string(
            "reports/exception_report/print.html",
            {"report": report, "bar": bar(report), "checksum": json.checksum(report)},
        )


def render_pack(pack: Pack) -> str:
    """The whole pack as one page: its cover, contents, papers, key and colophon."""
    with calling(pack.key.words):
        return render_to_string(
            "reports/pack/print.html",
            {
                "pack": pack,
                "bars": {
                    paper.number: bar(paper.exception_report)
                    for paper in pack.papers
                    if paper.exception_report
                },
                "checksum": json.grouped(fingerprint(pack.as_json())),
            },
        )


def render_notice(notice: Notice) -> str:
    return render_to_string(
        "reports/notice/print.html",
        {"notice": notice, "checksum": json.grouped(fingerprint(notice.as_json()))},
    )


def render_roll_over(roll_over: RollOver) -> str:
    return render_to_string(
        "reports/roll_over/print.html",
        {"roll_over": roll_over, "checksum": json.grouped(fingerprint(roll_over.as_json()))},
    )
