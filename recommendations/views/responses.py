"""The responses to a report: opening one, building it on one page, reading it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.responses import BuildForm, ResponseForm, StepForm, apart, sent_by
from recommendations.models import (
    Body,
    DraftAnswer,
    DraftStep,
    Event,
    ExecutiveResponse,
    Post,
    Recommendation,
    Resolution,
    ResponseGroup,
    ScrutinyReport,
    Viewer,
)
from recommendations.models.responses import acts_in_responses
from recommendations.reading import responses as reading
from recommendations.rules.due import Shape
from recommendations.rules.roles import Permission
from recommendations.rules.stages import ON_RECORD
from recommendations.rules.wording import count
from recommendations.services import response_drafts as drafts
from recommendations.services import response_stages as stages
from recommendations.services import responses as services
from recommendations.services.change import Refused
from recommendations.services.submissions import Conflict
from recommendations.standing.facts import policy_on
from recommendations.views.editing import posted
from recommendations.views.sending import (
    READ_AND_SEND,
    carry_out,
    form_page,
    is_sent,
    send_page,
    sent_once,
)
from recommendations.views.stretches import Stretches

RESPONDING = (
    *(Body.Kind.EXECUTIVE, Body.Kind.FULL_COUNCIL),
    *(Body.Kind.PARTNER, Body.Kind.BOARD),
)
MOST_ROWS = 100
OWNING = (Post.Kind.LEAD_OFFICER, Post.Kind.DIRECTOR, Post.Kind.PORTFOLIO_HOLDER)


def responses_to(viewer: Viewer, report: str) -> Any:
    rows = ExecutiveResponse.objects.visible_to(viewer).filter(report__slug=report)
    return rows.select_related("report__council", "body")


def address_of(response: ExecutiveResponse, page: str = "response", *more: str) -> str:
    report = response.report
    keys = [report.council.slug, report.slug, response.pk, *more]
    return reverse(f"recommendations:{page}", args=keys)


def owners_of(viewer: Viewer) -> list[Post]:
    """The posts that may own a step."""
    return list(Post.objects.visible_to(viewer).filter(kind__in=OWNING))


@requires(Permission.RESPONSE_BUILD, methods=READ_AND_SEND)
@sent_once
def response_new(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    printed = get_object_or_404(
        ScrutinyReport.objects.visible_to(viewer).select_related("council"), slug=report
    )
    if not acts_in_responses(viewer, Permission.RESPONSE_BUILD):
        raise PermissionDenied
    bodies = Body.objects.visible_to(viewer).filter(kind__in=RESPONDING)
    form = ResponseForm(posted(request), bodies=bodies)

    def enter() -> str:
        typed = form.cleaned_data
        opened = services.open_response(
            report=printed,
            body=form.body_chosen,
            kind=typed["kind"],
            words=typed["words"],
            source=typed["source"],
            by=request.user,
            on=timezone.localdate(),
        )
        is_holding = opened.kind == ExecutiveResponse.Kind.HOLDING
        messages.success(request, f"The {opened.get_kind_display().lower()} is opened")
        return address_of(opened, "response" if is_holding else "response_build")

    context = {"viewer": viewer, "report": printed}
    return send_page(request, "recommendations/responses/new.html", context, form=form, act=enter)


@requires(Permission.REPORT_VIEW)
def response(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    found = get_object_or_404(
        responses_to(viewer, report).as_printed(viewer, as_at=today, known_at=now), pk=response
    )
    stands = reading.recommendations_of(viewer, found, today=today, now=now)
    reached = found.stages_reached
    stage = reading.standing_stage(reached)
    acts = reading.Part.of(viewer).in_response(found, stage)
    is_given = stage in ON_RECORD
    versions = list(
        responses_to(viewer, report)
        .filter(body=found.body_id)
        .as_printed(viewer, as_at=today, known_at=now)
    )
    said = reading.said_in(viewer, found, now=now)
    if not said and not is_given and acts.reads_the_draft:
        rows = reading.to_answer(viewer, found, today=today, now=now)
        said = reading.drafted_in(rows)
    earlier = reading.version_before(versions, found)
    resolutions = Resolution.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    return render(
        request,
        "recommendations/responses/response.html",
        {
            "viewer": viewer,
            "today": today,
            "response": found,
            "report": found.report,
            "stages": reading.told_stages(viewer, reached),
            "stage": stage,
            "acts": acts,
            "last_day": reading.last_day(viewer, found, today=today, now=now),
            "does_not_add_up": stages.why_it_does_not_add_up(
                found, among=[item.recommendation for item in stands.every]
            )
            if is_given
            else (),
            "said": reading.beside(stands, said) if said else (),
            "earlier": earlier,
            "changed": reading.changes(stands, reading.said_in(viewer, earlier, now=now), said)
            if earlier and said
            else (),
            "versions": versions,
            "resolutions": resolutions.filter(response=found).select_related("item__meeting__body"),
        },
    )


@requires(Permission.RESPONSE_BUILD, methods=READ_AND_SEND)
@sent_once
def response_build(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    """Rows on one page, which are kept as they are typed and checked when they are submitted.

    A long report has several pages, each of which keeps its own rows.
    """
    found = one_to_act_on(
        responses_to(viewer, report), viewer, Permission.RESPONSE_BUILD, pk=response
    )
    now = timezone.now()
    today = timezone.localdate(now)
    is_closed = bool(reading.stages_reached(viewer, found, today=today, now=now))
    if request.method != "POST" and (is_closed or found.kind == ExecutiveResponse.Kind.HOLDING):
        return redirect(address_of(found))
    owners = owners_of(viewer)
    asked = reading.to_answer(viewer, found, today=today, now=now)
    checks = request.GET.get("check") == "yes" and request.method != "POST"
    stretches = Stretches(request, asked, key=lambda row: row.pk, box="seen_{}", most=MOST_ROWS)
    form = BuildForm(
        posted(request) or sent_by(stretches.shown),
        asked=asked,
        shown=stretches.shown,
        owners=owners,
        checks=checks,
    )
    form.full_clean()
    if not checks:
        form.errors.clear()

    def keep() -> str:
        drafts.save_draft(response=found, typed=form.typed, by=request.user)
        deed, _, of = request.POST.get("do", "").partition(" ")
        if deed == "submit":
            return submitted()
        if deed == "step" and of in {row.address for row in asked}:
            return address_of(found, "response_step", of)
        if deed == "accept":
            filled = drafts.accept_all(
                response=found, rows=[row.pk for row in form.not_answered], by=request.user
            )
            messages.success(request, f"{count(filled, 'row')} accepted. Each still needs its step")
        else:
            messages.success(request, "The draft is saved")
        return page_of(stretches.query(of if deed == "at" else ""))

    def page_of(*queries: str) -> str:
        query = "&".join(filter(None, queries))
        return f"{address_of(found, 'response_build')}{'?' if query else ''}{query}"

    def submitted() -> str:
        """Drafted where it is whole; else back to the page, which names what is missing."""
        kept = reading.to_answer(viewer, found, today=today, now=timezone.now())
        whole = BuildForm(sent_by(kept), asked=kept, owners=owners, checks=True)
        if not whole.is_valid():
            wrong = {name.rpartition("_")[2] for name in whole.errors}
            first = next(row.pk for row in kept if str(row.pk) in wrong)
            return page_of("check=yes", stretches.query(first))
        drafts.submit_draft(
            response=found, needed=[row.pk for row in whole.needed], by=request.user, on=today
        )
        messages.success(request, "The draft is whole and submitted")
        return address_of(found)

    context: dict[str, Any] = {
        "viewer": viewer,
        "today": today,
        "response": found,
        "report": found.report,
        "checks": checks,
        "stretches": stretches,
        "last_day": reading.last_day(viewer, found, today=today, now=now),
        "has_lines": ResponseGroup.objects.visible_to(viewer).filter(response=found).exists(),
    }
    template = "recommendations/responses/build.html"
    if is_sent(request):
        try:
            if answer := carry_out(request, form, keep):
                return answer
        except Conflict as conflict:
            context["apart"] = apart(form, conflict.theirs)
            form.data = seen_now(request, conflict.theirs)
            return form_page(request, template, context, form=form, status=409)
    return form_page(request, template, context, form=form, status=200 if checks else None)


def seen_now(request: SignedInRequest, theirs: Sequence[DraftAnswer]) -> Any:
    """What was typed, by somebody who has now seen what these rows say."""
    again = request.POST.copy()
    for draft in theirs:
        again[f"seen_{draft.recommendation_id}"] = draft.state
    return again


@requires(Permission.RESPONSE_BUILD, methods=READ_AND_SEND)
@sent_once
def response_step(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int, address: str
) -> HttpResponse:
    """The further steps of one answer, by a date of any shape: one is added or taken out."""
    found = one_to_act_on(
        responses_to(viewer, report), viewer, Permission.RESPONSE_BUILD, pk=response
    )
    made = Recommendation.objects.visible_to(viewer).filter(report=found.report_id)
    row = get_object_or_404(made, address=address, scrutinys_own=False)
    steps = DraftStep.objects.visible_to(viewer).filter(
        draft__response=found, draft__recommendation=row
    )
    form = StepForm(
        posted(request),
        initial={
            "due_shape": Shape.ON_A_DAY.value,
            "due_review_months": policy_on(viewer.council, viewer.today).review_months,
        },
        owners=owners_of(viewer),
        events=Event.objects.visible_to(viewer),
        bodies=Body.objects.visible_to(viewer).that_meet(),
    )

    back = f"{address_of(found, 'response_build')}?at={row.pk}#row-{row.pk}"

    def add() -> str:
        drafts.add_step(response=found, recommendation=row.pk, by=request.user, **form.values)
        messages.success(request, f"The step of {row.address} is added")
        return back

    def take_out() -> str:
        number = request.POST.get("step", "")
        step = steps.filter(pk=number).first() if number.isdecimal() and len(number) < 16 else None
        if step is None:
            raise Refused("This step is gone already.")
        drafts.take_step_out(step=step)
        messages.success(request, f"The step of {row.address} is taken out")
        return back

    context = {
        "viewer": viewer,
        "response": found,
        "report": found.report,
        "row": row,
        "steps": steps.select_related("owner"),
        "back": back,
    }
    template = "recommendations/responses/step.html"
    if is_sent(request):
        act = add
        if request.POST.get("do") == "out":
            form.full_clean()
            form.errors.clear()
            act = take_out
        if form.is_valid() and (answer := carry_out(request, form, act)):
            return answer
    return form_page(request, template, context, form=form)
