"""In what the words of a recommendation differ: between its printings, and as they changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any

from django.db.models import prefetch_related_objects

from recommendations.models import Wording
from recommendations.rules.differences import Piece, pieces
from recommendations.rules.wording import day_words
from recommendations.standing.register import Item

COLUMNS = {
    "title": "Title",
    "text": "Text",
    "closing": "Words after the parts",
    "notes": "Note",
}


@dataclass(frozen=True)
class Difference:
    """Two wordings of one recommendation; ``out`` and ``put`` say whose words each alone has."""

    anchor: str
    title: str
    out: str
    put: str
    columns: tuple[tuple[str, tuple[Piece, ...]], ...]


def printings_of(items: Iterable[Item]) -> list[Difference]:
    """Of each that is printed twice, the schedule's words beside those of the body."""
    found = []
    for item in items:
        scheduled = (row for row in item.wordings if row.printing == Wording.Printing.SCHEDULE)
        schedule, body = next(scheduled, None), item.body_printing
        if schedule and body:
            found.append(
                difference(
                    schedule,
                    body,
                    anchor=f"printed-{body.pk}",
                    title=f"{item.address}, schedule and body",
                    out="only in the schedule",
                    put="only in the body",
                )
            )
    return found


def changes_of(items: Sequence[Item]) -> list[Difference]:
    """Each amendment beside what stood before it, then each correction beside what was there."""
    found = [*amendments_of(items), *corrections_of(items)]
    return [one for one in found if one.columns]


def amendments_of(items: Iterable[Item]) -> Iterator[Difference]:
    for item in items:
        stood = [row for row in item.wordings if row.printing != Wording.Printing.BODY]
        for before, after in pairwise(stood):
            title = f"{item.address}, as amended on {day_words(after.on)}"
            yield difference(before, after, anchor=f"amended-{after.pk}", title=title)


def corrections_of(items: Iterable[Item]) -> Iterator[Difference]:
    addresses = {
        row: item.address for item in items for row in item.wordings if row.corrects_id is not None
    }
    corrections = sorted(addresses, key=attrgetter("order_of_effect"))
    prefetch_related_objects(corrections, "corrects")
    for row in corrections:
        before: Any = row.corrects
        printing = "in the body, " if row.printing == Wording.Printing.BODY else ""
        title = f"{addresses[row]}, {printing}as corrected"
        yield difference(before, row, anchor=f"corrected-{row.pk}", title=title)


def difference(
    before: Wording,
    after: Wording,
    *,
    anchor: str,
    title: str,
    out: str = "taken out",
    put: str = "put in",
) -> Difference:
    """Only the columns that differ in more than their white space."""
    texts = (
        (label, getattr(before, name), getattr(after, name)) for name, label in COLUMNS.items()
    )
    return Difference(
        anchor=anchor,
        title=title,
        out=out,
        put=put,
        columns=tuple(
            (label, pieces(one, other))
            for label, one, other in texts
            if one.split() != other.split()
        ),
    )
