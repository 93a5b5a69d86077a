"""A council's first page: how things stand, what is due next, what is new."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.rules.roles import Role
from recommendations.services import notices, standings
from tests.factories import (
    BodyFactory,
    PositionFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation(council):
    """One that is answered by nobody yet."""
    made = RecommendationFactory(report=ReportFactory(council=council))
    WordingFactory(recommendation=made)
    standings.rewrite([made.pk], today=timezone.localdate())
    return made


@pytest.fixture
def home(client, sign_in, council):
    def page(role: Role = Role.MEMBER):
        sign_in(role)
        return client.get(reverse("recommendations:home", args=[council.slug]))

    return page


def serve_notice(recommendation, *, days_ago: int) -> None:
    """A notice that asks for a response within two months, served so many days ago."""
    on = timezone.localdate() - timedelta(days=days_ago)
    notices.serve_notice(
        report=recommendation.report,
        body=BodyFactory(council=recommendation.council, kind="executive"),
        clock="two months",
        by=UserFactory(),
        on=on,
        report_received_on=on,
        notice_received_on=on,
    )


def test_what_is_late_needs_attention(home, recommendation):
    serve_notice(recommendation, days_ago=100)
    text = home().text
    assert "<strong>1 is red.</strong>" in text
    assert (
        text.index("Needs attention") < text.index("Response overdue by") < text.index("Due next")
    )


def test_where_nothing_is_late_nothing_needs_attention(home, recommendation):
    text = home().text
    assert "<strong>None is red or amber.</strong>" in text
    assert "Needs attention" not in text


def test_what_is_ahead_is_due_next(home, recommendation):
    serve_notice(recommendation, days_ago=10)
    text = home().text
    assert "Nothing has a date ahead of it." not in text
    assert text.index("Due next") < text.index("Awaiting response until")


def test_the_newest_change_comes_first(home, recommendation):
    today, earlier = timezone.localdate(), None
    for days, status in ((20, "watching"), (2, "monitoring")):
        earlier = PositionFactory(
            recommendation=recommendation,
            status=status,
            on=today - timedelta(days=days),
            follows=earlier,
        )
    text = home().text
    assert text.index("The committee says: monitoring") < text.index("The committee says: watching")


def test_every_rating_is_counted_and_leads_to_its_list(home, recommendation, council):
    text = home().text
    assert text.count('class="key__count"') == 6
    address = reverse("recommendations:recommendation_list", args=[council.slug])
    assert f'href="{address}?rating=not%20rated"' in text


def test_the_totals_are_the_same_in_the_list_and_in_the_table(home, recommendation):
    context = home().context
    assert context["totals"].total == 1
    assert [totals.total for _, totals, _ in context["reports"]] == [1]


def test_an_administrator_reads_nothing_of_scrutiny(home, recommendation):
    text = home(Role.ADMINISTRATOR).text
    assert recommendation.report.title not in text
    assert "1 recommendation" not in text


def test_the_menu_offers_what_may_be_opened(home, recommendation):
    assert "Exception report" in home(Role.MEMBER).text
    assert "Exception report" not in home(Role.ADMINISTRATOR).text
