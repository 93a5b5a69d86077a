"""The queue: work asked for, claimed by one worker at a time, and finished once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from recommendations.models import Council, Job, User

ATTEMPTS = 3
TIME = timedelta(minutes=5)
"""How long a worker may take; one that is killed leaves its job to another after this."""


class Overtaken(Exception):
    """Another worker has the job by now: what this one made is thrown away."""


def ask(*, kind: str, council: Council, by: User, parameters: dict[str, Any], key: str) -> Job:
    """Queue a piece of work; asking again with the same key finds the job that is there."""
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                council=council,
                asked_by=by,
                parameters=parameters,
                idempotency_key=key,
            )
    except IntegrityError:
        return Job.objects.get(idempotency_key=key)


def claim() -> Job | None:
    """Take the job that has waited longest, or None. A job that failed three times has failed."""
    for job in Job.objects.waiting():
        if job.attempts >= ATTEMPTS:
            fail(job=job, error="It was tried three times and never came to an end.")
            continue
        taken = Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            deadline=timezone.now() + TIME,
            percent=0,
            doing="",
        )
        if taken:
            job.refresh_from_db()
            return job
    return None


def report(*, job: Job, percent: int, doing: str) -> None:
    """Say how far the work is, in words for whoever waits."""
    still = {"deadline": timezone.now() + TIME, "percent": percent, "doing": doing}
    if not mine(job).update(**still):
        raise Overtaken


def finish(*, job: Job, result: dict[str, Any]) -> None:
    """Mark the job done. Called in the transaction that writes what the job made."""
    done = {"state": Job.State.DONE, "percent": 100, "doing": "", "result": result}
    if not mine(job).update(**done):
        raise Overtaken


def fail(*, job: Job, error: str) -> None:
    """Mark the job failed, with a reason that whoever asked can read."""
    mine(job).update(state=Job.State.FAILED, error=error, doing="")


def mine(job: Job) -> Any:
    """The row, while the attempt this worker made is still the last."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts)
