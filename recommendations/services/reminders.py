"""Messages about rounds: one for each person, never one an item, and none tells of an item."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from recommendations.models import Owed, PostHolding, Reminder, ResolutionOwed, UpdateRound, User
from recommendations.models.since_until import held_on
from recommendations.rules.wording import count, day_words

log = logging.getLogger(__name__)

CLOSES_SOON = timedelta(days=3)


@dataclass
class Sent:
    """How many messages went, and how many could not."""

    sent: int = 0
    failed: int = 0


def remind(*, today: date) -> Sent:
    """Send what is due today; what was sent before, by this run or another, is not sent again."""
    told = Sent()
    for round_ in rounds_to_tell_of(today):
        kind = kind_due(round_, today)
        for person, rows in people_asked(round_, today):
            waiting = [row for row in rows if not row.is_in]
            wants_each = person.reminders == User.Reminders.EACH
            if wants_each and (waiting or kind == Reminder.Kind.OPENED):
                message = words_of_a_round(round_, kind, owed=len(rows), waiting=len(waiting))
                send_once(told, person, message, kind=kind, round=round_)
    for person, counts in digests(today):
        monday = today - timedelta(days=today.weekday())
        message = words_of_a_week(counts)
        send_once(told, person, message, kind=Reminder.Kind.WEEKLY, week=monday)
    return told


def rounds_to_tell_of(today: date) -> Iterator[UpdateRound]:
    """Those that have opened and whose meeting is still to come."""
    opened = UpdateRound.objects.filter(opened_at__isnull=False, meeting__day__gte=today)
    yield from opened.select_related("meeting__body", "council").order_by("closes", "pk")


def kind_due(round_: UpdateRound, today: date) -> str:
    """The one message that is due; a run that comes late sends none that is out of date."""
    if today > round_.closes:
        return Reminder.Kind.CLOSED
    soon = max(round_.closes - CLOSES_SOON, round_.opens + timedelta(days=1))
    return Reminder.Kind.CLOSING if today >= soon else Reminder.Kind.OPENED


def people_asked(
    round_: UpdateRound, today: date
) -> Iterator[tuple[User, list[Owed | ResolutionOwed]]]:
    """Whoever acts for a post that was asked, as holder, deputy or support, with all they owe."""
    items = Owed.objects.filter(round=round_, post__isnull=False).with_answers()
    resolved = ResolutionOwed.objects.filter(round=round_).still_asked().with_answers()
    by_post: dict[int, list[Owed | ResolutionOwed]] = {}
    for row in (*items, *resolved):
        by_post.setdefault(row.post_id or 0, []).append(row)
    holdings = (
        PostHolding.objects.filter(held_on(today), post__in=by_post)
        .filter(person__is_active=True)
        .filter(Q(person__memberships__council=round_.council))
        .exclude(person__email="")
        .select_related("person")
        .order_by("person", "post")
        .distinct()
    )
    found: dict[User, dict[int, list[Owed | ResolutionOwed]]] = {}
    for holding in holdings:
        found.setdefault(holding.person, {})[holding.post_id] = by_post[holding.post_id]
    for person, posts in found.items():
        yield person, [row for rows in posts.values() for row in rows]


def digests(today: date) -> Iterator[tuple[User, list[tuple[UpdateRound, int]]]]:
    """Of everybody who chose one message a week, what is still waited for in each open round."""
    found: dict[User, list[tuple[UpdateRound, int]]] = {}
    for round_ in rounds_to_tell_of(today):
        if round_.closes < today:
            continue
        for person, rows in people_asked(round_, today):
            waiting = sum(not row.is_in for row in rows)
            if waiting and person.reminders == User.Reminders.WEEKLY:
                found.setdefault(person, []).append((round_, waiting))
    yield from found.items()


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def words_of_a_round(round_: UpdateRound, kind: str, *, owed: int, waiting: int) -> Message:
    meeting, last = round_.meeting, day_words(round_.closes)
    page = site_address("recommendations:round_updates", round_.council.slug, round_.pk)
    if kind == Reminder.Kind.OPENED:
        return Message(
            f"{count(owed, 'update')} for {meeting}, by {last}",
            f"You are asked for {count(owed, 'update')} for the meeting of {meeting}. The last day"
            f" is {last}.\n\nReport on all of them on one page:\n\n{page}\n",
        )
    if kind == Reminder.Kind.CLOSING:
        return Message(
            f"{waiting} of {count(owed, 'update')} still to come by {last}",
            f"{waiting} of the {count(owed, 'update')} asked of you for the meeting of {meeting}"
            f" {'has' if waiting == 1 else 'have'} not come. The last day is {last}.\n\nReport on"
            f" all of them on one page:\n\n{page}\n",
        )
    mine = site_address("recommendations:my_work", round_.council.slug)
    return Message(
        f"{waiting} of {count(owed, 'update')} did not come",
        f"The round for the meeting of {meeting} closed on {last}. {waiting} of the"
        f" {count(owed, 'update')} asked of you did not come. You can still report:\n\n{mine}\n",
    )


def words_of_a_week(counts: list[tuple[UpdateRound, int]]) -> Message:
    lines = [
        f"{round_.meeting}: {count(waiting, 'update')} by {day_words(round_.closes)}\n"
        + site_address("recommendations:round_updates", round_.council.slug, round_.pk)
        for round_, waiting in counts
    ]
    total = sum(waiting for _, waiting in counts)
    text = "Still to come from you:\n\n" + "\n\n".join(lines) + "\n"
    return Message(f"This week: {count(total, 'update')} to send", text)


def site_address(name: str, *parts: str | int) -> str:
    site: str = settings.SITE_ADDRESS
    return site.rstrip("/") + reverse(name, args=parts)


def send_once(told: Sent, person: User, message: Message, **of: object) -> None:
    """The row that says it was sent stands if the message went, and of two runs one writes it."""
    if Reminder.objects.filter(person=person, **of).exists():
        return
    try:
        with transaction.atomic():
            Reminder.objects.create(person=person, **of)
            send_mail(message.subject, message.text, None, [person.email])
    except IntegrityError:
        return  # another run was first
    except OSError:  # smtplib's own errors are among these
        log.exception("a reminder to person %s could not be sent", person.pk)
        told.failed += 1
    else:
        told.sent += 1
