"""Faults that users of other trackers report, each with the test that it is none of ours.

The sources are those of the field's pains: what is said of a fault stands in its test.
"""

import json
from csv import DictReader
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from recommendations.models import DraftAnswer, Recommendation, Standing, Viewer
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.ratings import Rag, Rating
from recommendations.rules.roles import Role
from recommendations.services import (
    meetings,
    milestones,
    notices,
    positions,
    progress,
    remits,
    responses,
    rounds,
)
from recommendations.services.change import change
from reports.builders import exception_report
from reports.faces import csv
from reports.faces import json as data
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    MembershipFactory,
    RecommendationFactory,
    WordingFactory,
)
from tests.recommendations.acting import TODAY, Acting, day_typed, promised, send

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def acting() -> Acting:
    """R1, accepted, with one milestone ten days late."""
    return Acting.made()


def accepted(acting: Acting, address: str, **more) -> Recommendation:
    row = RecommendationFactory(report=acting.recommendation.report, address=address, **more)
    WordingFactory(recommendation=row)
    responses.answer(
        response=row.report.responses.get(),
        recommendation=row,
        decision="accepted",
        by=acting.people["clerk"],
        on=PUBLISHED + timedelta(days=30),
    )
    return row


def stands(row: Recommendation) -> Rating:
    return Standing.objects.on(timezone.localdate()).get(recommendation=row).rated


def ever(row: Recommendation) -> set[str]:
    """Every rating that is stored of it, from today on without end."""
    return set(Standing.objects.filter(recommendation=row).values_list("rag", flat=True))


def read(spreadsheet: bytes) -> list[dict[str, str]]:
    return list(DictReader(StringIO(spreadsheet.decode("utf-8-sig"))))


def test_what_has_no_deadline_is_never_a_breach(acting):
    """DefectDojo 10662: findings without a deadline were counted as breaches of it."""
    row = accepted(acting, "R2")
    assert stands(row).words(TODAY).startswith("Date needed")
    assert ever(row) == {"date needed"}


def test_what_is_reopened_is_not_overdue_at_once(acting):
    """DefectDojo 2715: reactivated findings were overdue at once, by the deadline of before."""
    acting.milestone = promised(acting.recommendation, due=TODAY - timedelta(days=200))
    clerk = acting.people["clerk"]
    for days_ago, closes in ((20, "implemented"), (0, "")):
        positions.take_position(
            recommendation=acting.recommendation,
            status="Achieved" if closes else "Reopened",
            closes=closes,
            by=clerk,
            on=TODAY - timedelta(days=days_ago),
        )
    reopened = stands(acting.recommendation)
    assert reopened.rag not in (Rag.RED, Rag.AMBER), reopened.words(TODAY)


def test_the_progress_of_a_whole_is_right_and_never_missing(acting):
    """Decidim 2952 and 2679: the progress of a parent was wrong, or not there at all."""
    whole = accepted(acting, "R12")
    parts = [
        RecommendationFactory(
            report=whole.report, address=f"R12({mark})", parent=whole, part_kind="listed"
        )
        for mark in "abcde"
    ]
    limb = RecommendationFactory(
        report=whole.report, address="R12-closing", parent=whole, part_kind="limb"
    )
    clerk = acting.people["clerk"]
    with change() as touched:
        touched.touch(whole)
        for part in (*parts, limb):
            WordingFactory(recommendation=part)
            promised(part, due=TODAY + timedelta(days=100))

    def done() -> str:
        rolled = stands(whole).roll_up
        return rolled.words if rolled else "missing"

    assert done().startswith("0 of 6 parts done")
    for number, part in enumerate(parts[:2], start=1):
        positions.take_position(
            recommendation=part, status="Achieved", closes="implemented", by=clerk, on=TODAY
        )
        assert done().startswith(f"{number} of 6 parts done")
    promised(limb, due=TODAY - timedelta(days=40))
    assert done() == "2 of 6 parts done; worst is R12-closing"
    assert stands(whole).rag is Rag.RED
    page = acting.client_of("member").get(whole.get_absolute_url()).text
    assert "2 of 6 parts done; worst is R12-closing" in page


def test_every_format_of_a_report_has_the_same_rows_and_words(acting):
    """CISO Assistant 2715, and trackers whose import and export differ: one document, two faces.

    There is no import of a tracker here, so that what goes out is what can be compared.
    """
    accepted(acting, "R2")
    report = exception_report(Viewer.member(acting.council), as_at=TODAY, known_at=timezone.now())
    rows = read(csv.render(report))
    lines = json.loads(data.render(report))["lines"]
    assert [line["address"] for line in lines] == ["R1", "R2"]
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        told = " ".join(row.values())
        for words in (line["address"], line["text"], *line["reasons"], line["answer"]):
            assert words in told


@pytest.mark.parametrize(
    "name", ["reports:exception_report", "recommendations:recommendation_list"]
)
def test_what_a_list_of_recommendations_finds_can_be_taken_away(acting, name):
    """CISO Assistant 2715: an export was there on some lists and not on others."""
    accepted(acting, "R2")
    client = acting.client_of("member")
    page = reverse(name, args=[acting.council.slug])
    assert reverse(f"{name}_csv", args=[acting.council.slug]) in client.get(page).text
    taken = client.get(reverse(f"{name}_csv", args=[acting.council.slug]))
    rows = read(taken.content)
    assert {row["Recommendation"]: row["Rating"] for row in rows} == {
        "R1": "Amber",
        "R2": "Date needed",
    }
    assert rows[0]["Text"] == "That the council should mend its roads."


def test_what_is_taken_away_is_what_the_list_was_narrowed_to(acting):
    accepted(acting, "R2")
    client = acting.client_of("member")
    page = reverse("recommendations:recommendation_list_csv", args=[acting.council.slug])
    taken = client.get(page, {"rating": "amber"})
    assert [
        row["Recommendation"] for row in DictReader(StringIO(taken.content.decode("utf-8-sig")))
    ] == ["R1"]
    refused = client.get(page, {"rating": "mauve"})
    assert (refused.status_code, "“mauve” is not one of those offered" in refused.text) == (
        400,
        True,
    )


def test_nothing_entered_in_bulk_goes_past_permissions(acting):
    """DefectDojo and Decidim 11641: an import wrote what its sender might not write by hand.

    The page on which many rows are answered takes a row of another's post no more than its own
    page does, and leaves every row as it was.
    """
    theirs = accepted(acting, "R2")
    meeting = meetings.call_meeting(body=acting.committee, day=TODAY + timedelta(days=28))
    remits.watch(
        body=acting.committee,
        report=acting.recommendation.report,
        by=acting.people["clerk"],
        why="Its own",
    )
    round_ = rounds.plan_round(meeting=meeting, opens=TODAY, closes=TODAY + timedelta(days=14))
    page = reverse("recommendations:round_updates", args=[acting.council.slug, round_.pk])
    assert acting.client_of("another officer").get(page).status_code in (403, 404)
    officer = acting.client_of("officer")
    boxes = {"do": "send", f"send_{theirs.pk}": "on", f"stated_{theirs.pk}": "green"}
    send(officer, page, **boxes)
    assert not theirs.updates.exists()
    response = responses.enter_response(
        report=theirs.report, body=BodyFactory(council=acting.council, kind="executive")
    )
    build = reverse(
        "recommendations:response_build",
        args=[acting.council.slug, theirs.report.slug, response.pk],
    )
    assert officer.post(build, {f"decision_{theirs.pk}": "accepted"}).status_code in (403, 404)
    assert not DraftAnswer.objects.exists()


def test_each_person_has_one_message_however_many_items_and_runs(acting, capsys):
    """IMPACT OSS: one mail for each due date, and all of them again at every run."""
    for number in range(2, 7):
        row = accepted(acting, f"R{number}")
        row.ownerships.create(post=acting.post)
    officer = acting.people["officer"]
    officer.email = "officer@example.org"
    officer.save()
    remits.watch(
        body=acting.committee,
        report=acting.recommendation.report,
        by=acting.people["clerk"],
        why="Its own",
    )
    meeting = meetings.call_meeting(body=acting.committee, day=TODAY + timedelta(days=28))
    rounds.plan_round(meeting=meeting, opens=TODAY, closes=TODAY + timedelta(days=14))
    for _ in range(3):
        call_command("run_schedule")
    (message,) = mail.outbox
    assert message.to == ["officer@example.org"]
    assert "6 updates" in message.subject


def test_to_finish_one_occurrence_does_not_finish_the_duty(acting):
    """CISO Assistant 302: a task that recurs was done for good with its first occurrence."""
    row = accepted(acting, "R2")
    start = TODAY - timedelta(days=40)
    duty = promised(row, due=Due(shape=Shape.RECURRING, n=1, unit=Unit.MONTHS, start=start))
    late = stands(row)
    assert late.rag in (Rag.AMBER, Rag.RED)
    due = late.next_day
    milestones.record_outcome(
        milestone=duty, due=due, outcome="done", by=acting.people["officer"], on=TODAY
    )
    after = stands(row)
    assert after.next_day is not None
    assert after.next_day > due
    assert after.rag is not Rag.CLOSED
    assert after.words(TODAY) != "Reported complete"
    assert "red" in ever(row), "left alone, it is overdue again"


def test_a_date_does_not_slide_in_silence(acting):
    """HM Treasury DAO 02/20, Durham 2013, North Devon 2019: dates slid, and nothing was overdue.

    What is asked for moves nothing; what is granted keeps the first day and counts.
    """
    first = acting.milestone.original_due.day
    asked = acting.asked_for(days=120)
    assert stands(acting.recommendation).words(TODAY) == "Overdue by 10 days"
    milestones.decide_new_date(
        asked=asked, decision="granted", leave="By letter", by=acting.people["clerk"], on=TODAY
    )
    (line,) = exception_report(
        Viewer.member(acting.council), as_at=TODAY, known_at=timezone.now()
    ).exceptions
    assert (line.dates.original, line.dates.now) == (first, asked.to_day)
    assert line.dates.moved == "Once, by 130 days"
    assert line.reason == "Moved 130 days in 1 change"


def test_complete_is_a_claim_until_the_committee_closes_it(acting):
    """Jersey C&AG, GAO, City of London: what was said to be complete was closed unchecked."""
    milestones.complete(milestone=acting.milestone, by=acting.people["officer"], on=TODAY)
    progress.submit_update(
        recommendation=acting.recommendation,
        complete=True,
        outcome="No holes are left.",
        by=acting.people["officer"],
        on=TODAY,
    )
    claimed = stands(acting.recommendation)
    assert (claimed.rag, claimed.words(TODAY)) == (Rag.GREEN, "Reported complete")
    report = exception_report(Viewer.member(acting.council), as_at=TODAY, known_at=timezone.now())
    assert [line.address for line in report.asked_to_be_closed] == ["R1"]
    assert acting.client_of("officer").get(acting.address("position")).status_code == 403
    positions.take_position(
        recommendation=acting.recommendation,
        status="Achieved",
        closes="implemented",
        by=acting.people["clerk"],
        on=TODAY,
    )
    assert stands(acting.recommendation).rag is Rag.CLOSED


def test_a_response_that_does_not_come_is_late_for_everybody_to_see(council, sign_in, client):
    """Stockport 2021 and 2022, Wiltshire 2023: the deadline passed and nothing followed."""
    row = RecommendationFactory(report__council=council, address="R1")
    WordingFactory(recommendation=row)
    cabinet = BodyFactory(council=council, kind="executive", name="Cabinet")
    served = PUBLISHED + timedelta(days=1)
    by = MembershipFactory(council=council, role=Role.CLERK).user
    notices.serve_notice(
        report=row.report,
        body=cabinet,
        clock="28 days",
        report_received_on=served,
        notice_received_on=served,
        by=by,
        on=served,
    )
    last = served + timedelta(days=27)
    holding = responses.enter_response(report=row.report, body=cabinet, kind="holding")
    responses.reach_stage(response=holding, stage="given", by=by, on=last)
    late = (timezone.localdate() - last).days
    assert stands(row).words(timezone.localdate()) == f"Response overdue by {late:,} days"
    sign_in(Role.MEMBER)
    page = client.get(reverse("reports:exception_report", args=[council.slug])).text
    assert f"Response overdue by {late:,} days" in page


def test_red_is_seen_before_its_day_and_a_mistyped_year_is_asked_about(acting):
    """Herefordshire, 19 November 2019: red only after the date, and a year that was mistyped."""
    row = accepted(acting, "R2")
    promised(row, due=TODAY + timedelta(days=20))
    report = exception_report(Viewer.member(acting.council), as_at=TODAY, known_at=timezone.now())
    assert [(line.address, line.due_in) for line in report.coming_up] == [("R2", 20)]
    page = acting.address("new_date", acting.milestone.pk)
    far = day_typed("to_day", TODAY + timedelta(days=3_700))
    refused = send(acting.client_of("officer"), page, reason="The contractor is late.", **far)
    assert "Is it the year you meant?" in refused.text
    assert not acting.milestone.date_changes.exists()
