"""What the rules are told of the day, and when they would be told anything else."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from recommendations.rules.the_day import TheDay
from tests.rules.building import d, says

near = st.dates(d("2013-01-01"), d("2013-03-01"))


def test_a_day_has_come_on_the_day_itself_and_is_past_on_the_next():
    assert TheDay(d("2013-06-06")).has_reached(d("2013-06-06"))
    assert not TheDay(d("2013-06-06")).is_past(d("2013-06-06"))
    assert TheDay(d("2013-06-07")).is_past(d("2013-06-06"))


def test_no_day_never_comes():
    the_day = TheDay(date.max)
    assert not the_day.has_reached(None)
    assert not the_day.is_past(None)
    assert not the_day.is_within(28, of=None)


def test_the_end_of_the_calendar_is_no_error():
    the_day = TheDay(d("2013-06-06"))
    assert not the_day.is_past(date.max, by_more_than=28)
    assert the_day.next_change is None


def test_rows_stand_in_the_order_of_their_days():
    early, late, later = says("2013-06-01"), says("2013-06-05"), says("2013-06-07")
    assert TheDay(d("2013-06-06")).standing([late, later, early]) == (early, late)


@given(near, st.lists(st.tuples(near, st.integers(0, 30)), max_size=6))
def test_no_answer_differs_before_the_next_change_and_one_does_on_it(as_at, questions):
    def answers(the_day: TheDay) -> list[bool]:
        return [the_day.is_past(day, by_more_than=n) for day, n in questions]

    the_day = TheDay(as_at)
    now = answers(the_day)
    ahead = (as_at + timedelta(days=n) for n in range(1, 100))
    first_other = next((day for day in ahead if answers(TheDay(day)) != now), None)
    assert the_day.next_change == first_other
