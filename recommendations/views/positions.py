"""Recording the committee's position: going on, closing, reopening."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.positions import PositionForm
from recommendations.models import Position, Resolution, Viewer
from recommendations.rules.roles import Permission
from recommendations.services import positions as services
from recommendations.services.change import Refused
from recommendations.standing.evidence import claim_of, evidence_of
from recommendations.standing.facts import policy_on
from recommendations.views.conflicts import following_page
from recommendations.views.minutes import minute_of, minutes_to_choose
from recommendations.views.sending import (
    READ_AND_SEND,
    SeeOther,
    kept,
    sent_once,
    typed,
)
from recommendations.views.subjects import Subject, acted_on, subject_of


@requires(Permission.POSITION_RECORD, methods=READ_AND_SEND)
@sent_once
def position(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    printed = acted_on(viewer, Permission.POSITION_RECORD, report=report, address=address)
    subject = subject_of(viewer, printed)
    latest = services.latest_position(printed)
    now = subject.item.position
    shown = evidence_of(viewer, [subject.item], as_at=subject.today, known_at=timezone.now())
    form = PositionForm(
        typed(request),
        initial={"follows": latest.pk if latest else "", "closes": ""},
        scheme_on=lambda day: policy_on(viewer.council, day).scheme,
        used=[now.status] if now else [],
        is_closed=bool(now and now.closes),
        **minutes_to_choose(viewer, printed, today=subject.today),
    )
    context = {
        "viewer": viewer,
        "subject": subject,
        "now": now,
        "claim": claim_of(subject.item, shown[printed.pk]),
        "happened": "position",
        "back": subject.address,
    }
    if kept(request) == "theirs":
        return SeeOther(subject.address)
    positions = Position.objects.visible_to(viewer).select_related("by")
    return following_page(
        request,
        viewer,
        "recommendations/positions/position.html",
        context,
        form=form,
        latest=latest,
        readable=lambda theirs: positions.filter(pk=theirs.pk).first(),
        act=lambda: recorded(request, subject, form),
    )


def recorded(request: SignedInRequest, subject: Subject, form: PositionForm) -> str:
    """Record the position on the day the body met; where to go then."""
    closes = form.cleaned_data["closes"]
    resolution = minute_of(
        form,
        subject.recommendation,
        kind=kind_of(closes, was_closed=form.is_closed),
        by=request.user,
    )
    if resolution is None:
        raise Refused("Choose the resolution, or enter another.")
    services.take_position(
        recommendation=subject.recommendation,
        status=form.cleaned_data["status"],
        closes=closes,
        resolution=resolution,
        follows=services.position_named(
            form.said("follows"), recommendation=subject.recommendation
        ),
        by=request.user,
        on=resolution.on,
    )
    messages.success(request, f"The committee’s position on {subject.recommendation} is recorded")
    return subject.address


def kind_of(closes: str, *, was_closed: bool) -> str:
    if closes:
        return Resolution.Kind.DISCHARGE
    return Resolution.Kind.REOPEN if was_closed else Resolution.Kind.CONTINUE
