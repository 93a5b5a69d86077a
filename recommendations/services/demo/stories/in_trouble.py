"""What is late, was moved, or worries its owner."""

from __future__ import annotations

from recommendations.models import Resolution
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Period, Shape
from recommendations.services import progress
from recommendations.services.demo.stories.shelf import story
from recommendations.services.demo.stories.words import (
    AMBER,
    DONE,
    GRANTED,
    GREEN,
    MISSED,
    NOT_ACCEPTABLE,
    RED,
    REFUSED,
)
from recommendations.services.demo.told import Told


@story
def overdue_red(told: Told) -> None:
    told.answered()
    due_ago = told.between(43, min(100, told.given_ago - 30))
    told.step_by(told.diary.ago(due_ago))
    told.begins(days_ago=told.given_ago - 20)
    told.reports(RED, days_ago=told.between(17, 33))
    told.judged(
        NOT_ACCEPTABLE,
        told.committee.last(),
        kind=Resolution.Kind.CALL_THE_OWNER,
        text=f"That progress on {told.row.address} is not acceptable, and that the owner is asked"
        " to attend the next meeting.",
    )


@story
def overdue_red_asked(told: Told) -> None:
    """Overdue, with a new day asked for and not yet decided. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(61))
    told.begins(days_ago=200)
    told.reports(RED, days_ago=20)
    told.asks(step, days_ago=6, to=told.diary.ahead(64))


@story
def overdue_amber(told: Told) -> None:
    told.answered()
    told.step_by(told.diary.ago(told.between(9, 20)))
    told.begins(days_ago=told.given_ago - 40)
    told.reports(AMBER, days_ago=6)


@story
def melon(told: Told) -> None:
    """Green outside: the officer's own rating. Red inside."""
    told.answered()
    told.step_by(told.diary.ago(52))
    told.begins(days_ago=160)
    told.reports(GREEN, days_ago=17)


@story
def accepted_better(told: Told) -> None:
    """The record is red; scrutiny accepted the officer's rating. Amber."""
    told.answered()
    told.step_by(told.diary.ago(54))
    update = told.reports(AMBER, days_ago=18)
    day = told.diary.workday(14)
    with told.diary.recording(day):
        progress.accept_rating(
            update=update,
            reason=told.says("accepted"),
            by=told.setting.scrutiny_officer,
            on=day,
        )


@story
def end_of_quarter_overdue(told: Told) -> None:
    """By the end of a quarter that ended more than a month ago. Red."""
    told.answered()
    month_ago = told.diary.ago(32)
    quarters = month_ago.year * 4 + (month_ago.month - 1) // 3 - 1
    year, quarter = divmod(quarters, 4)
    told.step(Due(shape=Shape.END_OF_PERIOD, period=Period.QUARTER, of=f"{year}-Q{quarter + 1}"))
    told.begins(days_ago=220)
    told.reports(RED, days_ago=26)


@story
def recurring_overdue(told: Told) -> None:
    """The last of a recurring duty was missed and not made good. Red."""
    told.answered()
    start = told.diary.ago(332)
    step = told.step(Due(shape=Shape.RECURRING, n=3, unit=Unit.MONTHS, start=start), since_ago=332)
    told.outcomes(step, MISSED, reason=told.says("cause"))
    told.reports(RED, days_ago=18)


@story
def recurring_missed(told: Told) -> None:
    """One was missed; the next was kept. Amber."""
    told.answered()
    start = told.diary.ago(320)
    step = told.step(Due(shape=Shape.RECURRING, n=3, unit=Unit.MONTHS, start=start), since_ago=320)
    told.outcomes(step, MISSED, DONE, reason=told.says("missed"))
    told.reports(GREEN, days_ago=28)


@story
def moved_by_leave(told: Told) -> None:
    """Moved far, and never agreed by the committee. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(80))
    asked = told.asks(step, days_ago=96, to=told.diary.ahead(44))
    told.given_leave(asked, days_ago=89)
    told.reports(RED, days_ago=16)


@story
def moved_a_little(told: Told) -> None:
    told.answered()
    step = told.step_by(told.diary.ago(20))
    asked = told.asks(step, days_ago=36, to=told.diary.ahead(31))
    told.given_leave(asked, days_ago=31)
    told.reports("", days_ago=15)


@story
def moved_by_committee(told: Told) -> None:
    """Moved far, and the committee agreed. Amber."""
    told.answered()
    step = told.step_by(told.diary.ago(95))
    asked = told.asks(step, days_ago=125, to=told.diary.ahead(60))
    told.decided_by_committee(asked, decision=GRANTED)
    told.reports("", days_ago=18)


@story
def moved_agreed_short(told: Told) -> None:
    """Moved a little, and the committee agreed. Green."""
    told.answered()
    step = told.step_by(told.diary.ago(10))
    asked = told.asks(step, days_ago=50, to=told.diary.ahead(42))
    told.decided_by_committee(asked, decision=GRANTED)
    told.reports(GREEN, days_ago=9)


@story
def moved_refused(told: Told) -> None:
    """The committee refused a later day. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(70))
    asked = told.asks(step, days_ago=92, to=told.diary.ahead(20))
    told.decided_by_committee(asked, decision=REFUSED)
    told.reports(RED, days_ago=25)


@story
def deferred_long(told: Told) -> None:
    """The day to decide by is long past. Red."""
    told.answered("deferred", decide_by=told.diary.ago(47))
    told.reports("", days_ago=21)


@story
def deferred_just(told: Told) -> None:
    """The day to decide by is just past. Amber."""
    told.answered("deferred", decide_by=told.diary.ago(12))
    told.reports("", days_ago=9)


@story
def woken_overdue_amber(told: Told) -> None:
    """Woken by its event, and overdue since. Amber."""
    told.waits_for_its_event()
    told.answered()
    told.step_by(told.diary.ago(16), since_ago=95)
    told.reports(AMBER, days_ago=5)
