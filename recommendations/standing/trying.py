"""How recommendations would be rated by policies that are not set."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.utils import timezone

from recommendations import models
from recommendations.rules.policies import Policy
from recommendations.rules.rag import rate
from recommendations.rules.ratings import Rating
from recommendations.standing import facts
from recommendations.standing.rows import read


def rated_by(
    council: models.Council, wholes: Collection[int], *, sets: Sequence[Sequence[Policy]], day: date
) -> Iterator[tuple[models.Recommendation, list[Rating | None]]]:
    """Each of these with its rating on the day by each of several sets of policies.

    Every fact of its family counts, as it does when it is rated; nothing else of them is told.
    """
    families = models.Recommendation.objects.families(wholes)
    rows = read(council, families, as_at=date.max, known_at=timezone.now())
    facts_of = facts.families(rows)
    for row in rows.recommendations:
        if row.parent_id is None:
            yield row, [rate(facts_of[row.pk], policies=policies, as_at=day) for policies in sets]
