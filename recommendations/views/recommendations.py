"""The list of recommendations, and one of them: read, entered and put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.filters import ANSWERS, ORDERS, RecommendationFilter
from recommendations.forms.recommendations import FIRST, IdentityForm, RecommendationForm
from recommendations.models import (
    Body,
    Event,
    Recommendation,
    ScrutinyReport,
    Standing,
    Theme,
    Viewer,
)
from recommendations.models.standings import StandingQuerySet
from recommendations.reading.acts import acts_of
from recommendations.reading.asked import asked_of
from recommendations.reading.differences import changes_of, printings_of
from recommendations.reading.five_answers import five_answers
from recommendations.reading.parts_of_lists import Counted, NoSuchPart, Part, counted, part_of
from recommendations.reading.policies import behind
from recommendations.rules.ratings import calling
from recommendations.rules.roles import Permission
from recommendations.rules.spreadsheet import Value
from recommendations.services import recommendations as services
from recommendations.standing.evidence import claim_of, evidence_of
from recommendations.standing.facts import policy_on
from recommendations.standing.links import links_of
from recommendations.standing.register import Item, Register, register_of
from recommendations.standing.timeline import Entry, timeline
from recommendations.standing.topics import came_of
from recommendations.views.editing import edit_page, posted
from recommendations.views.ownerships import owners_of
from recommendations.views.scrutiny_reports import address_of, edited_report, editing
from recommendations.views.sending import READ_AND_SEND, sent_once
from recommendations.views.spreadsheets import spreadsheet
from recommendations.views.subjects import acted_on

LIST = "recommendations/recommendations/list.html"
MOST_IN_A_FILE = 10_000
TOO_MANY = (
    f"There are more than {MOST_IN_A_FILE:,}, too many for one spreadsheet. Choose a committee, a "
    "report or a rating"
)


@requires(Permission.RECOMMENDATION_VIEW)
def recommendation_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    standings = Standing.objects.visible_to(viewer).on(today).counted()
    found = RecommendationFilter(
        request.GET,
        queryset=standings.for_listing(today=today, known_at=now),
        viewer=viewer,
        today=today,
        now=now,
    )
    total = counted(standings)
    context = {
        "viewer": viewer,
        "filter": found,
        "today": today,
        "total": total,
        "behind": behind(viewer, today=today),
    }
    with calling(found.policy.words):
        if not found.form.is_valid():
            return render(request, LIST, context, status=400)
        count = counted(found.qs) if found.tags else total
        context["page"] = part_or_404(found.qs, request.GET, count=count, order=ORDERS[found.order])
        return render(request, LIST, context)


@requires(Permission.RECOMMENDATION_VIEW)
def recommendation_list_csv(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """All that was found, in the order shown; what was not understood is never taken away."""
    now = timezone.now()
    today = timezone.localdate(now)
    standings = Standing.objects.visible_to(viewer).on(today).counted()
    found = RecommendationFilter(
        request.GET,
        queryset=standings.for_listing(today=today, known_at=now),
        viewer=viewer,
        today=today,
        now=now,
    )
    if found.form.is_valid() and found.qs.count_to(MOST_IN_A_FILE) > MOST_IN_A_FILE:
        found.form.add_error(None, TOO_MANY)
    if found.form.errors:
        context = {"viewer": viewer, "filter": found, "today": today, "total": counted(standings)}
        return render(request, LIST, context, status=400)
    name = f"{today}-{viewer.council.slug}-recommendations"
    rows = rows_of(found.qs.iterator(chunk_size=500), today=today)
    return spreadsheet(viewer, COLUMNS, rows, name=name)


COLUMNS = (
    *("As at", "Report", "Recommendation", "Title", "Text", "Rating", "Reason"),
    *("Date now", "Owner", "Answer"),
)


def rows_of(standings: Iterable[Standing], *, today: date) -> Iterator[tuple[Value, ...]]:
    for standing in standings:
        row, rated = standing.recommendation, standing.rated
        wording = row.wordings_today[-1] if row.wordings_today else None
        yield (
            today,
            row.report.title,
            row.address,
            wording.title if wording else "",
            wording.text if wording else "",
            rated.rag.label,
            rated.words(today),
            standing.next_day,
            "; ".join(map(str, row.acting_today)),
            dict(ANSWERS)[standing.answer],
        )


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
    recommendations = Recommendation.objects.visible_to(viewer).for_listing()
    printed = get_object_or_404(
        recommendations.select_related("report__task_group"), report__slug=report, address=address
    )
    stands = register_of(viewer, printed, as_at=as_at, known_at=now)
    item = item_or_404(stands, address)
    whole = stands.items[0]
    family = [one.recommendation for one in (item, *item.parts)]
    evidence = evidence_of(viewer, [item], as_at=as_at, known_at=now)[printed.pk]
    happened = timeline(printed, stands.rows)
    context = {
        "viewer": viewer,
        "today": today,
        "as_at": as_at,
        "days": days_of(happened, printed, as_at=as_at, today=today),
        "recommendation": printed,
        "item": item,
        "acts": acts_of(viewer, item) if as_at == today else None,
        "whole": whole,
        "theme": whole.recommendation.theme,
        "printings": printings_of((item, *item.parts)),
        "changes": changes_of((item, *item.parts)),
        "asked": asked_of(item, stands),
        "answers": five_answers(item, whole=whole, as_at=as_at),
        "family": family,
        "links": links_of(viewer, family, as_at=as_at, known_at=now),
        "evidence": evidence,
        "claim": claim_of(item, evidence),
        "topics": came_of(viewer, family, as_at=as_at, known_at=now),
        "timeline": [entry for entry in happened if entry.row.on <= as_at],
    }
    with calling(stands.policy.words):
        return render(request, "recommendations/recommendations/recommendation.html", context)


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


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def recommendation_new(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    return enter_page(request, viewer, edited_report(viewer, report), whole=None)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def part_new(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    whole = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    if whole.parent_id is not None:
        raise Http404
    return enter_page(request, viewer, whole.report, whole=whole)


def enter_page(
    request: SignedInRequest,
    viewer: Viewer,
    report: ScrutinyReport,
    *,
    whole: Recommendation | None,
) -> HttpResponse:
    """Enter a recommendation of a report, or a part of one."""
    form = RecommendationForm(
        posted(request),
        initial={
            "made_on": whole.made_on if whole else None,
            "due_review_months": policy_on(viewer.council, viewer.today).review_months,
        },
        owners=owners_of(viewer),
        whole=whole,
        **fits(viewer, report, beside=beside_of(viewer, report, whole=whole)),
    )

    def enter() -> str:
        inside: dict[str, Any] = {"parent": whole, "kind": whole.kind} if whole else {}
        made = services.enter_recommendation(
            report=report,
            by=request.user,
            words=form.worded,
            owner=form.cleaned_data["owner"],
            address=form.cleaned_data["address"],
            **inside,
            **form.values,
        )
        services.place_recommendation(recommendation=made, after=form.comes_after, by=request.user)
        messages.success(request, f"{made.address} is entered")
        return (whole or made).get_absolute_url()

    heading = f"Enter a part of {whole}" if whole else "Enter a recommendation"
    back = whole.get_absolute_url() if whole else address_of(report)
    context = {**editing(viewer, report, heading=heading, back=back), "whole": whole}
    template = "recommendations/recommendations/edit.html"
    return edit_page(request, template, context, form=form, act=enter)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def recommendation_edit(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    whole = printed.parent
    every = beside_of(viewer, printed.report, whole=whole)
    at = [row.pk for row in every].index(printed.pk)
    after = every[at - 1].address if at else FIRST
    form = IdentityForm(
        posted(request),
        initial=IdentityForm.of(printed, after=after),
        whole=whole,
        **fits(viewer, printed.report, beside=[row for row in every if row != printed]),
    )

    def edit() -> str:
        unasked = {"kind": printed.kind, "theme": printed.theme, "part_kind": printed.part_kind}
        services.edit_recommendation(
            recommendation=printed,
            seen=form.version_seen,
            by=request.user,
            **{**unasked, **form.values},
        )
        if form.is_moved:
            services.place_recommendation(
                recommendation=printed, after=form.comes_after, by=request.user
            )
        messages.success(request, f"{printed.address} is changed")
        return printed.get_absolute_url()

    heading = f"Change what {printed} is"
    back = printed.get_absolute_url()
    context = {**editing(viewer, printed.report, heading=heading, back=back), "whole": printed}
    template = "recommendations/recommendations/edit.html"
    seen = partial(IdentityForm.seen, after=after)
    return edit_page(request, template, context, form=form, act=edit, seen=seen)


def beside_of(
    viewer: Viewer, report: ScrutinyReport, *, whole: Recommendation | None
) -> list[Recommendation]:
    """The recommendations of a report, or the parts of one of them, that a viewer may see."""
    return list(Recommendation.objects.visible_to(viewer).filter(report=report, parent=whole))


def fits(viewer: Viewer, report: ScrutinyReport, *, beside: list[Recommendation]) -> dict[str, Any]:
    """What a recommendation of a report may be put beside, under, or waits for."""
    return {
        "report": report,
        "themes": Theme.objects.visible_to(viewer).filter(report=report).select_related("parent"),
        "bodies": Body.objects.visible_to(viewer),
        "events": Event.objects.visible_to(viewer),
        "beside": beside,
    }
