"""From the register to an exception report."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from recommendations.models import (
    Answer,
    DateChange,
    ProgressUpdate,
    Recommendation,
    Viewer,
)
from recommendations.rules.ratings import Rag
from recommendations.services import (
    councils,
    links,
    policies,
    remits,
)
from recommendations.services.change import change
from reports.builders import Asked, exception_report
from reports.documents.lines import Way
from tests.factories import CouncilFactory, RecommendationFactory, ReportFactory, UserFactory
from tests.reports.register import ANSWERED, AS_AT, EARLIER, KNOWN_AT, Roads, on


@pytest.fixture
def roads(only_roads, db):
    return deepcopy(only_roads)


def built(roads, **more):
    return exception_report(
        Viewer.member(roads.council), **{"as_at": AS_AT, "known_at": KNOWN_AT, **more}
    )


def addresses(lines):
    return [line.address for line in lines]


def line(report, address):
    return next(line for line in report.lines if line.address == address)


def test_each_recommendation_stands_in_its_section(roads):
    report = built(roads)
    assert addresses(report.exceptions) == ["R1", "R3", "R2"]
    assert addresses(report.asked_to_be_closed) == ["R4"]
    assert [addresses(group.lines) for group in report.answered_without_action] == [["R5"]]
    assert addresses(report.deferred_elsewhere) == ["R6"]
    assert {a for group in report.date_needed for a in addresses(group.lines)} == {
        "R6",
        "R7",
        "R9",
    }
    assert addresses(report.coming_up) == ["R8"]
    assert addresses(report.scrutinys_own) == ["R9"]


def test_the_totals_add_up_and_say_so(roads):
    report = built(roads)
    assert report.sentence == ("3 of 11 shown; 3 need a date, 4 green and closed, 1 not rated")
    assert sum(row.count for row in report.totals) == report.in_scope == 11


def test_an_exception_says_what_a_committee_asks_first(roads):
    late = line(built(roads), "R1")
    assert late.rag is Rag.RED
    assert late.reason == "Overdue by 70 days"
    assert late.overdue == 70
    assert late.text == "That road number 1 be mended."
    assert late.owners == ("Head of Highways",)
    assert late.portfolio_holder == "Cabinet Member for Roads"
    assert late.answer == "Accepted"
    assert (late.dates.original, late.dates.now) == (date(2024, 10, 1), date(2024, 10, 1))
    assert late.dates.moved == "Never"
    assert (late.said.cause, late.said.remedy, late.said.effect) == (
        "The rain.",
        "More gangs.",
        "Holes remain.",
    )
    assert late.said.days_ago == 12
    assert (late.differs.officer, late.differs.record) == (Rag.GREEN, Rag.RED)
    assert late.differs.why == "The work is all but done."
    assert late.question == "By when will this be done, or does the committee call the owner?"


def test_a_moved_date_keeps_the_first_beside_it(roads):
    moved = line(built(roads), "R3")
    assert (moved.dates.original, moved.dates.now) == (date(2024, 7, 31), date(2025, 1, 31))
    assert moved.dates.moved == "Once, by 184 days"
    assert moved.reason == "Moved 184 days in 1 change"


def test_what_comes_up_names_the_milestone(roads):
    soon = line(built(roads), "R8")
    assert (soon.next_step, soon.next_day, soon.due_in) == ("Mend road 8", date(2024, 12, 20), 10)


def test_each_line_says_where_it_has_gone_since_the_earlier_day(roads):
    report = built(roads, compare=EARLIER)
    assert line(report, "R1").direction.way is Way.WORSE
    assert line(report, "R1").direction.was is Rag.GREEN
    assert line(report, "R3").direction.way is Way.SAME
    assert line(report, "R10").direction.way is Way.BETTER
    assert report.ways == "2 worse and 1 the same"


def test_a_recommendation_that_was_not_there_yet_is_new(roads):
    report = built(roads, compare=date(2024, 2, 1))
    assert {line.direction.way for line in report.lines} == {Way.NEW}
    assert sum(report.earlier.counts) == 0


def test_what_is_rolled_forward_from_an_earlier_report_is_not_new(db):
    """The repeated words have an address of their own, and go on from what they took over."""
    council = CouncilFactory()
    day = date(2024, 6, 3)
    old = RecommendationFactory(report=ReportFactory(council=council), address="R1")
    again = ReportFactory(council=council, published_on=day)
    new, another = (RecommendationFactory(report=again, address=name) for name in ("R2", "R3"))
    links.link(
        from_recommendation=new,
        to_recommendation=old,
        kind="supersedes",
        by=UserFactory(),
        on=day,
    )
    report = exception_report(
        Viewer.member(council), as_at=day, known_at=timezone.now(), compare=date(2024, 6, 2)
    )
    ways = {one.address: one.direction.way for one in report.lines}
    assert ways == {"R1": Way.SAME, new.address: Way.SAME, another.address: Way.NEW}


def test_nothing_is_compared_unless_it_is_asked(roads):
    report = built(roads)
    assert report.earlier is None
    assert not any(line.direction for line in report.lines)
    assert (report.left, report.entered) == ((), ())


def test_what_left_the_list_says_why(roads):
    complete, closed = built(roads, compare=EARLIER).left
    assert (complete.address, complete.was, complete.rag) == ("R4", Rag.DATE_NEEDED, Rag.GREEN)
    assert complete.reason == "Reported complete"
    assert complete.why == "Update received, 1 November 2024."
    assert (closed.address, closed.was, closed.rag) == ("R10", Rag.RED, Rag.CLOSED)
    assert closed.reason == "Complete"
    assert closed.why == ("Closed by the Roads Select Committee on 15 October 2024, resolution 34.")


def test_what_was_recorded_long_after_its_day_is_entered_since(roads):
    roads.enter_late(11, date(2024, 6, 1), recorded_on=date(2024, 11, 1))
    (entered,) = built(roads, compare=EARLIER).entered
    assert (entered.address, entered.on, entered.recorded_on) == (
        "R11",
        date(2024, 6, 1),
        date(2024, 11, 1),
    )
    assert entered.days_late == 153
    assert built(roads, compare=date(2024, 11, 20)).entered == ()


def test_what_was_not_known_yet_is_not_in_it(roads):
    roads.enter_late(11, date(2024, 6, 1), recorded_on=date(2024, 11, 1))
    before = datetime(2024, 10, 31, tzinfo=UTC)
    assert line(built(roads, known_at=before), "R11").position is None
    assert line(built(roads), "R11").position.status == "Monitoring"


def test_a_position_taken_since_takes_an_answer_off_the_list(roads):
    roads.enter_late(5, date(2024, 5, 1), recorded_on=date(2024, 5, 2))
    assert built(roads).answered_without_action == ()


def test_another_council_is_not_in_it(roads):
    Roads(CouncilFactory())
    assert built(roads).in_scope == 11


EXEMPT = {
    "classification": "exempt",
    "exempt_paragraphs": "3",
    "public_interest": "The contract is being let.",
}


def test_an_exempt_recommendation_is_not_in_it_and_not_counted(roads):
    Recommendation.objects.filter(pk=roads.recommendation[1].pk).update(**EXEMPT)
    report = built(roads, compare=EARLIER)
    assert "R1" not in addresses(report.lines)
    assert report.in_scope == sum(report.earlier.counts) == 10


def test_what_an_exempt_row_says_is_not_in_it_and_the_rating_stays(roads):
    before = line(built(roads), "R1")
    ProgressUpdate.objects.update(**EXEMPT)
    Answer.objects.update(**EXEMPT)
    DateChange.objects.update(**EXEMPT)
    report = built(roads, compare=EARLIER)
    printed = str(report.as_json())
    for secret in ("The rain.", "The work is all but done.", "There is no money.", "contractor"):
        assert secret not in printed
    assert (line(report, "R1").rag, line(report, "R1").reasons) == (before.rag, before.reasons)


def test_a_committee_gets_what_it_watches(roads):
    with on(AS_AT):
        other = councils.establish_body(
            council=roads.council, kind="committee", name="Parks Committee", slug="parks"
        )
        remits.watch(
            body=other,
            recommendation=roads.recommendation[2],
            by=roads.clerk,
            why="Of its parks",
        )
    report = built(roads, asked=Asked(committee=other))
    assert addresses(report.lines) == ["R2"]
    assert report.subject == "Parks Committee"
    assert "R2" not in addresses(built(roads, asked=Asked(committee=roads.committee)).lines)


def test_a_body_is_called_what_it_was_called_that_day(roads):
    name = roads.committee.names.get()
    name.until = date(2024, 11, 30)
    name.save()
    roads.committee.names.create(name="Highways Select Committee", since=date(2024, 12, 1))
    asked = Asked(committee=roads.committee)
    assert built(roads, asked=asked).subject == "Highways Select Committee"
    before = built(roads, asked=asked, as_at=date(2024, 11, 30))
    assert before.subject == "Roads Select Committee"
    assert line(before, "R9").owners == ("Roads Select Committee",)


@pytest.mark.parametrize(
    ("asked", "many"),
    [
        (lambda roads: Asked(report=roads.report), 11),
        (lambda roads: Asked(portfolio=roads.holder), 10),
        (lambda roads: Asked(directorate="Place"), 10),
        (lambda roads: Asked(directorate="Elsewhere"), 0),
    ],
)
def test_it_covers_what_was_asked(roads, asked, many):
    assert built(roads, asked=asked(roads)).in_scope == many


def test_the_key_is_the_policy_of_the_day(roads):
    with on(date(2024, 11, 1)) as day:
        policies.set_policy(council=roads.council, in_force_from=day, overdue_red_after=100)
    report = built(roads, compare=EARLIER)
    assert report.key.in_force_from == report.key.changed_on == date(2024, 11, 1)
    assert "more than 100 days late" in report.key.meaning(Rag.RED)
    assert line(report, "R1").rag is Rag.AMBER


def test_many_recommendations_take_no_more_queries_than_few(
    roads, django_assert_num_queries, django_assert_max_num_queries
):
    few = Asked(committee=roads.committee)
    with django_assert_max_num_queries(60) as counted:
        built(roads, compare=EARLIER, asked=few)
    for n in range(12, 24):
        with change(), on(ANSWERED):
            roads.recommendation[n] = roads.recommend(n)
            roads.answer(n, "accepted")
            roads.promise(n, date(2024, 10, 1))
            roads.update(n, date(2024, 11, 1), narrative="Under way.")
    with django_assert_num_queries(len(counted)):
        report = built(roads, compare=EARLIER, asked=few)
    assert report.in_scope == 23


def test_the_same_day_and_moment_give_the_same_document(roads):
    first = built(roads, compare=EARLIER)
    roads.update(2, date(2024, 12, 12), narrative="Later.")
    assert built(roads, compare=EARLIER) == first
    assert built(roads, compare=EARLIER, known_at=KNOWN_AT.replace(hour=19)) == replace(
        first, known_at=KNOWN_AT.replace(hour=19)
    )
