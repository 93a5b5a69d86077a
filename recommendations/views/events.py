"""Events that dates hang on, and entering their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.events import EventDayForm, EventForm
from recommendations.models import Event, EventDay, Viewer
from recommendations.models.events import EventQuerySet
from recommendations.reading.asked import Hanging, hanging_on
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import events as services
from recommendations.views.editing import posted
from recommendations.views.sending import (
    READ_AND_SEND,
    carry_out,
    form_page,
    is_sent,
    send_page,
    sent_once,
)

VERBS = {EventDay.Kind.HAPPENED: "happened on", EventDay.Kind.EXPECTED: "is expected on"}


@requires(Permission.EVENT_VIEW)
def event_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    events = list(known(viewer))
    hanging = hanging_on(events, viewer=viewer)
    return render(
        request,
        "recommendations/events/list.html",
        {
            "viewer": viewer,
            "rows": [(event, hanging[event.key]) for event in events],
            "may_name": viewer.can(Permission.REPORT_EDIT),
        },
    )


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def event_new(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """Name an event, so that dates and recommendations can wait for it."""
    form = EventForm(posted(request))

    def name() -> str:
        named = services.name_event(council=viewer.council, name=form.cleaned_data["name"])
        messages.success(request, f"“{named}” may be waited for now")
        return reverse("recommendations:event", args=[viewer.council.slug, named.slug])

    back = reverse("recommendations:event_list", args=[viewer.council.slug])
    context = {"viewer": viewer, "heading": "Name an event", "here": "events", "back": back}
    return send_page(request, "recommendations/events/new.html", context, form=form, act=name)


@requires(Permission.EVENT_VIEW)
def event(request: SignedInRequest, viewer: Viewer, *, event: str) -> HttpResponse:
    found = get_object_or_404(known(viewer), slug=event)
    return render(
        request,
        "recommendations/events/event.html",
        {
            **context_of(found, viewer),
            "entries": found.days_standing[::-1],
            "may_enter": viewer.can(Permission.EVENT_DAY_ENTER),
        },
    )


@requires(Permission.EVENT_DAY_ENTER, methods=READ_AND_SEND)
@sent_once
def event_day(request: SignedInRequest, viewer: Viewer, *, event: str) -> HttpResponse:
    """Enter a day, or first see the dates it would give."""
    found = get_object_or_404(known(viewer), slug=event)
    context = {**context_of(found, viewer), "shown_day": None}
    today = timezone.localdate()
    only_shown = request.POST.get("do") == "show"
    form = EventDayForm(
        request.POST if request.method == "POST" else None,
        today=today,
        neighbours=neighbours(found, context["hanging"]),
    )

    def enter() -> str:
        kind, day, source = (form.cleaned_data[name] for name in ("kind", "day", "source"))
        services.enter_day(
            event=found, kind=kind, day=day, source=source, by=request.user, on=today
        )
        messages.success(request, f"It {VERBS[kind]} {day_words(day)}")
        return reverse("recommendations:event", args=[viewer.council.slug, found.slug])

    if form.is_valid():
        if only_shown:
            context["shown_day"] = form.cleaned_data["day"]
        elif is_sent(request) and (answer := carry_out(request, form, enter)):
            return answer
    return form_page(request, "recommendations/events/day.html", context, form=form)


def known(viewer: Viewer) -> EventQuerySet:
    now = timezone.now()
    events = Event.objects.visible_to(viewer).select_related("council")
    return events.with_days(as_at=timezone.localdate(now), known_at=now)


def context_of(event: Event, viewer: Viewer) -> dict[str, Any]:
    return {
        "viewer": viewer,
        "event": event,
        "event_day": event.day_known.day if event.day_known else None,
        "hanging": hanging_on([event], viewer=viewer)[event.key],
    }


def neighbours(event: Event, hanging: Iterable[Hanging]) -> set[date]:
    """The days that an event's day belongs with: its own earlier ones, and the papers'."""
    papers = {one.recommendation.report.published_on for one in hanging}
    return papers | {entry.day for entry in event.days_standing}
