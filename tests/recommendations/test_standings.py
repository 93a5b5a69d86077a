"""The stored forecast: rewritten by whatever touches an item, and always what the facts say."""

from datetime import date, timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from recommendations.models import (
    DateDecision,
    EventDay,
    ExecutiveResponse,
    Policy,
    Recommendation,
    ResponseStage,
    Standing,
)
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.rag import rate
from recommendations.services import (
    conditions,
    events,
    links,
    meetings,
    milestones,
    notices,
    ownerships,
    policies,
    positions,
    progress,
    recommendations,
    resolutions,
    responses,
    standings,
)
from recommendations.services.change import Refused, change
from recommendations.services.classification import classify
from recommendations.standing import facts
from recommendations.standing.rows import read
from tests.factories import BodyFactory, EventFactory, PostFactory, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = date(2024, 9, 1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2024-09-01 10:00", tick=False)


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def report():
    return ReportFactory()


@pytest.fixture
def cabinet(report):
    return BodyFactory(council=report.council, kind="executive", name="Cabinet", slug="cabinet")


@pytest.fixture
def committee(report):
    return BodyFactory(council=report.council)


@pytest.fixture
def recommendation(report):
    return recommendations.make_recommendation(report=report, address="R1", reference="R1.")


@pytest.fixture
def accepted(recommendation, cabinet, by):
    """R1 accepted on 1 May 2024, with nothing dated yet."""
    response = responses.enter_response(report=recommendation.report, body=cabinet)
    responses.reach_stage(
        response=response, stage=ResponseStage.Stage.GIVEN, by=by, on=date(2024, 5, 1)
    )
    responses.answer(
        response=response,
        recommendation=recommendation,
        decision="accepted",
        by=by,
        on=date(2024, 5, 1),
    )
    return recommendation


def says(recommendation, day=TODAY):
    standing = Standing.objects.filter(recommendation=recommendation).on(day).get()
    return standing.rated.words(day)


def by_day(day):
    return Due(shape=Shape.ON_A_DAY, day=day)


def promise(recommendation, day, by):
    return milestones.promise(
        recommendations=[recommendation],
        text="Mend the road",
        due=by_day(day),
        by=by,
        on=date(2024, 5, 1),
    )


def agreed(committee, by, on):
    item = meetings.add_item(meeting=meetings.call_meeting(body=committee, day=on), title="Roads")
    return resolutions.resolve(item=item, reference="12", kind="agree a date", by=by)


def test_a_recommendation_is_rated_as_soon_as_it_is_made(recommendation):
    assert says(recommendation) == "Awaiting response, no notice served"


def test_a_notice_a_response_and_an_answer_each_rewrite_it(recommendation, cabinet, by):
    notices.serve_notice(
        report=recommendation.report,
        body=cabinet,
        clock="two months",
        by=by,
        on=date(2024, 7, 20),
        report_received_on=date(2024, 7, 20),
        notice_received_on=date(2024, 7, 20),
    )
    assert says(recommendation) == "Awaiting response until 19 September 2024"
    assert says(recommendation, date(2024, 9, 20)) == "Response overdue by 1 day"
    response = responses.enter_response(report=recommendation.report, body=cabinet)
    responses.reach_stage(response=response, stage="given", by=by, on=TODAY)
    assert says(recommendation) == "Not answered in the response of 1 September 2024"
    responses.answer(
        response=response, recommendation=recommendation, decision="rejected", by=by, on=TODAY
    )
    assert says(recommendation) == "Not accepted"


def test_a_meeting_called_or_moved_makes_and_moves_what_falls_due_at_it(accepted, committee, by):
    milestones.promise(
        recommendations=[accepted],
        text="Report on the roads",
        due=Due(shape=Shape.EACH_MEETING, body=str(committee.pk), start=date(2024, 5, 1)),
        by=by,
        on=date(2024, 5, 1),
    )
    meeting = meetings.call_meeting(body=committee, day=date(2024, 9, 20))
    assert says(accepted) == "Due in 19 days"
    meetings.edit_meeting(
        meeting=meeting,
        seen="1",
        by=by,
        body=committee,
        day=date(2024, 9, 11),
        starts_at=None,
        place="",
    )
    assert says(accepted) == "Due in 10 days"
    assert standings.differences(committee.council, today=TODAY) == []


def test_a_receipt_recorded_later_starts_the_clock(recommendation, cabinet, by):
    notice = notices.serve_notice(
        report=recommendation.report, body=cabinet, clock="28 days", by=by, on=date(2024, 8, 20)
    )
    assert says(recommendation) == "Awaiting response, receipt of the notice not recorded"
    notices.record_receipts(
        notice=notice,
        by=by,
        report_received_on=date(2024, 8, 21),
        notice_received_on=date(2024, 8, 21),
    )
    assert says(recommendation) == "Awaiting response until 17 September 2024"


def test_a_milestone_its_moves_and_its_end_each_rewrite_it(accepted, committee, by):
    assert says(accepted) == "Date needed, accepted 123 days ago"
    step = promise(accepted, date(2024, 8, 1), by)
    assert says(accepted) == "Overdue by 31 days"
    asked = milestones.ask_for_new_date(
        milestone=step, to_day=date(2024, 12, 1), reason="Weather", by=by, on=date(2024, 8, 1)
    )
    assert says(accepted) == "Overdue by 31 days"
    milestones.decide_new_date(
        asked=asked,
        decision=DateDecision.Decision.GRANTED,
        by=UserFactory(),
        on=date(2024, 8, 20),
        resolution=agreed(committee, by, date(2024, 8, 20)),
    )
    assert says(accepted) == "Moved 122 days, agreed by the committee"
    milestones.complete(milestone=step, by=by, on=date(2024, 8, 30))
    assert says(accepted) == "All steps done; completion not reported"
    progress.submit_update(recommendation=accepted, by=by, on=TODAY, complete=True)
    assert says(accepted) == "Reported complete"


def test_a_position_taken_back_never_closed_it(accepted, by):
    position = positions.take_position(
        recommendation=accepted, status="achieved", closes="implemented", by=by, on=TODAY
    )
    assert says(accepted) == "Complete"
    positions.take_position_back(position=position, by=by, why="Not minuted")
    assert says(accepted) == "Date needed, accepted 123 days ago"


def test_a_position_corrected_says_what_the_correction_says(accepted, by):
    position = positions.take_position(
        recommendation=accepted, status="achieved", closes="implemented", by=by, on=TODAY
    )
    positions.correct_position(
        position=position,
        by=by,
        why="A slip",
        on=TODAY,
        status="overtaken",
        closes="overtaken",
    )
    assert says(accepted) == "Closed: overtaken"


def test_a_standing_tells_the_last_position_where_everybody_may_read_it(accepted, by):
    migration = import_module("recommendations.migrations.0012_standings_positions")

    def told() -> str:
        (said,) = set(Standing.objects.values_list("status", flat=True))
        assert standings.differences(accepted.council, today=TODAY) == []
        Standing.objects.update(status="", position_withheld=False)
        migration.standings_tell_the_last_position(apps, None)  # as an older site is upgraded
        assert standings.differences(accepted.council, today=TODAY) == []
        return said

    def take(status, on=TODAY):
        return positions.take_position(recommendation=accepted, status=status, by=by, on=on)

    assert told() == ""
    take("Achieved", on=date(2024, 6, 1))
    last = take("Monitoring")
    take("Not acceptable", on=date(2024, 7, 1))
    assert told() == "Monitoring"
    last = positions.correct_position(
        position=last, by=by, why="A slip", on=TODAY, status="Acceptable", closes=""
    )
    assert told() == "Acceptable"
    classify(row=last, to="confidential", by=by, reason="A court order")
    assert told() == ""
    positions.take_position_back(position=last, by=by, why="Not minuted")
    assert told() == "Not acceptable"


def test_an_events_day_makes_the_dates_that_hang_on_it(accepted, by):
    event = EventFactory(council=accepted.council, name="the election")
    milestones.promise(
        recommendations=[accepted],
        text="Brief the new members",
        due=Due(shape=Shape.WITHIN, n=6, unit="months", event=event.key),
        by=by,
        on=date(2024, 5, 1),
    )
    assert says(accepted) == "Day of the election needed"
    day = events.enter_day(
        event=event, kind=EventDay.Kind.HAPPENED, day=date(2024, 2, 20), by=by, on=TODAY
    )
    assert says(accepted) == "Overdue by 12 days"
    events.take_day_back(event_day=day, by=by, why="Another election")
    assert says(accepted) == "Day of the election needed"


def test_a_clock_leaves_out_the_bank_holidays_of_the_nation(recommendation, report, cabinet, by):
    """Monday 26 August 2024 is one in England."""
    on = date(2024, 8, 20)
    notices.serve_notice(
        report=report,
        body=cabinet,
        clock="10 working days",
        by=by,
        on=on,
        report_received_on=on,
        notice_received_on=on,
    )
    assert says(recommendation) == "Awaiting response until 3 September 2024"


def test_a_promise_leaves_out_the_bank_holidays_of_the_nation(accepted, by):
    event = EventFactory(council=accepted.council)
    milestones.promise(
        recommendations=[accepted],
        text="Brief the new members",
        due=Due(shape=Shape.WITHIN, n=5, unit=Unit.WORKING_DAYS, event=event.key),
        by=by,
        on=date(2024, 5, 1),
    )
    events.enter_day(event=event, kind="happened", day=date(2024, 8, 22), by=by, on=TODAY)
    assert says(accepted) == "Overdue by 2 days"


def test_a_sleeper_wakes_on_the_day_its_event_has_happened(accepted, by):
    event = EventFactory(council=accepted.council, name="the model is refused")
    conditions.set_condition(
        recommendation=accepted, event=event, words="if refused", by=by, on=date(2024, 4, 1)
    )
    assert says(accepted) == "Dormant until the model is refused"
    events.enter_day(event=event, kind="happened", day=date(2024, 8, 30), by=by, on=TODAY)
    assert says(accepted) == "Date needed, woken today"


def test_a_policy_rates_every_item_anew_from_its_day(accepted, by):
    promise(accepted, date(2024, 8, 15), by)
    standing = Standing.objects.filter(recommendation=accepted).on(TODAY).get()
    assert standing.rag == "amber"
    policies.set_policy(
        council=accepted.council, in_force_from=date(2024, 9, 3), overdue_red_after=14
    )
    after = Standing.objects.filter(recommendation=accepted).on(date(2024, 9, 3)).get()
    assert (after.rag, says(accepted, date(2024, 9, 3))) == ("red", "Overdue by 19 days")
    assert Standing.objects.filter(recommendation=accepted).on(TODAY).get().rag == "amber"
    assert Policy.objects.count() == 1


def test_a_part_takes_its_whole_with_it(accepted, by):
    part = recommendations.make_recommendation(
        report=accepted.report, address="R1(a)", parent=accepted, part_kind="listed"
    )
    promise(part, date(2024, 8, 22), by)
    assert says(part) == says(accepted) == "Overdue by 10 days"


def test_another_response_withdrawn_leaves_the_item_awaiting(accepted, by):
    response = ExecutiveResponse.objects.get()
    responses.reach_stage(response=response, stage="withdrawn", by=by, on=TODAY)
    assert says(accepted) == "Awaiting response, no notice served"


def test_what_replaces_it_is_named(accepted, by):
    newer = recommendations.make_recommendation(report=accepted.report, address="R2")
    links.link(
        from_recommendation=newer,
        to_recommendation=accepted,
        kind="supersedes",
        by=by,
        on=TODAY,
    )
    assert says(accepted) == "Replaced by R2"


def test_one_change_of_many_facts_rates_each_item_once(accepted, by, django_assert_max_num_queries):
    with django_assert_max_num_queries(60), change():
        for day in range(1, 9):
            promise(accepted, date(2024, 8, day), by)
    assert says(accepted) == "Overdue by 31 days"


def test_every_stored_day_is_what_the_rule_says_of_that_day(accepted, committee, by):
    """Each day of two years, so that an edge cannot hide between two that were picked."""
    event = EventFactory(council=accepted.council)
    part = recommendations.make_recommendation(
        report=accepted.report, address="R1(a)", parent=accepted, part_kind="listed"
    )
    promise(accepted, date(2024, 11, 1), by)
    milestones.promise(
        recommendations=[part],
        text="Report each quarter",
        due=Due(shape=Shape.RECURRING, n=3, unit="months", start=date(2024, 5, 1)),
        by=by,
        on=date(2024, 5, 1),
    )
    events.enter_day(event=event, kind="expected", day=date(2025, 1, 1), by=by, on=TODAY)
    chosen = Recommendation.objects.filter(report=accepted.report)
    rows = read(accepted.council, chosen, as_at=date.max, known_at=timezone.now())
    whole = facts.families(rows)[accepted.pk]
    compared = 0
    for n in range(730):
        day = TODAY + timedelta(days=n)
        for item in (accepted, part):
            said = rate(whole, policies=facts.policies(rows), as_at=day, part=item.part_address)
            stored = Standing.objects.filter(recommendation=item).on(day).get().rated
            assert stored == said, (item.address, day)
            compared += 1
    assert compared == 1460


def test_the_check_finds_no_difference_and_finds_one_that_was_made(accepted, by):
    out = StringIO()
    call_command("rebuild_standing", check=True, stdout=out)
    assert "no difference" in out.getvalue()
    Standing.objects.filter(recommendation=accepted).update(last_day=TODAY)
    with pytest.raises(CommandError, match="R1"):
        call_command("rebuild_standing", check=True, stdout=out)
    call_command("rebuild_standing", stdout=out)
    assert standings.differences(accepted.council, today=TODAY) == []


@pytest.mark.django_db(transaction=True)
def test_the_command_makes_the_ratings_of_a_council_anew_whole_or_not_at_all(monkeypatch):
    ReportFactory()
    begun = []
    monkeypatch.setattr(
        standings, "rewrite", lambda *_, **__: begun.append(connection.in_atomic_block)
    )
    call_command("rebuild_standing", stdout=StringIO())
    assert begun == [True]


def test_segments_of_yesterday_still_agree_today(accepted, by, time_machine):
    promise(accepted, date(2024, 9, 20), by)
    time_machine.move_to("2024-10-01 10:00")
    assert standings.differences(accepted.council, today=date(2024, 10, 1)) == []


def test_a_write_that_fails_leaves_nothing_behind(accepted, by):
    before = says(accepted)

    def promise_and_fail():
        with change():
            promise(accepted, date(2024, 8, 1), by)
            raise Refused("stop")

    with pytest.raises(Refused):
        promise_and_fail()
    assert says(accepted) == before
    assert not accepted.milestones.exists()


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("future", "cannot be in the future"),
        ("own", "scrutiny's own action"),
        ("own date", "does not decide it"),
        ("no leave", "portfolio holder's leave"),
        ("no reason", "why the date has to move"),
        ("amber without why", "cause, a remedy and an effect"),
        ("other council", "the same council"),
        ("other council's post", "one of the same council"),
        ("in force before", "before it is made"),
    ],
)
def test_what_the_register_does_not_allow_is_refused_in_words(accepted, by, verb, sentence):
    step = promise(accepted, date(2024, 8, 1), by)
    response = ExecutiveResponse.objects.get()

    def ask(reason="Weather"):
        return milestones.ask_for_new_date(
            milestone=step, to_day=date(2024, 12, 1), reason=reason, by=by, on=TODAY
        )

    def own():
        scrutiny = recommendations.make_recommendation(
            report=accepted.report, address="R2", scrutinys_own=True
        )
        responses.answer(
            response=response, recommendation=scrutiny, decision="accepted", by=by, on=TODAY
        )

    verbs = {
        "future": lambda: positions.take_position(
            recommendation=accepted, status="x", by=by, on=TODAY + timedelta(days=1)
        ),
        "own": own,
        "own date": lambda: milestones.decide_new_date(
            asked=ask(), decision="granted", by=by, on=TODAY, leave="Agreed by letter"
        ),
        "no leave": lambda: milestones.decide_new_date(
            asked=ask(), decision="granted", by=UserFactory(), on=TODAY
        ),
        "no reason": lambda: ask(reason=" "),
        "amber without why": lambda: progress.submit_update(
            recommendation=accepted, by=by, on=TODAY, stated="amber", cause="Rain"
        ),
        "other council": lambda: ownerships.give_to_owner(
            recommendation=accepted, post=PostFactory(), by=by, why="Named in the report"
        ),
        "other council's post": lambda: milestones.give_to(
            milestone=step, post=PostFactory(), since=TODAY, by=by, why="Moved"
        ),
        "in force before": lambda: responses.reach_stage(
            response=response,
            stage="decided",
            by=by,
            on=TODAY,
            in_force_on=TODAY - timedelta(days=1),
        ),
    }
    with pytest.raises(Refused, match=sentence):
        verbs[verb]()
