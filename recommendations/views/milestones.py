"""Milestones: a new one, another date for one, and what became of an occurrence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from recommendations.access import SignedInRequest, requires
from recommendations.forms.milestones import (
    DateDecisionForm,
    MilestoneForm,
    MilestoneOwnerForm,
    NewDateForm,
    OccurrenceForm,
)
from recommendations.models import (
    Body,
    DateChange,
    DateDecision,
    Event,
    MilestoneOwnership,
    Post,
    Resolution,
    Viewer,
)
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import milestones as services
from recommendations.standing.facts import policy_on
from recommendations.standing.register import MilestoneNow
from recommendations.views.editing import posted, record_page
from recommendations.views.minutes import minute_of, minutes_to_choose
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once
from recommendations.views.subjects import (
    Subject,
    acted_on,
    around,
    milestone_acted_on,
    seen,
    subject_of,
)


@requires(Permission.NEW_DATE_ASK, methods=READ_AND_SEND)
@sent_once
def new_date(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, milestone: int
) -> HttpResponse:
    """The old date stays until somebody entitled decides."""
    may = Permission.NEW_DATE_ASK
    milestone_acted_on(viewer, may, report=report, address=address, milestone=milestone)
    subject = subject_of(viewer, seen(viewer, report=report, address=address), milestone=milestone)
    step = movable_or_404(subject)
    form = NewDateForm(posted(request), today=subject.today, now=step.day)

    def ask() -> str:
        typed = form.cleaned_data
        services.ask_for_new_date(
            milestone=step.row,
            from_day=step.day,
            to_day=typed["to_day"],
            reason=typed["reason"],
            by=request.user,
            on=subject.today,
        )
        messages.success(request, f"{day_words(typed['to_day'])} is asked for")
        return subject.address

    context = {"viewer": viewer, "subject": subject, "step": step}
    page = "recommendations/milestones/new_date.html"
    waits = "A new date is asked for already, and waits to be decided"
    return record_page(request, page, context, form=form, act=ask, meanwhile=lambda _: waits)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def milestone_new(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    """What an answer promised besides, or what scrutiny set itself."""
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    subject = subject_of(viewer, printed)
    form = MilestoneForm(
        posted(request),
        initial={"due_review_months": policy_on(viewer.council, subject.today).review_months},
        posts=Post.objects.visible_to(viewer),
        events=Event.objects.visible_to(viewer),
        bodies=Body.objects.visible_to(viewer).that_meet(),
        near={subject.today, printed.exists_from},
    )

    def promise() -> str:
        typed = form.cleaned_data
        services.promise(
            recommendations=[printed],
            text=typed["text"],
            due=typed["due"],
            owner=typed["owner"],
            success_measure=typed["success_measure"],
            answer=subject.item.answer,
            by=request.user,
            on=subject.today,
        )
        messages.success(request, f"{printed} has another milestone")
        return f"{subject.address}#milestones"

    context = around(subject, heading=f"Add a milestone to {printed}")
    return send_page(
        request, "recommendations/milestones/new.html", context, form=form, act=promise
    )


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def milestone_owner(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, milestone: int
) -> HttpResponse:
    """Another post from a day on, or from the first where the wrong one was recorded."""
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    subject = subject_of(viewer, printed, milestone=milestone)
    step = subject.milestone
    if step is None:
        raise Http404
    form = MilestoneOwnerForm(
        posted(request), initial={"since": subject.today}, posts=Post.objects.visible_to(viewer)
    )

    def give() -> str:
        typed = form.cleaned_data
        services.give_to(milestone=step.row, by=request.user, **typed)
        messages.success(request, f"{typed['post']} owes “{step.row}”")
        return f"{subject.address}#milestones"

    owed_by = MilestoneOwnership.objects.visible_to(viewer).filter(milestone=step.row.root_id)
    context = {
        **around(subject, heading="Who owes this milestone"),
        "step": step,
        "owed_by": owed_by.select_related("post"),
    }
    return send_page(request, "recommendations/milestones/owner.html", context, form=form, act=give)


@requires(Permission.NEW_DATE_DECIDE, methods=READ_AND_SEND)
@sent_once
def occurrence(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, milestone: int
) -> HttpResponse:
    """One that nobody reported done is recorded as missed, or skipped with leave and a reason."""
    printed = acted_on(viewer, Permission.NEW_DATE_DECIDE, report=report, address=address)
    subject = subject_of(viewer, printed, milestone=milestone)
    step = subject.milestone
    if step is None or not step.occurrences:
        raise Http404
    form = OccurrenceForm(posted(request), occurrences=step.occurrences, today=subject.today)

    def record() -> str:
        typed = form.cleaned_data
        day = date.fromisoformat(typed["due"])
        services.record_outcome(
            milestone=step.row,
            due=day,
            outcome=typed["outcome"],
            reason=typed["reason"],
            leave=typed["leave"],
            by=request.user,
            on=subject.today,
        )
        messages.success(request, f"The one due {day_words(day)} is recorded as {typed['outcome']}")
        return subject.address

    context = {
        **around(subject, heading="Say what became of an occurrence"),
        "step": step,
    }
    return send_page(
        request, "recommendations/milestones/occurrence.html", context, form=form, act=record
    )


def movable_or_404(subject: Subject) -> MilestoneNow:
    step = subject.milestone
    if step is None or not step.may_move:
        raise Http404
    return step


@requires(Permission.NEW_DATE_DECIDE, methods=READ_AND_SEND)
@sent_once
def new_date_decision(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, change: int
) -> HttpResponse:
    """By a resolution or with the portfolio holder's leave; never by whoever asked."""
    printed = acted_on(viewer, Permission.NEW_DATE_DECIDE, report=report, address=address)
    changes = DateChange.objects.visible_to(viewer).select_related("milestone", "by")
    asked = get_object_or_404(changes, pk=change)
    subject = subject_of(viewer, printed, milestone=asked.milestone_id)
    step = subject.milestone
    if step is None or step.asked_for != asked:
        raise Http404
    if asked.by_id == request.user.pk:
        raise PermissionDenied
    form = DateDecisionForm(
        posted(request),
        asked_on=asked.on,
        **minutes_to_choose(viewer, printed, today=subject.today, since=asked.on),
    )

    def decide() -> str:
        decision = form.cleaned_data["decision"]
        resolution = minute_of(form, printed, kind=kind_of(decision), by=request.user)
        services.decide_new_date(
            asked=asked, decision=decision, by=request.user, **by_whose_leave(form, resolution)
        )
        messages.success(request, f"{day_words(asked.to_day)} is {decision}")
        return subject.address

    context = {"viewer": viewer, "subject": subject, "step": step, "asked": asked}
    page = "recommendations/milestones/decision.html"
    decided = "Somebody else decided this date while you were writing"
    return record_page(request, page, context, form=form, act=decide, meanwhile=lambda _: decided)


def kind_of(decision: str) -> str:
    granted = decision == DateDecision.Decision.GRANTED
    return Resolution.Kind.AGREE_A_DATE if granted else Resolution.Kind.CONTINUE


def by_whose_leave(form: DateDecisionForm, resolution: Resolution | None) -> dict[str, Any]:
    """The committee decided on the day it met, the portfolio holder on the day of the leave."""
    if resolution is not None:
        return {"resolution": resolution, "on": resolution.on}
    left_on: date = form.cleaned_data["left_on"]
    return {"leave": form.cleaned_data["leave"], "on": left_on}
