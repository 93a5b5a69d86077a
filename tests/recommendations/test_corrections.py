"""Putting words, milestones, notices and stages right, which is a scrutiny officer's."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from recommendations.models import (
    DateChange,
    Milestone,
    MilestoneDone,
    Notice,
    ProgressUpdate,
    Recommendation,
    ResponseStage,
    Viewer,
    Wording,
)
from recommendations.models.dated import Dated
from recommendations.reading.corrections import NOUNS
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import events, milestones, notices, progress, responses
from recommendations.services.facts import correct_fact, take_fact_back
from recommendations.services.standings import differences
from recommendations.services.wordings import word
from recommendations.templatetags.display import day
from tests.factories import EventFactory, PostFactory, RecommendationFactory
from tests.recommendations.acting import (
    TODAY,
    Acting,
    day_typed,
    hidden,
    hold,
    promised,
    send,
    whole,
)

EDITED = sorted(
    name for name, noun in NOUNS.items() if noun.needs is Permission.RECOMMENDATION_EDIT
)
SERVED = TODAY - timedelta(days=40)


def recorded(acting: Acting, noun: str, *, by: str = "scrutiny officer") -> Dated:
    """A fact of a noun that this person recorded today."""
    who = {"by": acting.people[by], "on": SERVED}
    report = acting.recommendation.report
    match noun:
        case "wording":
            text = "That the roads be mended."
            return word(recommendation=acting.recommendation, printing="amended", text=text, **who)
        case "notice":
            body = report.responses.get().body
            return notices.serve_notice(report=report, body=body, clock="28 days", **who)
        case "stage":
            response = report.responses.get()
            return responses.reach_stage(response=response, stage="decided", **who)
    return milestones.promise(
        recommendations=[acting.recommendation],
        text="Mend the bridges.",
        due=Due(shape=Shape.ON_A_DAY, day=TODAY + timedelta(days=50)),
        owner=acting.post,
        **who,
    )


CHANGES: dict[str, dict[str, Any]] = {
    "wording": {"text": "That all roads be mended."},
    "notice": {"clock": "two months"},
    "stage": {"stage": "withdrawn"},
    "milestone": {"text": "Mend all bridges."},
}


def typed(row: Dated, noun: str, **changes: Any) -> dict[str, Any]:
    """The whole form of a row, with some of it typed anew."""
    values: dict[str, Any] = {}
    for name in NOUNS[noun].columns:
        value = changes.get(name, getattr(row, name))
        value = value.day if isinstance(value, Due) else value
        if isinstance(value, date):
            values |= day_typed(name, value)
        elif value is not None and value is not False:
            values[name] = "on" if value is True else value
    return {"deed": "correct", "why": "The paper says otherwise", **values}


def corrected(acting: Acting, row: Dated, noun: str, **changes: Any) -> HttpResponse:
    page = acting.address("fact", noun, row.pk)
    return send(acting.client_of("scrutiny officer"), page, **typed(row, noun, **changes))


# Any of them


def test_these_are_the_four():
    assert EDITED == ["milestone", "notice", "stage", "wording"]


@pytest.mark.parametrize("noun", EDITED)
def test_both_stay_in_the_timeline_with_the_reason(acting, noun):
    wrong = recorded(acting, noun)
    assert corrected(acting, wrong, noun, **CHANGES[noun]).status_code == 303
    right = type(wrong)._default_manager.get(corrects=wrong)
    assert {name: getattr(right, name) for name in CHANGES[noun]} == CHANGES[noun]
    assert right.correction_reason == "The paper says otherwise"
    client = acting.client_of("scrutiny officer")
    page = client.get(acting.recommendation.get_absolute_url()).text
    assert f"<strong>Corrected</strong> on {day(TODAY)}: The paper says otherwise" in page
    assert f"/facts/{noun}/{right.pk}/" in page
    assert f"/facts/{noun}/{wrong.pk}/" not in page
    audit = client.get(acting.address("item_audit")).text
    assert f"Corrected {wrong.pk}" in audit
    assert differences(acting.council, today=TODAY) == []


@pytest.mark.parametrize("noun", EDITED)
def test_each_is_taken_back(acting, noun):
    wrong = recorded(acting, noun)
    page = acting.address("fact", noun, wrong.pk)
    client = acting.client_of("scrutiny officer")
    sent = {"deed": "take back", "why": "It is of another report"}
    assert send(client, page, **sent).status_code == 303
    assert type(wrong)._default_manager.get(corrects=wrong).takes_back
    assert "Taken back" in client.get(acting.recommendation.get_absolute_url()).text
    assert client.get(page).status_code == 404
    assert differences(acting.council, today=TODAY) == []


@pytest.mark.parametrize("noun", EDITED)
@pytest.mark.parametrize("who", ["officer", "deputy", "member", "clerk", "administrator"])
def test_nobody_else_puts_them_right_not_even_their_own(acting, noun, who):
    row = recorded(acting, noun, by=who)
    page = acting.address("fact", noun, row.pk)
    client = acting.client_of(who)
    sent = {"deed": "take back", "why": "It is mine"}
    assert (client.get(page).status_code, client.post(page, sent).status_code) == (403, 403)
    shown = client.get(acting.recommendation.get_absolute_url())
    assert f"/facts/{noun}/" not in shown.text
    assert not type(row)._default_manager.filter(corrects=row).exists()


@pytest.mark.parametrize("noun", EDITED)
def test_the_second_of_two_sees_both(acting, noun):
    wrong = recorded(acting, noun)
    page = acting.address("fact", noun, wrong.pk)
    client = acting.client_of("scrutiny officer")
    form = whole(client.get(page), typed(wrong, noun, **CHANGES[noun]))
    take_fact_back(row=wrong, by=acting.people["clerk"], why="First")
    conflict = client.post(page, form)
    assert conflict.status_code == 409
    assert hidden(conflict, "follows")
    assert type(wrong)._default_manager.filter(corrects=wrong).count() == 1


def test_a_form_sent_twice_is_one_correction(acting):
    wrong = recorded(acting, "wording")
    page = acting.address("fact", "wording", wrong.pk)
    client = acting.client_of("scrutiny officer")
    form = whole(client.get(page), typed(wrong, "wording", text="That all roads be mended."))
    assert [client.post(page, form).status_code for _ in range(3)] == [303, 303, 303]
    assert Wording.objects.filter(corrects__isnull=False).count() == 1


# Wording


def test_the_only_words_are_corrected_and_not_taken_back(acting):
    only = acting.recommendation.wordings.get()
    page = acting.address("fact", "wording", only.pk)
    client = acting.client_of("scrutiny officer")
    refused = send(client, page, deed="take back", why="A slip")
    assert (refused.status_code, "has to have words" in refused.text) == (400, True)
    assert corrected(acting, only, "wording", text="That the lanes be mended.").status_code == 303
    shown = client.get(acting.recommendation.get_absolute_url()).text
    assert "That the lanes be mended." in shown


# Notice and stage


def test_a_receipt_starts_the_clock(acting):
    notice = recorded(acting, "notice")
    received = {"report_received_on": SERVED, "notice_received_on": SERVED + timedelta(days=1)}
    assert corrected(acting, notice, "notice", **received).status_code == 303
    right = Notice.objects.get(corrects=notice)
    assert right.notice_received_on == SERVED + timedelta(days=1)


def test_a_stage_taken_back_takes_its_answers_from_force(acting):
    given = ResponseStage.objects.get(stage="given")
    assert acting.rating == "amber"
    page = acting.address("fact", "stage", given.pk)
    client = acting.client_of("scrutiny officer")
    assert send(client, page, deed="take back", why="Only drafted").status_code == 303
    assert acting.rating == "not rated"


@pytest.mark.parametrize(
    ("noun", "changes", "sentence"),
    [
        ("notice", {"report_received_on": TODAY + timedelta(days=1)}, "has not come yet"),
        ("notice", {"last_day": SERVED - timedelta(days=1)}, "before the notice was served"),
        ("stage", {"stage": "given", "in_force_on": TODAY}, "Only a decision comes into force"),
        (
            "stage",
            {"stage": "decided", "in_force_on": SERVED - timedelta(days=1)},
            "before it was decided",
        ),
        ("milestone", {"on": TODAY + timedelta(days=1)}, "has not come yet"),
        ("milestone", {"text": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_told_at_the_form(acting, noun, changes, sentence):
    row = recorded(acting, noun)
    answer = corrected(acting, row, noun, **changes)
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert not type(row)._default_manager.filter(corrects=row).exists()


def test_only_what_is_deferred_is_to_be_decided(acting):
    answer = acting.recommendation.answers.get()
    refused = corrected(acting, answer, "answer", decide_by=TODAY)
    assert (refused.status_code, "Only what is deferred" in refused.text) == (400, True)
    deferred = {"decision": "deferred", "decide_by": TODAY}
    assert corrected(acting, answer, "answer", **deferred).status_code == 303


def test_a_day_that_has_not_come_has_not_happened(acting):
    event = EventFactory(council=acting.council)
    promised(acting.recommendation, due=Due(shape=Shape.BEFORE, event=event.key), owner=acting.post)
    who = {"by": acting.people["clerk"], "on": TODAY}
    row = events.enter_day(event=event, kind="expected", day=TODAY + timedelta(days=9), **who)
    answer = corrected(acting, row, "event-day", kind="happened")
    assert (answer.status_code, "has not come yet" in answer.text) == (400, True)


# Milestone


def moved(acting: Acting, **changes: Any) -> Milestone:
    """The milestone of ``acting``, once corrected."""
    row = acting.milestone
    return correct_fact(row=row, by=acting.people["scrutiny officer"], why="A slip", **changes)


def test_its_correction_serves_the_same_recommendations(acting):
    other = RecommendationFactory(report=acting.recommendation.report, address="R2")
    step = milestones.promise(
        recommendations=[acting.recommendation, other],
        text="Mend both.",
        due=Due(),
        by=acting.people["clerk"],
        on=SERVED,
    )
    right = correct_fact(row=step, by=acting.people["clerk"], why="A slip", text="Mend all.")
    assert set(right.recommendations.all()) == {acting.recommendation, other}
    gone = take_fact_back(row=right, by=acting.people["clerk"], why="Another report")
    assert set(gone.recommendations.all()) == {acting.recommendation, other}


def test_what_befell_it_is_kept(acting):
    asked = acting.asked_for(days=60)
    right = moved(acting, text="Mend the roads and lanes.")
    milestones.decide_new_date(
        asked=asked, decision="granted", leave="By letter.", by=acting.people["clerk"], on=TODAY
    )
    assert acting.rating == "amber"
    again = correct_fact(row=right, by=acting.people["clerk"], why="Again", text="Mend.")
    page = acting.client_of("officer").get(acting.recommendation.get_absolute_url()).text
    assert "Moved once, by 70 days" in page
    assert f"milestone={again.pk}" in page
    progress.submit_update(
        recommendation=acting.recommendation,
        milestone=again,
        complete=True,
        by=acting.people["officer"],
        on=TODAY,
    )
    assert MilestoneDone.objects.get().milestone == acting.milestone
    assert ProgressUpdate.objects.get().milestone == acting.milestone
    page = acting.client_of("officer").get(acting.recommendation.get_absolute_url()).text
    assert f"Done {day(TODAY)}" in page
    assert differences(acting.council, today=TODAY) == []


def test_its_old_address_still_leads_to_it(acting):
    old = acting.address("new_date", acting.milestone.pk)
    right = moved(acting, text="Mend the lanes.")
    client = acting.client_of("officer")
    for page in (old, acting.address("new_date", right.pk)):
        assert "Mend the lanes." in client.get(page).text
    sent = {**day_typed("to_day", TODAY + timedelta(days=60)), "reason": "Rain."}
    assert send(client, old, **sent).status_code == 303
    decision = acting.address("new_date_decision", DateChange.objects.get().pk)
    assert acting.client_of("clerk").get(decision).status_code == 200
    assert (
        client.get(f"{acting.address('report_progress')}?milestone={right.pk}").status_code == 200
    )


def test_a_draft_on_it_is_found_again(acting):
    page = f"{acting.address('report_progress')}?milestone={acting.milestone.pk}"
    client = acting.client_of("officer")
    send(client, page, do="draft", narrative="Half of it is done.")
    right = moved(acting, text="Mend the lanes.")
    again = client.get(f"{acting.address('report_progress')}?milestone={right.pk}")
    assert "Half of it is done." in again.text


def test_both_original_dates_are_shown(acting):
    first = acting.milestone.original_due.day
    meant = TODAY + timedelta(days=20)
    assert corrected(acting, acting.milestone, "milestone", original_due=meant).status_code == 303
    right = Milestone.objects.get(corrects=acting.milestone)
    assert (right.original_due.day, acting.milestone.original_due.day) == (meant, first)
    assert acting.rating == "green"
    page = acting.client_of("member").get(acting.recommendation.get_absolute_url()).text
    story = page.replace("\N{NO-BREAK SPACE}", " ")
    assert f'{day(meant)}<span class="was">Corrected; recorded first as {day(first)}' in page
    assert f"Original date: {day_words(first)}" in story
    assert f"Original date: {day_words(meant)}" in story


def test_a_date_that_is_no_single_day_is_not_asked_for(acting):
    due = Due(shape=Shape.UNENDING, review_months=6, start=SERVED)
    step = promised(acting.recommendation, due=due, owner=acting.post)
    page = acting.address("fact", "milestone", step.pk)
    client = acting.client_of("scrutiny officer")
    assert 'name="original_due_day"' not in client.get(page).text
    sent = {"deed": "correct", "why": "A slip", "text": "Mend.", **day_typed("on", step.on)}
    assert send(client, page, **sent).status_code == 303
    assert Milestone.objects.get(corrects=step).original_due == due


def test_a_request_on_one_taken_back_waits_for_nobody(acting):
    acting.asked_for()
    client = acting.client_of("clerk")
    address = f"/{acting.council.slug}/my-work/"
    assert "/new-dates/" in client.get(address).text
    take_fact_back(row=acting.milestone, by=acting.people["clerk"], why="Twice there")
    assert "/new-dates/" not in client.get(address).text


def exempt(row: Recommendation) -> None:
    Recommendation.objects.filter(pk=row.pk).update(
        classification="exempt", exempt_paragraphs="2", public_interest="A child"
    )


def test_what_serves_a_hidden_recommendation_is_hidden_when_corrected(acting):
    right = moved(acting, text="Mend the lanes.")
    gone = take_fact_back(row=right, by=acting.people["clerk"], why="Twice there")
    member = Viewer.of(acting.people["member"], acting.council.slug, today=TODAY)
    assert set(Milestone.objects.visible_to(member)) == {acting.milestone, right, gone}
    exempt(acting.recommendation)
    assert not Milestone.objects.visible_to(member).exists()


def test_whose_milestone_is_taken_back_reads_no_more_than_before(acting):
    """To have promised a milestone opens an exempt recommendation; to have it no more does not."""
    post = PostFactory(council=acting.council)
    hold(post, acting.people["another officer"])
    step = promised(acting.recommendation, due=TODAY, owner=post)
    exempt(acting.recommendation)
    client = acting.client_of("another officer")
    page = acting.recommendation.get_absolute_url()
    assert client.get(page).status_code == 200
    take_fact_back(row=step, by=acting.people["clerk"], why="Another post's")
    assert client.get(page).status_code == 404
    assert page not in client.get(f"/{acting.council.slug}/my-work/").text


# A request for a new date


def test_a_request_that_is_decided_stays_as_it_was_decided(acting):
    asked = acting.asked_for()
    decided = milestones.decide_new_date(
        asked=asked, decision="granted", leave="By letter.", by=acting.people["clerk"], on=TODAY
    )
    client = acting.client_of("scrutiny officer")
    page = acting.address("fact", "new-date", asked.pk)
    refused = send(client, page, deed="take back", why="A slip")
    assert (refused.status_code, "is decided" in refused.text) == (400, True)
    take_fact_back(row=decided, by=acting.people["clerk"], why="Not that date")
    assert send(client, page, deed="take back", why="A slip").status_code == 303
