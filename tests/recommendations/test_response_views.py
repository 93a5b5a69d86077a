"""The pages of a response: opened, built on one page, cleared, recorded, and read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Answer, DraftAnswer, DraftStep, ExecutiveResponse
from recommendations.services import notices, response_stages, response_versions, responses
from recommendations.services.classification import classify
from tests.factories import add_many
from tests.recommendations.acting import day_typed
from tests.recommendations.responding import TODAY, at, new_at, shown_and_sent


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


@pytest.mark.any_database  # how often it asks is decided before
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
