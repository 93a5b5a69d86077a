"""What a published document says of the recommendations its audience may not see: their number."""

from datetime import date

import pytest
from django.utils import timezone

from recommendations.models import Viewer
from recommendations.services.classification import classify
from recommendations.services.recommendations import make_recommendation
from reports import builders
from reports.documents.exception_report import ExceptionReport
from reports.faces import html, json
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

AS_AT = date(2024, 6, 1)


@pytest.fixture
def report():
    """R1 open, R2 exempt."""
    report = ReportFactory()
    make_recommendation(report=report, address="R1")
    hidden = make_recommendation(report=report, address="R2")
    make_recommendation(report=report, address="R2(a)", parent=hidden, part_kind="listed")
    classify(
        row=hidden,
        to="exempt",
        by=UserFactory(),
        reason="Prices",
        paragraphs="3",
        public_interest="The council's bargaining",
    )
    return report


def built(report, **asked) -> ExceptionReport:
    return builders.exception_report(
        Viewer.member(report.council), as_at=AS_AT, known_at=timezone.now(), **asked
    )


def test_a_reader_is_not_told_that_there_is_more(report):
    found = built(report)
    assert (found.in_scope, found.withheld) == (1, 0)
    assert found.sentence == "None of 1 shown; 1 not rated"
    assert "Withheld" not in html.render(found)


def test_a_published_one_counts_it_and_shows_nothing_of_it(report):
    found = built(report, published=True, compare=date(2024, 5, 1))
    assert (found.in_scope, found.withheld) == (2, 1)
    assert found.sentence == "None of 2 shown; 1 not rated, 1 withheld"
    assert found.total_row == (2, 2, "0")
    assert "Withheld" in html.render(found)
    assert "R2" not in json.render(found).decode()
    assert ExceptionReport.load(found.as_json()) == found


def test_before_its_report_was_published_nothing_is_withheld(report):
    found = built(report, published=True, compare=date(2024, 2, 1))
    assert found.earlier is not None
    assert found.earlier.withheld == 0
