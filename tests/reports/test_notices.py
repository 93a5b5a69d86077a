"""The notice as a document: what it says to whom, as a page and a PDF, and that it stays so."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Body, Ownership, Viewer
from recommendations.rules.notices import RULES
from recommendations.rules.roles import Role
from recommendations.services import (
    facts,
    meetings,
    notices,
    resolutions,
    wordings,
)
from reports import builders
from reports.documents.notice import Notice
from reports.faces import pdf
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

SERVED = date(2024, 3, 28)


class Place:
    """A report of three: R1 with a part, R2, and R3, which is scrutiny's own."""

    def __init__(self, council):
        self.council = council
        council.letterhead = "Overview and Scrutiny"
        council.save()
        self.committee = BodyFactory(council=council, name="Roads Committee")
        self.cabinet = BodyFactory(council=council, kind=Body.Kind.EXECUTIVE, name="Cabinet")
        self.board = BodyFactory(council=council, kind=Body.Kind.BOARD, name="Safety Board")
        self.report = ReportFactory(council=council, commissioned_by=self.committee)
        self.made = [
            RecommendationFactory(
                report=self.report, address=f"R{n}", position=n, scrutinys_own=n == 3
            )
            for n in (1, 2, 3)
        ]
        part = RecommendationFactory(
            report=self.report,
            address="R1(a)",
            reference="a.",
            position=4,
            parent=self.made[0],
            part_kind="listed",
        )
        for row in (*self.made, part):
            WordingFactory(recommendation=row, text=f"That {row.address} be done.")

    def drafted(self, *, body=None, rule="executive", viewer=None, **more):
        asked = {
            "response_required": rule != "have-regard",
            "as_at": SERVED,
            "known_at": timezone.now(),
        }
        return builders.notice(
            viewer or Viewer.member(self.council),
            self.report,
            body=body or self.cabinet,
            rule=RULES[rule],
            **{**asked, **more},
        )

    def served(self, *, body=None, rule="executive"):
        return notices.serve_notice(
            report=self.report, body=body or self.cabinet, rule=rule, by=UserFactory(), on=SERVED
        )


@pytest.fixture
def place(council):
    return Place(council)


def addresses(document):
    return [one.address for one in document.covered]


def test_it_says_who_asks_whom_for_what_by_when(place):
    document = place.drafted()
    assert (document.body, document.sender) == ("Cabinet", "Roads Committee")
    assert document.letterhead == "Overview and Scrutiny"
    assert document.law == "section 9FE of the Local Government Act 2000"
    assert "within two months beginning with the day" in document.asks[1]
    assert document.last_day == "two months beginning with 28 March 2024: 27 May 2024"


def test_it_covers_in_full_words_what_is_not_scrutinys_own(place):
    document = place.drafted()
    assert addresses(document) == ["R1", "R2"]
    assert document.covered[0].text == "That R1 be done."
    assert [(part.mark, part.text) for part in document.covered[0].parts] == [
        ("a.", "That R1(a) be done.")
    ]
    assert document.scrutinys_own == "R3"


def test_a_partner_is_sent_what_it_owns(place):
    Ownership.objects.create(recommendation=place.made[1], body=place.board)
    document = place.drafted(body=place.board, rule="have-regard")
    assert addresses(document) == ["R2"]
    assert document.asks[0].startswith("have regard to these recommendations")
    assert document.last_day == ""
    assert addresses(place.drafted(body=place.board, rule="local-rule")) == ["R1", "R2"]


def test_a_partner_that_owns_none_is_sent_all(place):
    assert addresses(place.drafted(body=place.board, rule="have-regard")) == ["R1", "R2"]


def test_what_the_committee_let_go_is_not_in_it(place):
    meeting = meetings.call_meeting(body=place.committee, day=SERVED)
    item = meetings.add_item(meeting=meeting, title="Roads")
    said = {"item": item, "reference": "5", "by": UserFactory()}
    resolutions.resolve(kind="endorse", report=place.report, **said)
    resolutions.resolve(kind="withdraw", recommendation=place.made[1], **said)
    document = place.drafted()
    assert addresses(document) == ["R1"]
    assert (document.endorsed_on, document.endorsed_by) == (SERVED, "Roads Committee")


def test_served_before_the_report_is_published_it_has_the_words_of_that_day(place):
    early = PUBLISHED - timedelta(days=7)
    document = place.drafted(as_at=early, served_on=early)
    assert addresses(document) == ["R1", "R2"]
    assert (document.served_on, document.as_at) == (early, PUBLISHED)
    assert document.last_day.startswith("two months beginning with 23 February 2024")


def test_a_health_body_is_told_what_the_report_contains(place):
    document = place.drafted(body=place.board, rule="health-body")
    assert len(document.contents) == 4
    assert document.last_day == "28 days beginning with 28 March 2024: 24 April 2024"
    without = place.drafted(body=place.board, rule="health-body", response_required=False)
    assert (without.last_day, len(without.asks)) == ("", 1)


def test_what_its_maker_may_not_see_is_counted_and_nothing_more(place):
    secret = RecommendationFactory(
        report=place.report,
        address="R9",
        classification="exempt",
        exempt_paragraphs="2",
        public_interest="It would name a child.",
    )
    WordingFactory(recommendation=secret, text="A sentence for few.")
    document = place.drafted()
    assert document.withheld == 1
    assert "A sentence for few" not in json.dumps(document.as_json())


def test_what_is_stored_is_read_back_the_same(place):
    document = replace(place.drafted(), served_on=SERVED)
    assert Notice.load(json.loads(json.dumps(document.as_json()))) == document


def test_what_was_served_stays_as_it_was_whatever_comes_after(place, client, sign_in):
    row = place.served()
    viewer = Viewer.member(place.council)
    rule = row.follows_rule
    before = builders.served_notice(viewer, row, rule, known_at=row.recorded_at)
    wordings.word(
        recommendation=place.made[0],
        printing="amended",
        text="That R1 be done tomorrow.",
        by=UserFactory(),
        on=PUBLISHED + timedelta(days=1),
    )
    received = notices.record_receipts(
        notice=row, by=UserFactory(), report_received_on=SERVED, notice_received_on=SERVED
    )
    sign_in(Role.CLERK)
    named = [place.council.slug, place.report.slug]
    for pk in (row.pk, received.pk):
        shown = client.get(reverse("reports:notice", args=[*named, pk])).context["notice"]
        assert shown == before


@pytest.mark.parametrize("many", [1, 12])
def test_it_is_made_in_as_many_questions_however_long(place, many, django_assert_max_num_queries):
    for n in range(many):
        row = RecommendationFactory(report=place.report, address=f"R{n + 20}")
        WordingFactory(recommendation=row)
    with django_assert_max_num_queries(26):
        assert len(place.drafted().covered) == many + 2


def drafted_at(place, name, *, body=None, rule="executive", query=""):
    named = [place.council.slug, place.report.slug, (body or place.cabinet).slug, rule]
    return reverse(f"reports:{name}", args=named) + query


def test_the_draft_is_shown_and_taken_away(place, client, sign_in):
    sign_in(Role.SCRUTINY_OFFICER)
    page = client.get(drafted_at(place, "notice_draft")).text
    assert "confirm locally before this is served" in page
    assert "That R2 be done." in page
    answer = client.get(drafted_at(place, "notice_draft_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert f"draft-notice-to-cabinet-{place.report.slug}.pdf" in answer["Content-Disposition"]
    text = words(answer.content)
    for said in ("Overview and Scrutiny", "Draft, not served", "That R1(a) be done."):
        assert said in text
    assert text.index("What is asked of you") < text.index("2 recommendations")


def test_the_notice_served_is_no_draft(place, client, sign_in):
    sign_in(Role.CLERK)
    row = place.served()
    named = [place.council.slug, place.report.slug, row.pk]
    answer = client.get(reverse("reports:notice_pdf", args=named))
    text = words(answer.content)
    assert "28 March 2024" in text
    assert "Draft" not in text
    assert "2024-03-28-notice-to-cabinet" in answer["Content-Disposition"]


def words(contents):
    pages = pypdfium2.PdfDocument(contents)
    return " ".join(" ".join(one.get_textpage().get_text_bounded() for one in pages).split())


def test_whether_to_ask_for_an_answer_is_seen_first_where_the_rule_leaves_it_open(
    place, client, sign_in
):
    sign_in(Role.CLERK)
    asked = {"body": place.board, "rule": "health-body"}
    page = client.get(drafted_at(place, "notice_draft", **asked))
    assert "See it without asking for an answer" in page.text
    without = client.get(drafted_at(place, "notice_draft", query="?answer=no", **asked))
    assert "respond in writing" not in without.text
    assert without.context["serve_address"].endswith("/served/?answer=no")
    fixed = client.get(drafted_at(place, "notice_draft", query="?answer=no"))
    assert "respond in writing" in fixed.text


def test_a_notice_taken_back_or_without_a_rule_is_no_document(place, client, sign_in):
    sign_in(Role.CLERK)
    by = UserFactory()
    bare = notices.serve_notice(
        report=place.report, body=place.board, clock="28 days", by=by, on=SERVED
    )
    back = place.served()
    facts.take_fact_back(row=back, by=by, why="Never sent")
    named = [place.council.slug, place.report.slug]
    for row in (bare, back):
        assert client.get(reverse("reports:notice", args=[*named, row.pk])).status_code == 404


def test_a_pdf_that_cannot_be_made_is_said_on_the_page(place, client, sign_in, monkeypatch):
    sign_in(Role.CLERK)
    monkeypatch.setattr(pdf, "PATIENCE_OF_A_PAGE", 0)
    answer = client.get(drafted_at(place, "notice_draft_pdf"))
    assert answer.status_code == 503
    assert "took too long" in answer.text
