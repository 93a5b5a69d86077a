"""PostgreSQL is restarted under the web servers, which stay up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.reliability import record
from tests.reliability.figures import Figure, seconds
from tests.reliability.places import Place
from tests.reliability.processes import wait_until
from tests.reliability.readers import Reader
from tests.reliability.reporters import Reporters

RESTARTS = 5
AWAY = 1.0  # seconds between its end and its start, so that people meet its absence
PEOPLE = 4
LONGEST = 2.0
EXPECTED = {"200", "303", "503", "page 503"}


@dataclass
class Restarting:
    told: Counter[str] = field(default_factory=Counter)
    until_read: list[float] = field(default_factory=list)
    until_written: list[float] = field(default_factory=list)
    lost: int = 0

    @property
    def unexpected(self) -> dict[str, int]:
        return {told: number for told, number in self.told.items() if told not in EXPECTED}


def drill(place: Place) -> Iterator[Figure]:
    careless = restarted(place, 1, careless="unmapped")
    seen = restarted(place, RESTARTS)
    failures = sum(careless.unexpected.values())
    unavailable = seen.told["503"] + seen.told["page 503"]
    yield Figure(
        drill=f"PostgreSQL restarted {RESTARTS} times under running servers: answers other than"
        " 503 with Retry-After and what was typed",
        database=place.database_name,
        without=f"{failures}, in 1 restart",
        found=f"{seen.unexpected or 0}, beside {unavailable} of 503; {seen.lost} reports lost",
        within=failures > 0 and unavailable > 0 and not seen.unexpected and not seen.lost,
    )
    yield Figure(
        drill="The same: from its being ready to the first page; to the first report stored",
        database=place.database_name,
        found=f"{seconds(seen.until_read)}; {seconds(seen.until_written)}",
        within=max(seen.until_read + seen.until_written) <= LONGEST,
    )


def restarted(place: Place, times: int, *, careless: str = "") -> Restarting:
    seen = Restarting()
    with place.web(careless=careless) as web:
        pages = record.pages_to_report_on(web.port, PEOPLE)
        read = ["/account/", f"/{record.COUNCIL}/recommendations/"]
        with (
            Reader(web.port, record.REPORTER, read) as reader,
            Reporters(web.port, record.REPORTER, pages) as reporters,
        ):
            for _ in range(times):
                reporters.wait_for_more(PEOPLE)
                place.cluster.end_at_once()
                time.sleep(AWAY)
                place.cluster.start()
                ready = time.monotonic()
                for at, took in (
                    (lambda: reader.at, seen.until_read),
                    (lambda: reporters.at, seen.until_written),
                ):
                    wait_until(lambda at=at, ready=ready: at()[-1] > ready)
                    took.append(next(moment for moment in at() if moment > ready) - ready)
        acknowledged = reporters.acknowledged
        seen.told = reporters.told + reader.told
    seen.lost = record.found().lost(acknowledged)
    return seen
