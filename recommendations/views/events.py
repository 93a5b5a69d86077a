"""Events that dates hang on, and entering their days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.events import EventDayForm
from recommendations.hanging import hanging_on
from recommendations.models import Event, Viewer
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import events as services


@requires(Permission.EVENT_VIEW)
def event_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    events = Event.objects.visible_to(viewer).with_days(known_at=timezone.now())
    hanging = hanging_on(events, viewer=viewer)
    return render(
        request,
        "recommendations/events/list.html",
        {"viewer": viewer, "rows": [(event, hanging[event.key]) for event in events]},
    )


@requires(Permission.EVENT_VIEW)
def event(request: SignedInRequest, viewer: Viewer, *, event: str) -> HttpResponse:
    return render(request, "recommendations/events/event.html", {})
