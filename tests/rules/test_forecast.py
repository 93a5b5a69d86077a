"""The forecast says, segment by segment, what the rating says on every day."""

from datetime import date, timedelta

import pytest

from recommendations.rules.facts import Facts
from recommendations.rules.forecast import Segment, forecast
from recommendations.rules.policies import Policy
from recommendations.rules.rag import rate
from tests.rules.building import accepted, answered, d, promised, published, quarterly, step
from tests.rules.cases import Reader, read_cases
from tests.rules.test_rag_edges import EDGES

CASES = read_cases("rating_cases.json")
FIRST = d("2013-03-20")


def every_day(first: date, last: date):
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def assert_exact(
    facts: Facts, policies: tuple[Policy, ...], first: date, last: date, part: str = ""
) -> None:
    segments = forecast(facts, policies=policies, from_day=first, part=part)
    for day in every_day(first, last):
        holding = [segment.rating for segment in segments if segment.holds(day)]
        rating = rate(facts, policies=policies, as_at=day, part=part)
        assert holding == ([rating] if rating else []), day


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_day_of_every_example_case_and_two_months_on(case):
    reader = Reader()
    facts, policies = reader.facts(case["facts"]), reader.policies(case["facts"])
    last = d(case["as_at"]) + timedelta(days=60)
    for part in ("", *facts.parts):
        assert_exact(facts, policies, FIRST, last, part)


@pytest.mark.parametrize("row", EDGES, ids=[row[0] for row in EDGES])
def test_every_day_round_every_edge_of_the_table(row):
    _, facts, edge, _, _ = row
    around = timedelta(days=40)
    policies = (Policy(in_force_from=d(edge) + timedelta(days=5), overdue_red_after=10),)
    assert_exact(facts, policies, d(edge) - around, d(edge) + around)


def told(facts: Facts, from_day: str) -> list[tuple[str, str | None, str]]:
    return [
        (
            segment.first.isoformat(),
            segment.last.isoformat() if segment.last else None,
            segment.rating.words(segment.first),
        )
        for segment in forecast(facts, policies=(), from_day=d(from_day))
    ]


def test_a_step_goes_from_on_track_to_red():
    assert told(accepted(step("2013-09-30")), "2013-06-06") == [
        ("2013-06-06", "2013-09-01", "On track"),
        ("2013-09-02", "2013-09-30", "Due in 28 days"),
        ("2013-10-01", "2013-10-28", "Overdue by 1 day"),
        ("2013-10-29", None, "Overdue by 29 days"),
    ]


def test_nothing_is_said_of_days_before_it_exists():
    assert told(published(), "2013-01-01")[0][0] == "2013-03-28"


def test_what_is_never_rated_has_no_segment():
    assert told(published(published_on=None), "2013-01-01") == []


def test_a_duty_without_end_has_a_forecast_with_an_end():
    assert [words for _, _, words in told(accepted(quarterly()), "2013-12-01")] == [
        "On track",
        "Due in 28 days",
        "Overdue by 1 day",
        "Overdue by 29 days",
    ]


def test_where_only_a_person_can_change_anything_there_is_one_segment():
    for facts in (accepted(), answered("noted"), accepted(promised("none"))):
        assert len(told(facts, "2013-06-06")) == 1


def test_the_words_go_on_counting_inside_a_segment():
    (segment,) = forecast(accepted(), policies=(), from_day=d("2013-06-06"))
    assert segment.rating.words(d("2013-06-06")) == "Date needed, accepted 8 days ago"
    assert segment.rating.words(d("2014-05-29")) == "Date needed, accepted 365 days ago"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_stored_segment_reads_back_as_it_was(case):
    reader = Reader()
    facts, policies = reader.facts(case["facts"]), reader.policies(case["facts"])
    for segment in forecast(facts, policies=policies, from_day=FIRST):
        assert Segment.from_json(segment.as_json()) == segment
