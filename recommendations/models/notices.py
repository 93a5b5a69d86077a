"""Notices in writing that ask a body to respond, or to have regard."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models

from recommendations.models.clearance import Governed
from recommendations.models.councils import Body
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.scrutiny_reports import ScrutinyReport
from recommendations.models.visible import VisibleQuerySet
from recommendations.rules.deadlines import clock_named, last_lawful_day
from recommendations.rules.notices import RULES, NoticeRule, rule_of


class NoticeQuerySet(DatedQuerySet["Notice"]):
    governed = Governed(council="report__council")

    def for_listing(self) -> Self:
        return self.select_related("report__council", "report__commissioned_by", "body")


class Notice(Dated):
    """A notice in writing; its day is the day it was served.

    The clock begins with the later of the two receipts (Local Government Act 2000 s.9FE); a
    row that records a receipt corrects the one that did not have it.
    """

    class Clock(models.TextChoices):
        TWO_MONTHS = "two months", "Two months"
        TWENTY_EIGHT_DAYS = "28 days", "28 days"
        EIGHT_WEEKS = "eight weeks", "Eight weeks"
        NONE = "none", "None"

    report = models.ForeignKey(ScrutinyReport, on_delete=models.PROTECT, related_name="notices")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="notices")
    rule = models.CharField(
        max_length=20,
        blank=True,
        choices=[(rule.name, rule.label) for rule in RULES.values()],
        help_text="Empty where only its clock was recorded.",
    )
    clock = models.CharField(max_length=20, choices=Clock.choices)
    hard = models.BooleanField(default=True, help_text="A soft clock never turns red.")
    response_required = models.BooleanField(default=True)
    report_received_on = models.DateField(null=True, blank=True)
    notice_received_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    last_day = models.DateField(
        null=True, blank=True, help_text="The last lawful day, once a person has confirmed it."
    )

    objects = NoticeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.report} to {self.body}, {self.on}"

    @property
    def computed(self) -> date | None:
        """The last lawful day by the clock and the receipts."""
        return last_lawful_day(
            clock_named(self.clock),
            self.report.council.working_days,
            report_received_on=self.report_received_on,
            notice_received_on=self.notice_received_on,
        )

    @property
    def follows_rule(self) -> NoticeRule | None:
        """The rule it was served by; None where only a clock is recorded of several rules."""
        return rule_of(
            self.rule, clock=self.clock, nation=self.report.council.nation, kind=self.body.kind
        )


class NoticeAlertQuerySet(VisibleQuerySet["NoticeAlert"]):
    governed = Governed(council="report__council")


class NoticeAlert(models.Model):
    """That somebody was told of an answer awaited: once for each day on which it was due.

    It names report and body, since a notice whose receipt is recorded has another row.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts_sent"
    )
    report = models.ForeignKey(ScrutinyReport, on_delete=models.CASCADE, related_name="alerts")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="alerts")
    on = models.DateField("day it was due")
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = NoticeAlertQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "body", "on", "person"], name="one_alert_to_a_person_in_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.body}, {self.on}"
