"""What a council sets for itself: tried out, made ahead, and read by the day it is in force."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Job, Notice, Policy, Position, Remit, Standing
from recommendations.reading import policies as reading
from recommendations.rules.positions import READY
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import day_words
from recommendations.services import jobs, notices, policies, progress, responses, standings
from recommendations.services.change import Refused
from recommendations.standing.facts import policies_of
from reports.services import queue
from tests.factories import (
    BodyFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import TODAY, Acting, day_typed, hidden, send, whole
from tests.recommendations.test_my_work import another

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def at(acting: Acting, name: str, *more: int) -> str:
    return reverse(f"recommendations:{name}", args=[acting.council.slug, *more])


def typed(day: date = TOMORROW, **more: object) -> dict[str, object]:
    """The usual policy from a day, with what is to differ."""
    return {
        **day_typed("in_force_from", day),
        **{f"word_{rag.replace(' ', '_')}": rag.label for rag in Rag},
        "overdue_red_after": "28",
        "moved_red_after": "90",
        "due_soon": "28",
        "due_soon_rating": "green",
        "rules": ["executive", "local-rule"],
        "local_n": "8",
        "local_unit": "weeks",
        "review_months": "",
        "scheme": "usual",
        **more,
    }


@pytest.fixture
def administrator(acting: Acting) -> Client:
    return acting.client_of("administrator")


def test_what_is_tried_out_is_what_then_happens(acting, administrator, time_machine):
    new = at(acting, "policy_new")
    stricter = typed(overdue_red_after="5")
    tried = send(administrator, new, **stricter, do="preview")
    assert tried.status_code == 200
    told = "1 recommendation would be rated otherwise: 1 from amber to red."
    assert told in " ".join(tried.text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert ">R1<" in tried.text
    assert "Mend the roads" not in tried.text
    assert acting.recommendation.report.title not in tried.text
    assert not Policy.objects.exists()

    form = {**stricter, "token": hidden(tried, "token")}
    saved = administrator.post(new, form)
    assert (saved.status_code, saved.url) == (303, at(acting, "policy_list"))
    assert administrator.post(new, form).url == saved.url
    assert Policy.objects.count() == 1
    rated = {day: Standing.objects.on(day).get().rag for day in (TODAY, TOMORROW)}
    assert rated == {TODAY: "amber", TOMORROW: "red"}
    assert standings.differences(acting.council, today=TODAY) == []
    page = administrator.get(at(acting, "policy_list")).text
    assert "Coming, from" in page
    assert "Red when overdue by more days" in page

    member = acting.client_of("member")
    report = reverse("reports:exception_report", args=[acting.council.slug])
    assert "The key changed on" not in member.get(report, day_typed("compare", YESTERDAY)).text
    time_machine.move_to(TOMORROW)
    member, administrator = acting.client_of("member"), acting.client_of("administrator")
    compared = member.get(report, day_typed("compare", TODAY)).text
    assert "The key changed on" in compared
    assert "more than 5 days late" in compared
    before = member.get(report, day_typed("as_at", TODAY)).text
    assert "more than 28 days late" in before
    audit = administrator.get(at(acting, "audit")).text
    assert "Red when overdue by more days" in audit
    assert "Policy" in audit


def test_when_alerts_go_out_and_to_whom_is_tried_out_saved_and_on_the_audit(
    acting, administrator, time_machine
):
    chair = PostFactory(council=acting.council, title="Chair of Roads", slug="chair")
    report = acting.recommendation.report
    cabinet = acting.council.bodies.get(name="Cabinet")
    notices.serve_notice(
        report=ReportFactory(council=acting.council, published_on=TODAY),
        body=cabinet,
        rule="local-rule",
        on=TODAY,
        report_received_on=TODAY,
        notice_received_on=TODAY,
        by=UserFactory(),
    )
    new = at(acting, "policy_new")
    for wrong, sentence in {
        "14 days": "Enter numbers of days with commas between them, for example 14, 3",
        "400": "Enter days from 1 to 365",
        "1 2 3 4 5 6": "Enter 5 numbers at most",
    }.items():
        refused = send(administrator, new, **typed(alert_before=wrong))
        assert (refused.status_code, sentence in refused.text) == (400, True)
        assert f'value="{wrong}"' in refused.text
    assert send(administrator, new, **typed(escalates_to=["nobody"])).status_code == 400
    chosen = typed(alert_before="3, 21", alert_again="", escalates_to=[chair.slug])
    tried = send(administrator, new, **chosen, do="preview")
    last_day = day_words(TODAY + timedelta(weeks=8, days=-1) - timedelta(days=21))
    told = " ".join(tried.text.split())
    assert f"Of 1 answer awaited, the next alert would go out on {last_day}." in told
    assert report.title not in told
    assert send(administrator, new, **chosen).status_code == 303
    saved = Policy.objects.get()
    assert (saved.alert_before, saved.alert_again) == ([21, 3], None)
    page = administrator.get(at(acting, "policy_list")).text
    assert "Chair of Roads" in page
    assert "21; 3" in page
    edit = administrator.get(at(acting, "policy_edit", saved.pk)).text
    assert 'value="21, 3"' in edit
    assert re.search(r'value="chair"[^>]* checked', edit)


def test_a_document_calls_a_rating_as_its_day_did(acting, administrator, time_machine):
    without_a_day = RecommendationFactory(report=acting.recommendation.report, address="R2")
    response = acting.recommendation.report.responses.get()
    said = {"decision": "accepted", "by": UserFactory(), "on": YESTERDAY}
    responses.answer(response=response, recommendation=without_a_day, **said)
    words = {"word_amber": "Slipping", "word_red": "Urgent", "word_date_needed": "No date yet"}
    assert send(administrator, at(acting, "policy_new"), **typed(**words)).status_code == 303
    member = acting.client_of("member")
    item = acting.recommendation.get_absolute_url()
    register = at(acting, "recommendation_list")
    report = reverse("reports:exception_report", args=[acting.council.slug])
    csv = reverse("reports:exception_report_csv", args=[acting.council.slug])
    asked = (item, register, report, csv, at(acting, "home"))
    assert not any("lipping" in member.get(page).text for page in asked)
    time_machine.move_to(TOMORROW)
    member = acting.client_of("member")
    assert all("lipping" in member.get(page).text for page in asked)
    assert all("No date yet, accepted" in member.get(page).text for page in (report, csv))
    assert "Date needed" not in member.get(register).text
    json = member.get(reverse("reports:exception_report_json", args=[acting.council.slug])).json()
    assert json["lines"][1]["reasons"][0].startswith("No date yet, accepted")
    assert {one["rag"]: one["called"] for one in json["key"]["meanings"]}["amber"] == "Slipping"
    assert "Slipping" not in member.get(item, {"as_at": f"{TODAY}"}).text
    assert "Slipping" not in member.get(csv, day_typed("as_at", TODAY)).text
    assert "Slipping" in acting.client_of("officer").get(acting.address("report_progress")).text


def test_what_is_done_about_a_rating_is_told_in_the_council_s_word(acting):
    words = {"word_red": "Urgent", "word_amber": "Slipping", "word_green": "On course"}
    policies.set_policy(council=acting.council, in_force_from=YESTERDAY, **words)
    Remit.objects.create(body=acting.committee, report=acting.recommendation.report)
    update = progress.submit_update(
        recommendation=acting.recommendation,
        stated="green",
        why_differs="It is done but for the signature.",
        post=acting.post,
        by=acting.people["officer"],
        on=TODAY,
    )
    asked = acting.client_of("officer").get(acting.address("report_progress")).text
    assert "The record says slipping" in asked
    scrutiny = acting.client_of("scrutiny officer")
    item, page = acting.address("recommendation"), acting.address("accept_rating", update.pk)
    assert "Accept the officer’s on course" in scrutiny.get(item).text
    assert "Accept on course" in scrutiny.get(page).text
    assert send(scrutiny, page, reason="Signed on Monday").status_code == 303
    accepted = scrutiny.get(item).text
    assert "The rating on course of" in accepted
    assert "Update: on course" in accepted
    mine = acting.client_of("member").get(at(acting, "my_committees")).text
    assert "Urgent (0)" in mine
    assert "Nothing that it watches is urgent" in mine
    assert not re.search(r"\b(Red|Amber|red or amber)\b", mine)


def by_scheme(acting: Acting, name: str, day: date) -> None:
    policies.set_policy(council=acting.council, in_force_from=day, scheme=READY[name][1])


def said(acting: Acting, status: str, *, closes: str = "", met_on: date = TODAY) -> dict[str, str]:
    return {
        "status": status,
        "closes": closes,
        "minute": "another",
        "body": str(acting.committee.pk),
        "reference": status[:10],
        "text": "",
        **day_typed("met_on", met_on),
    }


def test_york_stops_monitoring_what_is_achieved(acting):
    by_scheme(acting, "york", TODAY)
    clerk, page = acting.client_of("clerk"), acting.address("position")
    going_on = "Acceptable progress – continue"
    refused = send(clerk, page, **said(acting, going_on, closes="merged"))
    assert "does not end the monitoring" in refused.text
    earlier = send(clerk, page, **said(acting, going_on, met_on=YESTERDAY))
    assert earlier.status_code == 400
    assert "the council’s scheme had no such status" in earlier.text
    assert "Discharged" in earlier.text, "the statuses of that day are offered"
    assert send(clerk, page, **said(acting, "Monitoring", met_on=YESTERDAY)).status_code == 303
    assert send(clerk, page, **said(acting, "Achieved – stop monitoring")).status_code == 303
    assert acting.rating == "closed"
    assert list(Position.objects.values_list("status", "closes").order_by("pk")) == [
        ("Monitoring", ""),
        ("Achieved – stop monitoring", "implemented"),
    ]
    figures = clerk.get(reverse("reports:statistics", args=[acting.council.slug])).text
    said_of = figures[figures.index('id="said"') : figures.index("By committee")]
    assert re.findall(r'data-label="Recommendations">(\d+)', said_of) == ["1", "0", "0"]


def test_leeds_asks_why_monitoring_stops(acting):
    by_scheme(acting, "leeds", TODAY)
    clerk, page = acting.client_of("clerk"), acting.address("position")
    stops = "1. Stop monitoring"
    assert "say why it ends" in send(clerk, page, **said(acting, stops)).text
    acceptable = "4. Not achieved (progress acceptable, continue)"
    assert send(clerk, page, **said(acting, acceptable)).status_code == 303
    assert acting.rating == "amber"
    assert send(clerk, page, **said(acting, stops, closes="overtaken")).status_code == 303
    assert acting.rating == "closed"


def test_a_council_enters_statuses_of_its_own(acting, administrator):
    own = {"scheme": "own", "status_1": "Watched", "ends_1": "goes on"}
    new = at(acting, "policy_new")
    refused = send(administrator, new, **typed(**own))
    assert "One status at least has to end the monitoring" in refused.text
    own |= {"status_3": "Signed off", "ends_3": "implemented", "meaning_3": "seen by us"}
    assert send(administrator, new, **typed(**own)).status_code == 303
    scheme = Policy.objects.get().scheme
    assert scheme.words == (
        "Watched (monitoring goes on); Signed off: seen by us (it ends: implemented)"
    )
    again = administrator.get(at(acting, "policy_edit", Policy.objects.get().pk)).text
    assert 'value="Signed off"' in again


SLIPS = [
    (day_typed("in_force_from", YESTERDAY), "Enter today or a later day"),
    ({"in_force_from_day": "31", "in_force_from_month": "2"}, "has no such day"),
    ({"word_red": ""}, "Enter the word for red"),
    ({"word_red": "x" * 21}, "may have 20 letters at most"),
    ({"word_red": "a\0b"}, "Null characters are not allowed"),
    ({"word_red": "Amber"}, "Each rating needs a word of its own"),
    ({"overdue_red_after": "9" * 30}, "Enter 3,650 at most"),
    ({"due_soon": "0"}, "Enter 1 or more"),
    ({"rules": []}, "Choose one rule at least"),
    ({"rules": ["sortilege"]}, "Choose rules from the list"),
    ({"scheme": "paris"}, "Choose what a committee may say"),
    ({"scheme": "own", "meaning_2": "?"}, "Enter the status that this is the meaning of"),
]


def test_a_slip_is_told_and_nothing_is_written(acting, administrator):
    new = at(acting, "policy_new")
    form = {"token": hidden(administrator.get(new), "token")}
    for slip, sentence in SLIPS:
        answer = administrator.post(new, {**form, **typed(**slip)})
        assert (answer.status_code, sentence in answer.text) == (400, True), sentence
    tried = administrator.post(new, {**form, **typed(word_red=""), "do": "preview"})
    assert (tried.status_code, "What would change" in tried.text) == (400, False)
    assert not Policy.objects.exists()


def test_what_is_in_force_is_not_changed_and_a_day_has_one_policy(acting, administrator):
    by = acting.people["administrator"]
    new = at(acting, "policy_new")
    assert send(administrator, new, **typed(TODAY)).status_code == 303
    in_force = Policy.objects.get()
    page = at(acting, "policy_edit", in_force.pk)
    assert administrator.get(page).status_code == 404
    token = hidden(administrator.get(new), "token")
    again = administrator.post(new, {**typed(TODAY), "token": token})
    assert "already. Change that one, or choose another day." in again.text
    assert administrator.post(page, typed()).status_code == 400
    for act in (
        lambda: policies.take_policy_away(policy=in_force, seen="1", by=by),
        lambda: policies.edit_policy(policy=in_force, seen="1", by=by, in_force_from=TOMORROW),
    ):
        with pytest.raises(Refused, match="documents were made by it"):
            act()
    with pytest.raises(Refused, match="made by the key of their day"):
        policies.make_policy(council=acting.council, in_force_from=YESTERDAY, by=by)


def test_the_second_of_two_administrators_sees_both(acting, administrator):
    planned = policies.set_policy(council=acting.council, in_force_from=TOMORROW)
    page = at(acting, "policy_edit", planned.pk)
    form = whole(administrator.get(page), typed(word_red="Urgent", scheme="york"))
    assert send(administrator, page, **typed(word_red="Alarm")).status_code == 303
    conflict = administrator.post(page, form)
    assert conflict.status_code == 409
    assert "Urgent" in conflict.text
    assert "Alarm" in conflict.text
    assert "stop" in conflict.text
    taken = {**form, "do": "withdraw", "token": hidden(conflict, "token"), "follows": "1"}
    assert administrator.post(page, taken).status_code == 409
    settled = {**form, **{name: hidden(conflict, name) for name in ("token", "follows")}}
    assert administrator.post(page, settled).status_code == 303
    assert Policy.objects.get().word_red == "Urgent"
    assert send(administrator, page, **typed(), do="withdraw").status_code == 303
    assert not Policy.objects.exists()
    assert "Deleted" in administrator.get(at(acting, "audit")).text


def test_a_policy_moved_or_taken_away_rates_anew(acting, administrator):
    planned = policies.set_policy(
        council=acting.council, in_force_from=TOMORROW, overdue_red_after=5
    )
    later = TODAY + timedelta(days=3)
    page = at(acting, "policy_edit", planned.pk)
    assert send(administrator, page, **typed(later, overdue_red_after="5")).status_code == 303
    assert [Standing.objects.on(day).get().rag for day in (TOMORROW, later)] == ["amber", "red"]
    assert send(administrator, page, **typed(later), do="withdraw").status_code == 303
    assert Standing.objects.on(later).get().rag == "amber"


class Killed(Exception):
    """The worker ends in the middle."""


def test_many_are_rated_anew_by_a_job_that_goes_on_where_it_stopped(
    acting, administrator, monkeypatch
):
    monkeypatch.setattr(policies, "AT_ONCE", 1)
    monkeypatch.setattr(policies, "PIECE", 1)
    another(acting, "R2", late=10)
    new, stricter = at(acting, "policy_new"), {"overdue_red_after": "5"}
    refused = send(administrator, new, **typed(TODAY, **stricter))
    assert "The council has 2 recommendations" in refused.text
    assert "Its numbers can change from tomorrow on" in refused.text
    assert send(administrator, new, **typed(TODAY, word_red="Urgent")).status_code == 303
    assert not Job.objects.exists(), "words rate nothing"
    assert send(administrator, new, **typed(**stricter)).status_code == 303

    def tomorrow() -> list[str]:
        rated = Standing.objects.on(TOMORROW).order_by("recommendation")
        return list(rated.values_list("rag", flat=True))

    def page() -> str:
        return administrator.get(at(acting, "policy_list")).text

    assert tomorrow() == ["amber", "amber"]
    assert "Those of today are right meanwhile" in page()
    job = jobs.claim()

    def told(percent: int, doing: str) -> None:
        jobs.report(job=job, percent=percent, doing=doing)
        if percent == 100:
            raise Killed

    with pytest.raises(Killed):
        policies.rate_anew(job, told)
    assert tomorrow() == ["red", "amber"], "a piece counts whole or not at all"
    assert "1 of 2 recommendations" in page()
    Job.objects.update(attempts=jobs.ATTEMPTS, deadline=timezone.now())
    assert queue.work_once() is None
    assert "This stopped at 50%" in page()
    for _ in range(2):
        call_command("run_schedule", stdout=StringIO())
    assert Job.objects.filter(state="queued").count() == 1
    assert queue.work_once().state == "done"
    assert tomorrow() == ["red", "red"]
    assert standings.differences(acting.council, today=TODAY) == []
    assert "worked out anew" not in page()


def test_until_the_work_is_done_lists_say_that_they_go_by_the_numbers_of_before(
    acting, administrator, monkeypatch, time_machine
):
    monkeypatch.setattr(policies, "AT_ONCE", 1)
    another(acting, "R2", late=10)
    new = at(acting, "policy_new")
    assert send(administrator, new, **typed(overdue_red_after="5")).status_code == 303
    names = ("home", "recommendation_list", "report_list", "my_committees")

    def told() -> list[str]:
        member = acting.client_of("member")
        said = r"Ratings are being worked out under the policy in force from [^;]+; ([^.]+)\."
        pages = [member.get(at(acting, name)).text for name in names]
        return [far for page in pages for far in re.findall(said, page)]

    assert told() == [], "those of today are right"
    time_machine.move_to(TOMORROW)
    assert told() == ["0% is done"] * len(names)
    job = jobs.claim()
    jobs.report(job=job, percent=50, doing="1 of 2 recommendations")
    assert told() == ["1 of 2 recommendations are done"] * len(names)
    assert (
        "lists and totals may go by"
        in acting.client_of("administrator").get(at(acting, "policy_list")).text
    )
    policies.rate_anew(job, lambda percent, doing: None)
    assert told() == []


def test_a_preview_says_how_many_it_looked_at(acting, administrator, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 1)
    another(acting, "R2", late=10)
    tried = send(administrator, at(acting, "policy_new"), **typed(), do="preview").text
    assert "Only the first 1 of 2 recommendations that are open were looked at." in tried


def test_what_members_may_not_read_is_neither_listed_nor_counted(acting, administrator):
    kept_back = RecommendationFactory(
        report=acting.recommendation.report, address="R77", classification="confidential"
    )
    WordingFactory(recommendation=kept_back)
    tried = send(administrator, at(acting, "policy_new"), **typed(), do="preview").text
    assert "Nothing would be rated otherwise" in tried
    assert "R77" not in tried


def test_the_local_rule_has_the_councils_own_time(acting):
    policies.set_policy(
        council=acting.council, in_force_from=TODAY, rules=["local-rule"], local_n=6
    )
    report = acting.recommendation.report
    clerk = acting.client_of("clerk")
    choose = reverse("recommendations:notice_new", args=[acting.council.slug, report.slug])
    page = clerk.get(choose).text
    assert "Local rule: 6 weeks" in page
    assert "Section 9FE" not in page
    body = BodyFactory(council=acting.council, kind="executive", slug="executive")
    named = [acting.council.slug, report.slug, body.slug]
    serve = reverse("recommendations:notice_serve", args=[*named, "local-rule"])
    received = {**day_typed("on", TODAY), **day_typed("report_received_on", TODAY)}
    received |= day_typed("notice_received_on", TODAY)
    assert send(clerk, serve, **received, answer="yes").status_code == 303
    served = Notice.objects.get(body=body)
    assert (served.clock, served.follows_rule.label) == ("6 weeks", "Local rule: 6 weeks")
    last = TODAY + timedelta(days=41)
    list_page = clerk.get(reverse("recommendations:notice_list", args=named[:2])).text
    assert f"{last.day}\N{NO-BREAK SPACE}{last:%B}" in list_page
    assert clerk.get(serve.replace("local-rule", "executive")).status_code == 404
    with pytest.raises(Refused, match="did not have this rule in use"):
        notices.serve_notice(report=report, body=body, rule="executive", by=UserFactory(), on=TODAY)


def test_the_local_rule_may_count_working_days(acting, administrator):
    """The longest there is, for a body that has received all on a day that is known."""
    plan = typed(local_n="366", local_unit="working days", rules=["local-rule"])
    assert send(administrator, at(acting, "policy_new"), **plan, do="save").status_code == 303
    (policy,) = policies_of(Policy.objects.all())
    report, on = acting.recommendation.report, date(2013, 3, 28)
    notice = notices.serve_notice(
        report=report,
        body=BodyFactory(council=acting.council, kind="executive"),
        by=UserFactory(),
        on=on,
        clock=policy.local.name,
        report_received_on=on,
        notice_received_on=on,
    )
    assert (notice.clock, notice.computed) == ("366 working days", date(2014, 9, 9))
    address = reverse("recommendations:notice_list", args=[acting.council.slug, report.slug])
    page = acting.client_of("clerk").get(address).text
    assert "not counting weekends and 13 bank holidays" in page


def test_a_duty_without_end_is_offered_the_councils_interval(acting):
    policies.set_policy(council=acting.council, in_force_from=TODAY, review_months=6)
    page = acting.client_of("scrutiny officer").get(acting.address("milestone_new")).text
    assert 'name="due_review_months" value="6"' in page
