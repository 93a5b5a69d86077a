"""What the invented committees have on their work programmes."""

from __future__ import annotations

from recommendations.models import Recommendation, Topic
from recommendations.services import meetings, topics
from recommendations.services.demo.setting import Setting
from recommendations.services.fixtures import Entry
from recommendations.services.following import LATEST


def fill_work_programmes(entries: list[Entry], *, setting: Setting) -> None:
    for entry in entries:
        on = setting.diary.workday(entry["ago"])
        body = setting.body(entry["committee"])
        with setting.diary.recording(on):
            topic = topics.propose(
                body=body,
                title=entry["title"],
                text=entry["text"],
                meant_for=entry.get("meant_for", ""),
                recommendation=_made(entry["came_from"], setting) if "came_from" in entry else None,
                by=setting.clerk,
                on=on,
            )
        if entry.get("planned"):
            _plan(topic, setting=setting)
        setting.counted["topics of work programmes"] += 1


def _plan(topic: Topic, *, setting: Setting) -> None:
    """Since yesterday it is on the agenda of the next meeting."""
    on = setting.diary.workday(1)
    following = topic.body.meetings.filter(day__gt=setting.diary.today)[0]
    with setting.diary.recording(on):
        item = meetings.add_item(meeting=following, title=topic.title)
        topics.plan(topic=topic, item=item, follows=LATEST, by=setting.clerk, on=on)


def _made(entry: Entry, setting: Setting) -> Recommendation:
    """By its report and its title."""
    return setting.council.recommendations.filter(
        report__slug=entry["report"], wordings__title=entry["title"]
    )[0]
