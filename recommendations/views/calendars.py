"""A calendar of what one owes, for a program that cannot sign in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from recommendations.access import SignedInRequest
from recommendations.reading.calendar import calendar_of
from recommendations.services import calendars as services
from recommendations.services.messages import site_address


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: SignedInRequest) -> HttpResponse:
    """Get the address, another one in its place, or none any more."""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            services.end_calendar(request.user)
            messages.success(request, "The address of your calendar works no more")
        else:
            services.begin_calendar(request.user)
            messages.success(request, "Your calendar has a new address")
        return redirect("recommendations:calendar_address")
    token = services.calendar_token(request.user)
    return render(
        request,
        "recommendations/accounts/calendar.html",
        {
            "person": request.user,
            "address": token and site_address("recommendations:calendar", token),
        },
    )


@login_not_required
@never_cache
@require_safe
def calendar(request: HttpRequest, *, token: str) -> HttpResponse:
    """Whoever has the address reads it; another address, or leaving, ends that at once."""
    person = services.person_of_calendar(token)
    if person is None:
        raise Http404
    now = timezone.now()
    feed = Calendar()
    feed.add("prodid", "-//Scrutiny recommendations//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", "Scrutiny recommendations")
    for entry in calendar_of(person, today=timezone.localdate(now), now=now):
        event = Event()
        event.add("uid", f"{entry.key}@{request.get_host()}")
        event.add("dtstamp", now)
        event.add("dtstart", entry.day)
        event.add("summary", entry.title)
        event.add("url", request.build_absolute_uri(entry.address))
        feed.add_component(event)
    answer = HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="scrutiny.ics"'
    return answer
