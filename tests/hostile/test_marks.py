"""What is read for a page is marked as the one condition of who may see it would have it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from recommendations.models import (
    Answer,
    Council,
    DateChange,
    Milestone,
    Position,
    ProgressUpdate,
    Recommendation,
    Resolution,
    Viewer,
)
from recommendations.standing import marking
from recommendations.standing.rows import Rows, read

BY_NOUN = {
    Answer: "answers",
    DateChange: "changes",
    Milestone: "milestones",
    Position: "positions",
    ProgressUpdate: "updates",
    Resolution: "resolutions",
}


def of_noun(rows: Rows, noun: Any) -> Iterator[Any]:
    for group in getattr(rows, BY_NOUN[noun]).values():
        yield from group
    for (model, _), group in rows.taken_back.items():
        yield from group if model is noun else ()


def differing(council: Council, viewer: Viewer) -> dict[str, set[int]]:
    """The rows of each noun that are marked otherwise than ``visible_to`` says."""
    rows = read(
        council,
        Recommendation.objects.filter(council=council),
        viewer=viewer,
        as_at=date.max,
        known_at=timezone.now(),
    )
    every: dict[Any, list[Any]] = {Recommendation: rows.recommendations}
    every |= {noun: list(of_noun(rows, noun)) for noun in BY_NOUN}
    assert all(every.values())
    found = {}
    for noun, told in every.items():
        seen = noun.objects.visible_to(viewer).filter(pk__in=[row.pk for row in told])
        marked = {row.pk for row in told if row.may_be_seen}
        found[noun.__name__] = marked ^ set(seen.order_by().values_list("pk", flat=True))
    return {name: rows for name, rows in found.items() if rows}


def viewers_of(place: Any, today: date) -> list[Viewer]:
    viewers = [
        viewer
        for actor in place.actors
        if actor.council == place.demo.slug and actor.user
        if (viewer := Viewer.of(actor.user, actor.council, today=today))
        and viewer.reads_the_register
    ]
    assert len(viewers) > 4
    return [*viewers, Viewer.member(place.demo)]


def test_each_row_is_marked_as_it_is_seen(place, today):
    viewers = viewers_of(place, today)
    assert {viewer: differing(place.demo, viewer) for viewer in viewers} == {
        viewer: {} for viewer in viewers
    }


@pytest.mark.parametrize("blinded", ["withheld", "OPEN"])
def test_a_mark_that_is_set_carelessly_is_found(place, monkeypatch, today, blinded):
    careless = {"withheld": lambda milestones: set(), "OPEN": "exempt"}[blinded]
    monkeypatch.setattr(marking, blinded, careless)
    assert differing(place.demo, Viewer.member(place.demo))
