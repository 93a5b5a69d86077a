"""What a council may set for itself, each policy in force from a day: the numbers and words of its
ratings, its response clocks, how often it reviews, and what its committees may say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from recommendations.rules.alerts import AT_FIRST as ALERTS_AT_FIRST
from recommendations.rules.alerts import Alerts
from recommendations.rules.deadlines import CLOCKS, Clock
from recommendations.rules.notices import AT_FIRST
from recommendations.rules.positions import USUAL, Scheme
from recommendations.rules.ratings import USUAL_WORDS, Rag
from recommendations.rules.the_day import TheDay


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The numbers of the rating table and the rest; the defaults hold until a council sets its own.

    ``rules`` are the names of the notice rules in use, ``local`` the length of the council's own
    one. ``review_months`` is None where the council has no interval. ``escalates_to`` are the posts
    that are told once an answer is overdue, by the names in their addresses.
    """

    in_force_from: date = date.min
    overdue_red_after: int = 28
    moved_red_after: int = 90
    due_soon: int = 28
    due_soon_rating: Rag = Rag.GREEN
    words: Mapping[Rag, str] = field(default_factory=lambda: USUAL_WORDS)
    rules: tuple[str, ...] = AT_FIRST
    local: Clock = CLOCKS["eight weeks"]
    review_months: int | None = None
    scheme: Scheme = USUAL
    alerts: Alerts = ALERTS_AT_FIRST
    escalates_to: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[int | Rag, ...]:
        """All that a rating depends on."""
        return (
            *(self.overdue_red_after, self.moved_red_after),
            *(self.due_soon, self.due_soon_rating),
        )


def policy_of(policies: Sequence[Policy], the_day: TheDay) -> Policy:
    """The policy in force on the day: the last that has come into force."""
    in_force = [policy for policy in policies if the_day.has_reached(policy.in_force_from)]
    return max(in_force, key=lambda policy: policy.in_force_from, default=Policy())


def rated_otherwise_from(policies: Iterable[Policy], others: Iterable[Policy]) -> date | None:
    """The first day that is rated by other numbers under the others; None where none is."""
    differing = set(_steps(policies)) ^ set(_steps(others))
    return min((day for day, _ in differing), default=None)


def _steps(policies: Iterable[Policy]) -> Iterator[tuple[date, tuple[int | Rag, ...]]]:
    """Each day on which the numbers become others."""
    numbers = Policy().numbers
    for policy in sorted(policies, key=lambda one: one.in_force_from):
        if policy.numbers != numbers:
            numbers = policy.numbers
            yield policy.in_force_from, numbers


def what_is_wrong_with(words: Mapping[Rag, str]) -> Iterator[str]:
    """Why these cannot be the words of the six ratings; nothing where they can."""
    if len({word.strip().lower() for word in words.values()}) < len(Rag):
        yield "Each rating needs a word of its own"
