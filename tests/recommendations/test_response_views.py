"""The pages of a response: opened, built on one page, cleared, recorded, and read."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import (
    Answer,
    DraftAnswer,
    DraftStep,
    ExecutiveResponse,
    Milestone,
    Recommendation,
    Viewer,
)
from recommendations.rules.due import Due, Shape
from recommendations.services import (
    facts,
    milestones,
    notices,
    response_drafts,
    response_stages,
    response_versions,
    responses,
    standings,
)
from recommendations.services.classification import classify
from recommendations.standing.register import register
from tests.factories import PUBLISHED, add_many
from tests.recommendations.acting import day_typed, send
from tests.recommendations.responding import TODAY, shown_and_sent


def at(response, page="response", *more):
    report = response.report
    keys = [report.council.slug, report.slug, response.pk, *more]
    return reverse(f"recommendations:{page}", args=keys)


def new_at(responding):
    return reverse(
        "recommendations:response_new", args=[responding.council.slug, responding.report.slug]
    )


def test_support_opens_a_response_and_is_led_to_its_rows(responding):
    client = responding.client_of("support")
    answer = shown_and_sent(
        client, new_at(responding), body=responding.cabinet.pk, kind="full", words="", source=""
    )
    opened = ExecutiveResponse.objects.get()
    assert (opened.body, opened.version, answer.status_code) == (responding.cabinet, 1, 303)
    assert answer.url == at(opened, "response_build")
    page = client.get(answer.url).text
    assert "0 of 2 answered" in page
    assert "Answer R2(a) on its own" in page
    assert "Answer to R3" not in page


@pytest.mark.parametrize("who", ["officer", "director"])
def test_an_officer_without_a_support_post_builds_nothing(responding, who):
    response = responding.opened()
    client = responding.client_of(who)
    assert client.get(new_at(responding)).status_code == 403
    assert client.get(at(response, "response_build")).status_code == 403
    assert "Open a response" not in client.get(at(response)).text


def test_a_holding_response_says_what_is_due(responding):
    client = responding.client_of("support")
    form = {"body": responding.cabinet.pk, "kind": "holding", "source": ""}
    answer = shown_and_sent(client, new_at(responding), words="", **form)
    assert "Say what the holding response says" in answer.text
    notices.serve_notice(
        report=responding.report,
        body=responding.cabinet,
        clock="28 days",
        by=responding.people["clerk"],
        on=TODAY,
        report_received_on=TODAY,
        notice_received_on=TODAY,
    )
    answer = shown_and_sent(client, new_at(responding), words="More will follow.", **form)
    page = client.get(answer.url).text
    assert "It stops no clock. Full response due" in page
    due = TODAY + timedelta(days=27)
    assert due.isoformat() in page
    assert "More will follow." in page


def test_an_incomplete_draft_is_kept_with_what_is_no_day_yet(responding):
    client, response = responding.client_of("support"), responding.opened()
    number = responding.rows["R1"].pk
    typed = {f"text_{number}": "We \0 may.", f"day_{number}_day": "31", f"day_{number}_month": "x"}
    answer = shown_and_sent(client, at(response, "response_build"), do="save", **typed)
    assert answer.status_code == 303
    draft = DraftAnswer.objects.get()
    assert (draft.text, draft.decision, draft.day) == ("We  may.", "", None)
    page = client.get(answer.url)
    assert page.context["form"][f"day_{number}"].value() == ["31", "x", ""]
    assert page.context["form"].errors == {}


def test_what_is_missing_is_named_and_leads_to_its_box(responding):
    client, response = responding.client_of("support"), responding.opened()
    one, two = responding.rows["R1"].pk, responding.rows["R2"].pk
    answer = shown_and_sent(
        client, at(response, "response_build"), do="submit", **{f"decision_{one}": "accepted"}
    )
    page = client.get(answer.url)
    assert page.context["form"].errors == {
        f"action_{one}": ["R1: say what will be done"],
        f"owner_{one}": ["R1: choose the post that owns it"],
        f"day_{one}": ["R1: enter the day by which it is done"],
        f"success_measure_{one}": ["R1: say how you will know that it worked"],
        f"decision_{two}": ["R2: choose an answer"],
    }
    assert f'<a href="#id_day_{one}_0">R1: enter the day by which it is done</a>' in page.text
    assert f'<a href="#id_decision_{two}">R2: choose an answer</a>' in page.text
    assert not response_stages.stages_of(response)


def test_a_part_is_answered_on_its_own_or_stands_under_its_whole(responding):
    client, response = responding.client_of("support"), responding.opened()
    part = responding.rows["R2(a)"].pk
    typed = responding.typed("R1") | responding.typed("R2") | {f"decision_{part}": "rejected"}
    answer = shown_and_sent(client, at(response, "response_build"), do="submit", **typed)
    errors = client.get(answer.url).context["form"].errors
    assert errors == {f"reason_{part}": ["R2(a): say why it is not accepted"]}
    answer = shown_and_sent(
        client, at(response, "response_build"), do="submit", **{f"reason_{part}": "Too dear"}
    )
    assert answer.url == at(response)
    assert [row.stage for row in response_stages.stages_of(response)] == ["drafted"]


def test_accept_all_fills_rows_and_still_asks_for_owners_and_days(responding):
    client, response = responding.client_of("support"), responding.opened()
    answer = shown_and_sent(client, at(response, "response_build"), do="accept")
    page = client.get(answer.url).text
    assert "2 rows accepted. Each still needs its step" in page
    assert "<strong>2 of 2 answered.</strong> 2 answers lack something." in page


def test_whoever_comes_second_sees_both_texts_of_the_row_and_loses_nothing(responding):
    client, response = responding.client_of("support"), responding.opened()
    address = at(response, "response_build")
    shown = client.get(address)
    responding.fill(response, "R1", text="Theirs it is")
    typed = responding.typed("R1", text="Mine it is") | responding.typed("R2")
    answer = shown_and_sent(client, address, shown=shown, do="save", **typed)
    assert answer.status_code == 409
    assert "Somebody else changed 1 row first" in answer.text
    assert '<mark class="differ">Theirs</mark> it is' in answer.text
    assert '<mark class="differ">Mine</mark> it is' in answer.text
    assert [draft.text for draft in response.drafts.all()] == ["Theirs it is"]
    again = {"shown": answer, "do": "save"}
    keeps = {f"theirs_{responding.rows['R1'].pk}": "yes"}
    assert shown_and_sent(client, address, **again, **keeps).status_code == 303
    assert [draft.text for draft in response.drafts.all()] == ["Theirs it is", "We agree."]


def test_a_form_sent_twice_is_one_draft(responding):
    client, response = responding.client_of("support"), responding.opened()
    address = at(response, "response_build")
    shown = client.get(address)
    typed = {"shown": shown, "do": "save", **responding.typed("R1")}
    first, second = (shown_and_sent(client, address, **typed) for _ in range(2))
    assert first.url == second.url
    assert response.drafts.get().version == 1


def test_a_step_of_another_kind_of_date_is_added_and_taken_out(responding):
    client, response = responding.client_of("support"), responding.opened()
    answer = shown_and_sent(client, at(response, "response_build"), do="step R1")
    assert answer.url == at(response, "response_step", "R1")
    typed = {
        "text": "Keep them mended.",
        "owner": responding.owner.pk,
        "success_measure": "Fewer claims",
        "due_shape": "unending",
        "due_review_months": "6",
    }
    refused = client.post(
        answer.url, {"token": client.get(answer.url).context["token"], **typed, "owner": ""}
    )
    assert "Choose the post that owns it" in refused.text
    client.post(answer.url, {"token": client.get(answer.url).context["token"], **typed})
    step = DraftStep.objects.get()
    assert (step.text, step.due.review_months) == ("Keep them mended.", 6)
    page = client.get(answer.url)
    out = {"token": page.context["token"], "do": "out", "step": step.pk}
    client.post(answer.url, out)
    assert not DraftStep.objects.exists()


def test_each_clears_approves_and_records_in_turn(responding):
    response = responding.drafted()
    council = reverse("recommendations:home", args=[response.report.council.slug])
    home = responding.client_of("cabinet member").get
    assert "Responses that wait for you" not in home(council).text
    for who, page, typed in (
        ("director", "response_clear", {"deed": "on"}),
        ("cabinet member", "response_clear", {"deed": "on"}),
        ("clerk", "response_record", {"stage": "given", **day_typed("on", TODAY)}),
    ):
        client = responding.client_of(who)
        if who == "cabinet member":  # who has no page of work
            assert "Approve it: the full response" in home(council).text
        assert shown_and_sent(client, at(response, page), **typed).url == at(response)
    assert [row.stage for row in response_stages.stages_of(response)] == [
        "drafted",
        "cleared",
        "approved",
        "given",
    ]
    ahead = TODAY + timedelta(days=7)
    typed = {"stage": "decided", **day_typed("on", TODAY), **day_typed("in_force_on", ahead)}
    shown_and_sent(responding.client_of("clerk"), at(response, "response_record"), **typed)
    page = responding.client_of("member").get(at(response)).text
    assert "Decided, in force from" in page
    assert ahead.isoformat() in page
    assert "The director" in page


def test_who_is_out_of_turn_is_told_so(responding):
    response = responding.drafted()
    client = responding.client_of("cabinet member")
    assert "nothing here for you to decide" in client.get(at(response, "response_clear")).text
    answer = shown_and_sent(client, at(response, "response_clear"), deed="on")
    assert "It cannot be approved before it is cleared." in answer.text
    clerk = responding.client_of("clerk")
    typed = {"stage": "given", **day_typed("on", TODAY)}
    answer = shown_and_sent(clerk, at(response, "response_record"), **typed)
    assert "It cannot be given before it is approved." in answer.text
    assert responding.client_of("member").get(at(response, "response_clear")).status_code == 403


def test_only_what_can_come_next_is_offered(responding):
    response = responding.drafted(source="A letter")
    clerk, address = responding.client_of("clerk"), at(response, "response_record")
    given, decided = "It was given: this is", "It was decided, and comes"
    opened = clerk.get(address)
    assert (given in opened.text, decided in opened.text) == (True, False)
    typed = {"stage": "given", **day_typed("on", TODAY)}
    assert shown_and_sent(clerk, address, **typed).url == at(response)
    page = clerk.get(address).text
    assert (given in page, decided in page) == (False, True)
    colleague = responding.client_of("scrutiny officer")
    refused = shown_and_sent(colleague, address, **typed).text
    assert "already." in refused, "who had the page open before is told in words"
    withdrawn = {"stage": "withdrawn", **day_typed("on", TODAY)}
    assert shown_and_sent(clerk, address, **withdrawn).url == at(response)
    page = clerk.get(address).text
    assert "begin a new version." in page
    assert 'name="stage"' not in page


def test_a_director_sends_it_back_with_a_reason(responding):
    response = responding.drafted()
    client = responding.client_of("director")
    answer = shown_and_sent(client, at(response, "response_clear"), deed="back", why="")
    assert "Say what has to be changed" in answer.text
    shown_and_sent(client, at(response, "response_clear"), deed="back", why="R1 is too late")
    assert response_stages.stages_of(response) == []
    builder = responding.client_of("support")
    assert builder.get(at(response, "response_build")).status_code == 200


def test_a_decision_needs_the_day_it_is_in_force(responding):
    response = responding.drafted(source="A letter")
    clerk, address = responding.client_of("clerk"), at(response, "response_record")
    typed = {"stage": "decided", **day_typed("on", TODAY)}
    assert "Enter the day from which it is in force" in shown_and_sent(clerk, address, **typed).text
    before = day_typed("in_force_on", TODAY - timedelta(days=1))
    assert "before it was decided" in shown_and_sent(clerk, address, **typed, **before).text
    tomorrow = day_typed("on", TODAY + timedelta(days=1))
    answer = shown_and_sent(clerk, address, stage="given", **tomorrow)
    assert "has not come yet" in answer.text


def test_a_draft_is_read_by_those_who_take_it_on_and_nobody_else(responding):
    response = responding.opened()
    responding.fill(response, "R1", text="Still a secret")
    for who, reads in (
        *(("support", True), ("director", True), ("cabinet member", True)),
        *(("scrutiny officer", True), ("clerk", False), ("member", False), ("officer", False)),
    ):
        page = responding.client_of(who).get(at(response))
        assert (page.status_code, "Still a secret" in page.text) == (200, reads), who
    page = responding.client_of("member").get(responding.recommendation_page("R1"))
    assert "Still a secret" not in page.text


def test_what_changed_since_the_last_version_is_told_by_recommendation(responding):
    first = responding.drafted(source="A letter")
    clerk = responding.people["clerk"]
    response_stages.give(response=first, by=clerk, on=TODAY)
    client = responding.client_of("support")
    shown_and_sent(client, at(first, "response_version"))
    second = ExecutiveResponse.objects.get(version=2)
    responding.fill(
        second, "R1", decision="rejected", reason="Too dear", action="", owner_id=None, day=None,
        success_measure="",
    )  # fmt: skip
    changed = client.get(at(second)).context["changed"]
    assert [one.item.address for one in changed] == ["R1"]
    differs = {diff.label: (diff.was, diff.became) for diff in changed[0].differs}
    assert differs["Answer"] == ("Accepted", "Not accepted")
    assert differs["Why"] == ("", "Too dear")
    address = reverse(
        "recommendations:report", args=[responding.council.slug, responding.report.slug]
    )
    report = client.get(address).text
    assert "Version 1: what it says to each" in report, "a draft takes nothing's place"
    assert "Version 2 of the full response of Cabinet" in report
    submitted = shown_and_sent(client, at(second, "response_build"), do="submit")
    assert submitted.url == at(second)
    report = client.get(address).text
    assert "Version 2: what it says to each" in report
    assert "Version 1 of the full response of Cabinet" in report


def test_what_was_promised_goes_on_though_its_answer_was_corrected_since(responding):
    first = responding.drafted(source="A letter")
    response_stages.give(response=first, by=responding.people["clerk"], on=TODAY)
    by = responding.people["scrutiny officer"]
    for words in ("We agree to it.", "We agree to all of it."):
        wrong = responding.rows["R1"].answers.get(corrected_by=None)
        facts.correct_fact(row=wrong, by=by, why="A slip", text=words)
    client = responding.client_of("support")
    shown_and_sent(client, at(first, "response_version"))
    second = ExecutiveResponse.objects.get(version=2)
    asked = client.get(at(second, "response_build")).context["form"].asked
    promised = {row.address: [step.row.text for step in row.promised] for row in asked}
    assert promised == {"R1": ["Mend the roads."], "R2": ["Mend the roads."], "R2(a)": []}
    submitted = shown_and_sent(client, at(second, "response_build"), do="submit")
    assert submitted.url == at(second), "nothing has to be promised anew"


def test_a_response_is_given_its_paper_afterwards(responding):
    response = responding.drafted()
    client, page = responding.client_of("support"), at(response, "response_paper")
    assert page in client.get(at(response)).text
    shown = client.get(page)
    assert shown_and_sent(client, page, shown=shown, source="Minute 34").url == at(response)
    assert "Minute 34" in client.get(at(response)).text
    conflict = shown_and_sent(client, page, shown=client.get(page), source="x", follows="1")
    assert conflict.status_code == 409
    assert '<mark class="differ">Minute 34</mark>' in conflict.text
    assert shown_and_sent(client, page, shown=conflict, source="Minute 43").url == at(response)
    yesterday = {"stage": "given", **day_typed("on", TODAY - timedelta(days=1))}
    clerk = responding.client_of("clerk")
    assert shown_and_sent(clerk, at(response, "response_record"), **yesterday).url == at(response)
    refused = shown_and_sent(client, page, source=" ")
    assert refused.context["form"].errors == {
        "source": ["It was not approved here, but given by its paper: name one."]
    }
    assert shown_and_sent(client, page, source="N" * 301).status_code == 400
    audit = reverse("recommendations:audit", args=[responding.council.slug])
    told = responding.client_of("scrutiny officer").get(audit).text
    assert "Minute 34" in told
    assert "Minute 43" in told
    assert clerk.get(page).status_code == 403


def test_lines_are_set_right_beside_what_is_printed(responding):
    response = responding.opened(source="A letter")
    group = responses.add_group(response=response, words="All are accepted", count_claimed=2)
    line = responses.add_line(
        response=response, group=group, reference="R9", words="Mend the roads"
    )
    client, address = responding.client_of("support"), at(response, "response_lines")
    page = client.get(address)
    assert "The line printed “R9” is matched to no recommendation." in page.text
    rows = responding.rows
    typed = {
        f"match_{line.pk}": rows["R1"].pk,
        f"count_{group.pk}": "3",
        f"place_{rows['R2'].pk}": group.pk,
        f"place_{rows['R3'].pk}": group.pk,
        f"place_{rows['R1'].pk}": "",
    }
    answer = shown_and_sent(client, address, **typed)
    assert "Say why “R9” is about R1" in answer.text
    assert "Say why another number is right for “All are accepted”" in answer.text
    typed |= {f"note_{line.pk}": "The words are R1’s", f"why_{group.pk}": "Three are asked"}
    answer = shown_and_sent(client, address, **typed)
    assert answer.url == at(response)
    line.refresh_from_db()
    assert (line.reference, line.recommendation) == ("R9", rows["R1"])
    page = client.get(answer.url).text
    assert "Set right: 3, printed 2. Three are asked" in page
    assert "The words are R1’s" in page
    assert "Not printed: added for what the paper does not name." in page


def test_whoever_sets_lines_right_second_sees_both(responding):
    response = responding.opened()
    group = responses.add_group(response=response, words="All are accepted", count_claimed=2)
    client, address = responding.client_of("support"), at(response, "response_lines")
    shown = client.get(address)
    response_versions.set_lines_right(
        response=response,
        seen=response_versions.lines_of(response).version,
        by=responding.people["scrutiny officer"],
        matches={},
        counts={group.pk: (4, "Four")},
        places={},
    )
    typed = {f"count_{group.pk}": "3", f"why_{group.pk}": "Three"}
    answer = shown_and_sent(client, address, shown=shown, **typed)
    assert answer.status_code == 409
    assert '<mark class="differ">Four</mark>' in answer.text
    assert shown_and_sent(client, address, shown=answer, **typed).status_code == 303
    group.refresh_from_db()
    assert group.count_corrected == 3


def test_a_line_that_may_not_be_read_is_no_conflict(responding):
    response = responding.opened()
    group = responses.add_group(response=response, words="All are accepted", count_claimed=2)
    hidden = responding.rows["R2"]
    responses.add_line(
        response=response, group=group, reference="R2", words="In private", recommendation=hidden
    )
    classify(row=hidden, to="confidential", by=responding.people["clerk"], reason="A court order")
    client, address = responding.client_of("support"), at(response, "response_lines")
    assert "In private" not in client.get(address).text
    typed = {f"count_{group.pk}": "3", f"why_{group.pk}": "Three"}
    assert shown_and_sent(client, address, **typed).status_code == 303


@pytest.mark.parametrize("page", ["response", "response_build", "response_lines"])
def test_as_many_questions_for_many_rows_as_for_one(responding, page):
    response = responding.opened()
    responses.add_group(response=response, words="All are accepted", count_claimed=2)
    responding.fill(response, "R1")
    client = responding.client_of("support")

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(response, page)).status_code == 200
        return len(asked)

    few = questions()
    for row in add_many(responding.report, 12):
        responding.rows[row.address + " more"] = row
        responding.fill(response, row.address + " more")
    assert questions() == few


def test_answers_read_as_they_were_given(responding):
    response = responding.drafted(source="A letter")
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    page = responding.client_of("member").get(at(response)).text
    assert "What it says to each" in page
    assert "“We agree.”" in page
    assert "Measured by: No potholes" in page
    assert "Scrutiny’s own" in page
    assert Answer.objects.count() == 2


def test_a_response_waits_in_the_work_of_whose_turn_it_is(responding):
    def waits(who):
        page = responding.client_of(who).get(
            reverse("recommendations:my_work", args=[responding.council.slug])
        )
        return [waiting.deed for waiting in page.context["work"].responses]

    response = responding.opened()
    assert (waits("support"), waits("director"), waits("clerk")) == (["Build it"], [], [])
    responding.fill(response, "R1", "R2")
    shown_and_sent(responding.client_of("support"), at(response, "response_build"), do="submit")
    assert (waits("support"), waits("director"), waits("clerk")) == ([], ["Clear it"], [])
    response_stages.clear(response=response, by=responding.people["director"], on=TODAY)
    response_stages.approve(response=response, by=responding.people["cabinet member"], on=TODAY)
    assert (waits("director"), waits("clerk")) == ([], ["Record it as given"])
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    assert waits("clerk") == []


GIVEN = date(2024, 5, 14)
"""When the paper was given that is typed today."""


def test_what_a_paper_says_is_of_the_day_it_was_given_whenever_it_is_typed(responding):
    support, clerk = responding.client_of("support"), responding.client_of("clerk")
    opened = {"body": responding.cabinet.pk, "kind": "full", "words": ""}
    shown_and_sent(support, new_at(responding), **opened, source="Minute 34 of Cabinet")
    response = ExecutiveResponse.objects.get()
    typed = {**responding.typed("R1"), **responding.typed("R2")}
    shown_and_sent(support, at(response, "response_build"), do="submit", **typed)

    def recorded(stage, on, *, of=response, **more):
        typed = {"stage": stage, **day_typed("on", on), **more}
        return shown_and_sent(clerk, at(of, "response_record"), **typed)

    def answered(day):
        """Whether R1 is accepted in the report as at a day, and in the page promises a step."""
        report = reverse("reports:exception_report_json", args=[responding.council.slug])
        lines = clerk.get(report, day_typed("as_at", day)).json()["lines"]
        page = clerk.get(responding.recommendation_page("R1"), {"as_at": f"{day}"}).text
        return lines[0]["answer"], "Mend the roads." in page

    before = "1 March 2024: this response cannot be given before that."
    assert before in recorded("given", PUBLISHED - timedelta(days=1)).text
    assert "has not come yet" in recorded("given", TODAY + timedelta(days=1)).text
    assert Answer.objects.count() == 0
    assert recorded("given", GIVEN).url == at(response)
    assert [row.on for row in response_stages.stages_of(response)] == [GIVEN, GIVEN]
    assert answered(GIVEN - timedelta(days=1)) == ("Awaiting", False)
    assert answered(GIVEN) == ("Accepted", True)
    in_force = GIVEN + timedelta(days=8)
    assert (
        "before that"
        in recorded("decided", GIVEN - timedelta(days=1), **day_typed("in_force_on", in_force)).text
    )
    assert recorded("decided", GIVEN, **day_typed("in_force_on", in_force)).url == at(response)
    assert answered(in_force - timedelta(days=1)) == ("Awaiting", True)
    assert answered(in_force) == ("Accepted", True)

    shown_and_sent(support, at(response, "response_version"))
    second = ExecutiveResponse.objects.get(version=2)
    steps = {f"decision_{responding.rows['R1'].pk}": "accepted", "do": "submit"}
    assert shown_and_sent(support, at(second, "response_build"), **steps).url == at(second)
    refused = recorded("given", GIVEN - timedelta(days=1), of=second).text
    assert "Version 1 was given on 14 May 2024: this response cannot be given before" in refused
    assert recorded("given", GIVEN + timedelta(days=60), of=second).url == at(second)
    assert standings.differences(responding.council, today=TODAY) == []


def test_a_day_put_right_is_the_day_of_what_was_said(responding):
    response = responding.drafted(source="A letter")
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    given = response.stages.get(stage="given")
    facts.correct_fact(
        row=responding.rows["R1"].answers.get(), by=given.by, why="A slip", text="We do agree."
    )
    officer = responding.client_of("scrutiny officer")
    keys = [responding.council.slug, responding.report.slug, "R1", "stage", given.pk]
    page = reverse("recommendations:fact", args=keys)
    typed = {"deed": "correct", "why": "A slip", "stage": "given"}
    early = day_typed("on", PUBLISHED - timedelta(days=1))
    assert "this response cannot be given before" in send(officer, page, **typed, **early).text
    assert send(officer, page, **typed, **day_typed("on", GIVEN)).status_code == 303
    stages = response_stages.stages_of(response)
    assert [(row.stage, row.on) for row in stages] == [("drafted", GIVEN), ("given", GIVEN)]
    now = {"as_at": GIVEN, "known_at": timezone.now()}
    said = Answer.objects.filter(response=response).standing(**now)
    assert [row.on for row in said] == [GIVEN, GIVEN]
    assert {row.answer for row in Milestone.objects.standing(**now)} == set(said)
    assert standings.differences(responding.council, today=TODAY) == []


def test_no_version_is_put_after_the_one_that_took_its_place(responding):
    first = responding.drafted(source="A letter")
    clerk = responding.people["clerk"]
    response_stages.give(response=first, by=clerk, on=GIVEN)
    second = response_versions.begin_version(response=first, by=responding.people["support"])
    response_drafts.submit_draft(response=second, needed=[], by=clerk, on=TODAY)
    later = GIVEN + timedelta(days=60)
    response_stages.give(response=second, by=clerk, on=later)
    given = first.stages.get(stage="given")
    keys = [responding.council.slug, responding.report.slug, "R1", "stage", given.pk]
    officer = responding.client_of("scrutiny officer")
    page = reverse("recommendations:fact", args=keys)
    typed = {"deed": "correct", "why": "A slip", "stage": "given"}
    refused = send(officer, page, **typed, **day_typed("on", later + timedelta(days=1)))
    assert refused.context["form"].errors == {
        "on": ["Version 2 was given on 13 July 2024: this response cannot be given after that."]
    }
    assert send(officer, page, **typed, **day_typed("on", later)).status_code == 303


def test_what_was_not_given_after_all_is_its_draft_again(responding):
    response = responding.opened(source="A letter")
    support = responding.people["support"]
    responding.fill(response, "R1")
    responding.fill(
        response, "R2", decision="deferred", reason="Costs", action="", owner_id=None,
        success_measure="",
    )  # fmt: skip
    step = {"text": "Keep them mended.", "owner": responding.owner, "success_measure": "Claims"}
    due = Due(shape=Shape.UNENDING, review_months=6)
    number = responding.rows["R1"].pk
    response_drafts.add_step(response=response, recommendation=number, by=support, due=due, **step)

    def typed():
        return [
            (draft.typed, [(one.text, one.due) for one in draft.steps.all()])
            for draft in response.drafts.all()
        ]

    def answered(known_at):
        made = Recommendation.objects.filter(report=responding.report)
        stands = register(Viewer.member(responding.council), made, as_at=TODAY, known_at=known_at)
        item = stands.by_address["R1"]
        return item.answer and item.answer.text, [step.row.text for step in item.milestones]

    before, said = typed(), ("We agree.", ["Mend the roads.", "Keep them mended."])
    response_drafts.submit_draft(response=response, needed=[], by=support, on=TODAY)
    response_stages.give(response=response, by=responding.people["clerk"], on=GIVEN)
    known_at = timezone.now()
    assert answered(known_at) == said
    given = response.stages.get(stage="given")
    officer = responding.client_of("scrutiny officer")
    keys = [responding.council.slug, responding.report.slug, "R1", "stage", given.pk]
    page = reverse("recommendations:fact", args=keys)
    assert "what it said is its draft again" in officer.get(page).text
    done = milestones.complete(milestone=Milestone.objects.first(), by=support, on=TODAY)
    refused = send(officer, page, deed="take back", why="Not yet").text
    assert "Something is recorded on the steps promised to R1: take that back first." in refused
    facts.take_fact_back(row=done, by=support, why="Not yet")
    assert send(officer, page, deed="take back", why="Not yet").status_code == 303
    assert typed() == before
    assert answered(timezone.now()) == (None, [])
    assert answered(known_at) == said, "as it was known then"

    client, build = responding.client_of("support"), at(response, "response_build")
    assert build in client.get(at(response)).text
    other = {f"text_{number}": "We do agree.", "do": "submit"}
    assert shown_and_sent(client, build, **other).url == at(response)
    response_stages.give(response=response, by=responding.people["clerk"], on=GIVEN)
    assert answered(timezone.now()) == ("We do agree.", said[1])
    assert standings.differences(responding.council, today=TODAY) == []
