"""The review of what has been open longest, from which a committee goes on to decide."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.open_longest import OpenLongestForm
from recommendations.models import Viewer
from recommendations.reading.open_longest import MOST
from recommendations.reading.open_longest import open_longest as review
from recommendations.rules.roles import Permission


@requires(Permission.RECOMMENDATION_VIEW)
def open_longest(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """Nothing is listed where what was asked for is not understood."""
    today, now = timezone.localdate(), timezone.now()
    form = OpenLongestForm(request.GET, viewer=viewer)
    is_asked = form.is_valid()
    return render(
        request,
        "recommendations/open_longest/open_longest.html",
        {
            "viewer": viewer,
            "today": today,
            "form": form,
            "asked": form.asked if is_asked else None,
            "found": review(viewer, form.asked, today=today, now=now) if is_asked else None,
            "most": MOST,
            "item": form.decides_under if is_asked else None,
        },
    )
