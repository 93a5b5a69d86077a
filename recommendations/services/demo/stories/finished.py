"""What came to an end, or seemed to."""

from __future__ import annotations

from recommendations.models import Position, Resolution
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.services import (
    positions,
)
from recommendations.services.demo.stories.shelf import story
from recommendations.services.demo.stories.words import ACHIEVED, GREEN, IMPLEMENTED, RED
from recommendations.services.demo.told import Told


@story
def done(told: Told) -> None:
    """Done, reported and agreed by the committee. Closed."""
    told.answered()
    due_ago = told.between(max(45, told.given_ago - 200), told.given_ago - 60)
    step = told.step_by(told.diary.ago(due_ago))
    told.begins(days_ago=(told.given_ago + due_ago) // 2)
    done_ago = due_ago + told.between(-3, 9)
    told.did(step, days_ago=done_ago)
    told.reports(GREEN, days_ago=done_ago - 4, complete=True, narrative=told.phrase("done"))
    told.closed(IMPLEMENTED, since_ago=done_ago - 4, status=ACHIEVED)


@story
def late_entry(told: Told) -> None:
    """Done and closed, and all of it entered months later. Closed."""
    told.answered()
    step = told.step_by(told.diary.ago(300))
    told.did(step, days_ago=310, recorded_ago=120)
    told.reports(GREEN, days_ago=305, complete=True, recorded_ago=120)
    told.closed(IMPLEMENTED, since_ago=302, status=ACHIEVED, recorded_ago=119)


@story
def position_corrected(told: Told) -> None:
    """The clerk wrote down the wrong closing and set it right. Closed."""
    told.answered()
    step = told.step_by(told.diary.ago(80))
    told.did(step, days_ago=84)
    told.reports(GREEN, days_ago=78, complete=True, narrative=told.phrase("done"))
    slip = told.closed(
        Position.Closes.NOT_IMPLEMENTED, since_ago=78, status="Closed: not implemented"
    )
    with told.diary.recording(told.diary.workday(14)):
        positions.correct_position(
            position=slip,
            by=told.setting.clerk,
            why="The minute says implemented.",
            on=slip.on,
            status=ACHIEVED,
            closes=IMPLEMENTED,
        )


@story
def within_event_done(told: Told) -> None:
    """Promised within three months of an event. Closed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    step = told.step(Due(shape=Shape.WITHIN, n=3, unit=Unit.MONTHS, event=event.key))
    told.did(step, days_ago=140)
    told.reports(GREEN, days_ago=133, complete=True, narrative=told.phrase("done"))
    told.closed(IMPLEMENTED, since_ago=133, status=ACHIEVED)


@story
def interim_done(told: Told) -> None:
    """An interim, reported complete, needs no answer. Green."""
    told.reports(GREEN, days_ago=60, complete=True)


@story
def reported_complete(told: Told) -> None:
    """The committee has yet to agree. Green."""
    told.answered()
    step = told.step_by(told.diary.ago(14))
    told.begins(days_ago=100)
    told.did(step, days_ago=16)
    update = told.reports(GREEN, days_ago=7, complete=True)
    if shows := told.entry.get("evidence"):
        told.shows(shows, update)


def _closed(told: Told, closes: str) -> None:
    told.answered()
    told.step_by(told.diary.ago(told.given_ago - 150))
    told.begins(days_ago=told.given_ago - 70)
    told.closed(
        closes,
        since_ago=told.given_ago - 120,
        status=told.entry.get("closed_into", "").capitalize(),
    )


@story
def closed_overtaken(told: Told) -> None:
    _closed(told, Position.Closes.OVERTAKEN)


@story
def closed_merged(told: Told) -> None:
    _closed(told, Position.Closes.MERGED)


@story
def closed_not_implemented(told: Told) -> None:
    _closed(told, Position.Closes.NOT_IMPLEMENTED)


@story
def reopened(told: Told) -> None:
    """Closed as done, opened again, and overdue since. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(300))
    told.did(step, days_ago=306)
    told.reports(GREEN, days_ago=302, complete=True, narrative=told.phrase("done"))
    told.closed(IMPLEMENTED, since_ago=302, status=ACHIEVED)
    again = told.judged(
        "Monitoring",
        told.committee.after(told.diary.ago(190)),
        kind=Resolution.Kind.REOPEN,
        text=f"That {told.row.address} is monitored again. {told.says('again')}",
    )
    told.step_by(
        told.diary.ago(36),
        text=told.entry["step_again"],
        since_ago=(told.diary.today - again.on).days - 7,
    )
    told.reports(RED, days_ago=12)
