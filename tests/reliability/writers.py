"""One writer of a drill: a process that reads, thinks and writes until its work is done.

    python -m tests.reliability.writers DRILL GUARD SEED START

prints a line of JSON. START is the moment, in seconds since the epoch, at which all begin.
"""

import json
import os
import random
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
django.setup()

from django.db import OperationalError  # noqa: E402
from django.utils import timezone  # noqa: E402

from recommendations.models import ProgressUpdate, Recommendation, User  # noqa: E402
from recommendations.services.following import LATEST, last_written  # noqa: E402
from recommendations.services.progress import submit_update, updates_about  # noqa: E402
from recommendations.services.submissions import Conflict, once  # noqa: E402

EDITS = 25
FORMS = 40


def lost_updates(*, guarded: bool, dice: random.Random) -> Counter[str]:
    """Report on the same few recommendations; each report says which one its author had seen.

    Without the guard a writer who was second tries again with what it had seen before.
    """
    told: Counter[str] = Counter()
    hot = list(Recommendation.objects.order_by("pk")[:4])
    by = User.objects.get(username="papers")
    look = True
    while told["acknowledged"] < EDITS:
        if look:
            recommendation = dice.choice(hot)
            seen = last_written(updates_about(recommendation, None, None))
        time.sleep(dice.uniform(0.001, 0.004))
        try:
            submit_update(
                recommendation=recommendation,
                by=by,
                on=timezone.localdate(),
                narrative=f"seen {seen.pk if seen else None}",
                follows=seen if guarded else LATEST,
            )
            told["acknowledged"] += 1
            look = True
        except Conflict:
            told["told of another's"] += 1
            look = guarded
        except OperationalError:  # the page says 503: not saved, try again
            told["told to try again"] += 1
            look = guarded
    return told


def double_submit(*, guarded: bool, dice: random.Random) -> Counter[str]:
    """Send each of the same forms, as a double click or a retry would."""
    told: Counter[str] = Counter()
    recommendation = Recommendation.objects.order_by("pk")[5]
    by = User.objects.get(username="papers")
    for form in range(FORMS):

        def act(form: int = form) -> str:
            while True:
                try:
                    row = submit_update(
                        recommendation=recommendation,
                        by=by,
                        on=timezone.localdate(),
                        narrative=f"form {form}",
                    )
                except Conflict:  # with its twin: without a token it would just try again
                    continue
                return f"/{row.pk}/"

        led_to = once(token=f"form-{form}", by=by, act=act) if guarded else act()
        told["acknowledged"] += bool(led_to)
        time.sleep(dice.uniform(0, 0.002))
    return told


def main(drill: str, guard: str, seed: str, start: str) -> None:
    dice = random.Random(seed)
    ProgressUpdate.objects.exists()  # connected before the start
    time.sleep(max(0, float(start) - time.time()))
    told: Counter[str] = Counter()
    try:
        told = {"lost-updates": lost_updates, "double-submit": double_submit}[drill](
            guarded=guard == "on", dice=dice
        )
    except Exception as error:  # the drill counts what a person would have been told
        told[f"error: {type(error).__name__}: {error}"[:200]] += 1
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
