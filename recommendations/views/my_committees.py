"""A member's page: their committees, what is late in them, and what changed since they met."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.chosen_committees import ChosenCommitteesForm
from recommendations.models import Body, Viewer
from recommendations.reading.my_committees import (
    Committee,
    days_it_met,
    every_committee,
    late_in,
    mine_of,
    nothing_of,
    reds_of,
    since_it_met,
    slipped_of,
)
from recommendations.reading.policies import behind
from recommendations.rules.roles import Permission
from recommendations.services.chosen_committees import choose_committees
from recommendations.views.editing import posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once


@requires(Permission.MY_COMMITTEES)
def my_committees(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """All of them in a line each, and one in full: the first, unless another is asked for."""
    now = timezone.now()
    today = timezone.localdate(now)
    every = every_committee(viewer, today=today)
    mine = mine_of(every)
    shown = shown_of(every, mine, slug=request.GET.get("committee"))
    context = {
        "viewer": viewer,
        "today": today,
        "behind": behind(viewer, today=today),
        "mine": mine,
        "shown": shown,
    }
    if shown:
        days = days_it_met(viewer, shown.body, today=today)
        day = day_of(days, typed=request.GET.get("since"))
        late = late_in(viewer, shown.body, met=day, today=today, now=now)
        since = since_it_met(viewer, shown.body, day=day, today=today, now=now) if day else None
        context |= {
            "days": days,
            "day": day,
            "compared": compared_with(shown.body, day),
            "late": late,
            "reds": reds_of(late, shown),
            "slipped": slipped_of(late),
            "since": since,
            "nothing": nothing_of(slipped_of(late), since) if since else "",
        }
    return render(request, "recommendations/my_committees/my_committees.html", context)


def shown_of(
    every: list[Committee], mine: list[Committee], *, slug: str | None
) -> Committee | None:
    if slug is None:
        return mine[0] if mine else None
    found = next((one for one in every if one.body.slug == slug), None)
    if found is None:
        raise Http404
    return found


def day_of(days: list[date], *, typed: str | None) -> date | None:
    """One of the days on which it met; the last of them where none is asked for."""
    if typed is None:
        return days[0] if days else None
    found = next((day for day in days if day.isoformat() == typed), None)
    if found is None:
        raise Http404
    return found


def compared_with(body: Body, day: date | None) -> str:
    """What asks for the committee's exception report, compared with the day it met."""
    query = QueryDict(mutable=True)
    query["committee"] = body.slug
    if day:
        parts = {"day": day.day, "month": day.month, "year": day.year}
        query.update({f"compare_{name}": str(part) for name, part in parts.items()})
    return query.urlencode()


@requires(Permission.MY_COMMITTEES, methods=READ_AND_SEND)
@sent_once
def committees_choose(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    every = every_committee(viewer, today=timezone.localdate())
    form = ChosenCommitteesForm(
        posted(request),
        initial={"committees": [one.body.slug for one in every if one.chosen]},
        committees=[one.body for one in every],
    )
    back = reverse("recommendations:my_committees", args=[viewer.council.slug])

    def choose() -> str:
        choose_committees(
            person=request.user, council=viewer.council, bodies=form.cleaned_data["committees"]
        )
        messages.success(request, "Your committees are saved")
        return back

    context = {
        "viewer": viewer,
        "heading": "Your committees",
        "here": "my committees",
        "back": back,
    }
    return send_page(
        request, "recommendations/my_committees/choose.html", context, form=form, act=choose
    )
