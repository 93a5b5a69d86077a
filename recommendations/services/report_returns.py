"""When a report comes back to the committee that watches it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import AgendaItem, ReportReturn, ScrutinyReport, User
from recommendations.services.change import Refused, correct, take_back
from recommendations.services.editing import edited


@transaction.atomic
def set_schedule(
    *, report: ScrutinyReport, seen: str, by: User, returns_after: str, returns_from: str
) -> ScrutinyReport:
    """Say after how many months a report comes back, counted from what."""
    return edited(report, seen, by=by, returns_after=returns_after, returns_from=returns_from)


def put_on_the_agenda(
    *, report: ScrutinyReport, months: int, item: AgendaItem, by: User, on: date
) -> ReportReturn:
    return _settle(report=report, months=months, item_id=item.pk, by=by, on=on)


def skip_return(
    *, report: ScrutinyReport, months: int, reason: str, by: User, on: date
) -> ReportReturn:
    return _settle(report=report, months=months, reason=reason, by=by, on=on)


def take_return_back(*, row: ReportReturn, why: str, by: User) -> ReportReturn:
    """Leave a return open again; whoever comes second is told."""
    try:
        with transaction.atomic():
            return take_back(row, by=by, why=why)
    except IntegrityError:
        raise Refused("Somebody else changed this meanwhile. Look at it again.") from None


def _settle(*, report: ScrutinyReport, months: int, **said: Any) -> ReportReturn:
    """Write what becomes of a return, once; after a taking back in the place of that."""
    rows = ReportReturn.objects.filter(report=report, months=months)
    settled = "Somebody else has settled this already. Look at it again."
    if rows.standing(as_at=date.max, known_at=timezone.now()).exists():
        raise Refused(settled)
    try:
        with transaction.atomic():
            if taken_back := rows.filter(takes_back=True, corrected_by__isnull=True).last():
                emptied: dict[str, Any] = {"item_id": None, "reason": "", "takes_back": False}
                why = "It is settled otherwise"
                return correct(taken_back, why=why, **{**emptied, **said})
            return ReportReturn.objects.create(report=report, months=months, **said)
    except IntegrityError:
        if rows.standing(as_at=date.max, known_at=timezone.now()).exists():
            raise Refused(settled) from None
        raise
