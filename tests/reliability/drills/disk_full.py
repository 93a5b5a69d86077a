"""The disk of the database fills up, and the one where issued documents are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from recommendations.models import Job
from reports.models import Publication
from tests.reliability import packs, record
from tests.reliability.figures import Figure
from tests.reliability.people import Person
from tests.reliability.places import Place
from tests.reliability.processes import wait_until
from tests.reliability.readers import Reader
from tests.reliability.reporters import Reporters

PEOPLE = 4
REFUSALS = 30
ROOM = 16 * 1024  # kibibytes, once there is some again


@dataclass
class Filling:
    written: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    message: int = 0
    acknowledged: set[str] = field(default_factory=set)
    afterwards: int = 0

    @property
    def unexpected(self) -> dict[str, int]:
        told = self.written.items()
        return {each: number for each, number in told if each not in ("303", "503")}


def drill(place: Place) -> Iterator[Figure]:
    careless = filled(place, careless="unmapped")
    seen = filled(place)
    faults = record.faults(place)
    acknowledged = seen.acknowledged | careless.acknowledged
    lost = record.found().lost(acknowledged)
    failures = sum(careless.unexpected.values())
    yield Figure(
        drill="Disk of the database full: answers to writing other than 503 with what was typed",
        database=place.database_name,
        without=str(failures),
        found=f"{seen.unexpected or 0}, beside {seen.written['503']} of 503",
        within=failures > 0 and not seen.unexpected and seen.written["503"] >= REFUSALS,
    )
    others = sum(seen.read.values()) - seen.read["200"] + (seen.message != 200)
    yield Figure(
        drill="The same: pages that could not be read",
        database=place.database_name,
        found=f"{others} of {sum(seen.read.values()) + 1}",
        within=others == 0 and seen.read["200"] > 0,
    )
    yield Figure(
        drill="The same: acknowledged and lost; stored once there was room, without a restart;"
        " faults in the database",
        database=place.database_name,
        found=f"{lost} of {len(acknowledged):,}; {seen.afterwards}; {'; '.join(faults) or 0}",
        within=lost == 0 and seen.afterwards >= REFUSALS and not faults,
    )
    yield from pack_with_no_room(place)


def filled(place: Place, *, careless: str = "") -> Filling:
    seen = Filling()
    with place.web(careless=careless) as web:
        *pages, other = record.pages_to_report_on(web.port, PEOPLE + 1)
        listing = f"/{record.COUNCIL}/recommendations/"
        # somebody whose next page says that their report was sent, and says it only once
        pleased = Person(web.port)
        pleased.sign_in(record.REPORTER)
        texts = dict.fromkeys(("cause", "remedy", "effect", "why_differs"), "As told.")
        fields = {**pleased.form(other), **texts, "stated": "red", "do": "send"}
        led_to = pleased.send(other, fields).location
        with (
            Reader(web.port, record.REPORTER, [listing, other]) as reader,
            Reporters(web.port, record.REPORTER, pages) as reporters,
        ):
            reporters.wait_for_more(PEOPLE)
            place.data_disk.fill()
            wait_until(lambda: refused(reporters) >= REFUSALS)
            seen.message = pleased.read(led_to).status
            before = len(reporters.acknowledged)
            place.data_disk.enlarge(kibibytes=ROOM)
            reporters.wait_for_more(REFUSALS)
            seen.afterwards = len(reporters.acknowledged) - before
    (place.data / "ballast").unlink()
    seen.written, seen.read, seen.acknowledged = reporters.told, reader.told, reporters.acknowledged
    return seen


def refused(reporters: Reporters) -> int:
    return sum(number for told, number in reporters.told.items() if told.startswith("5"))


def pack_with_no_room(place: Place) -> Iterator[Figure]:
    """The file store is full when a pack is to be issued."""
    meeting = packs.meeting()
    before = set(place.files.rglob("*"))
    place.file_disk.fill()
    careless = packs.ask(meeting)
    place.worker(careless="unstored", once=True).process.wait(120)
    missing = place.manage("verify_history", check=False).returncode
    job = packs.ask(meeting)
    place.worker(once=True).process.wait(120)
    job.refresh_from_db()
    careless.refresh_from_db()
    rows = Publication.objects.exclude(pk=careless.result.get("publication")).count()
    left = [path.name for path in set(place.files.rglob("*")) - before if path.is_file()]
    place.file_disk.enlarge(kibibytes=ROOM)
    again = packs.ask(meeting)
    place.worker(once=True).process.wait(120)
    again.refresh_from_db()
    yield Figure(
        drill="Disk of issued documents full: editions without their file; files left half"
        " written; the reason given",
        database=place.database_name,
        without="1" if missing else "0",
        found=f"{rows}; {len(left) - 1}; “{job.error}”",
        within=bool(missing)
        and rows == 0
        and left == ["ballast"]
        and job.state == Job.State.FAILED
        and "full" in job.error
        and again.state == Job.State.DONE,
    )
