"""The queue: one worker at a time, finished once, given up in the end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recommendations.models import Job
from recommendations.services import jobs
from tests.factories import CouncilFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    council, by = CouncilFactory(), UserFactory()

    def ask(key="one"):
        return jobs.ask(kind="pack", council=council, by=by, parameters={"a": 1}, key=key)

    return ask


def let_time_run_out(job):
    Job.objects.filter(pk=job.pk).update(deadline=timezone.now() - timedelta(seconds=1))


def test_asking_twice_is_one_job(ask):
    assert ask() == ask()
    assert Job.objects.count() == 1


def test_the_job_that_waited_longest_is_taken_and_no_other_worker_gets_it(ask):
    first, second = ask("one"), ask("two")
    assert jobs.claim() == first
    assert jobs.claim() == second
    assert jobs.claim() is None


def test_how_far_it_is_is_what_the_worker_said(ask):
    ask()
    job = jobs.claim()
    jobs.report(job=job, percent=40, doing="Setting the pages")
    job.refresh_from_db()
    assert (job.state, job.percent, job.doing) == ("running", 40, "Setting the pages")
    jobs.finish(job=job, result={"publication": 7})
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == ("done", 100, {"publication": 7})


def test_a_worker_that_was_replaced_writes_nothing(ask):
    ask()
    killed = jobs.claim()
    let_time_run_out(killed)
    other = jobs.claim()
    assert other == killed
    assert other.attempts == 2
    with pytest.raises(jobs.Overtaken):
        jobs.report(job=killed, percent=90, doing="Too late")
    with pytest.raises(jobs.Overtaken):
        jobs.finish(job=killed, result={"publication": 1})
    jobs.fail(job=killed, error="Too late")
    other.refresh_from_db()
    assert other.state == "running"
    jobs.finish(job=other, result={})


def test_after_three_attempts_it_has_failed_with_a_reason(ask):
    ask()
    for _ in range(3):
        let_time_run_out(jobs.claim())
    assert jobs.claim() is None
    job = Job.objects.get()
    assert job.state == "failed"
    assert "three times" in job.error
