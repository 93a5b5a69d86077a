"""A calendar of what one owes, read at an address that nobody guesses."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from recommendations.models import Remit, User
from recommendations.services import (
    calendars,
    classification,
    meetings,
    rounds,
)
from tests.recommendations.acting import TODAY


@pytest.fixture
def address(acting):
    officer = acting.people["officer"]
    calendars.begin_calendar(officer)
    return reverse("recommendations:calendar", args=[calendars.calendar_token(officer)])


def entries(address):
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    feed = Calendar.from_ical(answer.content)
    return {(str(event["summary"]), event["dtstart"].dt) for event in feed.walk("VEVENT")}


def test_it_tells_the_days_of_what_one_owes_and_no_word_of_it(acting, address):
    title = f"R1, {acting.recommendation.report.title}"
    assert entries(address) == {(title, acting.milestone.original_due.day)}
    assert b"its roads" not in Client().get(address).content.lower()


def test_it_tells_the_last_day_of_a_round(acting, address):
    Remit.objects.create(body=acting.committee, report=acting.recommendation.report)
    meeting = meetings.call_meeting(body=acting.committee, day=TODAY + timedelta(days=28))
    closes = TODAY + timedelta(days=14)
    rounds.plan_round(meeting=meeting, opens=TODAY, closes=closes)
    assert (f"Last day for 1 update: {meeting}", closes) in entries(address)


def test_what_is_not_open_to_all_is_left_out(acting, address):
    classification.classify(
        row=acting.recommendation,
        to="exempt",
        by=acting.people["clerk"],
        reason="It would name a child.",
        paragraphs="2",
        public_interest="It would name a child.",
    )
    assert entries(address) == set()


@pytest.mark.parametrize("guess", ["1", "1-0", "1-0:abc", "x" * 300, "%00"])
def test_an_address_is_not_guessed(acting, address, guess):
    assert Client().get(address.rsplit("/", 2)[0] + f"/{guess}/").status_code == 404


def test_another_address_or_none_ends_the_first(acting, address):
    client, page = acting.client_of("officer"), reverse("recommendations:calendar_address")
    assert address in client.get(page).text
    client.post(page)
    assert Client().get(address).status_code == 404
    other = reverse(
        "recommendations:calendar",
        args=[calendars.calendar_token(User.objects.get(pk=acting.people["officer"].pk))],
    )
    assert entries(other)
    client.post(page, {"do": "end"})
    assert Client().get(other).status_code == 404
    assert "It has no address yet" in client.get(page).text


def test_a_closed_account_has_no_calendar(acting, address):
    acting.people["officer"].is_active = False
    acting.people["officer"].save()
    assert Client().get(address).status_code == 404
