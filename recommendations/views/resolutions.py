"""Recording what a body resolved under an item of its agenda, and that it endorsed a report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.resolutions import DoneForm, EndorsementForm, ResolutionForm
from recommendations.models import (
    AgendaItem,
    Body,
    ExecutiveResponse,
    Post,
    Recommendation,
    Resolution,
    ResolutionDone,
    ResolutionUpdate,
    ScrutinyReport,
    Viewer,
)
from recommendations.reading.corrections import NAMES, may_correct
from recommendations.reading.resolutions import begun_by, may_end, resolutions_of, state_words
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import endorsement as endorsing
from recommendations.services.resolutions import item_of, resolve_once, say_how_far
from recommendations.services.submissions import Conflict
from recommendations.standing.register import register
from recommendations.views.editing import posted, record_page
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once
from recommendations.views.stretches import Stretches

MOST_ROWS = 200
"""So many rows of a report are asked about one by one on one page."""

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
        resolve_once(
            item=found,
            reference=typed["reference"],
            kind=typed["kind"],
            text=typed["text"],
            by=request.user,
            **form.about,
        )
        messages.success(request, f"Minute {typed['reference']} is recorded")
        return address

    standing = resolutions_of(viewer, today=today, now=now)
    context = {
        "viewer": viewer,
        "today": today,
        "meeting": found.meeting,
        "item": found,
        "is_ahead": found.meeting.day > today,
        "resolutions": standing.filter(item=found).for_listing(),
    }
    return send_page(
        request, "recommendations/resolutions/item.html", context, form=form, act=record
    )


@requires(Permission.RESOLUTION_END, methods=READ_AND_SEND)
@sent_once
def resolution(request: SignedInRequest, viewer: Viewer, *, resolution: int) -> HttpResponse:
    """What somebody is to act on: how far it is, until it is recorded as done."""
    today, now = timezone.localdate(), timezone.now()
    followed = resolutions_of(viewer, today=today, now=now).followed().for_listing()
    found = get_object_or_404(followed, pk=resolution)
    if not may_end(viewer, found):
        raise PermissionDenied
    last = ResolutionUpdate.objects.visible_to(viewer).last_word_on([found.pk])
    draft = begun_by(viewer, [found.pk]).get(found.pk)
    form = DoneForm(
        posted(request),
        initial=DoneForm.of(today=today, last=last.get(found.pk), draft=draft),
        resolution=found,
        today=today,
    )

    def record() -> str:
        said = say_how_far(resolution=found, by=request.user, **form.told)
        is_done = isinstance(said, ResolutionDone)
        state = "recorded as done" if is_done else "not done yet: what you said is recorded"
        messages.success(request, f"Minute {found.reference} is {state}")
        return request.get_full_path()

    updates = ResolutionUpdate.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    told = [*updates.filter(resolution=found).select_related("by"), *found.ended]
    takes_minutes = viewer.can(Permission.RESOLUTION_RECORD)
    of_item = [viewer.council.slug, found.item.meeting_id, found.item_id]
    back = (
        reverse("recommendations:resolutions", args=of_item)
        if takes_minutes
        else reverse("recommendations:my_work", args=[viewer.council.slug])
    )
    context = {
        "viewer": viewer,
        "today": today,
        "resolution": found,
        "draft": draft,
        "state": state_words(found, today=today),
        "told": [(row, correcting(viewer, found, row, today=today)) for row in told],
        "back": back,
        "here": "meetings" if takes_minutes else "my work",
    }
    template = "recommendations/resolutions/resolution.html"
    return record_page(request, template, context, form=form, act=record, meanwhile=said_meanwhile)


def said_meanwhile(theirs: ResolutionDone | ResolutionUpdate) -> str:
    if isinstance(theirs, ResolutionUpdate):
        return (
            f"{theirs.by} said meanwhile how far it was on {day_words(theirs.on)}: “{theirs.note}” "
            "If yours is right as well, send it again."
        )
    return (
        f"{theirs.by} recorded already that this was done on {day_words(theirs.on)}. "
        "Yours is not recorded: correct theirs if it should say something else."
    )


def correcting(
    viewer: Viewer,
    resolution: Resolution,
    row: ResolutionUpdate | ResolutionDone,
    *,
    today: date,
) -> str:
    """Where to correct what was said of it: with one of the recommendations that it is about."""
    if not may_correct(viewer, row, owns=False, today=today):
        return ""
    told = Recommendation.objects.visible_to(viewer).filter(report=resolution.report_id)
    printed = resolution.recommendation or told.for_listing().first()
    if printed is None:
        return ""
    noun = NAMES[type(row)]
    at = [viewer.council.slug, printed.report.slug, printed.address, noun, row.pk]
    return reverse("recommendations:fact", args=at)


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
    stretches = Stretches(
        request, rows, key=lambda row: row.recommendation.pk, box="kind-{}", most=MOST_ROWS
    )
    form = EndorsementForm(
        posted(request),
        initial={"follows": newest.pk if newest else ""},
        items=items_of(viewer)
        .editable_by(viewer, to=may)
        .filter(meeting__day__lte=today)
        .order_by("-meeting__day", "position")[:ITEMS],
        bodies=Body.objects.visible_to(viewer).that_meet(),
        rows=stretches.shown,
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
            item=form.chosen or item_of(body=typed["body"], day=typed["met_on"], title=about.title),
            reference=typed["reference"],
            text=typed["text"],
            whole=form.whole_kind,
            ones=form.decided,
            by=request.user,
        )
        messages.success(request, f"Minute {typed['reference']} is recorded")
        return f"{address}#resolved"

    context = {"viewer": viewer, "report": about, "back": address, "stretches": stretches}
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
