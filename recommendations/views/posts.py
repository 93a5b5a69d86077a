"""Posts: who acts for each, which are vacant, and what those owe."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.people import HoldingEndForm, HoldingForm
from recommendations.models import Membership, Post, PostHolding, Succession, Viewer
from recommendations.reading.posts import open_items
from recommendations.rules.roles import Permission
from recommendations.services import posts as services
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once


@requires(Permission.POST_HAND_OVER)
def post_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """Every post; first those that nobody acts for, with what they owe."""
    today = timezone.localdate()
    posts = list(Post.objects.visible_to(viewer).with_holders(today=today))
    owing = open_items(posts, viewer=viewer, today=today)
    rows = [(post, owing[post.pk]) for post in posts]
    return render(
        request,
        "recommendations/posts/list.html",
        {
            "viewer": viewer,
            "vacant": [(post, owed) for post, owed in rows if not post.serving],
            "filled": [(post, owed) for post, owed in rows if post.serving],
        },
    )


@requires(Permission.POST_HAND_OVER, methods=READ_AND_SEND)
@sent_once
def post(request: SignedInRequest, viewer: Viewer, *, post: str) -> HttpResponse:
    """One post: who acts for it, what it owes, and giving it to somebody."""
    today = timezone.localdate()
    posts = Post.objects.editable_by(viewer, to=Permission.POST_HAND_OVER)
    found = get_object_or_404(posts.with_holders(today=today), slug=post)
    form = HoldingForm(
        request.POST if request.method == "POST" else None,
        people=list(Membership.objects.visible_to(viewer).by_person()),
        initial={"since": today, "kind": PostHolding.Kind.HOLDER.value},
    )
    address = reverse("recommendations:post", args=[viewer.council.slug, found.slug])

    def act() -> str:
        holding = services.give_post(post=found, by=request.user, **form.cleaned_data)
        what = holding.get_kind_display().lower()
        messages.success(request, f"{holding.person} is {what} of {found}")
        return address

    context = {
        "viewer": viewer,
        "today": today,
        "post": found,
        "holdings": PostHolding.objects.visible_to(viewer).filter(post=found),
        "owed": open_items([found], viewer=viewer, today=today)[found.pk],
        "successions": Succession.objects.visible_to(viewer).before_or_after(found).for_listing(),
    }
    return send_page(request, "recommendations/posts/post.html", context, form=form, act=act)


@requires(Permission.POST_HAND_OVER, methods=READ_AND_SEND)
@sent_once
def holding_end(request: SignedInRequest, viewer: Viewer, *, holding: int) -> HttpResponse:
    today = timezone.localdate()
    holdings = PostHolding.objects.editable_by(viewer, to=Permission.POST_HAND_OVER)
    found = get_object_or_404(holdings.not_over(today), pk=holding)
    form = HoldingEndForm(
        request.POST if request.method == "POST" else None, initial={"until": today}
    )

    def act() -> str:
        services.end_holding(holding=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"{found.person} stops acting for {found.post}")
        return reverse("recommendations:post", args=[viewer.council.slug, found.post.slug])

    context = {"viewer": viewer, "holding": found}
    return send_page(request, "recommendations/posts/end.html", context, form=form, act=act)
