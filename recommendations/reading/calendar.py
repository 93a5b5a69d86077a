"""What somebody owes, day by day, for the calendar that they keep elsewhere.

It leaves the register by an address that needs no signing in, so it names references and reports
and never what an item says, and leaves out whatever is not open to all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from recommendations.models import Classification, User, Viewer
from recommendations.reading.my_work import MyWork, Owed, my_work
from recommendations.rules.roles import Permission
from recommendations.rules.wording import count


@dataclass(frozen=True, slots=True)
class Entry:
    """``key`` stays the same for as long as it is about the same thing."""

    key: str
    day: date
    title: str
    address: str


def calendar_of(person: User, *, today: date, now: datetime) -> Iterator[Entry]:
    """In every council in which a person has work of their own."""
    for slug in sorted(set(person.memberships.values_list("council__slug", flat=True))):
        viewer = Viewer.of(person, slug, today=today)
        if viewer and viewer.can(Permission.MY_WORK):
            yield from entries(viewer, my_work(viewer, today=today, now=now))


def entries(viewer: Viewer, work: MyWork) -> Iterator[Entry]:
    for mine in work.rounds:
        if mine.left:
            page = reverse(
                "recommendations:round_updates", args=[viewer.council.slug, mine.round.pk]
            )
            title = f"Last day for {count(mine.left, 'update')}: {mine.round}"
            yield Entry(f"round-{mine.round.pk}", mine.round.closes, title, page)
    yield from resolved(viewer, work)
    told: set[str] = set()
    for of_post in work.posts:
        for owed in of_post.owed:
            for entry in days_of(owed):
                if entry.key not in told:
                    told.add(entry.key)
                    yield entry


def resolved(viewer: Viewer, work: MyWork) -> Iterator[Entry]:
    """The day by which each resolution is to be acted on."""
    for row in work.resolved:
        about = row.recommendation
        rows = [row.item, *([about] if about else []), *([about.parent] if about else [])]
        if row.due_on and all(one.classification == Classification.OPEN for one in rows if one):
            page = reverse("recommendations:resolution", args=[viewer.council.slug, row.pk])
            title = f"Minute {row.reference}, {row.item.meeting}"
            yield Entry(f"resolution-{row.pk}", row.due_on, title, page)


def days_of(owed: Owed) -> Iterator[Entry]:
    """The day of each milestone, or that of the item itself where none has one."""
    printed = owed.item.recommendation
    rows = [printed, *([printed.parent] if printed.parent else [])]
    if any(row.classification != Classification.OPEN for row in rows):
        return
    title, page = f"{printed.address}, {printed.report.title}", printed.get_absolute_url()
    dated = [
        step for step in owed.steps if step.day and step.row.classification == Classification.OPEN
    ]
    for step in dated:
        if step.day:
            yield Entry(f"milestone-{step.row.root_id}", step.day, title, page)
    rating = owed.item.rating
    if not owed.steps and rating and rating.next_day:
        yield Entry(f"recommendation-{printed.pk}", rating.next_day, title, page)
