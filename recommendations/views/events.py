"""Events that dates hang on, and entering their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.events import EventDayForm
from recommendations.models import Event, EventDay, Viewer
from recommendations.models.events import EventQuerySet
from recommendations.reading.asked import Hanging, hanging_on
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import events as services
from recommendations.services.submissions import once

VERBS = {EventDay.Kind.HAPPENED: "happened on", EventDay.Kind.EXPECTED: "is expected on"}


@requires(Permission.EVENT_VIEW)
def event_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    events = list(known(viewer))
    hanging = hanging_on(events, viewer=viewer)
    return render(
        request,
        "recommendations/events/list.html",
        {"viewer": viewer, "rows": [(event, hanging[event.key]) for event in events]},
    )


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


@requires(Permission.EVENT_DAY_ENTER, methods=("GET", "HEAD", "POST"))
def event_day(request: SignedInRequest, viewer: Viewer, *, event: str) -> HttpResponse:
    """Enter a day, or first see the dates it would give."""
    found = get_object_or_404(known(viewer), slug=event)
    context = context_of(found, viewer)
    today = timezone.localdate()
    form = EventDayForm(
        request.POST if request.method == "POST" else None,
        today=today,
        neighbours=neighbours(found, context["hanging"]),
    )
    if form.is_valid() and request.POST.get("do") != "show":
        return redirect(entered(found, form, request, on=today))
    shown_day = form.cleaned_data["day"] if form.is_valid() else None
    return render(
        request,
        "recommendations/events/day.html",
        {**context, "form": form, "shown_day": shown_day},
        status=400 if form.errors else 200,
    )


def entered(event: Event, form: EventDayForm, request: SignedInRequest, *, on: date) -> str:
    """Enter the day, once however often the form is sent; where to go then."""
    typed = form.cleaned_data
    day = {name: typed[name] for name in ("kind", "day", "source")}

    def enter() -> str:
        services.enter_day(event=event, by=request.user, on=on, **day)
        messages.success(request, f"It {VERBS[typed['kind']]} {day_words(typed['day'])}")
        return reverse("recommendations:event", args=[event.council.slug, event.slug])

    return once(token=typed["token"], by=request.user, act=enter)


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
