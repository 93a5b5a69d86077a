"""Leave to read exempt matter: given by an administrator, confirmed by somebody who has it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.people import ConfirmForm, PartTwoForm, ReasonForm
from recommendations.models import Body, Membership, PartTwoGrant, Viewer
from recommendations.models.clearance import PART_TWO_READERS
from recommendations.models.people import PartTwoGrantQuerySet
from recommendations.rules.roles import Permission
from recommendations.services import classification as services
from recommendations.services.change import Refused

WRITING = ("GET", "HEAD", "POST")


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
            "rows": [(grant, grant.may_be_confirmed_by(viewer)) for grant in standing_grants(viewer)],
            "may_give": viewer.can(Permission.PART_TWO_GIVE),
        },
    )


@requires(Permission.PART_TWO_GIVE, methods=WRITING)
def part_two_give(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    readers = [role.value for role in PART_TWO_READERS]
    others = Membership.objects.visible_to(viewer).exclude(user=request.user)
    form = PartTwoForm(
        request.POST if request.method == "POST" else None,
        memberships=others.filter(role__in=readers).order_by("user__last_name", "user", "role"),
        bodies=Body.objects.visible_to(viewer).that_meet(),
        today=timezone.localdate(),
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            grant = services.grant_part_two(by=request.user, **typed)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{grant.membership.user}, {grant.body}: waits to be confirmed"
            )
            return redirect("recommendations:part_two_list", viewer.council.slug)
    return render(
        request,
        "recommendations/part_two/give.html",
        {"viewer": viewer, "form": form},
        status=400 if form.errors else 200,
    )


@requires(Permission.PART_TWO_CONFIRM, methods=WRITING)
def part_two_confirm(request: SignedInRequest, viewer: Viewer, *, grant: int) -> HttpResponse:
    found = get_object_or_404(standing_grants(viewer).unconfirmed(), pk=grant)
    if not found.may_be_confirmed_by(viewer):
        raise PermissionDenied
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.confirm_part_two(grant=found, by=request.user)
        messages.success(request, f"{found.membership.user} may read the exempt matter of {found.body}")
        return redirect("recommendations:part_two_list", viewer.council.slug)
    return render(
        request,
        "recommendations/part_two/confirm.html",
        {"viewer": viewer, "grant": found, "form": form},
        status=400 if form.errors else 200,
    )


@requires(Permission.PART_TWO_GIVE, methods=WRITING)
def part_two_end(request: SignedInRequest, viewer: Viewer, *, grant: int) -> HttpResponse:
    found = get_object_or_404(standing_grants(viewer), pk=grant)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.end_part_two(grant=found, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{found.membership.user}, {found.body}: ended")
        return redirect("recommendations:part_two_list", viewer.council.slug)
    return render(
        request,
        "recommendations/part_two/end.html",
        {"viewer": viewer, "grant": found, "form": form},
        status=400 if form.errors else 200,
    )
