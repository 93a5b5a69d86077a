"""The paper that a response was given by, and the day of what it says."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from recommendations.models import Answer, ExecutiveResponse, Milestone
from recommendations.services import facts, response_stages, standings
from tests.factories import PUBLISHED
from tests.recommendations.acting import day_typed, send
from tests.recommendations.responding import GIVEN, TODAY, at, new_at, shown_and_sent


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
