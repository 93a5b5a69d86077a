"""Who may see what is exempt or confidential: the rule behind ``visible_to``.

Schedule 12A to the Local Government Act 1972 lets exempt information be withheld; section 100A(3)
forbids publishing confidential information at all. A row is as strict as the strictest of its own
classification and those of the rows it belongs to.

    open          everyone who reads the register of the council
    exempt        officers whose post owns the item; members, clerks and scrutiny officers
                  with a Part 2 grant for a body that watches it
    confidential  officers whose post owns the item; clerks and scrutiny officers with such a grant
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from recommendations.rules.roles import Permission, Role

if TYPE_CHECKING:
    from recommendations.models.people import Viewer
    from recommendations.models.reach import Numbers


class Classification(models.TextChoices):
    OPEN = "open", "Open"
    EXEMPT = "exempt", "Exempt"
    CONFIDENTIAL = "confidential", "Confidential"


EDITORS_OF_ALL_THEY_SEE = frozenset({Role.CLERK, Role.SCRUTINY_OFFICER})
PART_TWO_READERS = frozenset({Role.MEMBER, Role.CLERK, Role.SCRUTINY_OFFICER})
PART_TWO_READERS_OF_CONFIDENTIAL = frozenset({Role.CLERK, Role.SCRUTINY_OFFICER})
NO_ROW = Q(pk__in=())
EVERY_ROW = ~NO_ROW  # an empty Q would vanish beside another


@dataclass(frozen=True, kw_only=True)
class Governed:
    """The paths from a row to what decides who may see it; an empty path is the row itself.

    council         to its council
    itself          whether it bears a classification of its own
    recommendation  to the recommendation it is about
    milestone       to the milestone it is about
    body            to the body whose Part 2 grants count too
    also            to other rows whose classification it shares
    """

    council: str = "council"
    itself: bool = False
    recommendation: str | None = None
    milestone: str | None = None
    body: str | None = None
    also: tuple[str, ...] = ()

    @property
    def classified(self) -> tuple[str, ...]:
        """The paths to every row whose classification counts."""
        paths = ["", *self.also] if self.itself else [*self.also]
        if self.milestone is not None:
            paths.append(self.milestone)
        if self.recommendation is not None:
            paths += [self.recommendation, along(self.recommendation, "parent")]
        return tuple(dict.fromkeys(paths))


def visibility(governed: Governed, viewer: Viewer) -> Q:
    """The condition on a row under which this viewer may see it."""
    written = viewer.reach.conditions
    asked = governed, viewer.roles
    if asked not in written:
        written[asked] = _visibility(governed, viewer)
    return written[asked]


def _visibility(governed: Governed, viewer: Viewer) -> Q:
    open_to_all = none_of(governed, Classification.EXEMPT, Classification.CONFIDENTIAL)
    ways = [open_to_all, *owned_by(governed, viewer)]
    if watched := watched_by(governed, viewer):
        if viewer.roles & PART_TWO_READERS_OF_CONFIDENTIAL:
            ways += watched
        else:
            ways.append(none_of(governed, Classification.CONFIDENTIAL) & any_of(watched))
    seen = any_of(ways)
    if governed.milestone is not None:
        seen &= Q(~Exists(serving_what_is_hidden(governed.milestone or "pk", viewer)))
    return Q(**{governed.council: viewer.council}) & seen


def editability(governed: Governed, viewer: Viewer, *, to: Permission) -> Q:
    """The condition on a row under which this viewer may see it and do this with it.

    Only the roles that have the permission count, so that rights of two roles never add up. What
    those see the viewer sees, since each role only ever adds to it.

        clerk, scrutiny officer  every row they see
        officer                  what a post of theirs owns, as holder, deputy or support
        anybody else             none
    """
    acting = viewer.acting(to)
    if acting.roles & EDITORS_OF_ALL_THEY_SEE:
        return visibility(governed, acting)
    return visibility(governed, acting) & acted_on_by(governed, acting)


def acted_on_by(governed: Governed, viewer: Viewer) -> Q:
    """Rows about a recommendation, or of a milestone, that a post of this officer owns.

    To owe one milestone lets its owner read the recommendation, not speak for it.
    """
    if Role.OFFICER not in viewer.roles or not viewer.posts:
        return NO_ROW
    ways = []
    if governed.recommendation is not None:
        ways.append(about(governed.recommendation, viewer.reach.owned.recommendations))
    if governed.milestone is not None:
        serving, _ = viewer.reach.serving_owned
        ways += [owed_by(governed.milestone, viewer), itself(governed.milestone, serving)]
    return any_of(ways)


def owed_by(milestone: str, viewer: Viewer) -> Q:
    """Milestones that a post of this officer owes, however often they were corrected."""
    owed = viewer.reach.owned.milestones
    return itself(milestone, owed) | itself(along(milestone, "first"), owed)


def along(path: str, further: str) -> str:
    return f"{path}__{further}" if path else further


def none_of(governed: Governed, *levels: Classification) -> Q:
    """No row that counts is classified so."""
    each = [
        ~Q(**{f"{along(path, 'classification')}__in": [level.value for level in levels]})
        for path in governed.classified
    ]
    return reduce(and_, each) if each else EVERY_ROW


def any_of(ways: Sequence[Q]) -> Q:
    """A row to which one of these leads: none without any, for an empty Q would be every row."""
    return reduce(or_, ways) if ways else NO_ROW


def owned_by(governed: Governed, viewer: Viewer) -> list[Q]:
    """The ways to rows about what a post of this officer owns, or owes a milestone of."""
    if Role.OFFICER not in viewer.roles or not viewer.posts:
        return []
    ways = []
    if governed.recommendation is not None:
        ways.append(about(governed.recommendation, viewer.reach.owned.read))
    if governed.milestone is not None:
        _, serving = viewer.reach.serving_owned
        ways += [owed_by(governed.milestone, viewer), itself(governed.milestone, serving)]
    return ways


def watched_by(governed: Governed, viewer: Viewer) -> list[Q]:
    """The ways to rows about what a body watches for which this viewer has a Part 2 grant.

    What another body watches by itself is not read with the report.
    """
    if not (viewer.part_two and viewer.roles & PART_TWO_READERS):
        return []
    watched = viewer.reach.watched
    ways = []
    if governed.body is not None:
        ways.append(Q(**{f"{governed.body}__in": viewer.part_two}))
    if governed.recommendation is not None:
        with_report = itself(along(governed.recommendation, "report"), watched.reports)
        ways.append(with_report & ~about(governed.recommendation, watched.elsewhere))
        ways.append(about(governed.recommendation, watched.alone))
    if governed.milestone is not None:
        alone, elsewhere = viewer.reach.serving_watched
        with_report = itself(along(governed.milestone, "report"), watched.reports)
        ways.append(with_report & ~itself(governed.milestone, elsewhere))
        ways.append(itself(governed.milestone, alone))
    return ways


def itself(path: str, numbers: Numbers) -> Q:
    """Rows whose row at the end of a path is among these."""
    return Q(**{f"{path or 'pk'}__in": numbers})


def about(path: str, recommendations: Numbers) -> Q:
    """Rows whose recommendation, or the one it is a part of, is among these."""
    return itself(path, recommendations) | itself(along(path, "parent"), recommendations)


def serving_what_is_hidden(milestone: str, viewer: Viewer) -> QuerySet[Any, Any]:
    """A milestone says what it serves, so it is hidden with any recommendation that is.

    Asked of each row, since all that is hidden of a long register is much.
    """
    from recommendations.models import Milestone, Recommendation

    seen = Recommendation.objects.visible_to(viewer).filter(pk=OuterRef("recommendation"))
    serving = Milestone.recommendations.through.objects.filter(milestone=OuterRef(milestone))
    return serving.filter(~Exists(seen))
