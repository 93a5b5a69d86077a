"""The notices that stand, each with its last day and whether it is answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.db.models import Count

from recommendations.models import (
    Body,
    Notice,
    NoticeAlert,
    ResponseStage,
    ScrutinyReport,
    Viewer,
)
from recommendations.rules.answers import given_responses, last_day_to_respond, why_no_last_day
from recommendations.rules.deadlines import clock_named, clock_words, days_overdue
from recommendations.rules.notices import NoticeRule, offered, time_left, why_not
from recommendations.rules.the_day import TheDay
from recommendations.rules.wording import count, day_words
from recommendations.rules.working_days import WorkingDays
from recommendations.standing import facts
from recommendations.standing.rows import grouped

ALERTS_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Served:
    """A notice as at a day; ``answered_on`` is when the body gave its first full response."""

    notice: Notice
    today: date
    answered_on: date | None

    @property
    def last_day(self) -> date | None:
        """The day confirmed, else the day computed; none where no answer is asked for."""
        if not self.notice.response_required:
            return None
        return last_day_to_respond(
            facts.notice(self.notice), TheDay(self.today), self._working_days
        )

    @property
    def computed(self) -> date | None:
        return self.notice.computed

    @property
    def clock_words(self) -> str:
        """ "Two months beginning with 28 March 2013: 27 May 2013"."""
        clock = clock_named(self.notice.clock)
        words = clock_words(clock, self._working_days, **self._receipts)
        return words[0].upper() + words[1:]

    @property
    def _working_days(self) -> WorkingDays:
        return self.notice.report.council.working_days

    @property
    def _receipts(self) -> dict[str, date | None]:
        return {
            "report_received_on": self.notice.report_received_on,
            "notice_received_on": self.notice.notice_received_on,
        }

    @property
    def is_confirmed(self) -> bool:
        return self.notice.last_day is not None

    @property
    def has_clock(self) -> bool:
        return self.notice.response_required and clock_named(self.notice.clock).n is not None

    @property
    def asks_regard(self) -> bool:
        """Whether it asks a partner to have regard, and so to be acknowledged."""
        return not facts.asks_for_an_answer(self.notice)

    @property
    def is_awaited(self) -> bool:
        """Whether an answer, or of a partner who has regard an acknowledgement, is to come."""
        if self.asks_regard:
            return self.notice.acknowledged_on is None
        return self.notice.response_required and self.answered_on is None

    @property
    def state(self) -> str:
        """ "12 days left", "Overdue by 3 days", "Answered 6 June 2013, 2 days late" and so on."""
        acknowledged = self.notice.acknowledged_on
        if self.answered_on and not self.asks_regard:
            late = days_overdue(self.last_day, as_at=self.answered_on) if self.last_day else 0
            how = f", {count(late, 'day')} late" if late and self.notice.hard else ""
            return f"Answered {day_words(self.answered_on)}{how}"
        if self.asks_regard:
            known = day_words(acknowledged) if acknowledged else ""
            return f"Acknowledged {known}" if known else "Acknowledgement awaited"
        if not self.notice.response_required:
            return "No answer asked for"
        if self.last_day is None:
            reason = why_no_last_day(facts.notice(self.notice), TheDay(self.today))
            return f"Awaited, {reason}"
        return time_left(self.last_day, as_at=self.today, hard=self.notice.hard)


def served(
    viewer: Viewer, reports: Iterable[ScrutinyReport] | None = None, *, today: date, now: datetime
) -> list[Served]:
    """The notices of these reports, or of all, in two queries however many there are."""
    standing = Notice.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    if reports is not None:
        standing = standing.filter(report__in=[report.pk for report in reports])
    notices = list(standing.for_listing())
    if not notices:
        return []
    asked = {notice.report_id for notice in notices}
    reached = ResponseStage.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    of_those = reached.filter(response__report__in=asked).select_related("response")
    given: dict[tuple[int, int], list[date]] = defaultdict(list)
    for response, stages in grouped(of_those, attrgetter("response")).items():
        for one in given_responses([facts.response(response, stages)], TheDay(today)):
            given[response.report_id, response.body_id].append(one.on)
    return [
        Served(
            notice=notice,
            today=today,
            answered_on=min(given[notice.report_id, notice.body_id], default=None),
        )
        for notice in notices
    ]


def awaited(viewer: Viewer, *, today: date, now: datetime) -> list[Served]:
    """What has not been answered or acknowledged yet, by last day; without one, at the end."""
    waiting = [one for one in served(viewer, today=today, now=now) if one.is_awaited]
    return sorted(waiting, key=lambda one: (one.last_day or date.max, one.notice.pk))


def by_report(notices: Iterable[Served]) -> dict[int, list[Served]]:
    """Those notices by the number of their report."""
    found: dict[int, list[Served]] = defaultdict(list)
    for one in notices:
        found[one.notice.report_id].append(one)
    return dict(found)


@dataclass(frozen=True, kw_only=True)
class Alerted:
    """The days on which people were told of an answer awaited, with how many, and the next one."""

    sent: Sequence[tuple[date, int]]
    next: date | None

    @property
    def newest(self) -> Sequence[tuple[date, int]]:
        return self.sent[-ALERTS_SHOWN:]

    @property
    def earlier(self) -> int:
        return len(self.sent) - len(self.newest)


def with_alerts(viewer: Viewer, notices: Sequence[Served]) -> list[tuple[Served, Alerted]]:
    """Two queries, however many there are."""
    alerts = facts.policy_on(viewer.council, viewer.today).alerts
    told = (
        NoticeAlert.objects.visible_to(viewer)
        .filter(report__in={one.notice.report_id for one in notices})
        .values("report", "body", "on")
        .annotate(people=Count("person"))
        .order_by("on")
    )
    sent: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for row in told:
        sent[row["report"], row["body"]].append((row["on"], row["people"]))
    return [
        (
            one,
            Alerted(
                sent=sent[one.notice.report_id, one.notice.body_id],
                next=alerts.next(one.last_day, today=one.today)
                if one.is_awaited and one.last_day
                else None,
            ),
        )
        for one in notices
    ]


def rows_of(viewer: Viewer, report: str, number: int) -> list[Notice]:
    """The rows of one notice, in the order in which each took the place of the one before."""
    every = Notice.objects.visible_to(viewer).filter(report__slug=report).for_listing()
    by_pk = {row.pk: row for row in every}
    row = by_pk.get(number)
    while row is not None and row.corrects_id is not None:
        row = by_pk[row.corrects_id]
    follows = {other.corrects_id: other for other in by_pk.values()}
    found = []
    while row is not None:
        found.append(row)
        row = follows.get(row.pk)
    return found


def addressee(
    viewer: Viewer, report: ScrutinyReport, *, body: str, rule: str, now: datetime
) -> tuple[Body, NoticeRule] | None:
    """The body and the rule of these names; none where notice cannot be given so."""
    to = Body.objects.visible_to(viewer).filter(slug=body).first()
    by_rule = next((one for one in rules_offered(viewer) if one.name == rule), None)
    if to is None or by_rule is None:
        return None
    reason = why_not(
        by_rule,
        nation=viewer.council.nation,
        kind=to.kind,
        beside=rules_beside(viewer, report, now=now),
    )
    return None if reason else (to, by_rule)


def rules_offered(viewer: Viewer) -> tuple[NoticeRule, ...]:
    """Those the council has in use today, its own one with its own length."""
    policy = facts.policy_on(viewer.council, viewer.today)
    return offered(viewer.council.nation, in_use=policy.rules, local=policy.local)


def rules_beside(viewer: Viewer, report: ScrutinyReport, *, now: datetime) -> set[str]:
    """The rules of the report's notices that stand."""
    standing = Notice.objects.visible_to(viewer).standing(as_at=viewer.today, known_at=now)
    return set(standing.filter(report=report).values_list("rule", flat=True))
