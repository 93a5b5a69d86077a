"""The exception report in the browser, and the files taken from it."""

import io
import json
from copy import deepcopy
from datetime import UTC, date, datetime

import pypdfium2
import pytest
import time_machine
from django.urls import reverse

from recommendations.models import Viewer
from recommendations.reading.offered_reports import OFFERED
from recommendations.rules.roles import Role
from recommendations.services import (
    ownerships,
    recommendations,
)
from reports import builders
from reports.builders import bound
from reports.faces import pdf
from tests.factories import CouncilFactory, ReportFactory
from tests.reports.register import AS_AT, KNOWN_AT

AT = {"as_at_day": "10", "as_at_month": "12", "as_at_year": "2024"}
SINCE = {"compare_day": "10", "compare_month": "9", "compare_year": "2024"}


@pytest.fixture
def council(only_roads, db):
    return deepcopy(only_roads.council)


@pytest.fixture
def roads(only_roads, council, sign_in):
    sign_in(Role.MEMBER)
    return deepcopy(only_roads)


@pytest.fixture
def ask(client, council):
    def get(face="", **query):
        name = f"reports:exception_report{'_' if face else ''}{face}"
        return client.get(reverse(name, args=[council.slug]), query)

    return get


def words(answer):
    return " ".join(answer.content.decode().split())


def test_without_a_question_it_is_the_whole_council_today(roads, ask):
    with time_machine.travel(KNOWN_AT, tick=False):
        answer = ask()
    assert answer.status_code == 200
    assert answer.context["report"].as_at == AS_AT
    assert answer.context["report"].earlier is None
    assert "3 of 11 shown" in words(answer)


def test_of_many_reports_the_newest_are_offered_and_any_can_be_asked_for(roads, ask, council):
    newer = ReportFactory.create_batch(OFFERED, council=council, published_on=date(2025, 1, 1))
    newest = {report.slug for report in newer}
    old = roads.report.slug

    def offered(answer):
        return {
            value for value, _ in answer.context["form"].fields["report"].widget.choices if value
        }

    assert offered(ask()) == newest
    assert offered(ask(report=old)) == newest | {old}
    assert ask(report=old).context["report"].subject == roads.report.title
    for typed in ("nowhere", "a\0b", "é"):
        refused = ask(report=typed)
        assert (refused.status_code, offered(refused)) == (400, newest)


def test_it_shows_the_day_asked_for_and_what_changed_since(roads, ask):
    page = words(ask(**AT, **SINCE))
    assert "Exceptions at a glance (3)" in page
    assert "Overdue by 70 days" in page
    assert "Worse, was green" in page
    assert "What left the list since" in page


def test_it_covers_the_committee_asked_for(roads, ask):
    answer = ask(**AT, committee="roads-select-committee", report="roads")
    assert answer.context["report"].scope.committee == "Roads Select Committee"
    assert answer.context["report"].scope.report == "Review of Roads"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"as_at_day": "31", "as_at_month": "2", "as_at_year": "2024"},
            "February 2024 has no such day",
        ),
        ({"as_at_day": "10"}, "Enter the month and the year as well"),
        (
            {"as_at_day": "1", "as_at_month": "1", "as_at_year": "2199"},
            "no more than three years ahead",
        ),
        (
            {
                **AT,
                "compare_day": "10",
                "compare_month": "12",
                "compare_year": "2024",
            },
            "Choose a day before 10 December 2024 to compare with",
        ),
        ({"committee": "nobody"}, "Choose a committee from the list"),
        ({"report": "nothing"}, "Choose a report from the list"),
        ({"portfolio": "nothing"}, "Choose a portfolio holder from the list"),
        ({"directorate": "nowhere"}, "Choose a directorate from the list"),
        ({"known_at": "yesterday"}, "“yesterday” is not a moment that has been"),
        ({"known_at": "2024-12-10T10:00"}, "is not a moment that has been"),
        ({"known_at": "2999-01-01T00:00:00Z"}, "is not a moment that has been"),
        ({"known_at": "2024-13-41T00:00:00Z"}, "is not a moment that has been"),
        ({"report": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_does_not_fit_is_said(sign_in, ask, typed, said):
    sign_in(Role.MEMBER)
    answer = ask(**typed)
    assert answer.status_code == 400
    assert "There is something to put right" in words(answer)
    assert said in words(answer)
    assert answer.context["report"] is None


@pytest.mark.parametrize("face", ["pdf", "json", "csv"])
def test_what_does_not_fit_is_never_exported(sign_in, ask, face):
    sign_in(Role.MEMBER)
    answer = ask(face, report="nothing")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in answer
    assert "Choose a report from the list" in words(answer)


def test_what_was_typed_stays(sign_in, ask):
    sign_in(Role.MEMBER)
    page = words(ask(as_at_day="31", as_at_month="2", as_at_year="2024"))
    assert 'name="as_at_day" value="31"' in page


def test_another_councils_report_is_not_offered(roads, ask):
    ReportFactory(council=CouncilFactory(), slug="secret", title="A secret title")
    assert "A secret title" not in words(ask())
    assert ask(report="secret").status_code == 400


@pytest.mark.parametrize(
    ("face", "kind"),
    [("pdf", "application/pdf"), ("json", "application/json"), ("csv", "text/csv; charset=utf-8")],
)
def test_each_file_is_named_for_its_day_and_subject(roads, ask, face, kind):
    name = f"2024-12-10-roads-select-committee-exception-report.{face}"
    answer = ask(face, **AT, committee="roads-select-committee")
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_every_face_says_the_same_of_the_same_day(roads, ask):
    known = {"known_at": KNOWN_AT.isoformat()}
    page = words(ask(**AT, **known))
    data = json.loads(ask("json", **AT, **known).content)
    rows = ask("csv", **AT, **known).content.decode("utf-8-sig").splitlines()
    printed = pypdfium2.PdfDocument(io.BytesIO(ask("pdf", **AT, **known).content))
    paper = " ".join(" ".join(one.get_textpage().get_text_bounded().split()) for one in printed)
    assert data["sentence"] == "3 of 11 shown; 3 need a date, 4 green and closed, 1 not rated"
    assert "3 of 11 shown" in page
    assert data["sentence"] in paper
    assert len(rows) == 1 + 11


def test_a_file_asked_for_from_the_page_shows_what_the_page_showed(roads, ask, client):
    answer = ask(**AT, known_at="2024-12-10T18:00:00+00:00")
    address = answer.context["form"].address_query
    roads.update(2, AS_AT, complete=True, outcome="Mended.")
    path = reverse("reports:exception_report_json", args=[roads.council.slug])
    data = json.loads(client.get(f"{path}?{address}").content)
    assert datetime.fromisoformat(data["known_at"]) == KNOWN_AT
    assert data == json.loads(ask("json", **AT, known_at=KNOWN_AT.isoformat()).content)


def test_a_pdf_that_cannot_be_made_is_said_so_with_the_page(roads, ask, monkeypatch):
    def fail(page, patience):
        raise pdf.PdfFailed("The PDF is too large to make at once.")

    monkeypatch.setattr(pdf, "render", fail)
    answer = ask("pdf", **AT)
    assert answer.status_code == 503
    assert "The PDF is too large to make at once." in words(answer)


def test_a_pdf_that_takes_too_long_for_a_page_may_be_had_in_a_pack(roads, ask, monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE_OF_A_PAGE", 0.05)
    answer = ask("pdf", **AT)
    assert answer.status_code == 503
    assert "Choose a smaller scope, or put the report in the pack of a meeting" in words(answer)


def test_a_council_without_reports_is_told_so(client, sign_in):
    bare = CouncilFactory()
    sign_in(Role.CLERK, bare)
    page = words(client.get(reverse("reports:exception_report", args=[bare.slug]), AT))
    assert "No recommendations in scope." in page
    assert "No report published by then has a recommendation" in page


@pytest.mark.any_database  # how often it asks is decided before
def test_the_page_takes_no_more_queries_for_more_recommendations(
    roads, ask, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(70) as counted:
        ask(**AT, **SINCE)
    with time_machine.travel(datetime(2024, 4, 20, 9, tzinfo=UTC)):
        for n in range(12, 24):
            roads.recommendation[n] = roads.recommend(n)
    with django_assert_num_queries(len(counted)):
        ask(**AT, **SINCE)


# ------------------------------------------------------------------------- more than it can hold


@pytest.fixture
def at_most(monkeypatch):
    return lambda most: monkeypatch.setattr(bound, "LARGEST", most)


def test_as_many_as_it_can_hold_are_shown(roads, ask, at_most):
    at_most(11)
    answer = ask(**AT)
    assert answer.status_code == 200
    assert answer.context["report"].in_scope == 11


@pytest.mark.parametrize("face", ["", "pdf", "csv", "json"])
def test_one_more_is_too_many_and_the_page_asks_for_less(roads, ask, at_most, face):
    at_most(10)
    answer = ask(face, **AT)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["committee"]
    page = words(answer)
    assert "There are more than 10 recommendations in what you ask for" in page
    assert 'href="#id_committee"' in page
    assert 'value="2024"' in page


def test_what_was_chosen_is_kept_and_the_next_box_asked_for(roads, ask, at_most):
    at_most(10)
    answer = ask(**AT, committee="roads-select-committee")
    assert list(answer.context["form"].errors) == ["report"]
    assert '<option value="roads-select-committee" selected>' in words(answer)


def test_a_part_of_too_many_is_shown(roads, ask, at_most):
    at_most(10)
    holder = roads._post("portfolio holder", "Cabinet Member for Paths")
    for recommendation in list(roads.recommendation.values())[:2]:
        ownerships.give_to_owner(
            recommendation=recommendation,
            by=roads.clerk,
            why="",
            post=holder,
            since=AS_AT,
        )
    answer = ask(**AT, portfolio=holder.slug)
    assert answer.status_code == 200
    assert answer.context["report"].in_scope == 2


def test_a_recommendation_counts_once_however_many_parts_it_has(roads, ask, at_most):
    holder = roads._post("portfolio holder", "Cabinet Member for Paths")
    whole = roads.recommendation[1]
    parts = [
        recommendations.make_recommendation(
            report=roads.report, address=f"R1({mark})", parent=whole, part_kind="listed"
        )
        for mark in "ab"
    ]
    for owned in (whole, *parts):
        ownerships.give_to_owner(
            recommendation=owned, by=roads.clerk, why="", post=holder, since=AS_AT
        )
    at_most(1)
    answer = ask(**AT, portfolio=holder.slug)
    assert answer.status_code == 200
    assert answer.context["report"].in_scope == 1


def test_nothing_is_read_of_too_many(roads, at_most, django_assert_num_queries):
    at_most(10)
    viewer = Viewer.member(roads.council)
    with django_assert_num_queries(1), pytest.raises(builders.TooMany):
        builders.exception_report(viewer, as_at=AS_AT, known_at=KNOWN_AT)


def test_statistics_of_too_many_offer_each_committee_instead(roads, client, at_most):
    address = reverse("reports:statistics", args=[roads.council.slug])
    at_most(11)
    assert client.get(address).context["statistics"].whole.made == 11
    at_most(10)
    answer = client.get(address)
    assert "too many recommendations here to count on one page" in words(answer)
    of_one = reverse("reports:committee", args=[roads.council.slug, "roads-select-committee"])
    assert f'href="{of_one}"' in words(answer)
    assert "An exception report of one scrutiny report says" in words(client.get(of_one))
