"""Killing something again and again while people report progress, and what came of it."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.reliability import record
from tests.reliability.places import Place
from tests.reliability.reporters import Reporters
from tests.reliability.web import Web

PEOPLE = 8
ENOUGH = 10
"""How many reports are acknowledged before each kill, so that every one falls under load."""

TRIES = 10
"""How often a control is killed at most; it ends as soon as it has failed."""

EXPECTED = {"303", "503", "page 503", "no answer"}


@dataclass
class Killing:
    kills: int = 0
    acknowledged: int = 0
    sent_again: int = 0
    lost: int = 0
    half_done: int = 0
    twice: int = 0
    told: Counter[str] = field(default_factory=Counter)
    restarts: list[float] = field(default_factory=list)

    @property
    def unexpected(self) -> dict[str, int]:
        """What people were told that nobody should be, whatever has just died."""
        return {told: number for told, number in self.told.items() if told not in EXPECTED}


def killed(
    place: Place,
    kills: int,
    kill: Callable[[Web], float],
    *,
    careless: str = "",
    until: Callable[[Killing], bool] = lambda found: False,
) -> Killing:
    """``kill`` also starts again what it killed, and says how long that took."""
    dice = random.Random(kills)
    before = record.found()
    seen = Killing()
    with place.web(careless=careless) as web:
        pages = record.pages_to_report_on(web.port, PEOPLE)
        with Reporters(web.port, record.REPORTER, pages) as reporters:
            while seen.kills < kills and not until(seen):
                reporters.wait_for_more(ENOUGH)
                time.sleep(dice.choice((0, dice.uniform(0, 1))))  # at once half of the time
                seen.restarts.append(kill(web))
                seen.kills += 1
                _note(seen, reporters, before)
        _note(seen, reporters, before)
    return seen


def _note(seen: Killing, reporters: Reporters, before: record.Found) -> None:
    """Compare what was acknowledged by now with what is stored after that."""
    acknowledged = reporters.acknowledged
    now = record.found()
    seen.acknowledged, seen.lost = len(acknowledged), now.lost(acknowledged)
    seen.half_done = max(seen.half_done, now.half_done - before.half_done)
    seen.twice = max(seen.twice, now.twice)
    seen.told, seen.sent_again = reporters.told, reporters.sent_again
