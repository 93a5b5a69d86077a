"""How the pages on which people act write their values. Draws; decides nothing."""

from __future__ import annotations

from datetime import date

from django import template

from recommendations.models import Post, PostHolding, Resolution, Topic, Viewer
from recommendations.reading.corrections import Corrections
from recommendations.reading.report_returns import Return
from recommendations.reading.resolutions import may_end, state_words
from recommendations.reading.topics import state_words as topic_words
from recommendations.rules import wording
from recommendations.standing.register import Item, MilestoneNow
from recommendations.standing.timeline import Entry

register = template.Library()

HELD = {
    PostHolding.Kind.HOLDER: "You hold this post.",
    PostHolding.Kind.DEPUTY: "You deputise in this post.",
    PostHolding.Kind.SUPPORT: "You report for this post.",
}
HAPPENED = {
    "update": "an update",
    "position": "a position",
    "correction": "a correction",
    "wording": "other words",
}


@register.filter
def holding(kind: str) -> str:
    return HELD[PostHolding.Kind(kind)]


@register.filter
def with_article(happened: str) -> str:
    return HAPPENED[happened]


@register.filter
def in_time(step: MilestoneNow, today: date) -> str:
    """ "Overdue by 3 days", "Due in 5 days"; what only has a floor or an end is not late."""
    duty = step.duty
    if duty is None and step.behind:
        return f"Before {wording.day_words(step.behind)}, from which it is measured"
    if duty is None or duty.day is None:
        return "No date yet"
    if duty.due_on is None:
        return "Not overdue"
    return wording.in_time(duty.due_on, as_at=today)


@register.filter
def last_told(item: Item, step: MilestoneNow) -> date | None:
    """When somebody last reported on a milestone."""
    told = [update.on for update in item.updates if update.milestone_id == step.row.root_id]
    return told[-1] if told else None


@register.filter
def corrected_at(corrections: Corrections, entry: Entry) -> str:
    """Where to correct an entry of the timeline; empty where this viewer may not."""
    return corrections.address_of(entry)


@register.filter
def stands(resolution: Resolution, today: date) -> str:
    """Whether what was resolved is done, and if not, whether it is late."""
    return state_words(resolution, today=today)


@register.filter
def actor(resolution: Resolution, today: date) -> Post | None:
    """The post that is to act on it now."""
    return resolution.actor_on(today)


@register.filter
def ends(viewer: Viewer, resolution: Resolution) -> bool:
    """Whether this viewer may say that what was resolved is done."""
    return may_end(viewer, resolution)


@register.filter
def comes_back(one: Return, today: date) -> str:
    """When a report came back, or is to."""
    return one.words(today)


@register.filter
def became(topic: Topic, today: date) -> str:
    """When a topic is to be taken, or what became of it."""
    return topic_words(topic, today=today)
