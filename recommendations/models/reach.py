"""What a person's posts own, and what the bodies of their Part 2 grants watch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.db.models import Q, QuerySet, Value

from recommendations.models.clearance import about
from recommendations.models.since_until import held_on

if TYPE_CHECKING:
    from recommendations.models.clearance import Governed
    from recommendations.models.councils import Council
    from recommendations.rules.roles import Role

FEW = 100
"""So many are found once for a page, which asks some fifty times, and named by number; more are
named by a query that the database runs within each. SQLite takes 32,766 numbers in a question.
"""

Numbers = list[int] | QuerySet[Any, Any]


class Owned(NamedTuple):
    """``recommendations`` that a post owns; ``milestones`` that it owes, by the rows in which they
    were first recorded; and the recommendations that those ``serve``.
    """

    recommendations: Numbers
    milestones: Numbers
    serve: Numbers

    @property
    def read(self) -> Numbers:
        """To owe a milestone lets its owner read what it serves, not speak for it."""
        if isinstance(self.recommendations, list):
            return [*self.recommendations, *cast(list[int], self.serve)]
        return self.recommendations.union(cast(QuerySet[Any, Any], self.serve))


class Watched(NamedTuple):
    """``reports`` that a body with a grant watches, recommendations that it watches ``alone``, and
    those that another body does.
    """

    reports: Numbers
    alone: Numbers
    elsewhere: Numbers


@dataclass(frozen=True)
class Reach:
    """The posts and grants of one person in one council on one day, and what they lead to.

    As it was when it was first asked, so that each request has its own.
    """

    council: Council
    posts: frozenset[int] = frozenset()
    part_two: frozenset[int] = frozenset()
    today: date = date.min

    @cached_property
    def conditions(self) -> dict[tuple[Governed, frozenset[Role]], Q]:
        """What ``visibility`` has written for it: a page asks for it dozens of times."""
        return {}

    @cached_property
    def owned(self) -> Owned:
        from recommendations.models import MilestoneOwnership, Ownership

        owned = Ownership.objects.filter(held_on(self.today), post__in=self.posts)
        owed = MilestoneOwnership.objects.owed_by(self.posts, day=self.today)
        served = _serving().filter(milestone__in=owed.not_taken_back().values("milestone"))
        return Owned(
            *numbered((owned, "recommendation"), (owed, "milestone"), (served, "recommendation"))
        )

    @cached_property
    def serving_owned(self) -> tuple[Numbers, Numbers]:
        """The milestones that serve what a post owns, or a part of it; and what it may read."""
        owned = _serving_any_of(self.owned.recommendations)
        read = _serving().filter(recommendation__in=self.owned.read)
        serving_owned, serving_read = numbered((owned, "milestone"), (read, "milestone"))
        return serving_owned, serving_read

    @cached_property
    def watched(self) -> Watched:
        """A remit over one recommendation stands before the one over its report."""
        from recommendations.models import Remit

        remits = Remit.objects.filter(held_on(self.today), body__council=self.council)
        ours, alone = Q(body__in=self.part_two), Q(recommendation__isnull=False)
        return Watched(
            *numbered(
                (remits.filter(ours, report__isnull=False), "report"),
                (remits.filter(ours, alone), "recommendation"),
                (remits.filter(~ours, alone), "recommendation"),
            )
        )

    @cached_property
    def serving_watched(self) -> tuple[Numbers, Numbers]:
        """The milestones that serve what such a body watches alone, and what another does."""
        alone = _serving_any_of(self.watched.alone)
        elsewhere = _serving_any_of(self.watched.elsewhere)
        serving_alone, serving_elsewhere = numbered((alone, "milestone"), (elsewhere, "milestone"))
        return serving_alone, serving_elsewhere


def _serving() -> QuerySet[Any]:
    from recommendations.models import Milestone

    return Milestone.recommendations.through._default_manager.all()


def _serving_any_of(recommendations: Numbers) -> QuerySet[Any]:
    """What serves these or a part of one: those are found first, or every row would be read."""
    from recommendations.models import Recommendation

    those = Recommendation.objects.filter(about("", recommendations)).order_by()
    return _serving().filter(recommendation__in=those.values("pk"))


def numbered(*asked: tuple[QuerySet[Any], str]) -> tuple[Numbers, ...]:
    """The numbers in a column of each, by one question for all; where they are many, its query."""
    first, *others = (
        rows.order_by().values_list(Value(place), column)
        for place, (rows, column) in enumerate(asked)
    )
    found = list(first.union(*others, all=True)[: FEW + 1])
    if len(found) > FEW:
        return tuple(rows.order_by().values_list(column, flat=True) for rows, column in asked)
    return tuple([number for of, number in found if of == place] for place in range(len(asked)))
