"""Many writers at once, and the same form many times at once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator

from django.db import connection, connections

from recommendations.models import ProgressUpdate, Submission, frozen
from tests.reliability.figures import Figure
from tests.reliability.places import Place
from tests.reliability.processes import ROOT
from tests.reliability.writers import EDITS, FORMS

WRITERS = 16
CLICKS = 6
LEAD = 6.0  # seconds until all have started


def drill(place: Place) -> Iterator[Figure]:
    without, _ = run("lost-updates", WRITERS, WRITERS * EDITS, guard="off")
    unseen, told = run("lost-updates", WRITERS, WRITERS * EDITS, guard="on")
    warned = told["told of another's"] + told["told to try again"]
    yield Figure(
        drill=f"{WRITERS} writers, {WRITERS * EDITS:,} updates of four recommendations",
        database=place.database_name,
        without=f"{without} written unseen",
        found=f"{unseen} written unseen, writers told {warned:,} times",
        within=without > 0 and unseen == 0,
    )
    without, _ = run("double-submit", CLICKS, CLICKS * FORMS, guard="off")
    twice, _ = run("double-submit", CLICKS, CLICKS * FORMS, guard="on")
    yield Figure(
        drill=f"{FORMS} forms, each sent {CLICKS} times at once",
        database=place.database_name,
        without=f"{without} written twice",
        found=f"{twice} written twice, every sender led on",
        within=without > 0 and twice == 0,
    )


def run(drill: str, writers: int, expected: int, *, guard: str) -> tuple[int, Counter[str]]:
    """Start the writers, let them go at once; how much harm was done, and what they were told."""
    empty()
    connections.close_all()
    start = str(time.time() + LEAD)
    command = [sys.executable, "-m", "tests.reliability.writers", drill, guard]
    started = [
        subprocess.Popen([*command, str(seed), start], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for seed in range(writers)
    ]
    told: Counter[str] = Counter()
    for process in started:
        out, _ = process.communicate(timeout=300)
        told.update(json.loads(out.splitlines()[-1]))
    if told["acknowledged"] != expected:
        raise AssertionError(f"{told['acknowledged']} of {expected} acknowledged: {dict(told)}")
    return (written_unseen() if drill == "lost-updates" else written_twice()), told


def written_unseen() -> int:
    """Updates whose author had not seen the one before: what a last writer would have lost."""
    updates = ProgressUpdate.objects.filter(narrative__startswith="seen ")
    return sum(update.narrative != f"seen {update.follows_id}" for update in updates)


def written_twice() -> int:
    """Rows beyond the first of each form."""
    forms = ProgressUpdate.objects.filter(narrative__startswith="form ")
    return forms.count() - forms.values("narrative").distinct().count()


def empty() -> None:
    """Forget what a run wrote: the papers and the invented council stay."""
    frozen.lift(connection)
    for prefix in ("seen ", "form "):
        written = ProgressUpdate.objects.filter(narrative__startswith=prefix)
        for update in written.order_by("-pk"):
            update.delete()
    Submission.objects.all().delete()
    frozen.lay(connection)
