"""Who has to report on what: of each owner the items, and the open milestones of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from recommendations.models import Body, Post
from recommendations.rules.ratings import Rag, ReasonKind
from recommendations.standing.register import Item, MilestoneNow

OPEN = frozenset({Rag.RED, Rag.AMBER, Rag.DATE_NEEDED, Rag.GREEN})


@dataclass(frozen=True, kw_only=True)
class Owing:
    """A recommendation or part, with the open milestones of it that an owner answers for.

    ``speaks_for_it`` is false where the owner promised a milestone only.
    """

    item: Item
    steps: tuple[MilestoneNow, ...]
    speaks_for_it: bool

    @property
    def is_open(self) -> bool:
        """What is closed or not rated needs nothing from anybody."""
        return self.item.rating is not None and self.item.rating.rag in OPEN

    @property
    def is_reported_complete(self) -> bool:
        """It waits for the committee."""
        rating = self.item.rating
        return rating is not None and rating.deciding.kind is ReasonKind.REPORTED_COMPLETE


def owed_by(owner: Post | Body, wholes: Iterable[Item]) -> Iterator[Owing]:
    """Every item and part that this post or body owns, or owes a milestone of."""
    return _owed_by(owner, wholes, owners_of=lambda item: [row.owner for row in item.owners])


def asked_of(owner: Post | Body, wholes: Iterable[Item]) -> Iterator[Owing]:
    """The same of those only whom a round asks."""
    return _owed_by(owner, wholes, owners_of=reporters)


def _owed_by(
    owner: Post | Body,
    wholes: Iterable[Item],
    *,
    owners_of: Callable[[Item], Collection[Post | Body]],
) -> Iterator[Owing]:
    for whole in wholes:
        whole_is_theirs = owner in owners_of(whole)
        for item in (whole, *whole.parts):
            theirs = whole_is_theirs or owner in owners_of(item)
            steps = tuple(
                step
                for step in item.milestones
                if step.duty is not None
                and step.duty.is_open
                and (step.owner == owner or (theirs and step.owner is None))
            )
            if theirs or steps:
                yield Owing(item=item, steps=steps, speaks_for_it=theirs)


def reporters(item: Item) -> list[Post | Body]:
    """Who is asked about an item: those who must report, or all of its owners where none must."""
    must = [row.owner for row in item.owners if row.must_report]
    return must or [row.owner for row in item.owners]


def everybody_asked(wholes: Iterable[Item]) -> list[Post | Body]:
    """Who is asked about any of these, or about a milestone, each once and in that order."""
    found: dict[Post | Body, None] = {}
    for whole in wholes:
        for item in (whole, *whole.parts):
            found |= dict.fromkeys(reporters(item))
            found |= {step.owner: None for step in item.milestones if step.owner}
    return list(found)
