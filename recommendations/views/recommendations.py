"""The list of recommendations, and one of them."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.filters import ORDERS, RecommendationFilter
from recommendations.models import Evidence, Link, Recommendation, Standing, Viewer
from recommendations.models.standings import StandingQuerySet
from recommendations.reading.acts import acts_of
from recommendations.reading.asked import asked_of
from recommendations.reading.five_answers import five_answers
from recommendations.reading.parts_of_lists import Counted, NoSuchPart, Part, counted, part_of
from recommendations.rules.roles import Permission
from recommendations.standing.register import Item, Register, register
from recommendations.standing.timeline import Entry, timeline


@requires(Permission.RECOMMENDATION_VIEW)
def recommendation_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    standings = Standing.objects.visible_to(viewer).on(today).counted()
    found = RecommendationFilter(
        request.GET,
        queryset=standings.for_listing(today=today, known_at=now),
        viewer=viewer,
        today=today,
    )
    total = counted(standings)
    context = {"viewer": viewer, "filter": found, "today": today, "total": total}
    if not found.form.is_valid():
        return render(request, "recommendations/recommendations/list.html", context, status=400)
    count = counted(found.qs) if found.tags else total
    context["page"] = part_or_404(found.qs, request.GET, count=count, order=ORDERS[found.order])
    return render(request, "recommendations/recommendations/list.html", context)


def part_or_404(found: StandingQuerySet, asked: QueryDict, *, count: Counted, order: str) -> Part:
    try:
        return part_of(found, asked, count=count, order=order)
    except NoSuchPart:
        raise Http404 from None


@requires(Permission.RECOMMENDATION_VIEW)
def recommendation(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    as_at = day_or_404(request.GET.get("as_at"), today=today)
    recommendations = Recommendation.objects.visible_to(viewer)
    printed = get_object_or_404(recommendations.for_listing(), report__slug=report, address=address)
    stands = register(viewer, recommendations.family_of(printed), as_at=as_at, known_at=now)
    item = item_or_404(stands, address)
    whole = stands.items[0]
    family = [one.recommendation for one in (item, *item.parts)]
    links = Link.objects.visible_to(viewer).either_way(family, as_at=as_at, known_at=now)
    evidence = Evidence.objects.visible_to(viewer).standing(as_at=as_at, known_at=now)
    happened = timeline(viewer, printed, known_at=now)
    return render(
        request,
        "recommendations/recommendations/recommendation.html",
        {
            "viewer": viewer,
            "today": today,
            "as_at": as_at,
            "days": days_of(happened, printed, as_at=as_at, today=today),
            "recommendation": printed,
            "item": item,
            "acts": acts_of(viewer, item) if as_at == today else None,
            "whole": whole,
            "theme": whole.recommendation.theme,
            "printings": [one for one in (item, *item.parts) if one.body_printing],
            "asked": asked_of(item, stands),
            "answers": five_answers(item, whole=whole, as_at=as_at),
            "family": family,
            "links": links,
            "evidence": evidence.filter(recommendation__in=family),
            "timeline": [entry for entry in happened if entry.row.on <= as_at],
        },
    )


def day_or_404(typed: str | None, *, today: date) -> date:
    """An earlier day to look at; today where none is asked for."""
    try:
        day = date.fromisoformat(typed) if typed else today
    except ValueError:
        raise Http404 from None
    if day > today:
        raise Http404
    return day


def item_or_404(stands: Register, address: str) -> Item:
    """One made or published only later is in no page before its day."""
    item = stands.by_address.get(address)
    if item is None:
        raise Http404
    return item


def days_of(
    happened: list[Entry], printed: Recommendation, *, as_at: date, today: date
) -> list[date]:
    """The days on which something changed, today before them; and the one looked at."""
    days = {today, as_at, printed.exists_from, *(entry.row.on for entry in happened)}
    return sorted((day for day in days if printed.exists_from <= day <= today), reverse=True)
