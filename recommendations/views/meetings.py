"""Meetings of the bodies of a council, and what is on their agendas."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.meetings import AgendaItemForm, MeetingForm
from recommendations.models import AgendaItem, Body, Meeting, UpdateRound, Viewer
from recommendations.models.meetings import AgendaItemQuerySet, MeetingQuerySet
from recommendations.reading.report_returns import due_by
from recommendations.reading.resolutions import resolutions_of
from recommendations.reading.topics import programme_of
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import meetings as services
from recommendations.services.classification import classify
from recommendations.views.editing import edit_page, posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once


@requires(Permission.MEETING_MANAGE)
def meeting_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """The meetings of the body asked for, or of all: those to come, then those that were."""
    bodies = bodies_of(viewer)
    asked = request.GET.get("body")
    chosen = next((body for body in bodies if body.slug == asked), None)
    found = meetings_of(viewer).filter(body__in=[chosen] if chosen else bodies)
    today = timezone.localdate()
    return render(
        request,
        "recommendations/meetings/list.html",
        {
            "viewer": viewer,
            "bodies": bodies,
            "chosen": chosen,
            "ahead": found.filter(day__gte=today),
            "past": found.filter(day__lt=today).reverse(),
            "may_manage_rounds": viewer.can(Permission.ROUND_MANAGE),
            "may_see_committees": viewer.can(Permission.MY_COMMITTEES),
        },
    )


@requires(Permission.MEETING_MANAGE)
def meeting(request: SignedInRequest, viewer: Viewer, *, meeting: int) -> HttpResponse:
    found = get_object_or_404(meetings_of(viewer), pk=meeting)
    today, now = timezone.localdate(), timezone.now()
    resolved = resolutions_of(viewer, today=today, now=now)
    return render(
        request,
        "recommendations/meetings/meeting.html",
        {
            "viewer": viewer,
            "today": today,
            "meeting": found,
            "publishing": found.publishing(today=today),
            "items": items_of(viewer, found).with_resolutions(resolved),
            "may_edit_agenda": viewer.can(Permission.AGENDA_EDIT),
            "may_resolve": viewer.can(Permission.RESOLUTION_RECORD),
            "may_make_pack": viewer.can(Permission.PACK_PREVIEW),
            "may_manage_rounds": viewer.can(Permission.ROUND_MANAGE),
            "returns": due_by(viewer, found, today=today, now=now),
            "programme": programme_of(viewer, found.body, today=today, now=now),
            "round": UpdateRound.objects.visible_to(viewer).filter(meeting=found).first(),
        },
    )


@requires(Permission.MEETING_MANAGE, methods=READ_AND_SEND)
@sent_once
def meeting_new(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = MeetingForm(posted(request), bodies=bodies_of(viewer))

    def enter() -> str:
        called = services.call_meeting(**form.values)
        messages.success(request, f"The meeting of {day_words(called.day)} is entered")
        return address_of(called)

    back = reverse("recommendations:meeting_list", args=[viewer.council.slug])
    context = {"viewer": viewer, "meeting": None, "back": back}
    return send_page(request, "recommendations/meetings/edit.html", context, form=form, act=enter)


@requires(Permission.MEETING_MANAGE, methods=READ_AND_SEND)
@sent_once
def meeting_edit(request: SignedInRequest, viewer: Viewer, *, meeting: int) -> HttpResponse:
    editable = meetings_of(viewer).editable_by(viewer, to=Permission.MEETING_MANAGE)
    found = get_object_or_404(editable, pk=meeting)
    form = MeetingForm(
        posted(request),
        initial={
            **{name: getattr(found, name) for name in ("day", "starts_at", "place")},
            "body": found.body_id,
            "follows": found.version,
        },
        bodies=bodies_of(viewer),
        meeting=found,
    )

    def edit() -> str:
        services.edit_meeting(
            meeting=found, seen=form.said("follows"), by=request.user, **form.values
        )
        messages.success(request, "The meeting is changed")
        return address_of(found)

    context = {"viewer": viewer, "meeting": found, "back": address_of(found), "here": "meetings"}
    return edit_page(request, "recommendations/meetings/edit.html", context, form=form, act=edit)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def item_new(request: SignedInRequest, viewer: Viewer, *, meeting: int) -> HttpResponse:
    found = get_object_or_404(meetings_of(viewer), pk=meeting)
    last = items_of(viewer, found).count()
    form = AgendaItemForm(posted(request), initial={"classification": "open", "place": last + 1})

    def enter() -> str:
        typed = form.cleaned_data
        item = services.add_item(meeting=found, title=typed["title"], number=typed["number"])
        placed_and_classified(request, item, form)
        messages.success(request, f"“{typed['title']}” is on the agenda")
        return address_of(found)

    context = {"viewer": viewer, "meeting": found, "item": None, "back": address_of(found)}
    return send_page(request, "recommendations/meetings/item.html", context, form=form, act=enter)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def item_edit(request: SignedInRequest, viewer: Viewer, *, meeting: int, item: int) -> HttpResponse:
    found = get_object_or_404(meetings_of(viewer), pk=meeting)
    editable = items_of(viewer, found).editable_by(viewer, to=Permission.AGENDA_EDIT)
    edited = get_object_or_404(editable, pk=item)
    form = AgendaItemForm(
        posted(request),
        initial={
            "number": edited.number,
            "title": edited.title,
            "place": edited.position,
            "classification": edited.classification,
            "follows": edited.version,
        },
        item=edited,
    )

    def edit() -> str:
        typed = form.cleaned_data
        services.edit_item(
            item=edited,
            seen=form.said("follows"),
            by=request.user,
            number=typed["number"],
            title=typed["title"],
        )
        placed_and_classified(request, edited, form)
        messages.success(request, "The item is changed")
        return address_of(found)

    context = {
        "viewer": viewer,
        "meeting": found,
        "item": edited,
        "back": address_of(found),
        "here": "meetings",
    }
    return edit_page(request, "recommendations/meetings/item.html", context, form=form, act=edit)


def placed_and_classified(request: SignedInRequest, item: AgendaItem, form: AgendaItemForm) -> None:
    typed = form.cleaned_data
    if typed["place"] and typed["place"] != item.position:
        services.order_items(meeting=item.meeting, item=item, to=typed["place"], by=request.user)
    if form.raised:
        classify(
            row=item,
            to=form.raised,
            by=request.user,
            reason=typed["reason"],
            paragraphs=typed["paragraphs"],
            public_interest=typed["reason"],
        )


def bodies_of(viewer: Viewer) -> Any:
    """Those whose meetings a clerk serves: not a partner's, nor an inspectorate's."""
    return Body.objects.visible_to(viewer).that_meet()


def meetings_of(viewer: Viewer) -> MeetingQuerySet:
    return Meeting.objects.visible_to(viewer).select_related("body__council")


def items_of(viewer: Viewer, meeting: Meeting) -> AgendaItemQuerySet:
    return AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)


def address_of(meeting: Meeting) -> str:
    return reverse("recommendations:meeting", args=[meeting.body.council.slug, meeting.pk])
