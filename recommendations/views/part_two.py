"""Leave to read exempt matter: given by an administrator, confirmed by somebody who has it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.people import ConfirmForm, PartTwoForm, ReasonForm
from recommendations.models import Body, Membership, PartTwoGrant, Viewer
from recommendations.models.clearance import PART_TWO_READERS
from recommendations.models.people import PartTwoGrantQuerySet
from recommendations.rules.roles import Permission
from recommendations.services import classification as services
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once


def standing_grants(viewer: Viewer) -> PartTwoGrantQuerySet:
    """Those in force or waiting to be confirmed."""
    return PartTwoGrant.objects.visible_to(viewer).not_over(timezone.localdate())


@requires(Permission.PART_TWO_SEE)
def part_two_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return render(
        request,
        "recommendations/part_two/list.html",
        {
            "viewer": viewer,
            "rows": [
                (grant, grant.may_be_confirmed_by(viewer)) for grant in standing_grants(viewer)
            ],
            "may_give": viewer.can(Permission.PART_TWO_GIVE),
        },
    )


def list_of(viewer: Viewer) -> str:
    return reverse("recommendations:part_two_list", args=[viewer.council.slug])


@requires(Permission.PART_TWO_GIVE, methods=READ_AND_SEND)
@sent_once
def part_two_give(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    readers = [role.value for role in PART_TWO_READERS]
    others = Membership.objects.visible_to(viewer).exclude(user=request.user)
    form = PartTwoForm(
        request.POST if request.method == "POST" else None,
        memberships=others.filter(role__in=readers).order_by("user__last_name", "user", "role"),
        bodies=Body.objects.visible_to(viewer).that_meet(),
        today=timezone.localdate(),
    )

    def act() -> str:
        grant = services.grant_part_two(by=request.user, **form.cleaned_data)
        messages.success(request, f"{grant.membership.user}, {grant.body}: waits to be confirmed")
        return list_of(viewer)

    return send_page(
        request, "recommendations/part_two/give.html", {"viewer": viewer}, form=form, act=act
    )


@requires(Permission.PART_TWO_CONFIRM, methods=READ_AND_SEND)
@sent_once
def part_two_confirm(request: SignedInRequest, viewer: Viewer, *, grant: int) -> HttpResponse:
    found = get_object_or_404(standing_grants(viewer).unconfirmed(), pk=grant)
    if not found.may_be_confirmed_by(viewer):
        raise PermissionDenied
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        services.confirm_part_two(grant=found, by=request.user)
        reader = found.membership.user
        messages.success(request, f"{reader} may read the exempt matter of {found.body}")
        return list_of(viewer)

    context = {"viewer": viewer, "grant": found}
    return send_page(request, "recommendations/part_two/confirm.html", context, form=form, act=act)


@requires(Permission.PART_TWO_GIVE, methods=READ_AND_SEND)
@sent_once
def part_two_end(request: SignedInRequest, viewer: Viewer, *, grant: int) -> HttpResponse:
    found = get_object_or_404(standing_grants(viewer), pk=grant)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        services.end_part_two(grant=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"{found.membership.user}, {found.body}: ended")
        return list_of(viewer)

    context = {"viewer": viewer, "grant": found}
    return send_page(request, "recommendations/part_two/end.html", context, form=form, act=act)
