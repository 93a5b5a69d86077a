"""Naming another owner of a recommendation, and the last day of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.ownerships import OwnershipEndForm, OwnershipForm
from recommendations.models import Body, Ownership, Post, Viewer
from recommendations.rules.roles import Permission
from recommendations.services import ownerships as services
from recommendations.views.editing import posted
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once
from recommendations.views.subjects import acted_on, around, subject_of

TEMPLATE = "recommendations/recommendations/around.html"


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def owner_new(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    subject = subject_of(viewer, printed)
    form = OwnershipForm(
        posted(request),
        initial={"share": Ownership.Share.JOINT.value, "since": printed.exists_from},
        owners=owners_of(viewer),
        today=subject.today,
    )

    def give() -> str:
        typed = form.cleaned_data
        owner = typed["owner"]
        services.give_to_owner(
            recommendation=printed,
            post=owner if isinstance(owner, Post) else None,
            body=owner if isinstance(owner, Body) else None,
            share=typed["share"],
            since=typed["since"],
            why=typed["why"],
            by=request.user,
        )
        messages.success(request, f"{owner} owns {printed}")
        return subject.address

    context = around(subject, heading=f"Name an owner of {printed}")
    return send_page(request, TEMPLATE, context, form=form, act=give)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def owner_end(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, ownership: int
) -> HttpResponse:
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    owned = Ownership.objects.editable_by(viewer, to=Permission.REPORT_EDIT)
    ended = get_object_or_404(
        owned.filter(until__isnull=True).select_related("post", "body"),
        recommendation=printed,
        pk=ownership,
    )
    subject = subject_of(viewer, printed)
    today = timezone.localdate()
    form = OwnershipEndForm(posted(request), initial={"until": today}, today=today)

    def end() -> str:
        services.end_ownership(ownership=ended, by=request.user, **form.cleaned_data)
        messages.success(request, f"The last day of {ended} is entered")
        return subject.address

    context = around(subject, heading=f"The last day of {ended} with {printed}")
    return send_page(request, TEMPLATE, context, form=form, act=end)


def owners_of(viewer: Viewer) -> list[Post | Body]:
    """Whoever may own what this council's scrutiny asks."""
    return [*Post.objects.visible_to(viewer), *Body.objects.visible_to(viewer)]
