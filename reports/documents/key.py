"""What each rating means: the key in force on the day of a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from recommendations.rules.policies import Policy
from recommendations.rules.positions import GOES_ON, MAY_END
from recommendations.rules.ratings import USUAL_WORDS, Rag


@dataclass(frozen=True)
class Meaning:
    rag: Rag
    words: str
    called: str = ""  # the council's own word; empty in what was published without one


EFFECTS = {GOES_ON: "", MAY_END: "may end monitoring"}


@dataclass(frozen=True)
class MayBeSaid:
    """One status of the scheme of what committees may say."""

    words: str
    meaning: str
    effect: str  # empty where monitoring goes on


@dataclass(frozen=True)
class Key:
    """Councils define red, amber and green differently: every document prints its own."""

    meanings: tuple[Meaning, ...]
    in_force_from: date | None = None
    changed_on: date | None = None  # where the day compared with was rated by another
    committee_says: tuple[MayBeSaid, ...] = ()

    def meaning(self, rag: Rag) -> str:
        return next(meaning.words for meaning in self.meanings if meaning.rag is rag)

    @property
    def words(self) -> Mapping[Rag, str]:
        """What the ratings are called in this document."""
        return {one.rag: one.called or USUAL_WORDS[one.rag] for one in self.meanings}


def key_of(policy: Policy, *, before: Policy | None = None) -> Key:
    """The key in words; ``before`` is the policy of the day compared with."""
    since = None if policy.in_force_from == date.min else policy.in_force_from
    meanings = _meanings(policy)
    return Key(
        meanings,
        since,
        since if before and _meanings(before) != meanings else None,
        tuple(
            MayBeSaid(status.words, status.meaning, EFFECTS.get(status.ends, "ends monitoring"))
            for status in policy.scheme.statuses
        ),
    )


def _meanings(policy: Policy) -> tuple[Meaning, ...]:
    late, moved = policy.overdue_red_after, policy.moved_red_after
    soon = f", or due within {policy.due_soon} days"
    due_soon_is_amber = policy.due_soon_rating is Rag.AMBER
    said = {
        Rag.RED: f"A response past its last lawful day. A milestone or decision more than {late} "
        f"days late. A date moved more than {moved} days and not agreed by the committee.",
        Rag.AMBER: f"A milestone or decision 1 to {late} days late"
        f"{soon if due_soon_is_amber else ''}. A date moved 1 to {moved} days, or "
        "further and agreed. A regular duty missed. No update in the last round.",
        Rag.DATE_NEEDED: "Accepted or deferred, and nobody has said by when; or the day it waits "
        "for is not known.",
        Rag.GREEN: f"On track{'' if due_soon_is_amber else soon}, or reported complete and not yet "
        "agreed by the committee.",
        Rag.CLOSED: "The committee has ended monitoring.",
        Rag.NOT_RATED: "Not accepted, noted, dormant or not endorsed; or awaiting an answer that "
        "is not late.",
    }
    return tuple(Meaning(rag, words, policy.words[rag]) for rag, words in said.items())
