"""Doing what was asked for: each kind of job has one function that does it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from recommendations import store
from recommendations.models import Job
from recommendations.services import jobs, policies
from recommendations.services.change import Refused
from reports import builders, kept
from reports.faces.pdf import PdfFailed
from reports.services import packs
from reports.services.packs import Progress

HANDLERS: dict[str, Callable[[Job, Progress], None]] = {
    packs.KIND: packs.issue,
    policies.KIND: policies.rate_anew,
}

log = logging.getLogger(__name__)


def work_once() -> Job | None:
    """Do the job that has waited longest; None where none waits.

    A job that cannot be done has failed, in words for whoever asked. One that another worker has
    by now is left to it.
    """
    job = jobs.claim()
    if job is None:
        kept.forget_old()  # nobody is kept waiting
        return None
    try:
        HANDLERS[job.kind](
            job, lambda percent, doing: jobs.report(job=job, percent=percent, doing=doing)
        )
    except jobs.Overtaken:
        log.warning("job %s was taken by another worker", job.pk)
    except (Refused, builders.TooMany, PdfFailed) as reason:
        jobs.fail(job=job, error=str(reason))
    except store.NotKept as reason:
        log.exception("job %s: its file could not be stored", job.pk)
        jobs.fail(job=job, error=str(reason))
    except Exception:
        log.exception("job %s failed", job.pk)
        jobs.fail(
            job=job,
            error="It could not be made, through a fault of ours. Nothing was issued. Try again.",
        )
    job.refresh_from_db()
    return job
