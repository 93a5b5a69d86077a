"""Every kind of dated row, as at the day before and the day itself, known and not yet known.

Each is recorded more than 92 days after its day, so that it is entered late as well.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from recommendations.models import Viewer
from recommendations.models.dated import Dated
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.ratings import Rag
from recommendations.rules.roles import Role
from recommendations.services import (
    conditions,
    events,
    evidence,
    facts,
    links,
    meetings,
    milestones,
    notices,
    ownerships,
    positions,
    progress,
    remits,
    responses,
    rounds,
    wordings,
)
from reports.builders import Asked, exception_report
from tests.factories import BodyFactory, CouncilFactory, MembershipFactory, PostFactory
from tests.reports.register import Roads, on

DAY = date(2024, 5, 10)
COMPARED = date(2025, 3, 10)
NOT_YET_KNOWN = datetime(2025, 3, 19, 18, tzinfo=UTC)
RECORDED = date(2025, 3, 20)
TODAY = date(2025, 3, 25)
NOW = datetime.combine(TODAY, time(12), tzinfo=UTC)


class Road(Roads):
    """The whole road, with something that each kind of row can be about."""

    def __init__(self, council):
        super().__init__(council)
        self.said = {"by": self.clerk, "on": DAY}
        with on(date(2024, 3, 10)) as day:
            self.notice = notices.serve_notice(
                report=self.report, body=self.executive, clock="two months", by=self.clerk, on=day
            )
            self.event = events.name_event(council=council, name="by-election")
            conditions.set_condition(
                recommendation=self.recommendation[7],
                event=self.event,
                words="once elected",
                by=self.clerk,
                on=day,
            )
        with on(date(2024, 5, 1)) as day:
            self.second = responses.enter_response(report=self.report, body=self.executive)
            responses.reach_stage(response=self.second, stage="given", by=self.clerk, on=day)
            self.change = milestones.ask_for_new_date(
                milestone=self.step(8),
                to_day=date(2025, 6, 1),
                reason="Rain",
                by=self.officer,
                on=day,
            )
            self.recurring = milestones.promise(
                recommendations=[self.recommendation[11]],
                text="Report every month",
                due=Due(shape=Shape.RECURRING, n=1, unit=Unit.MONTHS, start=DAY),
                by=self.clerk,
                on=day,
            )
            self.better = progress.submit_update(
                recommendation=self.recommendation[2], stated="green", by=self.officer, on=day
            )

    def step(self, n):
        return self.recommendation[n].milestones.order_by("pk").first()


KINDS: dict[str, Callable[[Road], Dated]] = {
    "a notice served": lambda road: notices.serve_notice(
        report=road.report, body=BodyFactory(council=road.council), clock="28 days", **road.said
    ),
    "a notice received": lambda road: notices.record_receipts(
        notice=road.notice,
        report_received_on=date(2024, 3, 12),
        notice_received_on=date(2024, 3, 12),
        by=road.clerk,
    ),
    "a stage of a response": lambda road: responses.reach_stage(
        response=road.second, stage="decided", in_force_on=DAY, **road.said
    ),
    "an answer": lambda road: responses.answer(
        response=road.second,
        recommendation=road.recommendation[1],
        decision="rejected",
        reason="The money is spent",
        **road.said,
    ),
    "a step": lambda road: milestones.promise(
        recommendations=[road.recommendation[4]],
        text="Close the road",
        due=Due(shape=Shape.ON_A_DAY, day=date(2025, 1, 1)),
        **road.said,
    ),
    "a milestone done": lambda road: milestones.complete(milestone=road.step(1), **road.said),
    "a date asked for": lambda road: milestones.ask_for_new_date(
        milestone=road.step(2), to_day=date(2025, 9, 1), reason="Snow", **road.said
    ),
    "a date granted": lambda road: milestones.decide_new_date(
        asked=road.change, decision="granted", leave="By letter", **road.said
    ),
    "an occurrence": lambda road: milestones.record_outcome(
        milestone=road.recurring, due=DAY, outcome="done", **road.said
    ),
    "the day of an event": lambda road: events.enter_day(
        event=road.event, kind="happened", day=DAY, **road.said
    ),
    "an amended wording": lambda road: wordings.word(
        recommendation=road.recommendation[2],
        printing="amended",
        text="That it be mended well.",
        **road.said,
    ),
    "a condition": lambda road: conditions.set_condition(
        recommendation=road.recommendation[8], event=road.event, words="if elected", **road.said
    ),
    "a link": lambda road: links.link(
        from_recommendation=road.recommendation[8],
        to_recommendation=road.recommendation[7],
        kind="supersedes",
        **road.said,
    ),
    "an endorsement": lambda road: road._resolve("endorse as amended", DAY, report=road.report),
    "a resolution": lambda road: road._resolve("withdraw", DAY, n=1),
    "a position": lambda road: positions.take_position(
        recommendation=road.recommendation[11], status="Monitoring", **road.said
    ),
    "an update": lambda road: progress.submit_update(
        recommendation=road.recommendation[11], complete=True, outcome="Done", **road.said
    ),
    "a better rating accepted": lambda road: progress.accept_rating(
        update=road.better, reason="Seen", **road.said
    ),
    "evidence": lambda road: evidence.attach_evidence(
        recommendation=road.recommendation[3],
        address="https://example.org/roads",
        shows="The road is mended",
        **road.said,
    ),
    "a correction": lambda road: facts.correct_fact(
        row=road.recommendation[10].positions.get(),
        status="Not achieved",
        closes="overtaken",
        by=road.clerk,
        why="The minutes say so",
    ),
}


@pytest.fixture(scope="module")
def only_road(module_rows) -> Road:
    with module_rows.unblock(), on(TODAY):
        return Road(CouncilFactory())


@pytest.fixture
def road(only_road, db, time_machine) -> Road:
    time_machine.move_to(NOW)
    return only_road


def document(road: Road, *, as_at: date = TODAY, known_at: datetime = NOW, **more):
    viewer = Viewer.member(road.council)
    return exception_report(viewer, as_at=as_at, known_at=known_at, compare=COMPARED, **more)


def stands(row: Dated, *, as_at: date, known_at: datetime = NOW) -> bool:
    rows = type(row)._default_manager.standing(as_at=as_at, known_at=known_at)
    return rows.filter(pk=row.pk).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_there_from_its_day_and_from_when_it_was_known_and_says_it_was_late(road, kind):
    before = document(road, known_at=NOT_YET_KNOWN)
    assert before.entered == ()
    with on(RECORDED):
        row = KINDS[kind](road)
    days = [row.on - timedelta(days=1), row.on]
    assert [stands(row, as_at=day) for day in days] == [False, True]
    assert not stands(row, as_at=TODAY, known_at=NOT_YET_KNOWN)
    assert document(road, known_at=NOT_YET_KNOWN) == before
    (entered,) = document(road).entered
    assert (entered.on, entered.recorded_on) == (row.on, RECORDED)
    assert entered.what


@pytest.mark.parametrize(("kind", "n"), [("a position", 11), ("a notice served", 3), ("a link", 7)])
def test_its_page_says_entered_late(road, kind, n):
    client = Client()
    client.force_login(MembershipFactory(council=road.council, role=Role.MEMBER).user)
    page = road.recommendation[n].get_absolute_url()
    assert "Entered late" not in client.get(page).text
    with on(RECORDED):
        row = KINDS[kind](road)
    assert "Entered late" in client.get(page, {"as_at": row.on.isoformat()}).text
    day_before = row.on - timedelta(days=1)
    assert "Entered late" not in client.get(page, {"as_at": day_before.isoformat()}).text


def test_within_92_days_nothing_is_late(road):
    with on(DAY + timedelta(days=92)):
        row = KINDS["a position"](road)
    assert not row.entered_late
    assert (
        exception_report(
            Viewer.member(road.council), as_at=TODAY, known_at=NOW, compare=DAY
        ).entered
        == ()
    )


def test_what_is_taken_back_stood_until_that_was_known(road):
    update = road.recommendation[4].updates.get()
    before = document(road, known_at=NOT_YET_KNOWN)
    with on(RECORDED):
        taken = facts.take_fact_back(row=update, by=road.officer, why="It is not done")
    assert stands(update, as_at=update.on, known_at=NOT_YET_KNOWN)
    assert not stands(update, as_at=update.on)
    assert not stands(taken, as_at=TODAY)
    assert taken.entered_late, "its page says so"
    (entered,) = document(road).entered
    assert (entered.address, entered.what) == ("R4", "Progress update taken back")
    assert (entered.on, entered.recorded_on) == (update.on, RECORDED)
    assert document(road, known_at=NOT_YET_KNOWN) == before
    ratings = {line.address: line.rag for line in document(road).lines}
    assert ratings["R4"] is not Rag.GREEN


def test_a_round_that_closed_in_silence_is_told_from_the_day_after(road):
    """An answer entered afterwards, for a day before it closed, breaks the silence once known."""
    meeting = meetings.call_meeting(body=road.committee, day=date(2025, 4, 10))
    closes = date(2025, 3, 19)
    with on(date(2025, 3, 12)) as day:
        rounds.plan_round(meeting=meeting, opens=day, closes=closes)

    def silent(**when) -> set[str]:
        lines = document(road, **when).lines
        return {line.address for line in lines if "No update received" in str(line)}

    assert silent(as_at=closes) == set()
    told = silent(as_at=closes + timedelta(days=1))
    assert told
    assert silent(known_at=datetime(2025, 3, 11, 18, tzinfo=UTC)) == set()
    address = min(told)
    row = road.recommendation[int(address[1:])]
    with on(date(2025, 3, 21)):
        progress.submit_update(recommendation=row, stated="green", by=road.officer, on=closes)
    assert silent() == told - {address}
    assert silent(known_at=datetime(2025, 3, 20, 18, tzinfo=UTC)) == told


def test_a_milestone_given_to_another_post_late_is_not_known_before(road):
    new = PostFactory(council=road.council, title="Head of Bridges")
    before = document(road, known_at=NOT_YET_KNOWN)
    with on(RECORDED):
        milestones.give_to(
            milestone=road.step(2), post=new, since=DAY, by=road.clerk, why="Reorganised"
        )
    assert document(road, known_at=NOT_YET_KNOWN) == before
    (entered,) = document(road).entered
    assert entered.what.startswith("Owed by Head of Bridges")
    assert (entered.address, entered.on, entered.recorded_on) == ("R2", DAY, RECORDED)


def test_a_hand_over_entered_late_is_not_known_before(road):
    """The old owner goes on, and the new one is not there, as known before either was recorded."""
    row = road.recommendation[1]
    new = PostFactory(council=road.council, title="Head of Potholes")
    before = document(road, known_at=NOT_YET_KNOWN)
    named = {"by": road.clerk, "why": "Reorganised"}
    with on(RECORDED):
        ownerships.end_ownership(
            ownership=row.ownerships.get(post=road.owner), until=DAY - timedelta(days=1), **named
        )
        ownerships.give_to_owner(recommendation=row, post=new, since=DAY, **named)
    assert document(road, known_at=NOT_YET_KNOWN) == before
    (entered,) = document(road).entered
    assert (entered.what, entered.on) == ("Owner: Head of Potholes", DAY)

    def owners(as_at: date) -> set[str]:
        lines = {line.address: line for line in document(road, as_at=as_at).lines}
        return set(lines["R1"].owners)

    assert owners(DAY) == {"Head of Potholes"}
    earlier = exception_report(
        Viewer.member(road.council), as_at=DAY - timedelta(days=1), known_at=NOW
    )
    assert set(earlier.lines[0].owners) == {"Head of Highways"}


def test_a_remit_entered_late_is_not_known_before(road):
    parks = BodyFactory(council=road.council, name="Parks Committee")
    asked = Asked(committee=parks)
    with on(RECORDED):
        remits.watch(
            body=parks,
            recommendation=road.recommendation[1],
            since=DAY,
            by=road.clerk,
            why="Referred",
        )
    assert document(road, asked=asked).in_scope == 1
    (entered,) = document(road).entered
    assert (entered.what, entered.on) == ("Watched by Parks Committee", DAY)
    assert document(road, asked=asked, known_at=NOT_YET_KNOWN).in_scope == 0
    its_own = Asked(committee=road.committee)
    assert document(road, asked=its_own).in_scope == 10
    assert document(road, asked=its_own, known_at=NOT_YET_KNOWN).in_scope == 11
