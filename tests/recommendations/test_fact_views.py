"""Correcting a fact, and taking it back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import EventDay, OccurrenceOutcome, Position, ProgressUpdate
from recommendations.models.dated import Dated
from recommendations.reading.corrections import NOUNS
from recommendations.services import (
    events,
    positions,
    progress,
)
from recommendations.services.change import Refused, recorded_at
from recommendations.services.facts import bears_on, correct_fact
from recommendations.templatetags.display import day
from tests.factories import EventFactory, RecommendationFactory
from tests.recommendations.acting import TODAY, Acting, day_typed, hidden, send, whole


def position(acting: Acting, *, by: str = "clerk", closes: str = "implemented") -> Position:
    return positions.take_position(
        recommendation=acting.recommendation,
        status="Achieved",
        closes=closes,
        resolution=acting.resolved(),
        by=acting.people[by],
        on=TODAY,
    )


def update(acting: Acting, *, by: str = "officer") -> ProgressUpdate:
    return progress.submit_update(
        recommendation=acting.recommendation,
        stated="amber",
        cause="Rain.",
        remedy="More gangs.",
        effect="Buses are late.",
        by=acting.people[by],
        on=TODAY,
    )


def test_a_correction_takes_its_place_and_the_timeline_shows_both(acting):
    wrong = position(acting)
    page = acting.address("fact", "position", wrong.pk)
    client = acting.client_of("scrutiny officer")
    typed = {"status": "Monitoring", "closes": "", **day_typed("on", TODAY)}
    assert send(client, page, deed="correct", why="A slip", **typed).status_code == 303
    right = Position.objects.get(corrects=wrong)
    assert (right.status, right.closes, right.resolution) == ("Monitoring", "", wrong.resolution)
    assert acting.rating == "amber"
    timeline = client.get(acting.recommendation.get_absolute_url()).text
    assert "The committee says: Achieved" in timeline
    assert "The committee says: Monitoring" in timeline
    assert f"<strong>Corrected</strong> on {day(TODAY)}: A slip" in timeline
    audit = client.get(acting.address("item_audit")).text
    assert "Why:</span> A slip" in audit
    assert "A slip" in client.get(acting.address("item_audit_csv")).content.decode()


@pytest.mark.parametrize("deed", ["correct", "take back"])
def test_what_is_wrong_with_it_has_to_be_said(acting, deed):
    row = position(acting)
    page = acting.address("fact", "position", row.pk)
    typed = {"deed": deed, "why": " ", "status": "Monitoring", **day_typed("on", TODAY)}
    answer = send(acting.client_of("scrutiny officer"), page, **typed)
    assert (answer.status_code, "Say what is wrong with it" in answer.text) == (400, True)
    with pytest.raises(Refused, match="Say why"):
        correct_fact(row=row, by=acting.people["clerk"], why="", status="Monitoring")
    assert not Position.objects.filter(corrects=row).exists()


def test_only_a_correction_has_a_reason_for_one(acting):
    row = position(acting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(
            recommendation=acting.recommendation,
            status="Monitoring",
            follows=row,
            by=acting.people["clerk"],
            on=TODAY,
            correction_reason="None is due",
        )


def test_what_is_taken_back_leaves_nothing_in_its_place(acting):
    wrong = position(acting)
    assert acting.rating == "closed"
    page = acting.address("fact", "position", wrong.pk)
    client = acting.client_of("scrutiny officer")
    assert send(client, page, deed="take back", why="Not minuted").status_code == 303
    assert acting.rating == "amber"
    assert "Taken back" in client.get(acting.recommendation.get_absolute_url()).text
    assert client.get(page).status_code == 404


def test_an_officer_takes_back_what_they_sent_themselves(acting):
    mine, theirs = update(acting), update(acting, by="deputy")
    client = acting.client_of("officer")
    page = acting.address("fact", "update", mine.pk)
    assert send(client, page, deed="take back", why="Too early").status_code == 303
    refused = client.post(acting.address("fact", "update", theirs.pk), {"deed": "take back"})
    assert refused.status_code == 403
    assert list(
        ProgressUpdate.objects.filter(takes_back=True).values_list("corrects", flat=True)
    ) == [mine.pk]


def test_an_officer_whose_post_has_ended_takes_nothing_back(acting):
    mine = update(acting)
    acting.people["officer"].holdings.all().delete()
    page = acting.address("fact", "update", mine.pk)
    assert acting.client_of("officer").get(page).status_code == 403


def test_a_clerk_corrects_their_own_on_the_same_day_only(acting):
    today = position(acting)
    assert (
        acting.client_of("clerk").get(acting.address("fact", "position", today.pk)).status_code
        == 200
    )
    with recorded_at(timezone.now() - timedelta(days=1)):
        before = update(acting, by="clerk")
    page = acting.address("fact", "update", before.pk)
    assert acting.client_of("clerk").get(page).status_code == 403
    by_another = update(acting)
    page = acting.address("fact", "update", by_another.pk)
    assert acting.client_of("clerk").get(page).status_code == 403


@pytest.mark.parametrize("who", ["member", "administrator"])
def test_nobody_else_corrects(acting, who):
    page = acting.address("fact", "position", position(acting).pk)
    assert acting.client_of(who).post(page, {"deed": "take back"}).status_code == 403


def test_a_correction_that_changes_nothing_is_not_one(acting):
    row = position(acting)
    typed = {"status": row.status, "closes": row.closes, **day_typed("on", row.on)}
    page = acting.address("fact", "position", row.pk)
    answer = send(acting.client_of("scrutiny officer"), page, deed="correct", why="A slip", **typed)
    assert (answer.status_code, "Nothing differs" in answer.text) == (400, True)


def test_amber_stays_explained_when_corrected(acting):
    row = update(acting)
    page = acting.address("fact", "update", row.pk)
    client = acting.client_of("officer")
    typed = {"deed": "correct", "why": "It is worse", "stated": "red"}
    typed |= {"cause": "", "remedy": "Gangs.", "effect": "Late."}
    answer = send(client, page, **typed)
    assert (answer.status_code, "need a cause" in answer.text) == (400, True)
    assert send(client, page, **{**typed, "cause": "Snow."}).status_code == 303
    right = ProgressUpdate.objects.get(corrects=row)
    assert (right.stated, right.cause, right.complete) == ("red", "Snow.", False)


def test_the_second_of_two_corrections_sees_both(acting):
    wrong = position(acting)
    page = acting.address("fact", "position", wrong.pk)
    client = acting.client_of("scrutiny officer")
    typed = {"deed": "correct", "why": "A slip", "closes": "", **day_typed("on", TODAY)}
    form = whole(client.get(page), {**typed, "status": "Progress not acceptable"})
    send(acting.client_of("clerk"), page, **{**typed, "status": "Acceptable progress"})

    conflict = client.post(page, form)
    assert conflict.status_code == 409
    assert "Acceptable" in conflict.text
    assert Position.objects.filter(corrects=wrong).count() == 1
    chosen = {name: hidden(conflict, name) for name in ("token", "follows", "conflict")}
    combined = {**typed, **chosen, "keep": "combined", "status": "Monitoring"}
    assert client.post(page, combined).status_code == 303
    theirs = Position.objects.get(corrects=wrong)
    assert Position.objects.get(corrects=theirs).status == "Monitoring"


def test_the_day_of_an_event_is_corrected_from_the_item_that_waits_for_it(acting):
    from recommendations.rules.due import Due, Shape
    from tests.recommendations.acting import promised

    event = EventFactory(council=acting.council)
    promised(acting.recommendation, due=Due(shape=Shape.BEFORE, event=event.key), owner=acting.post)
    row = events.enter_day(
        event=event, kind="expected", day=TODAY, by=acting.people["clerk"], on=TODAY, source="Web"
    )
    page = acting.address("fact", "event-day", row.pk)
    assert (
        send(acting.client_of("clerk"), page, deed="take back", why="A rumour").status_code == 303
    )
    assert EventDay.objects.filter(takes_back=True, corrects=row).exists()


@pytest.mark.parametrize("noun", ["update", "evidence", "user"])
def test_a_fact_of_another_noun_or_item_is_not_found(acting, noun):
    row = position(acting)
    client = acting.client_of("scrutiny officer")
    assert client.get(acting.address("fact", noun, row.pk)).status_code == 404
    RecommendationFactory(report=acting.recommendation.report, address="R2")
    assert client.get(acting.address("fact", "position", row.pk, of="R2")).status_code == 404


def test_every_noun_that_may_be_corrected_says_what_it_bears_on():
    from_base = bears_on.dispatch(Dated)
    assert [
        name for name, noun in NOUNS.items() if bears_on.dispatch(noun.model) is from_base
    ] == []


def test_every_column_that_may_be_corrected_is_one():
    for noun in NOUNS.values():
        names = {field.name for field in noun.model._meta.concrete_fields}
        assert set(noun.columns) <= names
    assert "outcome" in {field.name for field in OccurrenceOutcome._meta.concrete_fields}
