"""What an answer has to say before a response can be given (domain rule 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from recommendations.rules.facts import Decision

ACTS = frozenset({Decision.ACCEPTED, Decision.IN_PART})
NEGATIVE = {
    Decision.IN_PART: "it is accepted in part only",
    Decision.REJECTED: "it is not accepted",
    Decision.DEFERRED: "it is deferred",
    Decision.NOTED: "it is only noted",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is typed of an answer.

    ``further`` where it promises steps beside the one in its boxes, ``promised`` where an earlier
    answer's stand.
    """

    decision: Decision | None = None
    reason: str = ""
    text: str = ""
    action: str = ""
    owned: bool = False
    day: date | None = None
    success_measure: str = ""
    further: bool = False
    promised: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.decision or self.reason or self.text or self.has_step or self.further)

    @property
    def has_step(self) -> bool:
        return bool(self.action or self.owned or self.day or self.success_measure)

    @property
    def acts(self) -> bool:
        return self.decision in ACTS


def missing(said: Said, *, required: bool) -> Iterator[tuple[str, str]]:
    """What an answer still lacks, or has and may not: the box, and what is to be done."""
    decision = said.decision
    if decision is None:
        if required or not said.is_empty:
            yield "decision", "choose an answer"
        return
    if decision in NEGATIVE and not said.reason:
        yield "reason", f"say why {NEGATIVE[decision]}"
    if said.acts and (said.has_step or not (said.further or said.promised)):
        yield from _missing_of_step(said)
    if decision is Decision.DEFERRED and not said.day:
        yield "day", "enter the day by which it is decided"
    if not said.acts:
        yield from _too_much(said, why=NEGATIVE[decision])


def _missing_of_step(said: Said) -> Iterator[tuple[str, str]]:
    if not said.action:
        yield "action", "say what will be done"
    if not said.owned:
        yield "owner", "choose the post that owns it"
    if not said.day:
        yield "day", "enter the day by which it is done"
    if not said.success_measure:
        yield "success_measure", "say how you will know that it worked"


def _too_much(said: Said, *, why: str) -> Iterator[tuple[str, str]]:
    """Only what is accepted is done by somebody."""
    if said.action:
        yield "action", f"take out what will be done, since {why}"
    if said.owned:
        yield "owner", f"take out its owner, since {why}"
    if said.success_measure:
        yield "success_measure", f"take out the measure, since {why}"
    if said.day and said.decision is not Decision.DEFERRED:
        yield "day", f"take out the day, since {why}"
    if said.further:
        yield "decision", f"take out its further steps, since {why}"
