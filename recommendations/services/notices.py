"""Notices served, their receipt, and the last lawful day."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from recommendations.models import Body, Notice, ScrutinyReport, User
from recommendations.rules.notices import RULES, NoticeRule, impossible_days, of_council, why_not
from recommendations.services.change import Refused, change, refuse_the_future
from recommendations.services.facts import correct_fact
from recommendations.services.following import LATEST, Latest
from recommendations.services.submissions import Conflict
from recommendations.standing.facts import policy_on


def serve_notice(
    *,
    report: ScrutinyReport,
    body: Body,
    by: User,
    on: date,
    rule: str = "",
    clock: str = "",
    report_received_on: date | None = None,
    notice_received_on: date | None = None,
    hard: bool = True,
    response_required: bool = True,
    seen: str | Latest = LATEST,
    brought_in: bool = False,
) -> Notice:
    """Record a notice by its rule, or by its clock alone where only that is known.

    ``seen`` is the number of the report's newest notice that whoever records it was shown.
    """
    refuse_the_future(on)
    days = {"report_received_on": report_received_on, "notice_received_on": notice_received_on}
    refuse_impossible_days(on=on, **days)
    if rule:
        by_rule = rule_that_fits(report=report, body=body, rule=rule, on=on)
        clock, hard = by_rule.clock.name, by_rule.hard
    with change() as touched:
        newest = newest_notice(report)
        if not isinstance(seen, Latest) and newest is not None and seen != str(newest.pk):
            raise Conflict(newest)
        touched.touch_all(report.recommendations.all())
        return Notice.objects.create(
            report=report,
            body=body,
            rule=rule,
            clock=clock,
            hard=hard,
            response_required=response_required,
            by=by,
            on=on,
            brought_in=brought_in,
            **days,
        )


def newest_notice(report: ScrutinyReport) -> Notice | None:
    """The row written last, whoever may read it."""
    return Notice.objects.filter(report=report).order_by("pk").last()


def rule_that_fits(*, report: ScrutinyReport, body: Body, rule: str, on: date) -> NoticeRule:
    """The rule by the policy of the day it is served on."""
    policy = policy_on(report.council, on)
    today, now = timezone.localdate(), timezone.now()
    beside = Notice.objects.filter(report=report).standing(as_at=today, known_at=now)
    reason = why_not(
        RULES[rule],
        nation=report.council.nation,
        kind=body.kind,
        beside=set(beside.values_list("rule", flat=True)),
    )
    if reason:
        raise Refused(f"{reason}.")
    if rule not in policy.rules:
        raise Refused("On this day the council did not have this rule in use.")
    return of_council(RULES[rule], local=policy.local)


def refuse_impossible_days(
    *,
    on: date,
    report_received_on: date | None,
    notice_received_on: date | None,
    acknowledged_on: date | None = None,
) -> None:
    found = impossible_days(
        on=on,
        report_received_on=report_received_on,
        notice_received_on=notice_received_on,
        acknowledged_on=acknowledged_on,
        today=timezone.localdate(),
    )
    for _, sentence in found:
        raise Refused(f"{sentence}.")


def record_receipts(
    *,
    notice: Notice,
    by: User,
    report_received_on: date | None,
    notice_received_on: date | None,
    acknowledged_on: date | None = None,
    why: str = "",
) -> Notice:
    """Record when report and notice were received, and when the notice was acknowledged.

    A last day that was confirmed of other receipts has to be confirmed again.
    """
    receipts = {
        "report_received_on": report_received_on,
        "notice_received_on": notice_received_on,
    }
    refuse_impossible_days(on=notice.on, acknowledged_on=acknowledged_on, **receipts)
    return correct_fact(
        row=notice,
        by=by,
        why=why.strip() or "The receipt is recorded.",
        acknowledged_on=acknowledged_on,
        **receipts,
    )


def confirm_last_day(*, notice: Notice, by: User, day: date, why: str = "") -> Notice:
    """Confirm the day computed, or with a reason another."""
    if day < notice.on:
        raise Refused("The last day cannot be before the notice was served.")
    if day != notice.computed and not why.strip():
        raise Refused("Say why the last day is another than computed.")
    return correct_fact(
        row=notice, by=by, why=why.strip() or "The last day is confirmed.", last_day=day
    )
