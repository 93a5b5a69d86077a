"""What a recommendation waits for."""

import pytest
from django.utils import timezone

from recommendations.models import Condition, Event
from tests.factories import PUBLISHED
from tests.recommendations.acting import day_typed, send
from tests.recommendations.entering import at

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_it_sleeps_until_an_event_that_is_named_first(client, made, scrutiny):
    council = made.council.slug
    assert "Name an event" in client.get(f"/{council}/events/").text
    named = send(client, f"/{council}/events/new/", name="New")
    assert named.url == f"/{council}/events/new-2/"
    again = send(client, f"/{council}/events/new/", name="new")
    assert "An event of this name is there already" in again.text
    waits = {"event": Event.objects.get().pk, "words": "once new", **day_typed("on", PUBLISHED)}
    assert send(client, at(made, "condition_new"), **waits).status_code == 303
    assert "Dormant until it has happened" in client.get(named.url).text
    page = client.get(made.get_absolute_url()).text
    assert "New: “once new”" in page
    twice = send(client, at(made, "condition_new"), **waits)
    assert "waits for this event already" in twice.text
    fact = at(made, "fact", "condition", Condition.objects.get().pk)
    assert fact in page
    assert send(client, fact, deed="take back", why="A slip").status_code == 303
    assert "Dormant until" not in client.get(named.url).text
