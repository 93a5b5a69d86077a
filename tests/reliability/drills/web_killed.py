"""The web servers die at any moment, while people report progress."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reliability import record
from tests.reliability.figures import Figure, seconds
from tests.reliability.killing import TRIES, killed
from tests.reliability.places import Place
from tests.reliability.web import Web

KILLS = 30
LONGEST_RESTART = 3.0


def drill(place: Place) -> Iterator[Figure]:
    early = killed(place, TRIES, kill, careless="acknowledging", until=lambda seen: seen.lost > 0)
    halves = killed(place, TRIES, kill, careless="halves", until=lambda seen: seen.half_done > 0)
    record.mend(place)
    seen = killed(place, KILLS, kill)
    faults = record.faults(place)
    yield Figure(
        drill=f"Web servers killed {seen.kills} times under {seen.acknowledged:,} reports:"
        " acknowledged and lost",
        database=place.database_name,
        without=f"{early.lost} of {early.acknowledged:,} after {early.kills} kills",
        found=str(seen.lost),
        within=early.lost > 0 and seen.lost == 0 and seen.kills == KILLS,
    )
    yield Figure(
        drill="The same: changes half done; faults in the database",
        database=place.database_name,
        without=f"{halves.half_done} half done after {halves.kills} kills",
        found=f"{seen.half_done}; {'; '.join(faults) or 0}",
        within=halves.half_done > 0 and seen.half_done == 0 and not faults,
    )
    wrong = f"; answers that should not be: {seen.unexpected}" if seen.unexpected else ""
    yield Figure(
        drill="The same: forms cut off and sent again as they were",
        database=place.database_name,
        found=f"{seen.sent_again}, all led on, {seen.twice} stored twice{wrong}",
        within=seen.sent_again > 0 and seen.twice == 0 and not seen.unexpected,
    )
    yield Figure(
        drill="The same: from start to the first answer",
        database=place.database_name,
        found=seconds(seen.restarts),
        within=max(seen.restarts) < LONGEST_RESTART,
    )


def kill(web: Web) -> float:
    web.kill()
    return web.start()
