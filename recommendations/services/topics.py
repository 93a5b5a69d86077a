"""A committee's work programme: topics proposed, planned for a meeting, dropped, passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from recommendations.models import (
    AgendaItem,
    Body,
    Recommendation,
    Succession,
    Topic,
    TopicStage,
    User,
)
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because, change, refuse_the_future
from recommendations.services.editing import edited
from recommendations.services.following import LATEST, Latest, last_written, write_after
from recommendations.services.submissions import Conflict

STAGES = TopicStage.Stage


def propose(
    *,
    body: Body,
    title: str,
    by: User,
    on: date,
    text: str = "",
    meant_for: str = "",
    recommendation: Recommendation | None = None,
) -> Topic:
    refuse_the_future(on)
    refuse_what_is_withheld(recommendation)
    with change(), because("Proposed for the work programme", by=by):
        topic = Topic.objects.create(
            body=body, title=title, text=text, meant_for=meant_for, recommendation=recommendation
        )
        _reach(topic, None, stage=STAGES.PROPOSED, by=by, on=on)
    return topic


@transaction.atomic
def edit_topic(
    *, topic: Topic, seen: str, by: User, title: str, text: str, meant_for: str
) -> Topic:
    return edited(topic, seen, by=by, title=title, text=text, meant_for=meant_for)


def plan(
    *, topic: Topic, item: AgendaItem, by: User, on: date, follows: TopicStage | Latest | None
) -> TopicStage:
    """Put a topic on the agenda of a meeting, or of another one than before.

    ``follows`` is what whoever plans it was looking at; ``Conflict`` brings what was done since.
    """
    refuse_the_future(on)
    refuse_what_is_withheld(topic.recommendation)
    with change():
        last = _last(topic)
        if last.stage == STAGES.DROPPED:
            raise Refused("It is dropped: take that back first.")
        if last.item is not None and last.item.meeting_id == item.meeting_id:
            raise Refused("It is on the agenda of this meeting already.")
        return _reach(topic, follows, stage=STAGES.PLANNED, item=item, by=by, on=on)


def drop(
    *, topic: Topic, reason: str, by: User, on: date, follows: TopicStage | Latest | None
) -> TopicStage:
    refuse_the_future(on)
    with change():
        last = _last(topic)
        if last.stage == STAGES.DROPPED:
            raise Refused("It is dropped already.")
        if last.item is not None and last.item.meeting.day < on:
            met = day_words(last.item.meeting.day)
            raise Refused(f"It was taken on {met}: take that back first if it was not.")
        return _reach(topic, follows, stage=STAGES.DROPPED, reason=reason, by=by, on=on)


def pass_on(topics: Sequence[tuple[Topic, Succession]], *, by: User, why: str) -> None:
    """Let each be the successor's; what was planned with the old body is to be planned anew."""
    try:
        for topic, row in topics:
            edited(topic, str(topic.version), by=by, why=why, body=row.to_body)
            _reach(topic, LATEST, stage=STAGES.PASSED_ON, succession=row, by=by, on=row.on)
    except Conflict:
        raise Refused("Somebody else changed a topic of it meanwhile: look at it again.") from None


def last_stage(topic: Topic) -> TopicStage | None:
    """What the next stage follows."""
    return last_written(TopicStage.objects.filter(topic=topic))


def stage_named(number: str, *, topic: Topic) -> TopicStage | None:
    """The stage that a form was looking at; none where it names none of this topic."""
    stages = TopicStage.objects.filter(topic=topic)
    return stages.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None


def refuse_what_is_withheld(recommendation: Recommendation | None) -> None:
    """A work programme and an agenda are open, so nothing on them comes from what is not."""
    if recommendation is not None and not recommendation.is_open:
        raise Refused(
            f"{recommendation} is not open. Enter the topic by itself, in words that everybody "
            "may read."
        )


def _last(topic: Topic) -> TopicStage:
    """What stands of it, whoever looked at what."""
    standing = topic.stages.standing(as_at=date.max, known_at=timezone.now())
    return standing.select_related("item__meeting").reverse()[0]


def _reach(topic: Topic, follows: TopicStage | Latest | None, **said: Any) -> TopicStage:
    return write_after(TopicStage.objects.filter(topic=topic), follows, topic=topic, **said)
