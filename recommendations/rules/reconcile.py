"""Totals that must add up: those of an exception report, and those a response claims."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count, listed

NAMED = 12
"""How many addresses a sentence names before it counts the rest."""

COUNTED = re.compile(r"(?P<before>\D*)(?P<n>[0-9]{1,9})(?P<after>[.)]?)")
"""A reference that is a number, whatever word or letter stands before it."""


class DoesNotAddUp(ValueError):
    """A total differs from what it is the total of; the message gives both."""


@dataclass(frozen=True)
class Totals:
    """What became of every recommendation in scope: none is lost and none counted twice."""

    by_rag: Mapping[Rag, int]
    withheld: int
    in_scope: int

    @classmethod
    def of(cls, ratings: Iterable[Rag], *, in_scope: int, withheld: int = 0) -> Self:
        """``in_scope`` is counted apart from the ratings, so that the sum proves something."""
        by_rag = dict.fromkeys(Rag, 0)
        for rag in ratings:
            by_rag[rag] += 1
        found = sum(by_rag.values()) + withheld
        if found != in_scope:
            raise DoesNotAddUp(f"{found} are rated or withheld, but {in_scope} are in scope.")
        return cls(by_rag, withheld, in_scope)

    @property
    def shown(self) -> int:
        return self.by_rag[Rag.RED] + self.by_rag[Rag.AMBER]

    @property
    def shown_words(self) -> str:
        shown = f"{self.shown:,}" if self.shown else "None"
        return f"{shown} of {self.in_scope:,} shown"

    @property
    def other_words(self) -> str:
        """Where the rest are; empty where all are shown. A kind of which there is none is not
        named."""
        green, closed = self.by_rag[Rag.GREEN], self.by_rag[Rag.CLOSED]
        needed = self.by_rag[Rag.DATE_NEEDED]
        terms = (
            (needed, "needs a date" if needed == 1 else "need a date"),
            (green + closed, _green_and_closed(green, closed)),
            (self.by_rag[Rag.NOT_RATED], Rag.NOT_RATED.word),
            (self.withheld, "withheld"),
        )
        return ", ".join(f"{n:,} {words}" for n, words in terms if n)

    @property
    def sentence(self) -> str:
        """ "12 of 41 shown; 4 need a date, 20 green and closed, 5 not rated"."""
        if not self.in_scope:
            return "No recommendations in scope"
        return "; ".join(filter(None, (self.shown_words, self.other_words)))


def _green_and_closed(green: int, closed: int) -> str:
    if green and closed:
        return f"{Rag.GREEN.word} and {Rag.CLOSED.word}"
    return Rag.GREEN.word if green else Rag.CLOSED.word


@dataclass(frozen=True)
class ClaimedLine:
    """A line of a response as printed, and the address a person matched it to."""

    reference: str
    matched_to: str = ""


@dataclass(frozen=True)
class ClaimedGroup:
    """A group of a response as printed. A group that claims no count claims its lines."""

    words: str
    claimed: int | None
    lines: tuple[ClaimedLine, ...] = ()

    @property
    def count(self) -> int:
        return len(self.lines) if self.claimed is None else self.claimed


def discrepancies(groups: Sequence[ClaimedGroup], *, addresses: Sequence[str]) -> tuple[str, ...]:
    """Where a response does not add up to its report, a sentence each; none where it does.

    ``addresses`` are those of the report's recommendations, without their parts.
    """
    return (
        *_total(groups, len(addresses)),
        *(sentence for group in groups for sentence in _group(group)),
        *_matched_to_none(groups),
        *_named_twice(groups),
        *_named_nowhere(groups, addresses),
    )


def unanswered(addresses: Sequence[str]) -> tuple[str, ...]:
    """The sentence about the recommendations that have no answer; none where each has."""
    if not addresses:
        return ()
    verb = "has" if len(addresses) == 1 else "have"
    return (f"{count(len(addresses), 'recommendation')} {verb} no answer: {some(addresses)}.",)


def some(addresses: Sequence[str]) -> str:
    """ "R1, R2 and R3", and of more than a sentence names how many more."""
    first, more = list(addresses[:NAMED]), len(addresses) - NAMED
    return listed([*first, f"{more} more"] if more > 0 else first)


def named_nowhere(groups: Sequence[ClaimedGroup], *, addresses: Sequence[str]) -> tuple[str, ...]:
    """The recommendations that no line is matched to, in the order of the report."""
    named = set(_matched(groups))
    return tuple(address for address in addresses if address not in named)


def _matched(groups: Sequence[ClaimedGroup]) -> list[str]:
    return [line.matched_to for group in groups for line in group.lines if line.matched_to]


def _total(groups: Sequence[ClaimedGroup], recommendations: int) -> Iterable[str]:
    claimed = sum(group.count for group in groups)
    if groups and claimed != recommendations:
        yield f"The groups add up to {claimed} of {count(recommendations, 'recommendation')}."


def _group(group: ClaimedGroup) -> Iterable[str]:
    named = len(group.lines)
    if group.claimed is not None and group.claimed != named:
        yield f"“{group.words}” claims {group.claimed} and names {named or 'none'}."


def _matched_to_none(groups: Sequence[ClaimedGroup]) -> Iterable[str]:
    unmatched = [line.reference for group in groups for line in group.lines if not line.matched_to]
    printed = [reference for reference in unmatched if reference]
    if printed:
        lines = "line printed" if len(printed) == 1 else "lines printed"
        verb = "is" if len(printed) == 1 else "are"
        yield f"The {lines} {_references(printed)} {verb} matched to no recommendation."
    if bare := len(unmatched) - len(printed):
        lines = "The line" if bare == 1 else f"{bare} lines"
        verb = "is" if bare == 1 else "are"
        yield f"{lines} without a reference {verb} matched to no recommendation."


def _references(printed: Sequence[str]) -> str:
    """ "“R4”, “R7” and “R9” to “R12”", as printed, and of more than a sentence names how many."""
    runs: list[list[str]] = []
    for reference in printed:
        if runs and _is_next(runs[-1][-1], reference):
            runs[-1].append(reference)
        else:
            runs.append([reference])
    named: list[str] = []
    left = len(printed)
    for run in runs:
        ends = [f"“{run[0]}” to “{run[-1]}”"] if len(run) > 2 else [f"“{one}”" for one in run]
        if len(named) + len(ends) > NAMED:
            break
        named += ends
        left -= len(run)
    return listed([*named, f"{left} more"] if left else named)


def _is_next(reference: str, following: str) -> bool:
    """Whether the second counts on from the first: "R9" and "R10", "9." and "10."."""
    one, other = COUNTED.fullmatch(reference), COUNTED.fullmatch(following)
    return (
        one is not None
        and other is not None
        and (one["before"], one["after"]) == (other["before"], other["after"])
        and int(one["n"]) + 1 == int(other["n"])
    )


def _named_twice(groups: Sequence[ClaimedGroup]) -> Iterable[str]:
    if twice := [address for address, times in Counter(_matched(groups)).items() if times > 1]:
        verb = "is" if len(twice) == 1 else "are"
        yield f"{some(twice)} {verb} named in more than one line."


def _named_nowhere(groups: Sequence[ClaimedGroup], addresses: Sequence[str]) -> Iterable[str]:
    missing = len(named_nowhere(groups, addresses=addresses))
    if not groups or not missing:
        return
    verb = "is" if missing == 1 else "are"
    sentence = f"{missing} of {count(len(addresses), 'recommendation')} {verb} named in no line"
    unnamed = sum(max(0, group.count - len(group.lines)) for group in groups)
    yield (
        f"{sentence}; the groups claim {unnamed} more than they name."
        if unnamed
        else f"{sentence}."
    )
