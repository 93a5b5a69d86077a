"""A long list in parts: pages with numbers while it is short enough, next and previous beyond.

Whatever the length, a part costs the same: it is a stretch of the index of its order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import QueryDict

from recommendations.models import Standing
from recommendations.models.standings import StandingQuerySet

PER_PAGE = 25
COUNTED = 1_000
"""No list is counted further, nor are its pages numbered."""

PLACE = re.compile(r"[0-9-]{1,60}", re.ASCII)
FROM_THE_END = "end"


class NoSuchPart(Exception):
    """The list has no such page or place."""


@dataclass(frozen=True)
class Counted:
    number: int

    @property
    def is_all(self) -> bool:
        return self.number <= COUNTED

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_all else f"more than {COUNTED:,}"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of a list. ``numbers`` where its pages are numbered; else what leads on and back."""

    rows: Sequence[Standing]
    count: Counted
    numbers: Page[Standing] | None = None
    before: str = ""
    after: str = ""


def counted(found: StandingQuerySet) -> Counted:
    return Counted(found.count_to(COUNTED))


def part_of(found: StandingQuerySet, asked: QueryDict, *, count: Counted, order: str) -> Part:
    """The part that is asked for by its number, or by the place before or after it.

    ``order`` is the column by which it is sorted.
    """
    if count.is_all:
        pages = Paginator(found, PER_PAGE)
        pages.count = count.number  # not to be asked again
        try:
            page = pages.page(asked.get("page", "1"))
        except InvalidPage:
            raise NoSuchPart from None
        return Part(rows=list(page), count=count, numbers=page)
    if asked.get("page", "1") != "1":
        raise NoSuchPart
    return stretch_of(
        found, count, before=asked.get("before", ""), after=asked.get("after", ""), order=order
    )


def stretch_of(
    found: StandingQuerySet, count: Counted, *, before: str, after: str, order: str
) -> Part:
    if before and before != FROM_THE_END:
        found = found.filter(**{f"{order}__lt": place(before)})
    if after:
        found = found.filter(**{f"{order}__gt": place(after)})
    rows = list((found.reverse() if before else found)[: PER_PAGE + 1])
    more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if before:
        rows.reverse()
    if not rows:
        raise NoSuchPart
    first, last = getattr(rows[0], order), getattr(rows[-1], order)
    goes_back = more if before else bool(after)
    goes_on = before != FROM_THE_END if before else more
    return Part(
        rows=rows, count=count, before=first if goes_back else "", after=last if goes_on else ""
    )


def place(typed: str) -> str:
    if not PLACE.fullmatch(typed):
        raise NoSuchPart
    return typed
