"""What happened to a recommendation, in an order that no table's numbering decides."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from recommendations.models import Link, Viewer, Wording
from recommendations.rules.roles import Role
from recommendations.standing.timeline import timeline
from tests.factories import (
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
    viewer = Viewer.of(
        MembershipFactory(council=recommendation.council, role=Role.CLERK).user,
        recommendation.council.slug,
        today=timezone.localdate(),
    )
    told = timeline(viewer, recommendation, known_at=timezone.now())
    assert [type(entry.row) for entry in told] == [Link, Wording]
