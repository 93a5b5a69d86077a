"""Recording what a body resolved under an item of its agenda, and that it endorsed a report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.resolutions import EndorsementForm, ResolutionForm
from recommendations.models import (
    AgendaItem,
    Body,
    ExecutiveResponse,
    Post,
    Recommendation,
    Resolution,
    ScrutinyReport,
    Viewer,
)
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import endorsement as endorsing
from recommendations.services import meetings as services
from recommendations.services.submissions import Conflict
from recommendations.standing.register import register
from recommendations.views.editing import posted, record_page
from recommendations.views.sending import (
    READ_AND_SEND,
    carry_out,
    form_page,
    is_sent,
    sent_once,
)

FEW = 400
"""So many rows are asked about one by one: of a form 1,000 boxes are taken, and no more."""

ITEMS = 100
"""So many items of an agenda are offered, of the newest meetings; an older one is entered."""


@requires(Permission.RESOLUTION_RECORD, methods=READ_AND_SEND)
@sent_once
def resolutions(
    request: SignedInRequest, viewer: Viewer, *, meeting: int, item: int
) -> HttpResponse:
    """What was resolved under an item, and another resolution to be recorded."""
    items = items_of(viewer).editable_by(viewer, to=Permission.RESOLUTION_RECORD)
    found = get_object_or_404(items, meeting=meeting, pk=item)
    address = reverse("recommendations:resolutions", args=[viewer.council.slug, meeting, item])
    today, now = timezone.localdate(), timezone.now()
    form = ResolutionForm(
        posted(request),
        item=found,
        reports=ScrutinyReport.objects.visible_to(viewer),
        responses=ExecutiveResponse.objects.visible_to(viewer).select_related("body", "report"),
        recommendations=Recommendation.objects.visible_to(viewer).select_related("report"),
        posts=Post.objects.visible_to(viewer),
    )

    def record() -> str:
        typed = form.cleaned_data
        services.resolve_once(
            item=found,
            reference=typed["reference"],
            kind=typed["kind"],
            text=typed["text"],
            by=request.user,
            **form.about,
        )
        messages.success(request, f"Minute {typed['reference']} is recorded")
        return address

    if is_sent(request) and form.is_valid() and (answer := carry_out(request, form, record)):
        return answer
    standing = Resolution.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    context = {
        "viewer": viewer,
        "meeting": found.meeting,
        "item": found,
        "is_ahead": found.meeting.day > today,
        "resolutions": standing.filter(item=found).for_listing(),
    }
    return form_page(request, "recommendations/resolutions/item.html", context, form=form)


@requires(Permission.RESOLUTION_RECORD, methods=READ_AND_SEND)
@sent_once
def endorsement(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    """Record that a committee endorsed a report, amended or refused it, or withdrew a part."""
    today, now = timezone.localdate(), timezone.now()
    reports = ScrutinyReport.objects.visible_to(viewer).select_related("council")
    about = get_object_or_404(reports.for_listing(), slug=report)
    may = Permission.RESOLUTION_RECORD
    made = Recommendation.objects.editable_by(viewer, to=may).filter(report=about)
    stands = register(viewer, made, as_at=today, known_at=now)
    limb = Recommendation.PartKind.LIMB
    seen = Resolution.objects.visible_to(viewer)
    newest = endorsing.newest_endorsement(seen, about)
    rows = [
        one
        for one in stands.every
        if one.recommendation.is_rated and one.recommendation.part_kind != limb
    ]
    form = EndorsementForm(
        posted(request),
        initial={"follows": newest.pk if newest else ""},
        items=items_of(viewer)
        .editable_by(viewer, to=may)
        .filter(meeting__day__lte=today)
        .order_by("-meeting__day", "position")[:ITEMS],
        bodies=Body.objects.visible_to(viewer).that_meet(),
        rows=rows if len(rows) <= FEW else (),
        today=today,
    )
    address = reverse("recommendations:report", args=[viewer.council.slug, about.slug])

    def record() -> str:
        typed = form.cleaned_data
        last = endorsing.newest_endorsement(seen, about)
        if last is not None and typed["follows"] != str(last.pk):
            raise Conflict(last)
        endorsing.endorse(
            report=about,
            item=form.chosen
            or services.item_of(body=typed["body"], day=typed["met_on"], title=about.title),
            reference=typed["reference"],
            text=typed["text"],
            whole=form.whole_kind,
            ones=form.decided,
            by=request.user,
        )
        messages.success(request, f"Minute {typed['reference']} is recorded")
        return f"{address}#resolved"

    context = {"viewer": viewer, "report": about, "back": address}
    template = "recommendations/resolutions/endorsement.html"
    return record_page(
        request, template, context, form=form, act=record, meanwhile=recorded_meanwhile
    )


def recorded_meanwhile(theirs: Resolution) -> str:
    return (
        f"Meanwhile {theirs.by} recorded “{theirs.get_kind_display().lower()}” of "
        f"{theirs.recommendation or 'the whole report'}, minute {theirs.reference} of "
        f"{day_words(theirs.on)}. If yours is right as well, send it again."
    )


def items_of(viewer: Viewer) -> Any:
    return AgendaItem.objects.visible_to(viewer).select_related("meeting__body__council")
