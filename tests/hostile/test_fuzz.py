"""10,000 hostile requests, in chunks that tell themselves: 5,000 of them on each database.

What is asked on one is not asked on the other. `bin/reliability` asks 100,000 on each.
"""

import pytest
from django.db import connection

from tests.hostile.fuzzing import Figures, Fuzz
from tests.hostile.place import Place

CHUNKS = 17
OF_EACH = 250
OF_BREADTH = 750
"""Enough for every kind of page and of answer to be among them."""


def asked_of(place: Place, *, seed: str, requests: int) -> Figures:
    """What came of requests that nothing may be found in."""
    figures = Fuzz(place, seed=f"{connection.vendor}-{seed}").run(requests)
    assert not figures.found, "\n".join(figures.found)
    assert figures.requests >= requests
    return figures


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_hostile_request_breaks_anything(place, chunk):
    asked_of(place, seed=f"chunk-{chunk}", requests=OF_EACH)


def test_every_page_is_asked_and_forms_are_carried_out(place):
    """A fuzz that is turned away at every door would find nothing either."""
    figures = asked_of(place, seed="breadth", requests=OF_BREADTH)
    asked = set(figures.asked)
    ours = {name for name in place.known if not name.startswith("admin:")}
    assert len(asked & ours) > 0.8 * len(ours)
    assert asked - ours
    assert figures.statuses["POST 303"] >= 5
    assert figures.statuses["POST 400"] >= 10
    assert figures.handed_over[303]
    assert figures.handed_over[400] > figures.handed_over[303]
    assert {code for told in figures.statuses for code in told.split()[1:]} >= {
        *("200", "302", "303", "400", "403", "404", "405"),
    }


def test_a_scenario_is_told_again_by_its_seed_and_number(place):
    first = Fuzz(place, seed="again").run(1, begin=7)
    second = Fuzz(place, seed="again").run(1, begin=7)
    assert (first.asked, first.statuses) == (second.asked, second.statuses)


def test_there_is_a_canary_in_every_kind_of_row_that_has_words(place):
    planted = {where.split(".")[0].rstrip("0123456789 ") for group, where in place.canaries.planted}
    assert planted >= {
        *("Answer", "DateChange", "Milestone", "Position", "ProgressUpdate", "Recommendation"),
        *("AgendaItem", "Resolution", "Wording", "Evidence's file of"),
    }
    councils = {group.council for group, _ in place.canaries.planted}
    assert councils == {place.demo.slug, place.other.slug}


def test_who_has_leave_meets_the_canaries(place):
    """Else their absence from other people's pages would say nothing."""
    reader = place.called("scrutiny officer of the demo with Part 2 leave")
    page = reader.client().get(f"/{place.demo.slug}/exception-report/").text
    assert place.canaries.met(page, but=frozenset())
    assert not place.canaries.met(page, but=reader.may_read)
