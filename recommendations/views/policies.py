"""What a council sets for itself, by day: looked at, tried out, made ahead, changed, taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.policies import PolicyForm
from recommendations.models import Policy, Post, Viewer
from recommendations.reading.policies import behind, being_rated, by_day, in_force_on, preview
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services import policies as services
from recommendations.views.editing import edit_page, posted
from recommendations.views.sending import READ_AND_SEND, form_page, is_sent, sent_once

PAGE = "recommendations/policies/edit.html"


@requires(Permission.POLICY_EDIT)
def policy_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "viewer": viewer,
        "behind": behind(viewer, today=today),
        "policies": by_day(viewer, today=today),
        "rating": being_rated(viewer),
    }
    return render(request, "recommendations/policies/list.html", context)


@requires(Permission.POLICY_EDIT, methods=READ_AND_SEND)
@sent_once
def policy_new(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """Begins with what is in force today."""
    today = timezone.localdate()
    in_force = in_force_on(list(Policy.objects.visible_to(viewer)), today)
    form = PolicyForm(
        posted(request),
        nation=viewer.council.nation,
        posts=Post.objects.visible_to(viewer),
        today=today,
        of=in_force or Policy(council=viewer.council),
        planned=False,
    )

    def make() -> str:
        made = services.make_policy(council=viewer.council, by=request.user, **form.values)
        messages.success(request, f"There is a policy from {day_words(made.in_force_from)}")
        return address_of_list(viewer)

    context = {"viewer": viewer, "policy": None}
    return tried_or_saved(request, viewer, context, form=form, of=Policy(), act=make)


@requires(Permission.POLICY_EDIT, methods=READ_AND_SEND)
@sent_once
def policy_edit(request: SignedInRequest, viewer: Viewer, *, policy: int) -> HttpResponse:
    """One that is not in force yet; it can be taken away altogether."""
    today = timezone.localdate()
    editable = Policy.objects.editable_by(viewer, to=Permission.POLICY_EDIT)
    found = get_object_or_404(editable.select_related("council"), pk=policy)
    if request.method != "POST" and found.in_force_from <= today:
        raise Http404
    form = PolicyForm(
        posted(request),
        nation=viewer.council.nation,
        posts=Post.objects.visible_to(viewer),
        today=today,
        of=found,
        planned=True,
    )

    def edit() -> str:
        services.edit_policy(
            policy=found, seen=form.said("follows"), by=request.user, **form.values
        )
        messages.success(request, "The policy is changed")
        return address_of_list(viewer)

    def take_away() -> str:
        services.take_policy_away(policy=found, seen=form.said("follows"), by=request.user)
        messages.success(request, "The policy is taken away")
        return address_of_list(viewer)

    context = {"viewer": viewer, "policy": found}
    act = take_away if request.POST.get("do") == "withdraw" else edit
    return tried_or_saved(request, viewer, context, form=form, of=found, act=act)


def tried_or_saved(
    request: SignedInRequest,
    viewer: Viewer,
    context: dict[str, Any],
    *,
    form: PolicyForm,
    of: Policy,
    act: Callable[[], str],
) -> HttpResponse:
    context |= {"back": address_of_list(viewer), "here": "people"}
    if is_sent(request) and request.POST.get("do") == "preview":
        if form.is_valid():
            tried = Policy(pk=of.pk, council=viewer.council, **form.values)
            context["preview"] = preview(viewer, tried)
        return form_page(request, PAGE, context, form=form)
    return edit_page(request, PAGE, context, form=form, act=act)


def address_of_list(viewer: Viewer) -> str:
    return reverse("recommendations:policy_list", args=[viewer.council.slug])
