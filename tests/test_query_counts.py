"""A page asks the database as often for one row as for twelve.

How often is decided before the database is asked; what it answers, other tests hold on each.
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Recommendation
from recommendations.reading.parts_of_lists import COUNTED
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import events, standings
from tests.factories import (
    EventFactory,
    MembershipFactory,
    PositionFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
    add_many,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MANY = 12
OF_A_LIST = 14
"""Session, person, roles and rights; then the list's own, its filters' choices among them, the
council's policies, and whether its ratings are being worked out."""

OF_HOME = 21
"""The same four; the short lists and what their lines show, seven nouns that are news, totals, the
notices of the reports, the council's words, and whether ratings are being worked out."""

OF_A_DOCUMENT = 29
"""The same four; what is offered to choose among, and the record of all that is reported."""

OF_AN_ITEM = 29
"""The same four; the item and its family, a query for each noun of its record, which tells its
story too, and one for each noun of that alone; nothing is asked of who may see what is open."""


class Filling:
    """A council whose every list can be made longer."""

    def __init__(self, council) -> None:
        self.council = council
        self.report = ReportFactory(council=council)
        self.event = EventFactory(council=council)
        self.first = self.add()

    def add(self) -> Recommendation:
        recommendation = RecommendationFactory(
            report=self.report,
            asked=Due(shape=Shape.WITHIN, n=6, unit=Unit.MONTHS, event=self.event.key),
        )
        WordingFactory(recommendation=recommendation)
        PositionFactory(recommendation=recommendation)
        ReportFactory(council=self.council)
        other = EventFactory(council=self.council)
        events.enter_day(
            event=other,
            kind="expected",
            day=date(2024, 9, 1),
            by=UserFactory(),
            on=date(2024, 4, 1),
        )
        return recommendation


@pytest.fixture
def filling(council) -> Filling:
    return Filling(council)


PAGES = {
    "recommendations:home": {},
    "recommendations:recommendation_list": {},
    "recommendations:report_list": {},
    "recommendations:report": {"report"},
    "recommendations:recommendation": {"report", "address"},
    "recommendations:event_list": {},
    "recommendations:event": {"event"},
    "recommendations:event_day": {"event"},
    "reports:exception_report": {},
}


@pytest.mark.parametrize("name", PAGES)
def test_as_many_questions_for_twelve_rows_as_for_one(client, filling, name):
    client.force_login(MembershipFactory(council=filling.council, role=Role.CLERK).user)
    known = {
        "report": filling.report.slug,
        "address": filling.first.address,
        "event": filling.event.slug,
    }
    address = reverse(
        name, kwargs={"council": filling.council.slug} | {key: known[key] for key in PAGES[name]}
    )

    def questions() -> int:
        standings.rewrite(
            Recommendation.objects.values_list("pk", flat=True), today=date(2024, 4, 1)
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    for_one = questions()
    for _ in range(MANY - 1):
        filling.add()
    assert questions() == for_one
    if name.endswith("_list"):
        assert for_one <= OF_A_LIST
    if name == "recommendations:home":
        assert for_one <= OF_HOME
    if name == "recommendations:recommendation":
        assert for_one <= OF_AN_ITEM
    if name == "reports:exception_report":
        assert for_one <= OF_A_DOCUMENT


@pytest.mark.parametrize(
    ("asked", "more"),
    [
        ({}, 0),
        ({"sort": "soonest"}, 0),
        ({"before": "end"}, 0),
        ({"rating": "not rated"}, 1),  # how many of them there are
        ({"text": "roads"}, 2),  # and which have the words
    ],
)
def test_the_list_asks_as_often_for_more_than_are_counted(client, filling, asked, more):
    client.force_login(MembershipFactory(council=filling.council, role=Role.CLERK).user)
    address = reverse("recommendations:recommendation_list", args=[filling.council.slug])

    def questions(**asked: str) -> int:
        with CaptureQueriesContext(connection) as context:
            response = client.get(address, asked)
        assert response.context["page"].rows
        return len(context)

    standings.rewrite([filling.first.pk], today=timezone.localdate())
    for_one = questions(**{key: value for key, value in asked.items() if key != "before"})
    add_many(filling.report, COUNTED + 1)
    assert questions(**asked) == for_one
    assert for_one <= OF_A_LIST + more
