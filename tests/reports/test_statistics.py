"""The figures members expect, from the document the exception report is made of."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from recommendations.models import Council, ScrutinyReport, Viewer
from recommendations.rules.roles import Role
from recommendations.services import responses
from reports import builders
from reports.documents.statistics import Statistics, municipal_year
from tests.factories import BodyFactory, UserFactory

pytestmark = pytest.mark.django_db


def statistics_of(slug, as_at):
    council = Council.objects.get(slug=slug)
    report = builders.exception_report(Viewer.member(council), as_at=as_at, known_at=timezone.now())
    return Statistics.of(report)


@pytest.fixture(scope="module")
def papers(module_rows):
    with module_rows.unblock():
        call_command("load_papers", verbosity=0)


def test_wiltshire_on_6_june_2013(papers):
    """7 answers named in the minute, 1 closed as implemented, 9 of scrutiny's own apart."""
    found = statistics_of("wiltshire", date(2013, 6, 6))
    whole = found.whole
    assert (whole.made, whole.scrutinys_own, whole.asked_of_others) == (41, 9, 32)
    assert (whole.accepted, whole.deferred, whole.not_accepted, whole.noted) == (4, 4, 0, 0)
    assert whole.unanswered == 24
    assert whole.accepted_share == "13%"  # of 32, a half goes up
    assert whole.implemented == 1
    assert whole.overdue == 0
    assert [tally.name for tally in found.by_committee] == ["Children's Select Committee"]
    assert [tally.name for tally in found.by_year] == ["2012/13"]
    (response,) = found.responses
    assert response.words == "62 days from endorsement"
    assert found.median_days == 62


def test_time_to_respond_ends_with_the_first_full_response(papers):
    report = ScrutinyReport.objects.get(council__slug="wiltshire")
    for kind, day in (("holding", date(2013, 4, 2)), ("full", date(2013, 6, 4))):
        body = BodyFactory(council=report.council, kind="partner")
        given = responses.enter_response(report=report, body=body, kind=kind)
        responses.reach_stage(response=given, stage="given", by=UserFactory(), on=day)
    (responded,) = statistics_of("wiltshire", date(2013, 6, 6)).responses
    assert (responded.answered_on, responded.answered_by) == (date(2013, 5, 29), "Cabinet")


def test_before_the_committee_closed_it_none_was_implemented(papers):
    assert statistics_of("wiltshire", date(2013, 6, 5)).whole.implemented == 0


def test_wirral_accepted_all_twenty(papers):
    whole = statistics_of("wirral", date(2016, 6, 1)).whole
    assert (whole.made, whole.accepted, whole.accepted_share) == (20, 20, "100%")


def test_herefordshire_has_no_response(papers):
    found = statistics_of("herefordshire", date(2014, 6, 1))
    assert found.whole.unanswered == found.whole.asked_of_others
    assert {response.words for response in found.responses} == {"No response yet"}
    assert found.median_days is None


def test_every_row_of_a_table_adds_up_to_the_whole(papers):
    found = statistics_of("wiltshire", date(2013, 6, 6))
    for rows in (found.by_committee, found.by_year, found.by_report):
        assert sum(row.made for row in rows) == found.whole.made
        assert sum(row.accepted for row in rows) == found.whole.accepted
    whole = found.whole
    answers = (whole.accepted, whole.not_accepted, whole.deferred, whole.noted, whole.unanswered)
    assert sum(answers) == whole.asked_of_others


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2013, 4, 30), "2012/13"),
        (date(2013, 5, 1), "2013/14"),
        (date(1999, 6, 1), "1999/00"),
    ],
)
def test_the_municipal_year_begins_in_may(day, year):
    assert municipal_year(day) == year


def test_the_page_says_them_in_words(client, papers, sign_in):
    council = Council.objects.get(slug="wiltshire")
    sign_in(Role.MEMBER, where=council)
    page = client.get("/wiltshire/statistics/").content.decode()
    assert "62 days from endorsement" in page
    committee = client.get("/wiltshire/committees/childrens-select-committee/")
    assert committee.status_code == 200
    assert client.get("/wiltshire/committees/nothing/").status_code == 404


def test_a_council_without_any_says_so(client, council, sign_in):
    sign_in(Role.MEMBER)
    page = client.get(f"/{council.slug}/statistics/").content.decode()
    assert "No recommendations are recorded here yet." in page
