"""Messages about rounds, one for each person, never one an item; and what is awaited in a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from recommendations.models import (
    Council,
    Owed,
    PostHolding,
    Reminder,
    ResolutionOwed,
    UpdateRound,
    User,
)
from recommendations.models.since_until import held_on
from recommendations.rules.wording import count, day_words, listed
from recommendations.services.alerts import Alert, councils_with_notices, people_to_tell, words_of
from recommendations.services.messages import Message, Sent, send_once, site_address

CLOSES_SOON = timedelta(days=3)


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
                remind_once(told, person, message, kind=kind, round=round_)
    monday = today - timedelta(days=today.weekday())
    for person, week in weeks(today):
        remind_once(told, person, words_of_a_week(week), kind=Reminder.Kind.WEEKLY, week=monday)
    return told


def remind_once(told: Sent, person: User, message: Message, **of: object) -> None:
    if not Reminder.objects.filter(person=person, **of).exists():
        send_once(told, person, message, rows=[Reminder(person=person, **of)])


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


@dataclass
class Week:
    """What one person is told of on Monday: updates to send, and answers awaited, by council."""

    updates: list[tuple[UpdateRound, int]] = field(default_factory=list)
    answers: list[tuple[Council, Sequence[Alert]]] = field(default_factory=list)


def weeks(today: date) -> Iterator[tuple[User, Week]]:
    """Of everybody who chose one message a week, what is still waited for."""
    found: dict[User, Week] = {}
    for round_ in rounds_to_tell_of(today):
        if round_.closes < today:
            continue
        for person, rows in people_asked(round_, today):
            waiting = sum(not row.is_in for row in rows)
            if waiting and person.reminders == User.Reminders.WEEKLY:
                found.setdefault(person, Week()).updates.append((round_, waiting))
    for council in councils_with_notices():
        for person, alerts in people_to_tell(council, today=today):
            if person.reminders == User.Reminders.WEEKLY:
                found.setdefault(person, Week()).answers.append((council, alerts))
    yield from found.items()


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


def words_of_a_week(week: Week) -> Message:
    updates = sum(waiting for _, waiting in week.updates)
    answers = sum(len(alerts) for _, alerts in week.answers)
    subject = [f"{count(updates, 'update')} to send"] if updates else []
    text = ["Still to come from you:"] if updates else []
    for round_, waiting in week.updates:
        page = site_address("recommendations:round_updates", round_.council.slug, round_.pk)
        asked = count(waiting, "update")
        text.append(f"{round_.meeting}: {asked} by {day_words(round_.closes)}\n{page}")
    if answers:
        subject.append(f"{count(answers, 'answer')} awaited")
    text += [words_of(council, alerts).text.strip() for council, alerts in week.answers]
    return Message(f"This week: {listed(subject)}", "\n\n".join(text) + "\n")
