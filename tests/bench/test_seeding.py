"""What is seeded in bulk is what the services would have written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Recommendation, ScrutinyReport, Standing
from tests.bench import copying, writing
from tests.bench.councils import Founded, found
from tests.bench.writing import write_report

pytestmark = pytest.mark.django_db

NUMBERED = re.compile(r'(?:href|id|for|aria-\w+)="[^"]*"|\d+:\d\d[ap]m')
REPORTS, SIZE, COPIES = (1, 2, 3), 12, 2


@pytest.fixture
def place(monkeypatch) -> Founded:
    monkeypatch.setattr(writing, "EXEMPT", 0.3)  # a few rows have to hold some too
    return found("Benchshire Council", today=timezone.localdate())


def by_services(place: Founded, *, copies: int) -> None:
    for copy in range(copies + 1):
        for number in REPORTS:
            write_report(place, number, size=SIZE, copy=copy)


def in_bulk(place: Founded) -> None:
    by_services(place, copies=0)
    copying.copy(copying.pattern(), first=1, last=COPIES)


class Undone(Exception):
    """Takes back what was written only to be looked at."""


def looked_at(write: Any, look: Any) -> Any:
    """What is to be seen once something is written, which is then taken back."""
    seen: list[Any] = []
    try:
        with transaction.atomic():
            write()
            seen.append(look())
            raise Undone
    except Undone:
        return seen[0]


def facts() -> dict[str, Counter[tuple[Any, ...]]]:
    """Every row of every copied table, numbers replaced by what place they have in theirs."""
    places = {
        model: {pk: place for place, pk in enumerate(numbers_of(model))} for model in copying.COPIED
    }
    return {model._meta.label: Counter(rows_of(model, places)) for model in copying.COPIED}


def numbers_of(model: type[Model]) -> QuerySet[Any, int]:
    return model._default_manager.order_by("pk").values_list("pk", flat=True)


def rows_of(
    model: type[Model], places: dict[type[Model], dict[int, int]]
) -> Iterator[tuple[Any, ...]]:
    of_history = {one.history.model: one for one in places if hasattr(one, "history")}
    for row in model._default_manager.all():
        said = []
        for field in model._meta.concrete_fields:
            value = getattr(row, field.attname)
            target = field.related_model
            if field.primary_key:
                continue
            if copying.names_a_row(field):
                target = of_history.get(model, Recommendation)
            if target in places and value is not None:
                value = places[target][value]
            if model is Standing and field.name in copying.REPORT_STANDS_AT:
                before = copying.REPORT_STANDS_AT[field.name]
                number = places[ScrutinyReport][int(value[before : before + 12])]
                value = (value[:before], number, value[before + 12 :])
            said.append(repr(value))
        yield tuple(said)


def test_every_row_is_the_one_that_the_services_write(place):
    expected = looked_at(lambda: by_services(place, copies=COPIES), facts)
    assert [noun for noun, rows in expected.items() if not rows] == []
    assert looked_at(lambda: in_bulk(place), facts) == expected


def test_the_stored_ratings_follow_from_the_facts(place):
    in_bulk(place)
    call_command("rebuild_standing", "--check", verbosity=0)


@pytest.mark.any_database  # of the same rows, which are held on each
def test_the_pages_are_the_same(client, place):
    client.force_login(place.clerk)
    slug = place.council.slug
    addresses = [
        reverse("recommendations:recommendation_list", args=[slug]),
        reverse("recommendations:report_list", args=[slug]),
        reverse("recommendations:report", args=[slug, "review-2-1"]),
        reverse("recommendations:recommendation", args=[slug, "review-1-2", "R3"]),
        reverse("reports:exception_report", args=[slug]),
    ]

    def pages() -> list[str]:
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        return [main_of(answer.text) for answer in answers]

    expected = looked_at(lambda: by_services(place, copies=COPIES), pages)
    seen = looked_at(lambda: in_bulk(place), pages)
    for address, page, as_expected in zip(addresses, seen, expected, strict=True):
        assert page.splitlines() == as_expected.splitlines(), address


def main_of(page: str) -> str:
    """What is said, without the filter, whose choices are named by numbers, such addresses, and
    the time of day."""
    main = page[page.index("<main") : page.index("</main>")].partition("<form action=")[0]
    return NUMBERED.sub("", main)
