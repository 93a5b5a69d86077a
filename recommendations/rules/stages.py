"""The stages of a response: in which order they are reached, and whose each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recommendations.rules.roles import Permission, Role
from recommendations.rules.wording import day_words


class Stage(StrEnum):
    DRAFTED = "drafted"
    CLEARED = "cleared"
    APPROVED = "approved"
    GIVEN = "given"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


BEFORE: Mapping[Stage, Stage | None] = {
    Stage.DRAFTED: None,
    Stage.CLEARED: Stage.DRAFTED,
    Stage.APPROVED: Stage.CLEARED,
    Stage.GIVEN: Stage.APPROVED,
    Stage.DECIDED: Stage.GIVEN,
    Stage.WITHDRAWN: None,
}
"""What has to be reached first."""

ON_RECORD = frozenset({Stage.GIVEN, Stage.DECIDED, Stage.WITHDRAWN})
"""What is no draft any more: it stays as it is, and another version takes its place."""

SAYING = frozenset({Stage.GIVEN, Stage.DECIDED})
"""By which a response says what it says: being decided counts as being given."""

FOLLOWS_A_DRAFT = frozenset({Stage.GIVEN})
"""What may follow the draft at once where it was taken from a paper: that was approved already, and
on a day before anybody typed it here."""

DIRECTOR, PORTFOLIO_HOLDER = "director", "portfolio holder"
EXECUTIVE_SUPPORT = "executive support"

WHOSE: Mapping[Stage, str] = {Stage.CLEARED: DIRECTOR, Stage.APPROVED: PORTFOLIO_HOLDER}
"""The kind of post whose holder alone takes a response to this stage."""

POSTS_THAT_ACT: Mapping[tuple[Permission, Role], Mapping[str, bool]] = {
    (Permission.RESPONSE_BUILD, Role.OFFICER): {EXECUTIVE_SUPPORT: False},
    (Permission.RESPONSE_CLEAR, Role.OFFICER): {DIRECTOR: True, PORTFOLIO_HOLDER: True},
    (Permission.RESPONSE_CLEAR, Role.MEMBER): {PORTFOLIO_HOLDER: True},
}
"""The kinds of post by which a role acts in a response, and whether only as their holder."""


@dataclass(frozen=True)
class Reached:
    stage: Stage
    on: date


@dataclass(frozen=True)
class Before:
    """What a response cannot have been given before: "The report was published", and when."""

    what: str
    on: date


@dataclass(frozen=True)
class After:
    """What it cannot have been given after: "Version 2 was given", and when."""

    what: str
    on: date


def why_not(
    stage: Stage,
    *,
    on: date,
    reached: Sequence[Reached],
    holding: bool,
    from_a_paper: bool,
    beside: Sequence[Before | After] = (),
) -> str:
    """Why a response cannot come to a stage on a day, in a sentence; empty where it can.

    ``reached`` are the stages that stand, in the order of their days.
    """
    days = {one.stage: one.on for one in reached}
    if Stage.WITHDRAWN in days:
        return f"It was withdrawn on {day_words(days[Stage.WITHDRAWN])}: begin a new version."
    if stage in days:
        return f"It was {stage} on {day_words(days[stage])} already."
    if stage is Stage.DECIDED and holding:
        return "A holding response is not decided: the full response is."
    needed = BEFORE[stage]
    if from_a_paper and stage in FOLLOWS_A_DRAFT:
        needed = Stage.DRAFTED
    if needed is not None and needed not in days:
        return f"It cannot be {stage} before it is {needed}."
    if stage is Stage.DRAFTED and days:
        return f"It was {reached[-1].stage} on {day_words(reached[-1].on)} already."
    return out_of_order(stage, on=on, reached=reached, from_a_paper=from_a_paper, beside=beside)


def out_of_order(
    stage: Stage,
    *,
    on: date,
    reached: Sequence[Reached],
    from_a_paper: bool,
    beside: Sequence[Before | After] = (),
) -> str:
    """Why a stage was not reached on a day, beside the days of the others; empty where it was."""
    typed_later = from_a_paper and stage in FOLLOWS_A_DRAFT
    for one in reversed(reached):
        if one.stage is Stage.DRAFTED and typed_later:
            continue
        said = f"It was {one.stage} on {day_words(one.on)}: it cannot be {stage}"
        if on < one.on and comes_before(one.stage, stage):
            return f"{said} before that."
        if on > one.on and comes_before(stage, one.stage):
            return f"{said} after that."
    for other in beside:
        said = f"{other.what} on {day_words(other.on)}: this response cannot be {stage}"
        if isinstance(other, Before):
            if stage in ON_RECORD and on < other.on:
                return f"{said} before that."
        elif stage in SAYING and on > other.on and not said_by(other.on, reached):
            return f"{said} after that."
    return ""


def said_by(day: date, reached: Sequence[Reached]) -> bool:
    """Whether it says by then what it says."""
    return any(one.stage in SAYING and one.on <= day for one in reached)


def rests_on_its_paper(reached: Sequence[Reached]) -> bool:
    """Whether it says what it says by its paper alone: it was never approved here."""
    stages = {one.stage for one in reached}
    return bool(stages & SAYING) and Stage.APPROVED not in stages


def comes_before(stage: Stage, other: Stage) -> bool:
    return list(Stage).index(stage) < list(Stage).index(other)
