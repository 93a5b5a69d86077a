"""The work programme of a committee, and one topic of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.topics import (
    DropForm,
    NewTopicForm,
    PlanForm,
    TakeBackForm,
    TopicForm,
)
from recommendations.models import (
    AgendaItem,
    Body,
    Meeting,
    Recommendation,
    Remit,
    Topic,
    TopicStage,
    Viewer,
    Wording,
)
from recommendations.models.since_until import held_on
from recommendations.reading.topics import programme_of, state_words, topics_of
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import topics as services
from recommendations.services.change import Refused
from recommendations.services.facts import take_fact_back
from recommendations.services.meetings import add_item
from recommendations.services.submissions import Conflict
from recommendations.templatetags.display import gist
from recommendations.views.editing import edit_page, posted, record_page
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once
from recommendations.views.subjects import number_or_404

MEETINGS = 12
"""So many meetings to come are offered."""


@requires(Permission.TOPIC_VIEW)
def topic_list(request: SignedInRequest, viewer: Viewer, *, body: str) -> HttpResponse:
    """The work programme of a body."""
    found = get_object_or_404(bodies_of(viewer), slug=body)
    now = timezone.now()
    today = timezone.localdate(now)
    context = {
        "viewer": viewer,
        "today": today,
        "body": found,
        "programme": programme_of(viewer, found, today=today, now=now),
        "may_edit": viewer.can(Permission.AGENDA_EDIT),
    }
    return render(request, "recommendations/topics/list.html", context)


@requires(Permission.TOPIC_VIEW)
def topic(request: SignedInRequest, viewer: Viewer, *, topic: int) -> HttpResponse:
    found = topic_or_404(viewer, topic)
    today = timezone.localdate()
    coming = Meeting.objects.visible_to(viewer).filter(body=found.body, day__gte=today)
    others = coming.exclude(pk=found.meeting.pk) if found.meeting else coming
    context = {
        "viewer": viewer,
        "today": today,
        "topic": found,
        "meetings": others[:MEETINGS],
        "may_edit": viewer.can(Permission.AGENDA_EDIT),
        "is_taken": found.is_taken_by(today),
        "can_be_taken_back": can_be_taken_back(found),
    }
    return render(request, "recommendations/topics/topic.html", context)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def topic_new(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """Enter a topic: of a body, or of a recommendation, that the address may name."""
    came_from = recommendation_or_404(viewer, request.GET.get("recommendation"))
    today = timezone.localdate()
    bodies = bodies_of(viewer)
    named = number_or_404(request.GET.get("body"))
    body = None if named is None else get_object_or_404(bodies, pk=named)
    form = NewTopicForm(
        posted(request),
        initial={
            "on": today,
            "body": body,
            **(filled_from(viewer, came_from) if came_from else {}),
        },
        bodies=bodies,
        today=today,
    )

    def enter() -> str:
        made = services.propose(recommendation=came_from, by=request.user, **form.values)
        messages.success(request, f"“{made}” is on the work programme")
        return address_of(viewer, made)

    context = {
        "viewer": viewer,
        "heading": "Enter a topic",
        "body": body,
        "came_from": came_from,
        "here": "meetings",
        "back": came_from.get_absolute_url() if came_from else programme_or_meetings(viewer, body),
    }
    return send_page(request, "recommendations/topics/form.html", context, form=form, act=enter)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def topic_edit(request: SignedInRequest, viewer: Viewer, *, topic: int) -> HttpResponse:
    found = topic_acted_on(viewer, topic)
    names = ("title", "text", "meant_for")
    form = TopicForm(
        posted(request),
        initial={**{name: getattr(found, name) for name in names}, "follows": found.version},
    )

    def edit() -> str:
        services.edit_topic(topic=found, seen=form.said("follows"), by=request.user, **form.values)
        messages.success(request, "The topic is changed")
        return address_of(viewer, found)

    context = around(viewer, found, heading="Change a topic")
    return edit_page(request, "recommendations/topics/form.html", context, form=form, act=edit)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def topic_plan(
    request: SignedInRequest, viewer: Viewer, *, meeting: int, topic: int
) -> HttpResponse:
    """Put a topic on the agenda of a meeting of its body."""
    found = topic_acted_on(viewer, topic)
    meetings = Meeting.objects.visible_to(viewer).select_related("body__council")
    planned = get_object_or_404(meetings, pk=meeting, body=found.body)
    form = PlanForm(
        posted(request),
        initial={"item": "new", "title": found.title, "follows": last_number(found)},
        items=AgendaItem.objects.visible_to(viewer).filter(meeting=planned),
    )

    def put() -> str:
        typed = form.cleaned_data
        services.plan(
            topic=found,
            item=form.chosen
            or add_item(meeting=planned, title=typed["title"], number=typed["number"]),
            follows=services.stage_named(typed["follows"], topic=found),
            by=request.user,
            on=timezone.localdate(),
        )
        messages.success(request, f"“{found}” is planned for {day_words(planned.day)}")
        return reverse("recommendations:meeting", args=[viewer.council.slug, planned.pk])

    context = {
        **around(viewer, found, heading="Put a topic on the agenda"),
        "meeting": planned,
        "back": reverse("recommendations:meeting", args=[viewer.council.slug, planned.pk]),
    }
    template = "recommendations/topics/form.html"
    return record_page(request, template, context, form=form, act=put, meanwhile=said_meanwhile)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def topic_drop(request: SignedInRequest, viewer: Viewer, *, topic: int) -> HttpResponse:
    found = topic_acted_on(viewer, topic)
    form = DropForm(posted(request), initial={"follows": last_number(found)})

    def dropped() -> str:
        typed = form.cleaned_data
        services.drop(
            topic=found,
            reason=typed["reason"],
            follows=services.stage_named(typed["follows"], topic=found),
            by=request.user,
            on=timezone.localdate(),
        )
        messages.success(request, "The topic is dropped")
        return address_of(viewer, found)

    context = around(viewer, found, heading="Drop a topic")
    template = "recommendations/topics/form.html"
    return record_page(request, template, context, form=form, act=dropped, meanwhile=said_meanwhile)


@requires(Permission.AGENDA_EDIT, methods=READ_AND_SEND)
@sent_once
def topic_take_back(request: SignedInRequest, viewer: Viewer, *, topic: int) -> HttpResponse:
    """Take back that it was planned or dropped; an item that is on an agenda stays there."""
    found = topic_acted_on(viewer, topic)
    if not can_be_taken_back(found):
        raise Http404
    form = TakeBackForm(posted(request))

    def take_back() -> str:
        try:
            take_fact_back(row=found.last, why=form.cleaned_data["why"], by=request.user)
        except Conflict:
            raise Refused("Somebody else changed this meanwhile. Look at it again.") from None
        messages.success(request, "It is taken back")
        return address_of(viewer, found)

    context = around(viewer, found, heading="Take it back")
    template = "recommendations/topics/form.html"
    return send_page(request, template, context, form=form, act=take_back)


def around(viewer: Viewer, topic: Topic, *, heading: str) -> dict[str, Any]:
    return {
        "viewer": viewer,
        "topic": topic,
        "body": topic.body,
        "state": state_words(topic, today=viewer.today),
        "heading": heading,
        "here": "meetings",
        "back": address_of(viewer, topic),
    }


def said_meanwhile(theirs: TopicStage) -> str:
    return (
        f"Meanwhile {theirs.by} recorded of this topic: {theirs.get_stage_display().lower()}, "
        f"{day_words(theirs.on)}. If yours is right as well, send it again."
    )


def can_be_taken_back(topic: Topic) -> bool:
    return topic.last.stage in (TopicStage.Stage.PLANNED, TopicStage.Stage.DROPPED)


def last_number(topic: Topic) -> int | str:
    last = services.last_stage(topic)
    return last.pk if last else ""


def filled_from(viewer: Viewer, printed: Recommendation) -> dict[str, Any]:
    """What a new topic says at first: the recommendation's title and words, and who watches it."""
    today, now = timezone.localdate(), timezone.now()
    words = Wording.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    wording = words.filter(recommendation=printed).exclude(printing=Wording.Printing.BODY).last()
    remits = Remit.objects.visible_to(viewer).over(printed.parent or printed)
    watched = remits.filter(held_on(today)).order_by(F("recommendation").asc(nulls_last=True))
    remit = watched.first()
    return {
        "title": gist(wording)[:300],
        "text": wording.text[:4000] if wording else "",
        "body": remit.body_id if remit else None,
    }


def recommendation_or_404(viewer: Viewer, typed: str | None) -> Recommendation | None:
    if (number := number_or_404(typed)) is None:
        return None
    seen = Recommendation.objects.visible_to(viewer).for_listing()
    return get_object_or_404(seen, pk=number)


def topic_or_404(viewer: Viewer, number: int) -> Topic:
    now = timezone.now()
    topics = topics_of(viewer, today=timezone.localdate(now), now=now)
    return get_object_or_404(topics, pk=number)


def topic_acted_on(viewer: Viewer, number: int) -> Topic:
    now = timezone.now()
    topics = topics_of(viewer, today=timezone.localdate(now), now=now)
    return one_to_act_on(topics, viewer, Permission.AGENDA_EDIT, pk=number)


def bodies_of(viewer: Viewer) -> Any:
    return Body.objects.visible_to(viewer).that_meet()


def programme_or_meetings(viewer: Viewer, body: Body | None) -> str:
    if body is None:
        return reverse("recommendations:meeting_list", args=[viewer.council.slug])
    return reverse("recommendations:topic_list", args=[viewer.council.slug, body.slug])


def address_of(viewer: Viewer, topic: Topic) -> str:
    return reverse("recommendations:topic", args=[viewer.council.slug, topic.pk])
