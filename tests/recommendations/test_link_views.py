"""What links one recommendation to another."""

import pytest
from django.utils import timezone

from recommendations.models import Link
from tests.factories import PUBLISHED, RecommendationFactory, WordingFactory
from tests.recommendations.acting import day_typed, send
from tests.recommendations.entering import at, entered

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def link_typed(made, **more):
    return {
        "kind": "depends on",
        "report": made.report.slug,
        "to": "R2",
        "words": "see R2",
        **day_typed("on", PUBLISHED),
        **more,
    }


@pytest.mark.parametrize("to", ["R2", "r2", "R2."])
def test_it_is_linked_to_another_by_what_that_is_called(client, made, scrutiny, to):
    other = entered(made.report, reference="R2.")
    answer = send(client, at(made, "link_new"), **link_typed(made, to=to))
    assert answer.status_code == 303
    link = Link.objects.get()
    assert link.to_recommendation == other
    page = client.get(made.get_absolute_url()).text
    assert "Depends on" in page
    fact = at(made, "fact", "link", link.pk)
    assert fact in page
    assert send(client, fact, deed="take back", why="A slip").status_code == 303
    assert "Goes with" not in client.get(made.get_absolute_url()).text


def test_a_link_that_leads_nowhere_or_twice_or_to_itself_is_refused(client, made, scrutiny):
    entered(made.report, reference="R2.")
    nowhere = send(client, at(made, "link_new"), **link_typed(made, to="R99"))
    assert "The report has no “R99” that you may see" in nowhere.text
    itself = send(client, at(made, "link_new"), **link_typed(made, to="R1"))
    assert "not linked to itself" in itself.text
    for _ in range(2):
        twice = send(client, at(made, "link_new"), **link_typed(made))
    assert "They are linked so already" in twice.text
    elsewhere = send(client, at(made, "link_new"), **link_typed(made, report="no-such"))
    assert "Choose a report from the list" in elsewhere.text
    assert Link.objects.count() == 1


def test_what_one_may_not_read_is_linked_to_by_nobody(client, made, scrutiny):
    hidden = RecommendationFactory(
        report=made.report,
        address="R2",
        position=2,
        classification="confidential",
    )
    WordingFactory(recommendation=hidden)
    answer = send(client, at(made, "link_new"), **link_typed(made))
    assert "The report has no “R2” that you may see" in answer.text
