"""Notice made, served, received, acknowledged; its clock, and two people at once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Body, Notice
from recommendations.rules.roles import Role
from recommendations.services import facts, notices, responses
from recommendations.services.change import Refused
from recommendations.services.submissions import Conflict
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    MembershipFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import day_typed, send

pytestmark = pytest.mark.django_db

SERVED = date(2024, 3, 28)


@pytest.fixture
def report(council):
    made = ReportFactory(council=council)
    WordingFactory(recommendation=RecommendationFactory(report=made))
    return made


@pytest.fixture
def cabinet(council):
    return BodyFactory(council=council, kind=Body.Kind.EXECUTIVE, name="Cabinet", slug="cabinet")


@pytest.fixture
def hospital(council):
    return BodyFactory(council=council, kind=Body.Kind.PARTNER, name="Hospital", slug="hospital")


@pytest.fixture
def clerk(client, sign_in):
    sign_in(Role.CLERK)
    return client


def at(report, name, *parts):
    return reverse(f"recommendations:{name}", args=[report.council.slug, report.slug, *parts])


def serve(report, body, *, rule="executive", on=SERVED, **more):
    return notices.serve_notice(
        report=report, body=body, rule=rule, on=on, by=UserFactory(), **more
    )


def standing(report):
    return list(report.notices.standing(as_at=timezone.localdate(), known_at=timezone.now()))


# ------------------------------------------------------------------------------ made and served


def test_the_first_choice_leads_to_the_notice_as_it_would_be(clerk, report, cabinet):
    answer = clerk.get(at(report, "notice_new"), {"body": "cabinet", "rule": "executive"})
    named = [report.council.slug, report.slug, "cabinet", "executive"]
    assert answer.url == reverse("reports:notice_draft", args=named)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"body": "", "rule": "executive"}, "Choose the body"),
        ({"body": "cabinet"}, "Choose the rule"),
        ({"body": "cabinet", "rule": "sortilege"}, "Choose a rule from the list"),
        ({"body": "no-body", "rule": "executive"}, "Choose a body from the list"),
        (
            {"body": "cabinet", "rule": "health-body"},
            "This rule is for a partner or a board, and this is an executive",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_words(clerk, report, cabinet, asked, sentence):
    answer = clerk.get(at(report, "notice_new"), asked)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_a_body_of_another_council_is_not_in_the_list(clerk, report):
    BodyFactory(council=CouncilFactory(), slug="theirs", kind=Body.Kind.EXECUTIVE)
    answer = clerk.get(at(report, "notice_new"), {"body": "theirs", "rule": "executive"})
    assert "Choose a body from the list" in answer.text
    assert clerk.get(at(report, "notice_serve", "theirs", "executive")).status_code == 404


def test_scotland_is_offered_no_rule_of_england(client):
    council = CouncilFactory(nation="Scotland")
    client.force_login(MembershipFactory(council=council, role=Role.CLERK).user)
    page = client.get(at(ReportFactory(council=council), "notice_new")).text
    assert "Section 9FE" not in page
    assert "No duty to answer, and no clock. Usual practice, confirm locally." in page


def test_a_notice_is_recorded_as_served(clerk, report, cabinet):
    page = at(report, "notice_serve", "cabinet", "executive")
    answer = send(clerk, page, **day_typed("on", SERVED), **day_typed("report_received_on", SERVED))
    assert answer.status_code == 303
    assert answer.url == at(report, "notice_list")
    (notice,) = standing(report)
    assert (notice.body, notice.rule, notice.clock) == (cabinet, "executive", "two months")
    assert (notice.on, notice.report_received_on, notice.hard) == (SERVED, SERVED, True)
    listed = clerk.get(at(report, "notice_list")).text
    assert "Cabinet: Awaited, receipt of the notice not recorded" in listed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Enter the day it was served"),
        (day_typed("on", date(2199, 1, 1)), "1 January 2199 has not come yet"),
        ({"on_day": "31", "on_month": "2", "on_year": "2024"}, "February 2024 has no such day"),
        (
            {**day_typed("on", SERVED), **day_typed("notice_received_on", date(2024, 3, 27))},
            "This is before the notice was served, on 28 March 2024",
        ),
        (
            {**day_typed("on", SERVED), **day_typed("report_received_on", date(2199, 1, 1))},
            "1 January 2199 has not come yet",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_kept(clerk, report, cabinet, typed, sentence):
    answer = send(clerk, at(report, "notice_serve", "cabinet", "executive"), **typed)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())
    assert not Notice.objects.exists()


def test_a_form_sent_twice_records_one_notice(clerk, report, cabinet):
    page = at(report, "notice_serve", "cabinet", "executive")
    shown = clerk.get(page)
    typed = {"token": shown.context["token"], **day_typed("on", SERVED)}
    assert [clerk.post(page, typed).status_code for _ in range(2)] == [303, 303]
    assert Notice.objects.count() == 1


def test_a_health_body_gets_no_notice_until_the_report_has_all_four_contents(
    clerk, report, hospital
):
    page = at(report, "notice_serve", "hospital", "health-body")
    typed = {"answer": "yes", **day_typed("on", SERVED)}
    some = send(clerk, page, contents=["1", "3"], **typed)
    assert some.status_code == 400
    assert "a summary of the evidence considered; an explanation of the recommenda" in some.text
    every = send(clerk, page, contents=["1", "2", "3", "4"], **typed)
    assert every.status_code == 303
    assert [notice.clock for notice in standing(report)] == ["28 days"]


def test_a_health_body_need_not_be_asked_for_an_answer(clerk, report, hospital):
    page = at(report, "notice_serve", "hospital", "health-body")
    every = {"contents": ["1", "2", "3", "4"], **day_typed("on", SERVED)}
    assert "Say whether it requires an answer" in send(clerk, page, **every).text
    assert send(clerk, page, answer="no", **every).status_code == 303
    assert not standing(report)[0].response_required
    assert "Hospital: No answer asked for" in clerk.get(at(report, "notice_list")).text


def test_no_partner_has_regard_to_what_went_to_a_health_body(clerk, report, hospital):
    serve(report, hospital, rule="health-body")
    answer = clerk.get(at(report, "notice_new"), {"body": "hospital", "rule": "have-regard"})
    assert "This report went to a health body" in answer.text
    assert clerk.get(at(report, "notice_serve", "hospital", "have-regard")).status_code == 404
    with pytest.raises(Refused, match="went to a health body"):
        serve(report, hospital, rule="have-regard")


def test_whoever_serves_second_is_told_of_the_first(clerk, report, cabinet):
    page = at(report, "notice_serve", "cabinet", "executive")
    shown = clerk.get(page)
    theirs = serve(report, cabinet)
    typed = {"token": shown.context["token"], "follows": "", **day_typed("on", SERVED)}
    answer = clerk.post(page, typed)
    assert answer.status_code == 409
    assert f"Meanwhile {theirs.by} recorded a notice to Cabinet" in answer.text
    assert Notice.objects.count() == 1
    typed |= {"token": answer.context["token"], "follows": str(theirs.pk)}
    assert clerk.post(page, typed).status_code == 303
    assert Notice.objects.count() == 2


# ------------------------------------------------------------------- receipt and acknowledgement


def test_receipts_set_the_last_day(clerk, report, cabinet):
    notice = serve(report, cabinet)
    answer = send(
        clerk,
        at(report, "notice_receipt", notice.pk),
        **day_typed("report_received_on", date(2024, 3, 20)),
        **day_typed("notice_received_on", SERVED),
    )
    assert answer.status_code == 303
    (now,) = standing(report)
    assert (now.corrects, now.notice_received_on) == (notice, SERVED)
    page = clerk.get(at(report, "notice_list")).text
    assert "Two months beginning with 28\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2024" in page
    assert "Computed, not confirmed yet" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Nothing differs from what is recorded"),
        (day_typed("notice_received_on", date(2024, 3, 27)), "before the notice was served"),
        (day_typed("report_received_on", date(2199, 1, 1)), "has not come yet"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(clerk, report, cabinet, typed, sentence):
    notice = serve(report, cabinet)
    answer = send(clerk, at(report, "notice_receipt", notice.pk), **typed)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_a_receipt_recorded_before_is_changed_only_with_a_reason(clerk, report, cabinet):
    notice = serve(report, cabinet, notice_received_on=SERVED)
    page = at(report, "notice_receipt", notice.pk)
    other = day_typed("notice_received_on", date(2024, 4, 2))
    assert "Say what was wrong with the day" in send(clerk, page, **other).text
    assert send(clerk, page, why="The post was late", **other).status_code == 303
    assert standing(report)[0].correction_reason == "The post was late"


def test_whoever_records_a_receipt_second_sees_both(clerk, report, cabinet):
    notice = serve(report, cabinet)
    page = at(report, "notice_receipt", notice.pk)
    shown = clerk.get(page)
    theirs = notices.record_receipts(
        notice=notice, by=UserFactory(), report_received_on=None, notice_received_on=SERVED
    )
    mine = day_typed("notice_received_on", date(2024, 4, 2))
    sent = {"token": shown.context["token"], "follows": str(notice.pk), **mine}
    answer = clerk.post(page, sent)
    assert answer.status_code == 409
    assert "28" in answer.text
    assert "April" in answer.text
    sent |= {"token": answer.context["token"], "follows": str(theirs.pk), "why": "It came later"}
    assert clerk.post(page, sent).status_code == 303
    assert standing(report)[0].notice_received_on == date(2024, 4, 2)


def test_a_partner_acknowledges(clerk, report, hospital):
    notice = serve(report, hospital, rule="have-regard", response_required=False)
    assert "Hospital: Acknowledgement awaited" in clerk.get(at(report, "notice_list")).text
    page = at(report, "notice_receipt", notice.pk)
    before = send(clerk, page, **day_typed("acknowledged_on", date(2024, 3, 27)))
    assert "This is before the notice was served" in before.text
    assert send(clerk, page, **day_typed("acknowledged_on", SERVED)).status_code == 303
    assert standing(report)[0].acknowledged_on == SERVED
    assert clerk.get(at(report, "notice_last_day", notice.pk)).status_code == 404


def test_a_partner_who_has_regard_is_not_waited_for(report, cabinet, hospital):
    """The rating goes on by what the executive owes."""
    received = {"report_received_on": SERVED, "notice_received_on": SERVED}
    serve(report, cabinet, **received)
    serve(report, hospital, rule="have-regard", response_required=False)
    standing_of = report.recommendations.get().standings.on(timezone.localdate()).get()
    assert standing_of.rag == "red"
    assert standing_of.rated.deciding.kind == "response overdue"


# ----------------------------------------------------------------------------------- the last day


def received(report, cabinet):
    return serve(report, cabinet, report_received_on=SERVED, notice_received_on=SERVED)


def test_the_computed_day_is_confirmed(clerk, report, cabinet):
    notice = received(report, cabinet)
    page = at(report, "notice_last_day", notice.pk)
    assert "27 May 2024, as computed" in clerk.get(page).text
    assert send(clerk, page, choice="computed").status_code == 303
    assert standing(report)[0].last_day == date(2024, 5, 27)
    assert "This day is confirmed already" in send(clerk, page, choice="computed").text
    assert "Confirmed" in clerk.get(at(report, "notice_list")).text


def test_another_day_is_confirmed_with_a_reason(clerk, report, cabinet):
    notice = received(report, cabinet)
    page = at(report, "notice_last_day", notice.pk)
    other = {"choice": "another", **day_typed("last_day", date(2024, 6, 10))}
    assert "Say why it is another day" in send(clerk, page, **other).text
    assert send(clerk, page, why="Agreed at the meeting", **other).status_code == 303
    (now,) = standing(report)
    assert (now.last_day, now.correction_reason) == (date(2024, 6, 10), "Agreed at the meeting")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose the day"),
        ({"choice": "another", "why": "So"}, "Enter the other day"),
        (
            {"choice": "another", "why": "So", **day_typed("last_day", date(2024, 3, 1))},
            "This is before the notice was served, on 28 March 2024",
        ),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(clerk, report, cabinet, typed, sentence):
    notice = received(report, cabinet)
    answer = send(clerk, at(report, "notice_last_day", notice.pk), **typed)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_other_receipts_have_the_last_day_confirmed_again(report, cabinet):
    notice = received(report, cabinet)
    by = UserFactory()
    confirmed = notices.confirm_last_day(notice=notice, by=by, day=date(2024, 5, 27))
    later = {"report_received_on": SERVED, "notice_received_on": date(2024, 4, 2)}
    changed = notices.record_receipts(notice=confirmed, by=by, why="Late post", **later)
    assert changed.last_day is None
    acknowledged = notices.record_receipts(
        notice=notices.confirm_last_day(notice=changed, by=by, day=date(2024, 6, 1)),
        by=by,
        acknowledged_on=date(2024, 4, 3),
        **later,
    )
    assert acknowledged.last_day == date(2024, 6, 1)


def test_a_service_refuses_what_a_form_would(report, cabinet):
    with pytest.raises(Refused, match="before the notice was served"):
        serve(report, cabinet, notice_received_on=date(2024, 3, 1))
    notice = received(report, cabinet)
    with pytest.raises(Refused, match="Say why"):
        notices.confirm_last_day(notice=notice, by=UserFactory(), day=date(2024, 6, 1))
    with pytest.raises(Refused, match="before the notice was served"):
        notices.confirm_last_day(notice=notice, by=UserFactory(), day=date(2024, 3, 1), why="So")


def test_a_notice_is_corrected_once(report, cabinet):
    notice = serve(report, cabinet)
    by = UserFactory()
    facts.correct_fact(row=notice, by=by, why="A slip", hard=False)
    with pytest.raises(Conflict):
        facts.correct_fact(row=notice, by=by, why="Another", hard=True)


def test_an_old_address_leads_to_what_stands(clerk, report, cabinet):
    notice = serve(report, cabinet)
    facts.correct_fact(row=notice, by=UserFactory(), why="A slip", notice_received_on=SERVED)
    page = clerk.get(at(report, "notice_receipt", notice.pk))
    assert page.context["served"].notice.notice_received_on == SERVED
    assert clerk.get(at(report, "notice_receipt", 999_999)).status_code == 404


# ------------------------------------------------------------------------- how it stands, shown


def test_everybody_sees_on_the_report_how_the_clock_stands(client, sign_in, report, cabinet):
    received(report, cabinet)
    sign_in(Role.MEMBER)
    page = client.get(at(report, "report")).text
    days = (timezone.localdate() - date(2024, 5, 27)).days
    assert f"Cabinet: Overdue by {days:,} days" in page
    assert at(report, "notice_list") not in page


@pytest.mark.parametrize("name", ["report_list", "home"])
def test_the_lists_of_reports_say_it_too(client, sign_in, report, cabinet, name):
    received(report, cabinet)
    sign_in(Role.MEMBER)
    address = reverse(f"recommendations:{name}", args=[report.council.slug])
    assert "Cabinet: Overdue by" in client.get(address).text


def test_whoever_serves_notices_finds_the_answers_awaited_soonest_first(
    client, sign_in, report, cabinet, hospital
):
    council = report.council
    received(report, cabinet)
    other = ReportFactory(council=council, title="Review of Parks")
    serve(other, cabinet)
    serve(other, hospital, rule="have-regard", response_required=False)
    answered = ReportFactory(council=council)
    serve(answered, cabinet)
    response = responses.enter_response(report=answered, body=cabinet)
    responses.reach_stage(response=response, stage="given", by=UserFactory(), on=SERVED)
    address = reverse("recommendations:my_work", args=[council.slug])
    for role in (Role.CLERK, Role.SCRUTINY_OFFICER):
        sign_in(role)
        page = client.get(address)
        assert "Answers awaited (3)" in page.text
        assert [(one.notice.report, one.notice.body) for one in page.context["work"].awaited] == [
            (report, cabinet),
            (other, cabinet),
            (other, hospital),
        ]
    assert "Cabinet: Overdue by" in page.text
    assert "Hospital: Acknowledgement awaited" in page.text
    sign_in(Role.OFFICER)
    assert "Answers awaited" not in client.get(address).text


@pytest.mark.any_database  # how often it asks is decided before
@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("home", ()),
        ("my_work", ()),
        ("report_list", ()),
        ("report", ("report",)),
        ("notice_list", ("report",)),
        ("notice_new", ("report",)),
    ],
)
def test_pages_ask_as_often_for_many_notices_as_for_one(clerk, report, cabinet, name, named):
    address = reverse(
        f"recommendations:{name}", args=[report.council.slug, *[report.slug] * len(named)]
    )

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(address).status_code == 200
        return len(queries)

    def another() -> None:
        body = BodyFactory(council=report.council, kind=Body.Kind.EXECUTIVE)
        for about in (report, ReportFactory(council=report.council)):
            serve(about, body)
            response = responses.enter_response(report=about, body=body)
            responses.reach_stage(response=response, stage="drafted", by=UserFactory(), on=SERVED)

    another()
    for_one = asked()
    for _ in range(5):
        another()
    assert asked() == for_one


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (date(2024, 5, 27), "Cabinet: Answered 27 May 2024</h2>"),
        (date(2024, 5, 29), "Cabinet: Answered 29 May 2024, 2 days late</h2>"),
    ],
)
def test_an_answer_given_ends_the_waiting(clerk, report, cabinet, given, words):
    received(report, cabinet)
    response = responses.enter_response(report=report, body=cabinet)
    responses.reach_stage(response=response, stage="given", by=UserFactory(), on=given)
    page = clerk.get(at(report, "notice_list")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert words in page


def test_a_notice_of_a_clock_alone_is_told_by_its_clock(clerk, report, hospital):
    notices.serve_notice(report=report, body=hospital, clock="28 days", by=UserFactory(), on=SERVED)
    page = clerk.get(at(report, "notice_list")).text
    assert "28 days beginning with receipt, which is not recorded" in page
    assert "Read the notice" not in page


def test_another_clock_takes_its_rule_and_its_confirmed_day_along(report, cabinet):
    received = {"report_received_on": SERVED, "notice_received_on": SERVED}
    notice = serve(report, cabinet, **received)
    by = UserFactory()
    confirmed = notices.confirm_last_day(notice=notice, by=by, day=notice.computed)
    same = facts.correct_fact(row=confirmed, by=by, why="Acknowledged", acknowledged_on=SERVED)
    assert (same.rule, same.last_day) == ("executive", notice.computed)
    other = facts.correct_fact(row=same, by=by, why="The local rule", clock="28 days")
    assert (other.rule, other.last_day) == ("", None)
    assert other.computed == SERVED + timedelta(days=27)
