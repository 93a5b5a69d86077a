"""Whatever is written in a withheld row, or added to it, nobody else's page changes by a byte.

One world, and the same with other words in every row that is not open and with more said of the
recommendations that are withheld: each page and file of each person who may read none of it is the
same in both, counts, order and lengths included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from recommendations.models import Recommendation
from recommendations.models.clearance import Classification
from recommendations.rules.roles import Role
from recommendations.services import (
    positions,
    progress,
)
from tests.hostile import canaries
from tests.hostile.canaries import Canaries
from tests.hostile.place import Actor, Place, filled
from tests.world import CANARY

OF_ITS_OWN = re.compile(rb'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"')
"""Made anew each time a page is shown."""

OF_EACH = 1
SAID_OF = 6
WITHOUT_LEAVE = [f"{role} of the demo" for role in Role if role is not Role.CLERK]
"""A clerk without leave reads what a scrutiny officer without it does."""


@pytest.fixture
def _now() -> Iterator[None]:
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        yield


def addresses(place: Place) -> list[str]:
    """Some of each name in the demonstration's council; a PDF is made of the page it prints."""
    return [
        filled(name, keys)
        for name, known in sorted(place.known.items())
        if not name.endswith("_pdf")
        for keys in [one for one in known if one.get("council") == place.demo.slug][:OF_EACH]
    ]


def pages(place: Place, actor: Actor) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """What each address answers this person, save what is new in every answer."""
    client, found = actor.client(), {}
    for address in addresses(place):
        answer = client.get(address)
        said = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
        found[address] = answer.status_code, OF_ITS_OWN.sub(b"", answer.getvalue()), said
    return found


@contextmanager
def another_world(place: Place) -> Iterator[None]:
    """Other and longer words in each withheld row, and more said of what is withheld whole."""
    with transaction.atomic():
        words = Canaries([("", "")] * 10**6)  # other numbers, and longer
        canaries.plant(words, place.demo)
        hidden = Recommendation.objects.filter(council=place.demo, parent=None, parts=None)
        hidden = hidden.exclude(classification=Classification.OPEN.value)
        by, on = (
            place.called("scrutiny officer of the demo with Part 2 leave").user,
            timezone.localdate(),
        )
        for row in hidden[:SAID_OF]:
            progress.submit_update(
                recommendation=row, by=by, on=on, narrative=CANARY, outcome=CANARY, complete=True
            )
            positions.take_position(recommendation=row, status=CANARY, by=by, on=on)
        yield
        transaction.set_rollback(True)


def different(one: dict, other: dict) -> list[str]:
    return [address for address in one if one[address] != other[address]]


@pytest.mark.usefixtures("_now")
def test_nothing_that_is_withheld_shows_save_to_who_has_leave(place):
    with_leave = place.called("clerk of the demo with Part 2 leave")
    without = [place.called(name) for name in WITHOUT_LEAVE]
    here = {actor: pages(place, actor) for actor in (with_leave, *without)}
    with another_world(place):
        there = {actor: pages(place, actor) for actor in here}
    assert {actor.name: different(here[actor], there[actor]) for actor in without} == {
        actor.name: [] for actor in without
    }
    assert len(different(here[with_leave], there[with_leave])) > 5
