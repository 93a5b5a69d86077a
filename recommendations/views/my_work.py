"""What a person owes, and what waits for them to decide."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.models import Viewer
from recommendations.reading.my_work import my_work as work_of
from recommendations.rules.ratings import calling
from recommendations.rules.roles import Permission


@requires(Permission.MY_WORK)
def my_work(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    work = work_of(viewer, today=today, now=now)
    context = {"viewer": viewer, "today": today, "work": work}
    with calling(work.policy.words):
        return render(request, "recommendations/my_work/my_work.html", context)
