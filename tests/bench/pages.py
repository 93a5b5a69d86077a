"""The pages that are measured, and how."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.filters import ANSWERS, ORDERS, OTHERWISE, UNSAID
from recommendations.models import Standing, Theme, Viewer
from recommendations.models.standings import StandingQuerySet
from recommendations.reading.open_longest import ORDERS as OPEN_LONGEST
from recommendations.reading.parts_of_lists import FROM_THE_END, PER_PAGE, counted
from recommendations.rules.ratings import Rag
from tests.bench import floor
from tests.bench.seeding import Register
from tests.bench.words import COMMON, RARE

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is asked for, and by whom."""

    name: str
    address: str
    by_officer: bool = False


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Seconds of the median answer, the questions to the database, and the most held at once."""

    seconds: float
    queries: int
    mebibytes: float


def pages(register: Register, *, today: date) -> Iterator[Page]:
    """Every filter and every order that the list offers, and the pages around it."""
    council = register.place.council.slug

    def at(name: str, **more: str) -> str:
        return reverse(name, kwargs={"council": council, **more})

    def listed(what: str, **asked: object) -> Page:
        query = f"?{urlencode(asked)}" if asked else ""
        return Page(name=f"list{what}", address=at("recommendations:recommendation_list") + query)

    yield Page(name="empty response", address=floor.ADDRESS)
    yield listed("")
    for order in ORDERS:
        yield listed(f", order: {order}", sort=order)
    for rag in Rag:
        yield listed(f", rating: {rag.value}", rating=rag.value)
    yield listed(", rating: date needed, soonest", rating="date needed", sort="soonest")
    for answer, _ in ANSWERS:
        yield listed(f", answer: {answer}", answer=answer)
    for position in ("Achieved", OTHERWISE, UNSAID):
        yield listed(f", position: {position}", position=position)
    yield listed(", report", report=register.own.slug)
    theme = Theme.objects.filter(report=register.own).earliest("position")
    yield listed(", theme", theme=theme.pk)
    yield listed(", owner of many", owner=f"post-{register.place.posts[0].pk}")
    yield listed(", owner of few", owner=f"post-{register.place.own_post.pk}")
    yield listed(
        ", partner, rating: red", owner=f"body-{register.place.partners[0].pk}", rating="red"
    )
    yield listed(", a common word", text=COMMON)
    yield listed(", a rare word", text=RARE)
    yield listed(", a reference", text="R7")
    yield listed(", second part", **second_part(register, today=today))
    yield listed(", last part", **last_part(register, today=today))
    yield Page(name="council home", address=at("recommendations:home"))
    yield Page(name="reports", address=at("recommendations:report_list"))
    yield Page(
        name="recommendation",
        address=at("recommendations:recommendation", report=register.own.slug, address="R7"),
    )
    yield Page(name="report of 30", address=at("recommendations:report", report=register.own.slug))
    for order in OPEN_LONGEST:
        query = urlencode({"sort": order, "months": 3})
        address = f"{at('recommendations:open_longest')}?{query}"
        yield Page(name=f"open longest, order: {order}", address=address)
    yield Page(name="my work", address=at("recommendations:my_work"), by_officer=True)
    query = urlencode({"report": register.own.slug})
    yield Page(name="exception report of 30", address=f"{at('reports:exception_report')}?{query}")


def whole(register: Register) -> Iterator[Page]:
    """Pages that read every recommendation of a council, where there are not too many."""
    for name in ("exception report", "statistics"):
        address = reverse(f"reports:{name.replace(' ', '_')}", args=[register.place.council.slug])
        yield Page(name=name, address=address)


def second_part(register: Register, *, today: date) -> dict[str, object]:
    found = standings_of(register, today=today).order_by(ORDERS["worst"])
    if counted(found).is_all:
        return {"page": 2}
    return {"after": getattr(found[PER_PAGE - 1], ORDERS["worst"])}


def last_part(register: Register, *, today: date) -> dict[str, object]:
    count = counted(standings_of(register, today=today))
    return {"page": -(-count.number // PER_PAGE)} if count.is_all else {"before": FROM_THE_END}


def standings_of(register: Register, *, today: date) -> StandingQuerySet:
    """What the clerk's list holds."""
    clerk = Viewer.of(register.place.clerk, register.place.council.slug, today=today)
    return Standing.objects.visible_to(clerk).on(today).counted()


def measured(register: Register, chosen: Sequence[Page], *, rounds: int) -> dict[str, Measured]:
    """Round by round through all of them, so that what else the machine does is shared out."""
    clerk, officer = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    clerk.force_login(register.place.clerk)
    officer.force_login(register.place.officer)

    def get(page: Page) -> float:
        client = officer if page.by_officer else clerk
        begun = time.perf_counter()
        response = client.get(page.address)
        took = time.perf_counter() - begun
        if response.status_code != 200:
            raise RuntimeError(f"{page.name} answered {response.status_code}: {page.address}")
        return took

    asked = {page.name: cost_of(page, get) for page in chosen}
    times: dict[str, list[float]] = {page.name: [] for page in chosen}
    for _ in range(rounds):
        for page in chosen:
            times[page.name].append(get(page))
    return {
        name: Measured(seconds=median(took), queries=asked[name][0], mebibytes=asked[name][1])
        for name, took in times.items()
    }


def cost_of(page: Page, get) -> tuple[int, float]:
    """Queries and memory, on a call of its own that is not timed; the first warms it up."""
    get(page)
    tracemalloc.start()
    try:
        with CaptureQueriesContext(connection) as asked:
            get(page)
        return len(asked), tracemalloc.get_traced_memory()[1] / MEBIBYTE
    finally:
        tracemalloc.stop()
