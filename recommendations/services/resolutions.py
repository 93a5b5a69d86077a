"""What a body resolved under an item of its agenda, and following it until it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from recommendations.models import (
    AgendaItem,
    Body,
    ExecutiveResponse,
    Post,
    Recommendation,
    Resolution,
    ResolutionDone,
    ResolutionDraft,
    ResolutionUpdate,
    ScrutinyReport,
    User,
)
from recommendations.services.change import Refused, because, change, refuse_the_future
from recommendations.services.following import last_written, write_after
from recommendations.services.meetings import add_item, call_meeting
from recommendations.services.submissions import Conflict


def resolve(
    *,
    item: AgendaItem,
    reference: str,
    kind: str,
    by: User,
    text: str = "",
    report: ScrutinyReport | None = None,
    response: ExecutiveResponse | None = None,
    recommendation: Recommendation | None = None,
    owner: Post | None = None,
    due_on: date | None = None,
    brought_in: bool = False,
) -> Resolution:
    """Record what the body decided under an item; its day is the meeting's.

    What is aimed at a response or a recommendation is filed under its report too.
    """
    refuse_the_future(item.meeting.day)
    narrower = recommendation or response
    report = narrower.report if narrower is not None else report
    with change() as touched:
        if recommendation is not None:
            touched.touch(recommendation)
        elif report is not None:
            touched.touch_all(report.recommendations.all())
        return Resolution.objects.create(
            item=item,
            reference=reference,
            kind=kind,
            text=text,
            report=report,
            response=response,
            recommendation=recommendation,
            owner=owner,
            due_on=due_on,
            by=by,
            on=item.meeting.day,
            brought_in=brought_in,
        )


def resolve_once(
    *, item: AgendaItem, reference: str, kind: str, by: User, **about: Any
) -> Resolution:
    """Record a resolution for a person, unless the same is recorded under the item already."""
    same = Resolution.objects.filter(
        item=item,
        reference=reference,
        kind=kind,
        response=about.get("response"),
        recommendation=about.get("recommendation"),
    )
    if same.standing(as_at=item.meeting.day, known_at=timezone.now()).exists():
        raise Refused(f"This is recorded already, as minute {reference} of this item.")
    return resolve(item=item, reference=reference, kind=kind, by=by, **about)


def item_of(*, body: Body, day: date, title: str) -> AgendaItem:
    """The item of that title on the agenda of a body's meeting, each entered where it is not."""
    refuse_the_future(day)
    meeting = body.meetings.filter(day=day).first() or call_meeting(body=body, day=day)
    return meeting.items.filter(title=title).first() or add_item(meeting=meeting, title=title)


def write_minute(
    *,
    body: Body,
    day: date,
    reference: str,
    kind: str,
    by: User,
    recommendation: Recommendation,
    text: str = "",
) -> Resolution:
    """Record a resolution about one item, with its meeting where that is not known yet.

    What stands under this reference already is not written twice.
    """
    refuse_the_future(day)
    with change():
        written = Resolution.objects.filter(
            item__meeting__body=body,
            item__meeting__day=day,
            reference=reference,
            recommendation=recommendation,
        )
        if found := written.standing(as_at=day, known_at=timezone.now()).last():
            return found
        item = item_of(body=body, day=day, title=recommendation.report.title)
        return resolve(
            item=item,
            reference=reference,
            kind=kind,
            text=text,
            recommendation=recommendation,
            by=by,
        )


def say_how_far(
    *, resolution: Resolution, done: bool, seen: str, note: str, source: str, by: User, on: date
) -> ResolutionDone | ResolutionUpdate:
    """Record that it is done, or how far it is, for whoever was asked; their draft is gone then.

    ``seen`` is the number of the last word on it that they were looking at; ``Conflict`` brings
    what was said or done since.
    """
    with change():
        refuse_what_has_ended(resolution, on=on)
        last = ResolutionUpdate.objects.last_word_on([resolution.pk]).get(resolution.pk)
        if last is not None and seen != str(last.pk):
            raise Conflict(last)
        resolution.drafts.filter(by=by).delete()
        record = record_done if done else record_how_far
        return record(resolution=resolution, note=note, source=source, by=by, on=on)


def keep_draft(
    *, resolution: Resolution, done: str, note: str, source: str, on: date | None, by: User
) -> ResolutionDraft:
    """Keep what somebody has typed so far: one draft of each person for each resolution."""
    typed = {"done": done, "note": note, "source": source, "on": on}
    draft, _ = ResolutionDraft.objects.update_or_create(
        resolution=resolution, by=by, defaults=typed
    )
    return draft


def record_done(
    *, resolution: Resolution, note: str, by: User, on: date, source: str = ""
) -> ResolutionDone:
    """Record that what was resolved is done; it ends once, until that is taken back."""
    rows = ResolutionDone.objects.filter(resolution=resolution)
    with change():
        refuse_what_has_ended(resolution, on=on)
        return write_after(
            rows,
            last_written(rows),
            resolution=resolution,
            note=note,
            source=source,
            by=by,
            on=on,
        )


def record_how_far(
    *, resolution: Resolution, note: str, by: User, on: date, source: str = ""
) -> ResolutionUpdate:
    """Record how far what was resolved is, while it is not done."""
    with change():
        refuse_what_has_ended(resolution, on=on)
        return ResolutionUpdate.objects.create(
            resolution=resolution, note=note, source=source, by=by, on=on
        )


def carry_over(resolution: Resolution, *, corrected: Resolution, by: User, why: str) -> None:
    """Let whoever it passed on to act on what took its place, and go on with what they typed."""
    resolution.drafts.update(resolution=corrected)
    with because(why, by=by):
        for row in resolution.ownerships.all():
            corrected.ownerships.create(
                post_id=row.post_id,
                since=row.since,
                until=row.until,
                until_recorded_at=row.until_recorded_at,
            )


def refuse_what_has_ended(resolution: Resolution, *, on: date) -> None:
    """Refuse to report on what was corrected, or on a day that cannot be; ``Conflict`` where it is
    recorded as done."""
    refuse_the_future(on)
    if on < resolution.on:
        raise Refused("This is before the body met.")
    if hasattr(resolution, "corrected_by"):
        raise Refused("This resolution was corrected or taken back meanwhile. Look at it again.")
    done = ResolutionDone.objects.filter(resolution=resolution)
    if theirs := done.standing(as_at=date.max, known_at=timezone.now()).last():
        raise Conflict(theirs)
