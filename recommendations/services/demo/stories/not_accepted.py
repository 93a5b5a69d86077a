"""What was not accepted: nobody has answered yet, or it was refused, withdrawn or replaced."""

from __future__ import annotations

from recommendations.models import Position, Resolution
from recommendations.services import (
    links,
    positions,
)
from recommendations.services.demo.stories.shelf import story
from recommendations.services.demo.stories.words import ACHIEVED, IMPLEMENTED
from recommendations.services.demo.told import Told


@story
def awaiting(told: Told) -> None:
    """Nothing yet."""


@story
def closed_already(told: Told) -> None:
    """Closed before any answer came. Closed."""
    told.judged(
        told.entry["closing_words"],
        told.committee.last(),
        kind=Resolution.Kind.DISCHARGE,
        closes=Position.Closes.OVERTAKEN,
    )


@story
def position_taken_back(told: Told) -> None:
    """Closed by a slip of the clerk, who took it back. Not rated."""
    slip = told.judged(
        ACHIEVED, told.committee.last(), kind=Resolution.Kind.DISCHARGE, closes=IMPLEMENTED
    )
    with told.diary.recording(told.diary.workday(5)):
        positions.take_position_back(
            position=slip,
            by=told.setting.clerk,
            why="Entered under the wrong recommendation.",
        )


@story
def unanswered(told: Told) -> None:
    """The response passed it over. Not rated."""


@story
def rejected(told: Told) -> None:
    told.answered("rejected")


@story
def noted(told: Told) -> None:
    told.answered("noted")


@story
def refused_and_closed(told: Told) -> None:
    """Refused, and the committee left it there. Closed."""
    told.answered("rejected")
    told.closed(Position.Closes.REFUSED, since_ago=told.given_ago)


@story
def not_endorsed(told: Told) -> None:
    """The committee did not make the task group's words its own. Not rated."""
    told.committee.resolve(
        told.committee.after(told.report.published_on),
        kind=Resolution.Kind.NOT_ENDORSE,
        text=f"That {told.row.address} is not endorsed.",
        report=told.report,
        recommendation=told.row,
    )


@story
def withdrawn(told: Told) -> None:
    told.committee.resolve(
        told.committee.after(told.diary.ago(told.given_ago)),
        kind=Resolution.Kind.WITHDRAW,
        text=f"That {told.row.address} is withdrawn.",
        report=told.report,
        recommendation=told.row,
    )


@story
def replaced(told: Told) -> None:
    """A later one took its place. Not rated."""
    day = told.diary.workday(told.given_ago)
    with told.diary.recording(day):
        links.link(
            from_recommendation=told.by_title[told.entry["replaced_by"]],
            to_recommendation=told.row,
            kind="supersedes",
            words="in place of the one before it",
            by=told.setting.scrutiny_officer,
            on=day,
        )
