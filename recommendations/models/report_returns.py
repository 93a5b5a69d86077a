"""A report that came back to the committee that watches it, or that need not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recommendations.models.clearance import Governed
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.meetings import AgendaItem
from recommendations.models.scrutiny_reports import ScrutinyReport


class ReportReturnQuerySet(DatedQuerySet["ReportReturn"]):
    governed = Governed(council="report__council")


class ReportReturn(Dated):
    """What became of one return of a report's schedule, named by its months.

    It is on the agenda as an item, or it is skipped for a reason.
    """

    report = models.ForeignKey(ScrutinyReport, on_delete=models.PROTECT, related_name="returns")
    months = models.PositiveSmallIntegerField()
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    reason = models.TextField("why it is skipped", blank=True)

    objects = ReportReturnQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(item__isnull=False, reason="") | (Q(item__isnull=True) & ~Q(reason="")),
                name="a_return_is_on_an_agenda_or_skipped_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["report", "months"],
                condition=Q(corrects__isnull=True),
                name="a_report_returns_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, after {self.months} months"
