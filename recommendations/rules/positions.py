"""What a committee may say of a recommendation: the statuses of its council's scheme.

Every council prints its own, so a scheme is data in its policy. Whether a status ends the
committee's monitoring is said of each: no word and no colour closes an item by itself.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from recommendations.rules.facts import Closing

GOES_ON = "goes on"
MAY_END = "may end"
ENDS = "ends"
ENDINGS = {
    GOES_ON: "Monitoring goes on",
    MAY_END: "It may end: asked each time",
    ENDS: "It ends: the reason is asked",
    **{closing.value: f"It ends: {closing.value}" for closing in Closing},
}
"""What a status does; a closing is the reason for which it ends unless another is given."""

MOST = 10
LONGEST = 100


class DoesNotFit(ValueError):
    """A status and a reason for ending that exclude each other; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Status:
    words: str
    ends: str = GOES_ON
    meaning: str = ""

    @property
    def in_full(self) -> str:
        return f"{self.words}: {self.meaning}" if self.meaning else self.words


@dataclass(frozen=True)
class Scheme:
    """From going on to ending, or in the order in which the council numbers them."""

    statuses: tuple[Status, ...]

    def named(self, words: str) -> Status | None:
        return next((one for one in self.statuses if one.words == words), None)

    def offered(self, used: Collection[str]) -> list[tuple[str, str]]:
        """Each status and how it reads; then what else was said of the item before."""
        known = {one.words.lower() for one in self.statuses}
        return [
            *((one.words, one.in_full) for one in self.statuses),
            *((words, words) for words in sorted(used) if words.lower() not in known),
        ]

    def closes_as(self, words: str, said: str) -> str:
        """As what a position of this status closes its item, empty where monitoring goes on.

        ``said`` is the reason that was given. A status of an earlier scheme closes as it is said.
        """
        status = self.named(words)
        if status is None or status.ends == MAY_END:
            return said
        if status.ends == GOES_ON:
            if said:
                raise DoesNotFit(f"“{words}” does not end the monitoring")
            return ""
        if status.ends == ENDS and not said:
            raise DoesNotFit(f"“{words}” ends the monitoring: say why it ends")
        return said or status.ends

    @property
    def words(self) -> str:
        """As the audit page and a comparison have it."""
        return "; ".join(f"{one.in_full} ({ENDINGS[one.ends].lower()})" for one in self.statuses)

    def as_json(self) -> list[dict[str, str]]:
        return [
            {"words": one.words, "ends": one.ends, "meaning": one.meaning} for one in self.statuses
        ]

    @classmethod
    def from_json(cls, stored: Sequence[Mapping[str, Any]]) -> Self:
        return cls(tuple(Status(**one) for one in stored))


def _scheme(*statuses: tuple[str, str, str]) -> Scheme:
    return Scheme(
        tuple(Status(words=words, ends=ends, meaning=more) for words, ends, more in statuses)
    )


_DONE = Closing.IMPLEMENTED.value

USUAL = _scheme(
    ("Monitoring", GOES_ON, ""),
    ("Acceptable progress", GOES_ON, ""),
    ("Progress not acceptable", GOES_ON, ""),
    ("Achieved", MAY_END, ""),
    ("Discharged", ENDS, ""),
)
READY = {
    "usual": ("Five statuses", USUAL),
    "york": (
        "York’s three",
        _scheme(
            ("Achieved – stop monitoring", _DONE, "green"),
            ("Acceptable progress – continue", GOES_ON, "amber"),
            ("Unacceptable progress – call the lead officer", GOES_ON, "red"),
        ),
    ),
    "leeds": (
        "Leeds’s six",
        _scheme(
            ("1. Stop monitoring", ENDS, ""),
            ("2. Achieved", _DONE, ""),
            ("3. Not achieved (obstacle)", GOES_ON, ""),
            ("4. Not achieved (progress acceptable, continue)", GOES_ON, ""),
            ("5. Not achieved (progress not acceptable)", GOES_ON, ""),
            ("6. Not for review this session", GOES_ON, ""),
        ),
    ),
}
"""Schemes a council may take as they are, each with what it is called."""


def ready_name(scheme: Scheme) -> str:
    """Which of the ready schemes this is; empty where it is a council's own."""
    return next((name for name, (_, ready) in READY.items() if ready == scheme), "")


def what_is_wrong(scheme: Scheme) -> Iterator[str]:
    """A sentence for each thing that keeps a scheme from being used."""
    words = [one.words.lower() for one in scheme.statuses]
    if not words:
        yield "Enter at least two statuses"
        return
    if len(words) > MOST:
        yield f"A scheme may have {MOST} statuses at most"
    if len(set(words)) < len(words):
        yield "Two statuses have the same words"
    if any(one.ends not in ENDINGS for one in scheme.statuses):
        yield "Say of each status whether the monitoring ends"
    if all(one.ends not in (GOES_ON, MAY_END) for one in scheme.statuses):
        yield "One status at least has to let the monitoring go on"
    if all(one.ends == GOES_ON for one in scheme.statuses):
        yield "One status at least has to end the monitoring, or nothing could ever be closed"
