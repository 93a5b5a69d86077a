"""Handing over what a body or a post has: to whom, what, and then at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.successions import HandOverForm, SuccessorsForm
from recommendations.models import Body, Post, Viewer
from recommendations.reading.successions import (
    Sheet,
    resolved_of,
    seen_by,
    stays_behind,
    topics_of,
)
from recommendations.rules.roles import Permission
from recommendations.rules.wording import count, day_words
from recommendations.services import successions as services
from recommendations.services.submissions import Conflict
from recommendations.standing.leaving import Leaving, Owner, left_by
from recommendations.views.editing import posted
from recommendations.views.sending import (
    READ_AND_SEND,
    carry_out,
    form_page,
    is_sent,
    sent_once,
)

MEANWHILE = (
    "What is open has changed since you looked. It is shown anew below: look at it, and send it "
    "once more"
)


@requires(Permission.BODY_MANAGE, methods=READ_AND_SEND)
@sent_once
def body_hand_over(request: SignedInRequest, viewer: Viewer, *, body: str) -> HttpResponse:
    bodies = Body.objects.editable_by(viewer, to=Permission.BODY_MANAGE).with_names()
    old = get_object_or_404(bodies.select_related("council"), slug=body)
    back = reverse("recommendations:body", args=[viewer.council.slug, old.slug])
    return hand_over(request, viewer, old, list(bodies), {"body": old, "back": back})


@requires(Permission.POST_HAND_OVER, methods=READ_AND_SEND)
@sent_once
def post_hand_over(request: SignedInRequest, viewer: Viewer, *, post: str) -> HttpResponse:
    posts = Post.objects.editable_by(viewer, to=Permission.POST_HAND_OVER)
    old = get_object_or_404(posts.select_related("council"), slug=post)
    back = reverse("recommendations:post", args=[viewer.council.slug, old.slug])
    return hand_over(request, viewer, old, list(posts), {"post": old, "back": back})


def hand_over(
    request: SignedInRequest,
    viewer: Viewer,
    old: Owner,
    owners: Sequence[Owner],
    context: dict[str, Any],
) -> HttpResponse:
    """First to whom and from when, by the address; then what, and why."""
    today = timezone.localdate()
    context = {**context, "viewer": viewer, "old": old}
    chosen = SuccessorsForm(
        request.GET if "to" in request.GET else None,
        initial={"on": today},
        old=old,
        owners=owners,
    )
    if not chosen.is_valid():
        template = "recommendations/successions/successors.html"
        return form_page(request, template, context, form=chosen)
    to, on = chosen.successors, chosen.cleaned_data["on"]
    left = left_by(old, on=on, known_at=timezone.now())
    sent = request.POST if request.method == "POST" else QueryDict()
    sheet = sheet_of(viewer, left, to, sent)
    does = request.POST.get("do", "") if is_sent(request) else ""
    may_end = isinstance(old, Body) and old.ended_on is None
    form = HandOverForm(
        posted(request),
        some=sheet.groups,
        heirs=to,
        may_end=may_end,
        is_sent=does == "hand over",
    )
    if does == "give" and form.is_valid():
        give(sheet, form)

    def act() -> str:
        row = services.hand_over(
            old=old,
            to=to,
            on=on,
            instead=sheet.instead,
            seen=request.POST.get("follows", ""),
            ends=form.cleaned_data.get("ends", False),
            by=request.user,
            why=form.cleaned_data["why"],
        )
        messages.success(
            request,
            f"{count(len(sheet.items), 'open item')} of {old} handed over from {day_words(on)}",
        )
        if viewer.can(Permission.EXCEPTION_REPORT_VIEW):
            return reverse("reports:roll_over", args=[viewer.council.slug, row.pk])
        return str(context["back"])

    status = None
    if does == "hand over" and form.is_valid():
        try:
            if done := carry_out(request, form, act):
                return done
        except Conflict as conflict:
            left, status = conflict.theirs, 409
            sheet = sheet_of(viewer, left, to, sent)
            form.add_error(None, MEANWHILE)
    return form_page(
        request,
        "recommendations/successions/hand_over.html",
        {**context, **shown(viewer, old, left), "on": on, "to": to, "sheet": sheet},
        form=form,
        status=status,
    )


def sheet_of(viewer: Viewer, left: Leaving, to: Sequence[Owner], sent: QueryDict) -> Sheet:
    return Sheet(seen_by(viewer, left.items), to, sent, closed=seen_by(viewer, left.closed))


def give(sheet: Sheet, form: HandOverForm) -> None:
    typed = form.cleaned_data
    if not typed["heir"]:
        form.add_error("heir", "Choose to whom it goes")
    elif not sheet.give(typed["some"], typed["heir"]):
        form.add_error("some", "Tick what goes to another, or choose a report or theme")


def shown(viewer: Viewer, old: Owner, left: Leaving) -> dict[str, Any]:
    """What the page says of it besides who has what."""
    return {
        "left": left,
        "resolved": resolved_of(viewer, left),
        "topics": topics_of(viewer, left),
        "stays": list(stays_behind(viewer, old, left, today=timezone.localdate())),
    }
