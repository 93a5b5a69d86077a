"""A pack is built, seen and issued with as many queries for many rows as for few.

How many is decided before the database is asked; what it answers, test_packs holds on each.
"""

import re
from collections import Counter
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.rules.roles import Role
from recommendations.services import (
    meetings,
    milestones,
    positions,
    recommendations,
    remits,
    resolutions,
    responses,
    scrutiny_reports,
)
from recommendations.services.change import change
from reports import builders
from reports.builders.pack import audience_of
from reports.faces import html, pdf
from reports.models import PackPart
from reports.services import packs, queue
from tests.factories import CouncilFactory
from tests.reports.register import ANSWERED, AS_AT, EARLIER, KNOWN_AT, PUBLISHED, on
from tests.reports.sitting import OF_WHAT, FullSitting

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MANY = 12
WHEN = {"as_at": AS_AT, "known_at": KNOWN_AT}


class Growing(FullSitting):
    """A sitting that can be given more of everything that its pack prints."""

    def __init__(self, council):
        super().__init__(council)
        self.grow(1)

    def grow(self, times):
        with change():
            for _ in range(times):
                self._one_more(len(self.recommendation) + 1)

    def _one_more(self, n):
        with on(PUBLISHED):
            self.recommendation[n] = self.recommend(n)
            self.listed_part(n, f"beginning with bridge {n}")
            self._another_report(n)
        with on(ANSWERED):
            self.answer(n, "accepted", line=self.answered_line(n, f"Mending road {n}"))
            self.answer(n, "accepted", text="To no line as printed")
            late = self.promise(n, date(2024, 8, 1))
            self.promise(n, date(2024, 12, 20))
        with on(date(2024, 9, 11) + timedelta(days=n)) as day:
            meeting = meetings.call_meeting(body=self.committee, day=day)
            item = meetings.add_item(meeting=meeting, title="Roads")
            resolution = resolutions.resolve(
                item=item,
                reference=str(n),
                kind="continue monitoring",
                recommendation=self.recommendation[n],
                by=self.clerk,
            )
            positions.take_position(
                recommendation=self.recommendation[n],
                status="Monitoring",
                resolution=resolution,
                by=self.clerk,
                on=day,
            )
        with on(AS_AT) as today:
            milestones.ask_for_new_date(
                milestone=late, to_day=date(2025, 3, 31), reason="Frost.", by=self.officer, on=today
            )
            self.update(n, today, stated="green", why_differs="It is fine.")
            meetings.add_item(meeting=self.meeting, title=f"Item {n}", number=str(n))

    def _another_report(self, n):
        """Watched by the committee, and answered."""
        report = scrutiny_reports.enter_report(
            council=self.council,
            title=f"Review of bridge {n}",
            slug=f"bridge-{n}",
            kind="final",
            published_on=PUBLISHED,
            commissioned_by=self.committee,
        )
        named = {"by": self.clerk, "why": "Its own"}
        remits.watch(body=self.committee, report=report, since=PUBLISHED, **named)
        recommendations.make_recommendation(report=report, address="R1")
        response = responses.enter_response(report=report, body=self.executive)
        responses.reach_stage(response=response, stage="given", by=self.clerk, on=PUBLISHED)


@pytest.fixture(scope="module")
def only_two(module_rows):
    """A sitting of few rows, and one of many."""
    with module_rows.unblock():
        few, many = (Growing(CouncilFactory()) for _ in range(2))
        many.grow(MANY)
    return few, many


@pytest.fixture
def both(only_two, db, monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda markup, **_: b"%PDF-1.7")
    return deepcopy(only_two)


def opening(name, *numbers, **typed):
    """Of a page, by a clerk who has signed in already."""

    def prepared(sitting):
        client = Client()
        client.force_login(sitting.somebody(Role.CLERK))
        found = [number(sitting) for number in numbers]
        address = reverse(f"reports:{name}", args=[sitting.council.slug, *found])

        def opened():
            assert client.get(address, typed).status_code == 200

        return opened

    return prepared


def issuing(sitting):
    sitting.ask(key=f"asked for {sitting.meeting.pk}, {sitting.meeting.publications.count()}")

    def issued():
        assert queue.work_once().result

    return issued


def building(builder, what=None, **more):
    """A document by itself, of what the sitting has."""

    def prepared(sitting):
        named = [what(sitting)] if what else []
        return lambda: builder(audience_of(sitting.meeting), *named, **WHEN, **more)

    return prepared


def the_meeting(sitting):
    return sitting.meeting.pk


def an_edition(sitting):
    return sitting.issue(
        key=f"issued after {sitting.meeting.pk}, {sitting.meeting.publications.count()}"
    ).pk


TYPED = {"as_at_day": "10", "as_at_month": "12", "as_at_year": "2024", "audience": "public"}
BEFORE = {"compare_day": "10", "compare_month": "9", "compare_year": "2024"}
ACTS = {
    "the exception report": building(builders.exception_report, compare=EARLIER, published=True),
    "the response schedule": building(builders.response_schedule, lambda s: s.response),
    "the full schedule": building(builders.schedule, lambda s: s.report),
    "the pack": lambda s: lambda: packs.preview(s.meeting, **OF_WHAT),
    "the pack on paper": lambda s: lambda: html.render_pack(packs.preview(s.meeting, **OF_WHAT)),
    "issuing it": issuing,
    "the page of the exception report": opening("exception_report", **TYPED, **BEFORE),
    "the page of the pack": opening("pack", the_meeting),
    "the page that shows it": opening("pack_preview", the_meeting, **TYPED),
    "the page that issues it": opening("pack_issue", the_meeting, **TYPED),
    "the page of an edition": opening("issued_pack", an_edition),
}


def queries(act):
    """What the database is asked, whatever it is asked about."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return Counter(without_values(query["sql"]) for query in asked)


def without_values(sql):
    """So that a list of twelve, or an INSERT of twelve rows, is the same question as of one."""
    bare = re.sub(r"\d+|'[^']*'", "?", sql)
    return re.sub(r"\(\?\)(, \(\?\))+", "(?)", re.sub(r"\?(, \?)+", "?", bare))


@pytest.mark.parametrize("act", ACTS)
def test_as_many_queries_for_many_rows_as_for_few(both, act):
    for_few, for_many = (queries(ACTS[act](sitting)) for sitting in both)
    assert for_few
    assert for_many - for_few == Counter()
    assert for_many.total() == for_few.total()


def test_each_document_more_adds_the_same(both):
    """A document is built in a number of queries of its own, and nothing is asked beside it."""
    sitting, _ = both
    counted = []
    for _ in range(3):
        packs.put_under(item=sitting.item, kind=PackPart.Kind.SCHEDULE, report=sitting.report)
        counted.append(queries(ACTS["the pack"](sitting)).total())
    assert counted[2] - counted[1] == counted[1] - counted[0]
