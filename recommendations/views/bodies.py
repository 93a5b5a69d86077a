"""Bodies of a council: which there are, one of them, and entering and ending them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.bodies import BodyEndForm, BodyForm, BodyNameForm, NewBodyForm
from recommendations.models import Body, Meeting, Succession, Viewer
from recommendations.reading.bodies import watched
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import bodies as services
from recommendations.views.editing import edit_page, posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once

MEETINGS = 12


@requires(Permission.BODY_VIEW)
def body_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """Those there are today, those that have ended, and what was handed over."""
    bodies = list(Body.objects.visible_to(viewer).with_names())
    today = timezone.localdate()
    ended = [body for body in bodies if body.ended_on and body.ended_on < today]
    handed_over = Succession.objects.visible_to(viewer).for_listing()
    return render(
        request,
        "recommendations/bodies/list.html",
        {
            "viewer": viewer,
            "today": today,
            "bodies": [body for body in bodies if body not in ended],
            "ended": ended,
            "successions": handed_over,
            "may_manage": viewer.can(Permission.BODY_MANAGE),
            "may_read": viewer.can(Permission.EXCEPTION_REPORT_VIEW),
        },
    )


@requires(Permission.BODY_VIEW)
def body(request: SignedInRequest, viewer: Viewer, *, body: str) -> HttpResponse:
    """Its names by date, what it watches, when it meets, and what came before and after it."""
    today = timezone.localdate()
    found = get_object_or_404(Body.objects.visible_to(viewer).with_names(), slug=body)
    watches = watched(found, viewer=viewer)
    meetings = Meeting.objects.visible_to(viewer).filter(body=found).order_by("-day")
    return render(
        request,
        "recommendations/bodies/body.html",
        {
            "viewer": viewer,
            "today": today,
            "body": found,
            "watches": [one for one in watches if not one.is_over(today)],
            "watched": [one for one in watches if one.is_over(today)],
            "meetings": meetings[:MEETINGS],
            "successions": Succession.objects.visible_to(viewer)
            .before_or_after(found)
            .for_listing(),
            "is_committee": found.kind == Body.Kind.COMMITTEE,
            "may_manage": viewer.can(Permission.BODY_MANAGE),
            "may_read": viewer.can(Permission.EXCEPTION_REPORT_VIEW),
            "may_meet": viewer.can(Permission.MEETING_MANAGE),
            "has_topics": found.meets and viewer.can(Permission.TOPIC_VIEW),
        },
    )


@requires(Permission.BODY_MANAGE, methods=READ_AND_SEND)
@sent_once
def body_new(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = NewBodyForm(
        posted(request),
        bodies=Body.objects.visible_to(viewer).with_names(),
        today=timezone.localdate(),
    )

    def enter() -> str:
        entered = services.enter_body(council=viewer.council, by=request.user, **form.values)
        messages.success(request, f"“{entered}” is entered")
        return address_of(viewer, entered)

    back = reverse("recommendations:body_list", args=[viewer.council.slug])
    context = {**around(viewer), "heading": "Enter a body", "back": back}
    return send_page(request, "recommendations/bodies/form.html", context, form=form, act=enter)


@requires(Permission.BODY_MANAGE, methods=READ_AND_SEND)
@sent_once
def body_edit(request: SignedInRequest, viewer: Viewer, *, body: str) -> HttpResponse:
    found = managed(viewer, body)
    form = BodyForm(
        posted(request),
        initial={"kind": found.kind, "parent": found.parent_id, "follows": found.version},
        bodies=Body.objects.visible_to(viewer).exclude(pk=found.pk),
    )

    def edit() -> str:
        services.edit_body(body=found, seen=form.said("follows"), by=request.user, **form.values)
        messages.success(request, "The body is changed")
        return address_of(viewer, found)

    context = around(viewer, found, heading="What kind of body it is")
    return edit_page(request, "recommendations/bodies/form.html", context, form=form, act=edit)


@requires(Permission.BODY_MANAGE, methods=READ_AND_SEND)
@sent_once
def body_rename(request: SignedInRequest, viewer: Viewer, *, body: str) -> HttpResponse:
    found, today = managed(viewer, body), timezone.localdate()
    form = BodyNameForm(
        posted(request), initial={"since": today, "follows": found.version}, today=today
    )

    def rename() -> str:
        typed = {name: form.cleaned_data[name] for name in ("name", "since", "why")}
        named = services.rename_body(
            body=found, seen=form.said("follows"), by=request.user, **typed
        )
        messages.success(request, f"It is called “{named}” from {day_words(typed['since'])}")
        return address_of(viewer, found)

    heading = "It meets again" if found.ended_on else f"{found} has a new name"
    context = around(viewer, found, heading=heading)
    return edit_page(request, "recommendations/bodies/form.html", context, form=form, act=rename)


@requires(Permission.BODY_MANAGE, methods=READ_AND_SEND)
@sent_once
def body_end(request: SignedInRequest, viewer: Viewer, *, body: str) -> HttpResponse:
    found, today = managed(viewer, body), timezone.localdate()
    form = BodyEndForm(
        posted(request), initial={"until": today, "follows": found.version}, today=today
    )

    def end() -> str:
        typed = {name: form.cleaned_data[name] for name in ("until", "why")}
        services.end_body(body=found, seen=form.said("follows"), by=request.user, **typed)
        messages.success(request, f"{found}’s last day is {day_words(typed['until'])}")
        return address_of(viewer, found)

    context = around(viewer, found, heading=f"The last day of {found}")
    return edit_page(request, "recommendations/bodies/form.html", context, form=form, act=end)


def managed(viewer: Viewer, slug: str) -> Body:
    bodies = Body.objects.editable_by(viewer, to=Permission.BODY_MANAGE)
    return get_object_or_404(bodies.with_names(), slug=slug)


def around(viewer: Viewer, body: Body | None = None, *, heading: str = "") -> dict[str, Any]:
    return {
        "viewer": viewer,
        "body": body,
        "heading": heading,
        "here": "people",
        "back": address_of(viewer, body) if body else "",
    }


def address_of(viewer: Viewer, body: Body) -> str:
    return reverse("recommendations:body", args=[viewer.council.slug, body.slug])
