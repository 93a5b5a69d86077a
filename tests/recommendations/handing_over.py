"""A committee that is handed over, and what passes on then."""

from datetime import timedelta

from django.utils import timezone

from recommendations.models import Body, Recommendation, Remit, Succession
from recommendations.models.remits import watched_by
from recommendations.services import standings, successions
from recommendations.standing.leaving import left_by
from tests.factories import (
    BodyFactory,
    PositionFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

TODAY = timezone.localdate()
ON = TODAY - timedelta(days=100)
LAST = ON - timedelta(days=1)
WHY = "The committees were merged at the annual meeting"


def environment_committee(council) -> Body:
    """A committee that watches two reports; of the first, one recommendation is closed."""
    body = BodyFactory(council=council, name="Environment Committee", slug="environment")
    for title in ("Roads", "Waste"):
        report = ReportFactory(council=council, title=title, slug=title.lower())
        Remit.objects.create(body=body, report=report)
        for number in (1, 2):
            WordingFactory(
                recommendation=RecommendationFactory(report=report, address=f"{title}-{number}")
            )
    closed = Recommendation.objects.get(address="Roads-2")
    PositionFactory(recommendation=closed, status="achieved", closes="implemented")
    standings.rewrite(Recommendation.objects.values_list("pk", flat=True), today=TODAY)
    return body


def handed_over(old, *to, on=ON, instead=None, by=None, ends=False) -> Succession:
    left = left_by(old, on=on, known_at=timezone.now())
    return successions.hand_over(
        old=old,
        to=to,
        on=on,
        instead=instead or {},
        seen=left.seen,
        ends=ends,
        by=by or UserFactory(),
        why=WHY,
    )


def watches(body, day) -> set[str]:
    wholes = Recommendation.objects.filter(watched_by(body, day=day), parent__isnull=True)
    return set(wholes.values_list("address", flat=True))
