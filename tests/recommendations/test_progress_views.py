"""Reporting progress: compulsory words, drafts, sending once, taking back, accepting."""

from datetime import timedelta
from itertools import islice

import pytest
from django.urls import reverse

from recommendations.models import (
    Evidence,
    MilestoneDone,
    OccurrenceOutcome,
    Ownership,
    ProgressUpdate,
    RatingAcceptance,
)
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import milestones, progress
from recommendations.services.classification import classify
from tests.factories import (
    BodyFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    WordingFactory,
)
from tests.recommendations.acting import TODAY, Acting, hidden, hold, promised, send, whole

AMBER = {
    "far": "in progress",
    "stated": "amber",
    "cause": "Rain.",
    "remedy": "More gangs.",
    "effect": "Buses are late.",
    "do": "send",
}


@pytest.fixture
def page(acting: Acting) -> str:
    return acting.address("report_progress")


def test_the_record_is_shown_with_its_reason(acting, page):
    text = acting.client_of("officer").get(page).text
    assert "Overdue by 10 days" in text
    assert "Amber" in text


@pytest.mark.parametrize("who", ["officer", "deputy", "scrutiny officer"])
def test_whoever_acts_for_a_post_that_owns_it_reports(acting, page, who):
    sent = send(acting.client_of(who), page, **AMBER)
    assert (sent.status_code, sent.url) == (303, acting.recommendation.get_absolute_url())
    update = ProgressUpdate.objects.get()
    assert (update.stated, update.cause, update.post) == ("amber", "Rain.", acting.post)
    assert (update.by, update.on) == (acting.people[who], TODAY)


@pytest.mark.parametrize("who", ["another officer", "member", "clerk", "administrator"])
def test_nobody_else_does(acting, page, who):
    client = acting.client_of(who)
    assert client.get(page).status_code == 403
    assert client.post(page, AMBER).status_code == 403
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("stated", ["amber", "red"])
def test_amber_and_red_need_cause_remedy_and_effect(acting, page, stated):
    typed = {**AMBER, "stated": stated, "remedy": " ", "effect": ""}
    answer = send(acting.client_of("officer"), page, **typed)
    assert answer.status_code == 400
    assert "Say what is being done about it" in answer.text
    assert "Say what the delay means for people" in answer.text
    assert "Rain." in answer.text
    assert not ProgressUpdate.objects.exists()


def test_better_than_the_record_needs_a_reason(acting, page):
    client = acting.client_of("officer")
    green = {"far": "in progress", "stated": "green"}
    answer = send(client, page, **green)
    assert (answer.status_code, "Say why you rate it better than amber" in answer.text) == (
        400,
        True,
    )
    assert send(client, page, **green, why_differs="Done but unsigned.").status_code == 303
    assert ProgressUpdate.objects.get().why_differs == "Done but unsigned."


def test_as_bad_as_the_record_needs_none(acting, page):
    assert send(acting.client_of("officer"), page, **AMBER).status_code == 303


def test_a_rating_has_to_be_stated_unless_it_is_complete(acting, page):
    client = acting.client_of("officer")
    assert "Say how you rate it" in send(client, page, far="in progress").text
    assert "Say what has changed for people" in send(client, page, far="complete").text
    assert send(client, page, far="complete", outcome="Roads are dry.").status_code == 303
    update = ProgressUpdate.objects.get()
    assert (update.complete, update.outcome) == (True, "Roads are dry.")


def test_evidence_is_an_address_and_what_it_shows(acting, page):
    client = acting.client_of("officer")
    slips = {
        "http://example.org/minutes": "begins with https://",
        "javascript:alert(1)": "begins with https://",
        "": "Enter the address of the evidence",
    }
    for address, sentence in slips.items():
        answer = send(client, page, **AMBER, draft_address=address, draft_shows="The minutes")
        assert (answer.status_code, sentence in answer.text) == (400, True)
    address = "https://example.org/minutes"
    assert "Say what the evidence shows" in send(client, page, **AMBER, draft_address=address).text
    assert (
        send(client, page, **AMBER, draft_address=address, draft_shows="Minutes").status_code == 303
    )
    evidence = Evidence.objects.get()
    assert (evidence.address, evidence.shows) == (address, "Minutes")
    assert evidence.update == ProgressUpdate.objects.get()


def test_a_draft_may_be_anything_and_counts_for_nothing(acting, page):
    client = acting.client_of("officer")
    typed = {"stated": "red", "cause": "Ra", "draft_address": "www.example", "do": "draft"}
    assert send(client, page, **typed).status_code == 303
    draft = ProgressUpdate.objects.get()
    assert (draft.state, draft.stated, draft.cause) == ("draft", "red", "Ra")
    assert acting.rating == "amber"
    again = client.get(page).text
    assert ">\nRa</textarea>" in again
    assert 'value="www.example"' in again
    assert "You saved this draft" in again


def test_a_draft_is_seen_by_whoever_typed_it_alone(acting, page):
    send(acting.client_of("officer"), page, cause="A secret", do="draft")
    assert "A secret" not in acting.client_of("deputy").get(page).text
    recommendation = acting.recommendation.get_absolute_url()
    assert "A secret" not in acting.client_of("scrutiny officer").get(recommendation).text


def test_to_send_it_ends_the_draft(acting, page):
    client = acting.client_of("officer")
    send(client, page, cause="Ra", do="draft")
    send(client, page, **AMBER)
    assert [row.state for row in ProgressUpdate.objects.all()] == ["submitted"]


def test_the_same_form_sent_twice_is_one_update(acting, page):
    client = acting.client_of("officer")
    form = whole(client.get(page), AMBER)
    answers = [client.post(page, form) for _ in range(3)]
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (303, acting.recommendation.get_absolute_url())
    ] * 3
    assert ProgressUpdate.objects.count() == 1


def test_a_token_is_good_for_its_person_and_its_page_alone(acting, page):
    another = RecommendationFactory(report=acting.recommendation.report, address="R2")
    WordingFactory(recommendation=another)
    Ownership.objects.create(recommendation=another, post=acting.post)
    other = acting.address("report_progress", of="R2")
    theirs = hidden(acting.client_of("deputy").get(page), "token")
    elsewhere = hidden(acting.client_of("officer").get(other), "token")
    client = acting.client_of("officer")
    for token in (theirs, elsewhere, "", "made up"):
        answer = client.post(page, {**AMBER, "token": token, "follows": ""})
        assert answer.status_code == 400
        assert "Rain." in answer.text
    assert not ProgressUpdate.objects.exists()


def test_a_milestone_reported_done_is_done_and_taken_back_it_is_not(acting, page):
    client = acting.client_of("officer")
    of_milestone = f"{page}?milestone={acting.milestone.pk}"
    assert "Mend the roads." in client.get(of_milestone).text
    assert send(client, of_milestone, far="complete", stated="green").status_code == 303
    assert MilestoneDone.objects.get().on == TODAY
    assert client.get(of_milestone).status_code == 404
    update = ProgressUpdate.objects.get()
    send(client, acting.address("fact", "update", update.pk), deed="take back", why="A slip.")
    assert acting.rating == "amber"
    assert client.get(of_milestone).status_code == 200
    assert MilestoneDone.objects.filter(takes_back=True).count() == 1


def test_an_occurrence_is_reported_by_the_day_it_was_due(acting, page):
    start = TODAY - timedelta(days=100)
    due = Due(shape=Shape.RECURRING, n=1, unit=Unit.MONTHS, start=start)
    inspection = promised(acting.recommendation, due=due, owner=acting.post, text="Inspect it.")
    client = acting.client_of("officer")
    at = f"{page}?milestone={inspection.pk}"
    first, second = islice(due.occurrences(), 2)
    assert client.get(f"{at}&occurrence=2024-01-01").status_code == 404
    done = {"far": "complete", "stated": "green"}
    assert send(client, f"{at}&occurrence={second.isoformat()}", **done).status_code == 303
    outcome = OccurrenceOutcome.objects.get()
    assert (outcome.due, outcome.outcome) == (second, "done")
    of_first = client.get(at).url
    assert of_first == f"{at}&occurrence={first.isoformat()}"
    shown, other = client.get(of_first), acting.client_of("deputy").get(of_first)
    assert client.post(of_first, whole(shown, done)).status_code == 303
    assert set(OccurrenceOutcome.objects.values_list("due", flat=True)) == {first, second}
    late = acting.client_of("deputy").post(
        of_first, whole(other, {**done, "narrative": "Inspected, with a camera."})
    )
    assert late.status_code == 409, "it does not go to the next one"
    assert "Inspected, with a camera." in late.text
    assert OccurrenceOutcome.objects.count() == 2


def test_whoever_was_typing_of_what_is_done_meanwhile_loses_nothing(acting, page):
    of_milestone = f"{page}?milestone={acting.milestone.pk}"
    client = acting.client_of("officer")
    shown = client.get(of_milestone)
    milestones.complete(milestone=acting.milestone, by=acting.people["clerk"], on=TODAY)
    late = client.post(of_milestone, whole(shown, {**AMBER, "do": "send"}))
    assert late.status_code == 400
    said = " ".join(late.text.split())
    assert "recorded meanwhile that “Mend the roads.” was done on" in said
    assert "Rain." in late.text
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("question", ["milestone=x", "milestone=9999", "occurrence=2024-01-01"])
def test_what_is_not_there_is_not_found(acting, page, question):
    assert acting.client_of("officer").get(f"{page}?{question}").status_code == 404


def test_the_owner_of_a_milestone_reports_on_it_and_not_on_the_whole(acting, page):
    hold(elsewhere := PostFactory(council=acting.council), acting.people["another officer"])
    theirs = promised(acting.recommendation, due=TODAY, owner=elsewhere)
    client = acting.client_of("another officer")
    assert client.get(page).status_code == 403
    assert client.get(f"{page}?milestone={acting.milestone.pk}").status_code == 403
    assert send(client, f"{page}?milestone={theirs.pk}", **AMBER).status_code == 303
    assert ProgressUpdate.objects.get().post == elsewhere


def test_a_milestone_of_a_part_opens_where_my_work_leads(acting):
    part = RecommendationFactory(
        report=acting.recommendation.report,
        address="R1(a)",
        parent=acting.recommendation,
        part_kind="listed",
    )
    WordingFactory(recommendation=part)
    step = promised(part, due=TODAY, owner=acting.post)
    client = acting.client_of("officer")
    listed = client.get(reverse("recommendations:my_work", args=[acting.council.slug])).text
    to_report = f"{acting.address('report_progress', of='R1(a)')}?milestone={step.pk}"
    to_move = acting.address("new_date", step.pk, of="R1(a)")
    for led_to in (to_report, to_move):
        assert f'href="{led_to}"' in listed
        assert client.get(led_to).status_code == 200
    asked = client.get(part.get_absolute_url()).text
    assert f'href="{to_move}"' in asked


def test_scrutiny_reports_for_a_partner_that_does_not_sign_in(acting, page):
    partner = BodyFactory(council=acting.council, kind="partner", name="The Police")
    Ownership.objects.create(recommendation=acting.recommendation, body=partner, share="joint")
    client = acting.client_of("scrutiny officer")
    assert "Say for whom you report" in send(client, page, **AMBER).text
    assert send(client, page, **AMBER, for_whom=f"body {partner.pk}").status_code == 303
    assert ProgressUpdate.objects.get().body == partner
    assert send(client, page, **AMBER, for_whom="body 99999").status_code == 400


def test_an_officer_reports_for_the_posts_they_hold_alone(acting, page):
    other = PostFactory(council=acting.council)
    Ownership.objects.create(recommendation=acting.recommendation, post=other, share="joint")
    text = acting.client_of("officer").get(page).text
    assert "For whom do you report?" not in text
    assert send(acting.client_of("officer"), page, **AMBER, for_whom=f"post {other.pk}").url
    assert ProgressUpdate.objects.get().post == acting.post


def test_rights_of_two_roles_do_not_add_up(acting, page):
    """A clerk acts on all they see, an officer on what they own: one who is both, on that alone."""
    MembershipFactory(user=acting.people["clerk"], council=acting.council, role=Role.OFFICER.value)
    assert acting.client_of("clerk").get(page).status_code == 403
    assert acting.client_of("clerk").get(acting.address("position")).status_code == 200


def test_a_post_that_ends_ends_the_right_at_the_next_page(acting, page):
    client = acting.client_of("officer")
    form = whole(client.get(page), AMBER)
    holding = acting.people["officer"].holdings.get()
    holding.until = TODAY - timedelta(days=1)
    holding.save()
    assert client.post(page, form).status_code == 403
    assert not ProgressUpdate.objects.exists()


def test_what_is_not_typed_here_is_ignored(acting, page):
    forged = {"classification": "exempt", "state": "draft", "on": "2020-01-01", "by": "1"}
    send(acting.client_of("officer"), page, **AMBER, **forged)
    update = ProgressUpdate.objects.get()
    assert (update.classification, update.state, update.on) == ("open", "submitted", TODAY)
    assert update.by == acting.people["officer"]


def better(acting: Acting) -> ProgressUpdate:
    return progress.submit_update(
        recommendation=acting.recommendation,
        stated="green",
        why_differs="Done but unsigned.",
        post=acting.post,
        by=acting.people["officer"],
        on=TODAY,
    )


def test_scrutiny_accepts_a_better_rating_with_a_reason(acting):
    update = better(acting)
    assert acting.rating == "amber"
    page = acting.address("accept_rating", update.pk)
    client = acting.client_of("scrutiny officer")
    assert "Accept the officer’s green" in client.get(acting.recommendation.get_absolute_url()).text
    assert send(client, page, reason=" ").status_code == 400
    assert send(client, page, reason="We have seen it.").status_code == 303
    assert RatingAcceptance.objects.get().reason == "We have seen it."
    assert acting.rating == "green"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("who", ["officer", "member", "clerk", "administrator"])
def test_nobody_else_accepts_it(acting, who):
    page = acting.address("accept_rating", better(acting).pk)
    assert acting.client_of(who).post(page, {"reason": "Because."}).status_code == 403
    assert not RatingAcceptance.objects.exists()


def test_only_the_newest_update_that_says_better_can_be_accepted(acting):
    first = better(acting)
    progress.submit_update(
        recommendation=acting.recommendation, by=acting.people["officer"], on=TODAY, narrative="So."
    )
    page = acting.address("accept_rating", first.pk)
    assert acting.client_of("scrutiny officer").get(page).status_code == 404


def test_an_exempt_item_is_not_there_for_scrutiny_without_a_grant(acting, page):
    classify(
        row=acting.recommendation,
        to="exempt",
        by=acting.people["clerk"],
        reason="Personal",
        paragraphs="1",
        public_interest="A person could be known by it.",
    )
    assert acting.client_of("officer").get(page).status_code == 200
    for who in ("scrutiny officer", "another officer", "clerk"):
        assert acting.client_of(who).get(page).status_code in (403, 404)
    assert acting.client_of("scrutiny officer").get(page).status_code == 404
