"""People of a council: invited, given roles, and closed when they leave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.people import InvitationForm, ReasonForm, RolesForm
from recommendations.models import (
    Invitation,
    Membership,
    PartTwoGrant,
    Post,
    PostHolding,
    User,
    Viewer,
)
from recommendations.models.people import InvitationQuerySet
from recommendations.reading.posts import open_items
from recommendations.rules.roles import Permission, Role
from recommendations.services import invitations
from recommendations.services import people as services
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once


@requires(Permission.PEOPLE_MANAGE)
def people_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today = timezone.localdate()
    held: dict[int, list[PostHolding]] = {}
    for holding in PostHolding.objects.visible_to(viewer).serving(today):
        held.setdefault(holding.person_id, []).append(holding)
    by_person = Membership.objects.visible_to(viewer).by_person()
    return render(
        request,
        "recommendations/people/list.html",
        {
            "viewer": viewer,
            "people": [
                (person, memberships, held.get(person.pk, []))
                for person, memberships in by_person.items()
            ],
            "invitations": open_invitations(viewer),
            "vacant": vacant_posts(viewer),
        },
    )


def open_invitations(viewer: Viewer) -> InvitationQuerySet:
    return Invitation.objects.editable_by(viewer, to=Permission.PEOPLE_MANAGE).open(
        now=timezone.now()
    )


def vacant_posts(viewer: Viewer) -> list[tuple[Post, int]]:
    """Posts that nobody acts for and that owe something, with how much."""
    today = timezone.localdate()
    posts = Post.objects.visible_to(viewer).with_holders(today=today)
    vacant = [post for post in posts if not post.serving]
    owing = open_items(vacant, viewer=viewer, today=today)
    return [(post, len(owing[post.pk])) for post in vacant if owing[post.pk]]


@requires(Permission.PEOPLE_MANAGE, methods=READ_AND_SEND)
@sent_once
def invite(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        invitation = invitations.invite(
            council=viewer.council, by=request.user, **form.cleaned_data
        )
        link = link_of(invitation, request=request)
        mailed = invitations.mail_invitation(invitation=invitation, link=link)
        how = "mailed" if mailed else "made, but it could not be mailed: hand the link over"
        messages.success(request, f"The invitation of {invitation.name} was {how}")
        return reverse("recommendations:invitation", args=[viewer.council.slug, invitation.pk])

    return send_page(
        request, "recommendations/people/invite.html", {"viewer": viewer}, form=form, act=act
    )


def link_of(invitation: Invitation, *, request: HttpRequest) -> str:
    path = reverse("recommendations:sign_up", args=[invitations.token_of(invitation)])
    return request.build_absolute_uri(path)


@requires(Permission.PEOPLE_MANAGE, methods=READ_AND_SEND)
def invitation(request: SignedInRequest, viewer: Viewer, *, invitation: int) -> HttpResponse:
    """The link, as long as it can be used; or withdraw it."""
    offered = get_object_or_404(open_invitations(viewer), pk=invitation)
    if request.method == "POST":
        invitations.withdraw_invitation(invitation=offered)
        messages.success(request, f"The invitation of {offered.name} is withdrawn")
        return redirect("recommendations:people_list", viewer.council.slug)
    return render(
        request,
        "recommendations/people/invitation.html",
        {"viewer": viewer, "invitation": offered, "link": link_of(offered, request=request)},
    )


def memberships_or_404(viewer: Viewer, person: int) -> tuple[User, list[Membership]]:
    """Somebody of this council; anybody else is not found."""
    manageable = Membership.objects.editable_by(viewer, to=Permission.PEOPLE_MANAGE)
    found = get_list_or_404(manageable.order_by("role"), user=person)
    return found[0].user, found


@requires(Permission.PEOPLE_MANAGE)
def person(request: SignedInRequest, viewer: Viewer, *, person: int) -> HttpResponse:
    found, memberships = memberships_or_404(viewer, person)
    today = timezone.localdate()
    return render(
        request,
        "recommendations/people/person.html",
        {
            "viewer": viewer,
            "today": today,
            "person": found,
            "memberships": memberships,
            "holdings": PostHolding.objects.visible_to(viewer).filter(person=found),
            "grants": PartTwoGrant.objects.visible_to(viewer)
            .not_over(today)
            .filter(membership__user=found),
            "oneself": found == request.user,
        },
    )


@requires(Permission.PEOPLE_MANAGE, methods=READ_AND_SEND)
@sent_once
def person_roles(request: SignedInRequest, viewer: Viewer, *, person: int) -> HttpResponse:
    found, memberships = memberships_or_404(viewer, person)
    form = RolesForm(
        request.POST if request.method == "POST" else None,
        initial={"roles": [membership.role for membership in memberships]},
    )

    def act() -> str:
        typed = form.cleaned_data
        services.change_roles(person=found, council=viewer.council, by=request.user, **typed)
        labels = ", ".join(Role(role).label.lower() for role in typed["roles"])
        messages.success(request, f"{found} is now {labels}, and signs in anew")
        return reverse("recommendations:person", args=[viewer.council.slug, found.pk])

    context = {"viewer": viewer, "person": found}
    return send_page(request, "recommendations/people/roles.html", context, form=form, act=act)


@requires(Permission.PEOPLE_MANAGE, methods=READ_AND_SEND)
@sent_once
def person_leave(request: SignedInRequest, viewer: Viewer, *, person: int) -> HttpResponse:
    """Close somebody's part; what their posts owe is listed before and after."""
    found, memberships = memberships_or_404(viewer, person)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        services.close_part(
            person=found, council=viewer.council, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"{found} has no role in {viewer.council} any more")
        return reverse("recommendations:post_list", args=[viewer.council.slug])

    today = timezone.localdate()
    posts = Post.objects.visible_to(viewer).with_holders(today=today)
    alone = [post for post in posts if {one.person_id for one in post.serving} == {found.pk}]
    owing = open_items(alone, viewer=viewer, today=today)
    context = {
        "viewer": viewer,
        "person": found,
        "memberships": memberships,
        "alone": [(post, owing[post.pk]) for post in alone],
    }
    return send_page(request, "recommendations/people/leave.html", context, form=form, act=act)
