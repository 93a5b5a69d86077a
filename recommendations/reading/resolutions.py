"""What bodies asked of posts by resolution: what is open, and who may say that it is done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from recommendations.models import Resolution, ResolutionDone, ResolutionDraft, Viewer
from recommendations.models.clearance import EDITORS_OF_ALL_THEY_SEE
from recommendations.models.meetings import ResolutionQuerySet
from recommendations.rules.roles import Permission, Role
from recommendations.rules.wording import day_words, in_time


def resolutions_of(viewer: Viewer, *, today: date, now: datetime) -> ResolutionQuerySet:
    """What stands today, each with what ended it."""
    done = ResolutionDone.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    standing = Resolution.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    return standing.with_done(done)


def asked_of(viewer: Viewer, *, today: date, now: datetime) -> list[Resolution]:
    """What this person's posts are to act on and is not done, the most urgent first."""
    asked = resolutions_of(viewer, today=today, now=now).of_posts(viewer.posts, day=today)
    still_open = [row for row in asked.for_listing() if not row.ended]
    return sorted(still_open, key=lambda row: (row.due_on or date.max, row.on, row.pk))


def begun_by(viewer: Viewer, chosen: Collection[int]) -> dict[int, ResolutionDraft]:
    """What this person has typed and not sent, by the number of the resolution."""
    if viewer.person is None:
        return {}
    drafts = ResolutionDraft.objects.visible_to(viewer).drafts_of(viewer.person)
    return {row.resolution_id: row for row in drafts.filter(resolution__in=chosen)}


def may_end(viewer: Viewer, resolution: Resolution) -> bool:
    """Whether this viewer may say it is done: for a post of theirs, or as who takes minutes."""
    acting = viewer.acting(Permission.RESOLUTION_END)
    if not resolution.is_followed:
        return False
    if acting.roles & EDITORS_OF_ALL_THEY_SEE:
        return True
    actor = resolution.actor_on(viewer.today)
    return Role.OFFICER in acting.roles and actor is not None and actor.pk in acting.posts


def state_words(resolution: Resolution, *, today: date) -> str:
    """ "Done on 3 May 2024", "Overdue by 3 days", "No day is named"."""
    if resolution.ended:
        return f"Done on {day_words(resolution.ended[-1].on)}"
    if resolution.due_on is None:
        return "Open; no day is named"
    return in_time(resolution.due_on, as_at=today)
