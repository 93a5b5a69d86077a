"""Lost updates and double submits, on the database that DATABASE_URL names.

    python -m tests.reliability.drills

Each drill runs twice: first with its guard off, where it has to fail, since a drill that cannot
fail proves nothing; then with it on, where nothing may be lost or written twice.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from recommendations.models import ProgressUpdate, Recommendation, Submission, frozen  # noqa: E402
from tests.reliability.writers import EDITS, FORMS  # noqa: E402

WRITERS = 16
CLICKS = 6
WRITER = [sys.executable, "-m", "tests.reliability.writers"]
ROOT = Path(__file__).resolve().parents[2]


def run(drill: str, guard: str, writers: int) -> Counter[str]:
    """Start the writers, let them go at once, and add up what they were told."""
    connections.close_all()
    start = time.time() + 6
    started = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.reliability.writers",
                drill,
                guard,
                str(seed),
                str(start),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(writers)
    ]
    told: Counter[str] = Counter()
    for process in started:
        out, _ = process.communicate(timeout=300)
        told.update(json.loads(out.splitlines()[-1]))
    return told


def written_unseen() -> int:
    """Updates whose author had not seen the one before: what a last writer would have lost."""
    unseen = 0
    for update in ProgressUpdate.objects.filter(narrative__startswith="seen "):
        unseen += update.narrative != f"seen {update.follows_id}"
    return unseen


def written_twice() -> int:
    """Rows beyond the first of each form."""
    forms = Counter(
        ProgressUpdate.objects.filter(narrative__startswith="form ").values_list(
            "narrative", flat=True
        )
    )
    return sum(forms.values()) - len(forms)


def empty() -> None:
    """Forget what a drill wrote: the papers stay."""
    frozen.lift(connection)
    for update in ProgressUpdate.objects.order_by("-pk"):
        update.delete()
    Submission.objects.all().delete()
    frozen.lay(connection)


def drill(name: str, writers: int, expected: int, harm: str) -> bool:
    found = {}
    for guard in ("off", "on"):
        empty()
        told = run(name, guard, writers)
        harmed = written_unseen() if name == "lost-updates" else written_twice()
        found[guard] = harmed
        sys.stdout.write(
            f"{connection.vendor}, {name}, guard {guard}: {told['acknowledged']} of {expected}"
            f" acknowledged, {harmed} {harm}; {dict(told)}\n"
        )
        if told["acknowledged"] != expected:
            return False
    empty()
    return found["off"] > 0 and found["on"] == 0


def main() -> int:
    call_command("migrate", verbosity=0)
    if not Recommendation.objects.exists():
        call_command("load_papers", verbosity=0)
    passed = [
        drill("lost-updates", WRITERS, WRITERS * EDITS, "written unseen"),
        drill("double-submit", CLICKS, CLICKS * FORMS, "written twice"),
    ]
    sys.stdout.write(f"{sum(passed)} passed, {len(passed) - sum(passed)} failed\n")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
