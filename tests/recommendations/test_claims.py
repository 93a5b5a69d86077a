"""A claim that something is complete is seen with its evidence, or as one without."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import AgendaItem, Remit, Viewer
from recommendations.rules.wording import day_words
from recommendations.services import evidence, meetings, progress
from recommendations.services.classification import classify
from reports import builders
from tests.factories import UserFactory
from tests.recommendations.acting import Acting

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
REPORTED = TODAY - timedelta(days=9)


@pytest.fixture
def claimed():
    """R1, which the committee watches, is reported complete; nothing shows it."""
    acting = Acting.made(late=-30)
    progress.submit_update(
        recommendation=acting.recommendation,
        by=acting.people["officer"],
        on=REPORTED,
        complete=True,
        stated="green",
        outcome="Fewer holes.",
        post=acting.post,
    )
    Remit.objects.create(body=acting.committee, report=acting.recommendation.report)
    meetings.add_item(
        meeting=meetings.call_meeting(body=acting.committee, day=TODAY), title="Roads"
    )
    return acting


def shown_on(client, claimed):
    """What the pages say on which a claim is judged."""
    client.force_login(claimed.people["clerk"])
    council, report = claimed.council.slug, claimed.recommendation.report
    of_item = {"council": council, "report": report.slug, "address": "R1"}
    item = AgendaItem.objects.get()
    return [
        client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
        for address in (
            reverse("recommendations:recommendation", kwargs=of_item),
            reverse("recommendations:position", kwargs=of_item),
            reverse("recommendations:discharge", args=[council, item.meeting_id, item.pk]),
        )
    ]


def test_a_claim_without_evidence_is_seen_as_such_by_whoever_judges_it(client, claimed):
    reported = f"Reported complete on {day_words(REPORTED)}"
    bare = f"{reported}; no evidence is recorded"
    assert all(bare in page for page in shown_on(client, claimed))
    client.force_login(claimed.people["member"])
    report = reverse("reports:exception_report", args=[claimed.council.slug])
    told = client.get(report).text
    assert "No evidence is recorded." in told
    assert "Does the committee agree that this is done, or does it ask for evidence?" in told
    first, _ = (
        evidence.attach_evidence(
            recommendation=claimed.recommendation,
            address="https://example.org/roads",
            shows=shows,
            by=claimed.people["officer"],
            on=REPORTED,
        )
        for shows in ("A survey", "Another")
    )
    assert all(
        f"{reported}; 2 pieces of evidence are recorded" in page
        for page in shown_on(client, claimed)
    )
    classify(
        row=first,
        to="exempt",
        by=UserFactory(),
        reason="Names a firm",
        paragraphs="3",
        public_interest="A contract",
    )
    client.force_login(claimed.people["member"])
    told = client.get(report).text
    assert "1 piece of evidence is recorded." in told
    assert "Does the committee agree that this is done?" in told


def test_the_schedule_says_how_much_its_reader_may_see(claimed):
    evidence.attach_evidence(
        recommendation=claimed.recommendation,
        address="https://example.org/roads",
        shows="A survey",
        by=claimed.people["officer"],
        on=REPORTED,
    )
    viewer = Viewer.of(claimed.people["member"], claimed.council.slug, today=TODAY)
    report = claimed.recommendation.report
    made = builders.schedule(viewer, report, as_at=TODAY, known_at=timezone.now())
    assert [entry.evidence_words for entry in made.entries] == ["1 piece of evidence is recorded"]


@pytest.mark.parametrize(("asked", "of_whole"), [("", True), ("?milestone={}", False)])
def test_whoever_reports_the_whole_complete_is_asked_for_evidence(client, claimed, asked, of_whole):
    client.force_login(claimed.people["officer"])
    address = reverse(
        "recommendations:report_progress",
        args=[claimed.council.slug, claimed.recommendation.report.slug, "R1"],
    )
    page = client.get(address + asked.format(claimed.milestone.pk))
    assert ("the committee asks for it" in page.text) == of_whole
