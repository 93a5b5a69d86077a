"""Rounds of updates: opened for a meeting, owed by its owners, and closed by their last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from recommendations.models import (
    Body,
    Meeting,
    Owed,
    Recommendation,
    Resolution,
    ResolutionDone,
    ResolutionOwed,
    UpdateRound,
    User,
)
from recommendations.models.recording import moment_of_recording
from recommendations.models.remits import watched_by
from recommendations.services.change import Refused, change
from recommendations.services.editing import edited
from recommendations.standing.owing import asked_of, everybody_asked
from recommendations.standing.register import whole_register


def plan_round(
    *, meeting: Meeting, opens: date, closes: date, brought_in: bool = False
) -> UpdateRound:
    """Enter a round; one that opens today asks its owners at once, as does one brought in."""
    today = timezone.localdate()
    refuse_bad_days(meeting=meeting, opens=opens, closes=closes, today=today)
    if opens < today and not brought_in:
        raise Refused("A round opens today or later.")
    with change():
        planned = UpdateRound(
            council=meeting.body.council, meeting=meeting, opens=opens, closes=closes
        )
        try:
            with transaction.atomic():
                planned.save()
        except IntegrityError:
            raise Refused("There is a round for this meeting already.") from None
        if opens <= today:
            open_round(planned)
        return planned


def refuse_bad_days(*, meeting: Meeting, opens: date, closes: date, today: date) -> None:
    if closes < opens:
        raise Refused("A round closes on the day it opens or later.")
    if closes < today:
        raise Refused("The last day has passed.")
    if closes >= meeting.day:
        raise Refused("A round closes before its meeting.")


def move_round(
    *, round_: UpdateRound, seen: str, opens: date, closes: date, by: User
) -> UpdateRound:
    """Give a round other days; once it has opened, only its last day moves."""
    today = timezone.localdate()
    refuse_bad_days(meeting=round_.meeting, opens=opens, closes=closes, today=today)
    if round_.opened_at is not None and opens != round_.opens:
        raise Refused("The round has opened: only its last day can be moved.")
    if round_.opened_at is None and opens < today:
        raise Refused("A round opens today or later.")
    with change() as touched:
        touched.touch_all(Recommendation.objects.filter(owed__round=round_))
        edited(round_, seen, by=by, opens=opens, closes=closes)
        if round_.opened_at is None and opens == today:
            open_round(round_)
        return round_


@transaction.atomic
def withdraw_round(round_: UpdateRound) -> None:
    """Take a round back that has not opened; afterwards what was owed stays on record."""
    if round_.opened_at is not None:
        raise Refused("The round has opened: what was asked in it stays on record.")
    try:
        round_.delete()
    except ProtectedError:
        raise Refused("The round has just opened: what was asked in it stays on record.") from None


def open_due(*, today: date) -> list[UpdateRound]:
    """Open every round whose day has come; each once, however often this runs."""
    due = UpdateRound.objects.to_open(today).select_related("meeting__body", "council")
    return [round_ for round_ in due if open_round(round_)]


def open_round(round_: UpdateRound) -> bool:
    """Freeze what each owner owes; false where another has opened it."""
    with change() as touched:
        round_.opened_at = moment_of_recording()
        opening = UpdateRound.objects.filter(pk=round_.pk, opened_at__isnull=True)
        if not opening.update(opened_at=round_.opened_at):
            return False
        Owed.objects.bulk_create(owed_in(round_), batch_size=500)
        ResolutionOwed.objects.bulk_create(
            ResolutionOwed(round=round_, resolution=row, post=row.actor_on(round_.opens))
            for row in resolutions_asked_in(round_)
        )
        touched.touch_all(Recommendation.objects.filter(owed__round=round_))
        return True


def owed_in(round_: UpdateRound) -> Iterator[Owed]:
    """Of all that the meeting's body watches, what its owners have to report on.

    A milestone is asked about by itself only where its owner does not answer for the whole item.
    """
    day = round_.opens
    wholes = Recommendation.objects.filter(
        watched_by(round_.meeting.body, day=day), council=round_.council, parent__isnull=True
    )
    stands = whole_register(round_.council, wholes, as_at=day, known_at=timezone.now())
    for owner in everybody_asked(stands.items):
        key = {"body" if isinstance(owner, Body) else "post": owner}
        for owing in asked_of(owner, stands.items):
            if not owing.is_open or owing.is_reported_complete:
                continue
            item = owing.item.recommendation
            if owing.speaks_for_it:
                yield Owed(round=round_, recommendation=item, **key)
            else:
                for step in owing.steps:
                    yield Owed(round=round_, recommendation=item, milestone=step.row.root, **key)


def resolutions_asked_in(round_: UpdateRound) -> Iterator[Resolution]:
    """Of all that the meeting's body resolved, what a post is to act on and is not done."""
    day, now = round_.opens, timezone.now()
    done = ResolutionDone.objects.standing(as_at=day, known_at=now).order_by()
    standing = Resolution.objects.standing(as_at=day, known_at=now)
    asked = standing.filter(item__meeting__body=round_.meeting.body, owner__isnull=False)
    left = asked.exclude(pk__in=done.values("resolution"))
    yield from left.select_related("owner").prefetch_related("ownerships__post")


def go_on_asking(resolution: Resolution, *, corrected: Resolution) -> None:
    """In the rounds that are still open, ask about what took a resolution's place."""
    asked = ResolutionOwed.objects.filter(
        resolution=resolution, round__closes__gte=timezone.localdate()
    )
    ResolutionOwed.objects.bulk_create(
        ResolutionOwed(round_id=row.round_id, resolution=corrected, post_id=row.post_id)
        for row in asked
    )
