"""PostgreSQL dies whole, postmaster and children, while people report progress."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.reliability import record
from tests.reliability.figures import Figure
from tests.reliability.killing import TRIES, killed
from tests.reliability.places import Place
from tests.reliability.web import Web

KILLS = 8


def drill(place: Place) -> Iterator[Figure]:
    def kill(_: Web) -> float:
        begun = time.monotonic()
        place.cluster.kill()
        place.cluster.start()
        return time.monotonic() - begun

    early = killed(place, TRIES, kill, careless="asynchronous", until=lambda seen: seen.lost > 0)
    record.mend(place)
    seen = killed(place, KILLS, kill)
    faults = record.faults(place)
    wrong = f"; answers that should not be: {seen.unexpected}" if seen.unexpected else ""
    yield Figure(
        drill=f"PostgreSQL killed whole {seen.kills} times under {seen.acknowledged:,} reports:"
        " acknowledged and lost",
        database=place.database_name,
        without=f"{early.lost} of {early.acknowledged:,} after {early.kills} kills",
        found=f"{seen.lost}{wrong}",
        within=early.lost > 0 and seen.lost == 0 and seen.kills == KILLS and not seen.unexpected,
    )
    yield Figure(
        drill="The same: changes half done; stored twice; faults in the database",
        database=place.database_name,
        found=f"{seen.half_done}; {seen.twice}; {'; '.join(faults) or 0}",
        within=seen.half_done == seen.twice == 0 and not faults,
    )
