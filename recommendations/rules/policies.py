"""What a council may set for itself about ratings, each policy in force from a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from recommendations.rules.ratings import Rag
from recommendations.rules.the_day import TheDay


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The numbers of the rating table; the defaults hold until a council sets its own."""

    in_force_from: date = date.min
    overdue_red_after: int = 28
    moved_red_after: int = 90
    due_soon: int = 28
    due_soon_rating: Rag = Rag.GREEN


def policy_of(policies: Sequence[Policy], the_day: TheDay) -> Policy:
    """The policy in force on the day: the last that has come into force."""
    in_force = [policy for policy in policies if the_day.has_reached(policy.in_force_from)]
    return max(in_force, key=lambda policy: policy.in_force_from, default=Policy())
