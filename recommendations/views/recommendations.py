"""The list of recommendations, and one of them."""

from __future__ import annotations

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.filters import RecommendationFilter
from recommendations.five_answers import five_answers
from recommendations.models import Link, Recommendation, Standing, Viewer
from recommendations.rules.roles import Permission
from recommendations.standing.register import register
from recommendations.standing.timeline import timeline

PER_PAGE = 25


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
    context = {"viewer": viewer, "filter": found, "today": today, "total": standings.count()}
    if not found.form.is_valid():
        return render(
            request, "recommendations/recommendations/list.html", context, status=400
        )
    context["page"] = page_or_404(Paginator(found.qs, PER_PAGE), request.GET.get("page", "1"))
    return render(request, "recommendations/recommendations/list.html", context)


def page_or_404(paginator: Paginator[Standing], number: str) -> Page[Standing]:
    try:
        return paginator.page(number)
    except InvalidPage:
        raise Http404 from None


@requires(Permission.RECOMMENDATION_VIEW)
def recommendation(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    printed = get_object_or_404(
        Recommendation.objects.visible_to(viewer).for_listing(),
        report__slug=report,
        address=address,
    )
    family = Recommendation.objects.visible_to(viewer).family_of(printed)
    register_now = register(viewer.council, family, as_at=today, known_at=now)
    item = register_now.by_address.get(address)
    if item is None:  # published, and so in any page, only from a later day on
        raise Http404
    links = Link.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    return render(
        request,
        "recommendations/recommendations/recommendation.html",
        {
            "viewer": viewer,
            "today": today,
            "recommendation": printed,
            "item": item,
            "answers": five_answers(item, as_at=today),
            "links": links.either_way(family),
            "timeline": timeline(printed, known_at=now),
        },
    )
