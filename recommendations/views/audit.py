"""Who changed what: of a council, and of one recommendation."""

from __future__ import annotations

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from recommendations.access import SignedInRequest, requires
from recommendations.forms.audit import AuditForm
from recommendations.models import Membership, Recommendation, Viewer
from recommendations.reading.audit import COLUMNS, Audit, Wanted, of_item, reader_of, rows_of
from recommendations.reading.traces import Trace
from recommendations.rules.roles import Permission
from recommendations.views.spreadsheets import long_spreadsheet, spreadsheet

PER_PAGE = 50


@requires(Permission.AUDIT_VIEW)
def audit(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = asked_for(request, viewer)
    context = {"viewer": viewer, "form": form, "query": query_of(request)}
    if not form.is_valid():
        return render(request, "recommendations/audit/list.html", context, status=400)
    found = Audit(viewer, Wanted(**form.cleaned_data))
    paginator: Paginator[Trace] = Paginator(found, PER_PAGE)  # type: ignore[arg-type]
    try:
        context["page"] = paginator.page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404 from None
    return render(request, "recommendations/audit/list.html", context)


@requires(Permission.AUDIT_VIEW)
def audit_csv(request: SignedInRequest, viewer: Viewer) -> StreamingHttpResponse:
    form = asked_for(request, viewer)
    if not form.is_valid():
        raise Http404
    found = Audit(viewer, Wanted(**form.cleaned_data))
    name = f"{viewer.council.slug}-audit"
    return long_spreadsheet(viewer, COLUMNS, rows_of(found.every()), name=name)


def asked_for(request: SignedInRequest, viewer: Viewer) -> AuditForm:
    people = Membership.objects.visible_to(viewer).by_person()
    return AuditForm(request.GET, people=list(people))


def query_of(request: SignedInRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@requires(Permission.AUDIT_VIEW)
def item_audit(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    recommendation = recommendation_or_404(viewer, report=report, address=address)
    return render(
        request,
        "recommendations/audit/item.html",
        {
            "viewer": viewer,
            "recommendation": recommendation,
            "traces": of_item(viewer, recommendation),
        },
    )


@requires(Permission.AUDIT_VIEW)
def item_audit_csv(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    recommendation = recommendation_or_404(viewer, report=report, address=address)
    name = f"{viewer.council.slug}-{report}-{slugify(address)}-audit"
    return spreadsheet(viewer, COLUMNS, rows_of(of_item(viewer, recommendation)), name=name)


def recommendation_or_404(viewer: Viewer, *, report: str, address: str) -> Recommendation:
    recommendations = Recommendation.objects.visible_to(reader_of(viewer)).for_listing()
    return get_object_or_404(recommendations, report__slug=report, address=address)
