"""A response that takes the place of an earlier one."""

from datetime import timedelta

from django.urls import reverse

from recommendations.models import ExecutiveResponse
from recommendations.services import facts, response_drafts, response_stages, response_versions
from tests.recommendations.acting import day_typed, send
from tests.recommendations.responding import GIVEN, TODAY, at, shown_and_sent


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
