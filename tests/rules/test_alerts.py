"""When an answer that is awaited is asked after."""

from datetime import date

import pytest

from recommendations.rules.alerts import AT_FIRST, Alerts

LAST_DAY = date(2013, 5, 27)


@pytest.mark.parametrize(
    ("today", "due", "following"),
    [
        (date(2013, 5, 12), None, date(2013, 5, 13)),
        (date(2013, 5, 13), date(2013, 5, 13), date(2013, 5, 24)),
        (date(2013, 5, 23), date(2013, 5, 13), date(2013, 5, 24)),
        (date(2013, 5, 24), date(2013, 5, 24), date(2013, 5, 28)),
        (LAST_DAY, date(2013, 5, 24), date(2013, 5, 28)),
        (date(2013, 5, 28), date(2013, 5, 28), date(2013, 6, 4)),
        (date(2013, 6, 3), date(2013, 5, 28), date(2013, 6, 4)),
        (date(2013, 6, 4), date(2013, 6, 4), date(2013, 6, 11)),
        (date(2023, 5, 28), date(2023, 5, 23), date(2023, 5, 30)),
    ],
)
def test_one_is_due_on_each_day_chosen_and_again_once_it_is_overdue(today, due, following):
    assert AT_FIRST.due(LAST_DAY, today=today) == due
    assert AT_FIRST.next(LAST_DAY, today=today) == following


def test_a_council_may_ask_once_alone():
    once = Alerts(before=(), again=None)
    assert once.due(LAST_DAY, today=LAST_DAY) is None
    assert once.next(LAST_DAY, today=LAST_DAY) == date(2013, 5, 28)
    assert once.due(LAST_DAY, today=date(2014, 5, 27)) == date(2013, 5, 28)
    assert once.next(LAST_DAY, today=date(2014, 5, 27)) is None
