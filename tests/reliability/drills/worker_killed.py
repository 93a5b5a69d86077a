"""The queue's worker dies at any moment, or is held up and comes back too late."""

from __future__ import annotations

import random
import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from recommendations import store
from recommendations.models import Job, Meeting
from reports.models import Publication
from tests.reliability import packs
from tests.reliability.figures import Figure
from tests.reliability.places import Place
from tests.reliability.processes import wait_until

KILLS = 30
TRIES = 10
HELD_UP = 3
STAGES = (0, 30, 60, 100, 100)
"""How far a pack is, in percent, when its worker is killed within the next second."""


class Watcher(Thread):
    """Looks at every job all the time, as the page of somebody who waits does."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stopping = Event()
        self.percents: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.untrue = 0

    def run(self) -> None:
        while not self.stopping.wait(0.05):
            for job in Job.objects.all():
                self.untrue += (job.percent == 100) != (job.state == Job.State.DONE)
                self.untrue += job.state == Job.State.DONE and "publication" not in job.result
                if job.state == Job.State.RUNNING:
                    self.percents[job.pk, job.attempts].append(job.percent)
        connections.close_all()

    @property
    def dishonest(self) -> int:
        """Seen done without a pack, at 100 before it was done, or going back within one attempt."""
        return self.untrue + sum(seen != sorted(seen) for seen in self.percents.values())

    def __enter__(self) -> Watcher:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if not self.is_alive() or not self.percents:
            raise AssertionError("The watcher saw nothing.")
        self.stopping.set()
        self.join()


class Queue:
    """The jobs asked for from here on, and the editions that came of them."""

    def __init__(self, place: Place, meeting: Meeting) -> None:
        self.place, self.meeting = place, meeting
        self.dice = random.Random(1)
        self.kills = 0
        self.editions_before = set(Publication.objects.values_list("pk", flat=True))
        self.jobs_before = set(Job.objects.values_list("pk", flat=True))

    @property
    def jobs(self) -> list[Job]:
        return list(Job.objects.exclude(pk__in=self.jobs_before))

    @property
    def editions(self) -> list[Publication]:
        return list(Publication.objects.exclude(pk__in=self.editions_before))

    def kill_a_worker(self) -> None:
        """At any moment: while it starts, builds, prints, stores, or has just finished."""
        self.kill_one_at(self.dice.choice(STAGES), after=self.dice.uniform(0, 1))

    def kill_one_at(self, percent: int, *, after: float, careless: str = "") -> None:
        job = Job.objects.waiting().first() or packs.ask(self.meeting)
        worker = self.place.worker(careless=careless)

        def reached() -> bool:
            now = Job.objects.get(pk=job.pk)
            ended = now.state in (Job.State.DONE, Job.State.FAILED)
            return ended or (now.attempts > job.attempts and now.percent >= percent)

        if percent:
            wait_until(reached)
        time.sleep(after)
        worker.kill()
        self.kills += 1
        abandon()

    def hold_a_worker_up(self, *, careless: str = "") -> None:
        """Stopped in the middle of its work, taken for dead, and let go when another is done."""
        job = packs.ask(self.meeting)
        late = self.place.worker(careless=careless, once=True)
        wait_until(lambda: Job.objects.get(pk=job.pk).doing.startswith("Printing"))
        late.signal(signal.SIGSTOP)
        abandon()
        self.finish()
        late.signal(signal.SIGCONT)
        late.process.wait(60)

    def finish(self) -> None:
        self.place.worker(once=True).process.wait(300)

    def missing(self) -> int:
        """Editions whose file is not there, or is not what it was."""
        return sum(not is_kept(edition) for edition in self.editions)

    def astray(self) -> int:
        """Jobs done without an edition of their own, failed with one, or editions of no job."""
        done = [job for job in self.jobs if job.state == Job.State.DONE]
        named = {job.result.get("publication") for job in done}
        return abs(len(done) - len(named)) + len(named ^ {edition.pk for edition in self.editions})


def drill(place: Place) -> Iterator[Figure]:
    meeting = packs.meeting()
    careless = Queue(place, meeting)
    while careless.kills < TRIES and not careless.missing():
        careless.kill_one_at(100, after=0, careless="unstored")
    careless.finish()
    late = Queue(place, meeting)
    late.hold_a_worker_up(careless="unfenced")

    queue = Queue(place, meeting)
    with Watcher() as watcher:
        while queue.kills < KILLS:
            queue.kill_a_worker()
        queue.finish()
        for _ in range(HELD_UP):
            queue.hold_a_worker_up()
    jobs = queue.jobs
    failed = [job for job in jobs if job.state == Job.State.FAILED]
    unsaid = [job.error for job in jobs if job not in failed and job.state != Job.State.DONE]
    unsaid += [job.error for job in failed if "three times" not in job.error]
    yield Figure(
        drill=f"Pack worker killed {queue.kills} times: editions whose file is missing or wrong",
        database=place.database_name,
        without=f"{careless.missing()} after {careless.kills} kills",
        found=f"{queue.missing()} of {len(queue.editions)}",
        within=careless.missing() > 0 and not queue.missing() and queue.kills == KILLS,
    )
    yield Figure(
        drill=f"The same, and {HELD_UP} workers held up and overtaken: packs not made exactly"
        " once; progress that was not true",
        database=place.database_name,
        without=f"{late.astray()} after 1 was held up",
        found=f"{queue.astray() + len(unsaid)} of {len(jobs)}, {len(failed)} given up after three"
        f" kills; {watcher.dishonest}",
        within=late.astray() > 0 and not queue.astray() and not unsaid and not watcher.dishonest,
    )


def abandon() -> None:
    """What the worker had is anybody's: the five minutes it is given are not waited for."""
    Job.objects.filter(state=Job.State.RUNNING).update(deadline=timezone.now())


def is_kept(edition: Publication) -> bool:
    try:
        store.read(edition.pdf_sha256)
    except store.NotWhatItWas:
        return False
    return True
