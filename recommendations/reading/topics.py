"""The work programme of a committee, by when its topics are to be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from recommendations.models import Body, Topic, Viewer
from recommendations.models.topics import TopicQuerySet
from recommendations.rules.wording import day_words


@dataclass(frozen=True)
class Programme:
    """``planned`` by the day of the meeting; ``over`` was taken or dropped, the latest first."""

    planned: tuple[Topic, ...]
    later: tuple[Topic, ...]
    undated: tuple[Topic, ...]
    over: tuple[Topic, ...]

    @property
    def unplanned(self) -> tuple[Topic, ...]:
        return (*self.later, *self.undated)


def topics_of(viewer: Viewer, *, today: date, now: datetime) -> TopicQuerySet:
    return Topic.objects.visible_to(viewer).with_stages(as_at=today, known_at=now)


def programme_of(viewer: Viewer, body: Body, *, today: date, now: datetime) -> Programme:
    every = list(topics_of(viewer, today=today, now=now).filter(body=body))
    still_open = [one for one in every if not (one.is_dropped or one.is_taken_by(today))]
    waiting = [one for one in still_open if one.meeting is None]
    return Programme(
        planned=tuple(
            sorted(
                (one for one in still_open if one.meeting), key=lambda one: (day_of(one), one.pk)
            )
        ),
        later=tuple(one for one in waiting if one.meant_for),
        undated=tuple(one for one in waiting if not one.meant_for),
        over=tuple(
            sorted(
                (one for one in every if one not in still_open),
                key=lambda one: (day_of(one), one.pk),
                reverse=True,
            )
        ),
    )


def day_of(topic: Topic) -> date:
    """Of its meeting, else of what was last said of it."""
    return topic.meeting.day if topic.meeting else topic.last.on


def state_words(topic: Topic, *, today: date) -> str:
    """ "Planned for 3 May 2027", "Taken on 3 May 2026", "Dropped: …", "Meant for spring 2027"."""
    if topic.is_dropped:
        return f"Dropped: {topic.last.reason}"
    if topic.meeting:
        verb = "Taken on" if topic.is_taken_by(today) else "Planned for"
        return f"{verb} {day_words(topic.meeting.day)}"
    return f"Meant for {topic.meant_for}" if topic.meant_for else "No time is set"
