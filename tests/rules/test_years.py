"""A year that looks like a slip of the pen."""

from datetime import date

import pytest

from recommendations.rules.years import is_far

PRINTED = date(2013, 6, 6)


@pytest.mark.parametrize(
    ("day", "far"),
    [
        (date(2011, 6, 5), True),
        (date(2011, 6, 6), False),
        (date(2015, 6, 6), False),
        (date(2015, 6, 7), True),
        (date(2003, 6, 6), True),
    ],
)
def test_a_day_is_far_beyond_two_years_either_way(day, far):
    assert is_far(day, neighbours=[PRINTED]) is far


def test_one_near_neighbour_is_enough():
    assert not is_far(date(2026, 5, 7), neighbours=[PRINTED, date(2025, 1, 1)])


def test_without_a_neighbour_nothing_is_far():
    assert not is_far(date(1903, 1, 1), neighbours=[])


def test_a_leap_day_has_neighbours_too():
    assert not is_far(date(2014, 2, 28), neighbours=[date(2016, 2, 29)])
    assert is_far(date(2014, 2, 27), neighbours=[date(2016, 2, 29)])
