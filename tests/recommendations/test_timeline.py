"""What happened to a recommendation, in an order that no table's numbering decides."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from recommendations.models import (
    Condition,
    DateChange,
    DateDecision,
    EventDay,
    Link,
    Milestone,
    Viewer,
    Wording,
)
from recommendations.rules.due import Due
from recommendations.rules.roles import Role
from recommendations.services import conditions, events, facts, milestones
from recommendations.standing.register import register_of
from recommendations.standing.timeline import timeline
from tests.factories import (
    EventFactory,
    MembershipFactory,
    RecommendationFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

DAY, MOMENT = date(2024, 5, 1), datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("wordings", "links"), [(3, 0), (0, 3)])
def test_what_was_recorded_at_one_moment_stands_in_the_order_of_its_nouns(wordings, links):
    recommendation = RecommendationFactory()
    other, another, third, fourth = RecommendationFactory.create_batch(
        4, report=recommendation.report
    )
    by = UserFactory()

    def link(start, end):
        Link.objects.create(
            from_recommendation=start,
            to_recommendation=end,
            kind=Link.Kind.REFERS_TO,
            by=by,
            on=DAY,
            recorded_at=MOMENT,
        )

    WordingFactory.create_batch(wordings, recommendation=other)
    for end in (another, third, fourth)[:links]:
        link(other, end)
    WordingFactory(recommendation=recommendation, on=DAY, recorded_at=MOMENT)
    link(recommendation, other)
    assert told_of(recommendation) == [Link, Wording]


def told_of(recommendation):
    clerk = MembershipFactory(council=recommendation.council, role=Role.CLERK).user
    today, now = timezone.localdate(), timezone.now()
    viewer = Viewer.of(clerk, recommendation.council.slug, today=today)
    stands = register_of(viewer, recommendation, as_at=today, known_at=now)
    return [type(entry.row) for entry in timeline(recommendation, stands.rows)]


def test_what_hung_on_what_was_taken_back_stays_in_the_story():
    recommendation = RecommendationFactory()
    event = EventFactory(council=recommendation.council)
    asking, deciding = UserFactory.create_batch(2)
    events.enter_day(event=event, kind="expected", day=DAY, by=asking, on=DAY)
    waits = conditions.set_condition(
        recommendation=recommendation, event=event, words="Once it is over", by=asking, on=DAY
    )
    step = milestones.promise(
        recommendations=[recommendation], text="A plan", due=Due(), by=asking, on=DAY
    )
    change = milestones.ask_for_new_date(
        milestone=step, to_day=date(2024, 9, 1), reason="Late", by=asking, on=DAY
    )
    decision = milestones.decide_new_date(
        asked=change, decision="granted", leave="Agreed by letter", by=deciding, on=DAY
    )
    for row in (waits, decision, change):
        facts.take_fact_back(row=row, by=asking, why="A slip")
    assert Counter(told_of(recommendation)) == {
        Condition: 2,
        DateChange: 2,
        DateDecision: 2,
        EventDay: 1,
        Milestone: 1,
    }
