"""Alerts about notices: that an answer is awaited, to those who answer or watch, and once it is
overdue to those the council's policy names; one message for each person, whatever is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from recommendations.models import (
    Council,
    Membership,
    Notice,
    NoticeAlert,
    Post,
    PostHolding,
    Succession,
    User,
    Viewer,
)
from recommendations.models.responses import acts_in_responses
from recommendations.reading.notices import Served, awaited
from recommendations.rules.notices import OUTSIDE, time_left
from recommendations.rules.policies import Policy
from recommendations.rules.roles import PERMISSIONS, Permission
from recommendations.rules.stages import POSTS_THAT_ACT
from recommendations.rules.wording import count, day_words
from recommendations.services.messages import Message, Sent, send_once, site_address
from recommendations.standing.facts import policy_on

WATCHING = [role.value for role in PERMISSIONS if Permission.NOTICE_SERVE in PERMISSIONS[role]]
ANSWERING = {
    kind
    for (permission, _), kinds in POSTS_THAT_ACT.items()
    if permission is Permission.RESPONSE_BUILD
    for kind in kinds
}


@dataclass(frozen=True, kw_only=True)
class Alert:
    """An answer awaited, of which somebody is told; ``on`` is the day that was due."""

    served: Served
    last_day: date
    on: date

    @property
    def words(self) -> str:
        """ "Cabinet is to answer a report of Roads Committee by 27 May 2013: 12 days left."."""
        notice = self.served.notice
        by = notice.report.commissioned_by
        whose = f"a report of {by}" if by else "a report"
        left = time_left(self.last_day, as_at=self.served.today, hard=notice.hard)
        return f"{notice.body} is to answer {whose} by {day_words(self.last_day)}: {left.lower()}."

    @property
    def is_overdue(self) -> bool:
        return self.served.today > self.last_day


def alert(*, today: date) -> Sent:
    """Send what is due today; of what was sent before nothing is sent again."""
    told = Sent()
    for council in councils_with_notices():
        for person, alerts in people_to_tell(council, today=today):
            if person.reminders != User.Reminders.EACH:
                continue
            sent = set(person.alerts_sent.values_list("report", "body", "on"))
            rows = [
                NoticeAlert(person=person, report_id=report, body_id=body, on=on)
                for report, body, on in dict.fromkeys(map(_key, alerts))
                if (report, body, on) not in sent
            ]
            if rows:
                send_once(told, person, words_of(council, alerts), rows=rows)
    return told


def _key(alert: Alert) -> tuple[int, int, date]:
    notice = alert.served.notice
    return notice.report_id, notice.body_id, alert.on


def councils_with_notices() -> Iterator[Council]:
    asked = Notice.objects.filter(response_required=True)
    yield from Council.objects.filter(pk__in=asked.values("report__council"))


def people_to_tell(council: Council, *, today: date) -> Iterator[tuple[User, Sequence[Alert]]]:
    """Everybody whom an answer awaited concerns, of what each may read, the most urgent first."""
    policy = policy_on(council, today)
    escalation = posts_of_escalation(council, policy, today=today)
    for person in people_concerned(council, escalation, today=today):
        viewer = Viewer.of(person, council.slug, today=today)
        if viewer and (alerts := list(alerts_of(viewer, policy, escalation, today=today))):
            yield person, alerts


def people_concerned(
    council: Council, escalation: Collection[int], *, today: date
) -> Iterator[User]:
    watching = Membership.objects.filter(council=council, role__in=WATCHING)
    serving = PostHolding.objects.serving(today).filter(post__council=council)
    acting = serving.filter(Q(post__kind__in=ANSWERING) | Q(post__in=escalation))
    yield from (
        User.objects.filter(is_active=True)
        .filter(Q(pk__in=watching.values("user")) | Q(pk__in=acting.values("person")))
        .exclude(email="")
    )


def alerts_of(
    viewer: Viewer, policy: Policy, escalation: Collection[int], *, today: date
) -> Iterator[Alert]:
    """A soft clock is never overdue, and so goes no further than who answers and who watches."""
    watches = viewer.can(Permission.NOTICE_SERVE)
    answers = acts_in_responses(viewer, Permission.RESPONSE_BUILD)
    is_told_when_overdue = bool(viewer.posts & set(escalation))
    for served in awaited(viewer, today=today, now=timezone.now()):
        last_day, notice = served.last_day, served.notice
        on = policy.alerts.due(last_day, today=today) if last_day else None
        if last_day is None or on is None:
            continue
        found = Alert(served=served, last_day=last_day, on=on)
        escalated = is_told_when_overdue and found.is_overdue and notice.hard
        if watches or escalated or (answers and notice.body.kind not in OUTSIDE):
            yield found


def posts_of_escalation(council: Council, policy: Policy, *, today: date) -> frozenset[int]:
    """The posts that the policy names, and those that have come after them."""
    posts = set(Post.objects.filter(council=council, slug__in=policy.escalates_to))
    found = {post.pk for post in posts}
    handed_over = Succession.objects.filter(council=council, from_post__isnull=False, on__lte=today)
    pairs = list(handed_over.values_list("from_post", "to_post"))
    while more := {to for old, to in pairs if old in found} - found:
        found |= more
    return frozenset(found)


def words_of(council: Council, alerts: Sequence[Alert]) -> Message:
    overdue = sum(alert.is_overdue and alert.served.notice.hard for alert in alerts)
    late = f", {overdue} overdue" if overdue else ""
    lines = "\n\n".join(alert.words for alert in alerts)
    page = site_address("recommendations:home", council.slug)
    return Message(
        f"{count(len(alerts), 'answer')} awaited{late}",
        f"{lines}\n\nThe notices, and how each stands:\n\n{page}\n",
    )
