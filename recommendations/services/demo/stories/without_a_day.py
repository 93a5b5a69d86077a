"""What has no day by which it should be done, or waits for something."""

from __future__ import annotations

from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.services import progress
from recommendations.services.demo.stories.shelf import story
from recommendations.services.demo.stories.words import GREEN
from recommendations.services.demo.told import Told


@story
def no_date(told: Told) -> None:
    """Accepted, and nobody has said by when. Date needed."""
    told.answered()
    told.reports("", days_ago=33)


@story
def no_review(told: Told) -> None:
    """Without end, and without a day on which to look again. Date needed."""
    told.answered()
    told.step(Due(shape=Shape.UNENDING, start=told.diary.ago(told.given_ago)))


@story
def deferred_no_day(told: Told) -> None:
    told.answered("deferred")


@story
def event_unknown(told: Told) -> None:
    """Within a year of an event of which nobody knows the day. Date needed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.WITHIN, n=12, unit=Unit.MONTHS, event=event.key))
    told.reports("", days_ago=31)


@story
def event_unconfirmed(told: Told) -> None:
    """The expected day has passed and nobody has said whether it came. Date needed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.WITHIN, n=6, unit=Unit.MONTHS, event=event.key))
    told.reports("", days_ago=11)


@story
def floor_passed(told: Told) -> None:
    """It might have been done since some time. Date needed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.AT_LEAST, n=3, unit=Unit.MONTHS, event=event.key))


@story
def steps_done(told: Told) -> None:
    """Every step is done; that the whole is was claimed and taken back. Date needed."""
    told.answered()
    step = told.step_by(told.diary.ago(40))
    told.begins(days_ago=150)
    told.did(step, days_ago=44)
    told.reports("", days_ago=41)
    claimed = told.reports(GREEN, days_ago=35, complete=True, narrative=told.says("mistaken"))
    with told.diary.recording(told.diary.workday(32)):
        progress.take_update_back(
            update=claimed, by=claimed.by, why="Sent too early: the last check is still to come."
        )


@story
def period_ended(told: Told) -> None:
    """Date needed."""
    told.answered()
    start = told.diary.ago(told.given_ago)
    told.step(Due(shape=Shape.FOR_A_PERIOD, n=9, unit=Unit.MONTHS, start=start))
    told.reports("", days_ago=29)


@story
def dormant(told: Told) -> None:
    """Asleep until an event happens. Not rated."""
    told.waits_for_its_event()
    told.answered()


@story
def in_force_soon(told: Told) -> None:
    """Answered only by a later response, not yet in force. Not rated."""
    told.answered(answering=told.later)
