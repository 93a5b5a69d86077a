"""Shropshire's three reports of 2011 and 2012, two of which are findings only."""

from recommendations.rules.due import Shape
from tests.papers.reading import row


def test_shropshire_has_three_reports_each_of_its_kind(shropshire):
    assert {
        report.kind: list(
            report.recommendations.order_by("position").values_list("kind", flat=True)
        )
        for report in shropshire.reports.all()
    } == {
        "officer report": ["recommendation"] * 2,
        "peer review": ["finding"] * 9,
        "inspection": ["finding"] * 3,
    }


def test_shropshire_is_asked_for_a_further_report_in_september_2013(shropshire):
    asked = row(shropshire.reports.get(kind="officer report"), "R2").asked
    assert (asked.shape, asked.of) == (Shape.END_OF_PERIOD, "2013-09")
