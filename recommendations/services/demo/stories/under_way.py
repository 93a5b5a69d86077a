"""What is being done, and in time."""

from __future__ import annotations

from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Period, Shape
from recommendations.services.demo.stories.shelf import story
from recommendations.services.demo.stories.words import ACCEPTABLE, AMBER, DONE, GREEN, SKIPPED
from recommendations.services.demo.told import Told


@story
def on_track(told: Told) -> None:
    told.answered()
    told.step_by(told.diary.ahead(told.between(45, 150)))
    told.begins(days_ago=told.given_ago - 60)
    told.reports(GREEN, days_ago=told.between(15, 30))
    told.judged(ACCEPTABLE, told.committee.last())


@story
def due_soon(told: Told) -> None:
    told.answered()
    told.step_by(told.diary.ahead(told.between(8, 22)))
    told.begins(days_ago=100)
    told.reports(GREEN, days_ago=told.between(6, 13))
    if words := told.says("draft"):
        told.drafts(AMBER, words)


@story
def joint_on_track(told: Told) -> None:
    """Both owners report that all is well. Green."""
    told.answered()
    told.step_by(told.diary.ahead(told.between(45, 90)))
    told.reports(GREEN, days_ago=25, by_owner=0)
    told.reports(GREEN, days_ago=22, by_owner=1)


@story
def joint(told: Told) -> None:
    """One of two owners is worried. Amber."""
    told.answered()
    told.step_by(told.diary.ahead(told.between(40, 80)))
    told.reports(GREEN, days_ago=27, by_owner=0)
    told.reports(AMBER, days_ago=20, by_owner=1)


@story
def officer_worse(told: Told) -> None:
    """The record is green; the officer knows better. Amber."""
    told.answered()
    told.step_by(told.diary.ahead(70))
    told.begins(days_ago=180)
    told.reports(AMBER, days_ago=13)


@story
def prior(told: Told) -> None:
    """Agreed by another body before the report. Green."""
    told.step_by(told.diary.ahead(62))
    told.reports(GREEN, days_ago=21)


@story
def own(told: Told) -> None:
    """Asked of scrutiny itself, each year. Green."""
    told.step(
        Due(shape=Shape.RECURRING, n=12, unit=Unit.MONTHS, start=told.diary.ago(330)),
        since_ago=330,
    )
    told.reports(GREEN, days_ago=30, narrative=told.phrase("begun"))


@story
def own_due(told: Told) -> None:
    told.step_by(told.diary.ahead(24), since_ago=40)


@story
def end_of_year(told: Told) -> None:
    """By the end of next year. Green."""
    told.answered()
    told.step(Due(shape=Shape.END_OF_PERIOD, period=Period.YEAR, of=str(told.diary.today.year + 1)))


@story
def period_running(told: Told) -> None:
    """Something kept up for a year. Green."""
    told.answered()
    told.step(
        Due(shape=Shape.FOR_A_PERIOD, n=12, unit=Unit.MONTHS, start=told.diary.ago(120)),
        since_ago=125,
    )
    told.reports(GREEN, days_ago=26)


@story
def deferred_ahead(told: Told) -> None:
    told.answered("deferred", decide_by=told.diary.ahead(52))


@story
def deferred_soon(told: Told) -> None:
    told.answered("deferred", decide_by=told.diary.ahead(19))


@story
def floor_ahead(told: Told) -> None:
    """Not to be done before a year after an event. Green."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.AT_LEAST, n=12, unit=Unit.MONTHS, event=event.key))


@story
def event_expected(told: Told) -> None:
    """Before an event whose day is expected. Green."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.BEFORE, event=event.key))
    told.reports(GREEN, days_ago=24)


@story
def recurring_skipped(told: Told) -> None:
    """Once skipped with leave, otherwise kept. Green."""
    told.answered()
    start = told.diary.ago(305)
    step = told.step(Due(shape=Shape.RECURRING, n=3, unit=Unit.MONTHS, start=start), since_ago=305)
    told.outcomes(step, SKIPPED, DONE, reason=told.says("skipped"))
    told.reports(GREEN, days_ago=19)


@story
def recurring_on_time(told: Told) -> None:
    told.answered()
    start = told.diary.ago(told.given_ago)
    step = told.step(Due(shape=Shape.RECURRING, n=2, unit=Unit.MONTHS, start=start))
    told.outcomes(step, DONE)
    told.reports(GREEN, days_ago=23)


@story
def each_meeting(told: Told) -> None:
    """At each meeting of a committee. Green."""
    told.answered()
    body = told.setting.body(told.entry["body"])
    start = told.diary.workday(told.given_ago)
    step = told.step(Due(shape=Shape.EACH_MEETING, body=str(body.pk), start=start))
    told.outcomes(step, DONE)


@story
def parts(told: Told) -> None:
    """The whole is answered; its parts have stories of their own."""
    told.answered()
