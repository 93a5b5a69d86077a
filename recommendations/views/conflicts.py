"""The page of a conflict: both texts side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict

from recommendations.access import SignedInRequest
from recommendations.forms.carrying import carried, uncarried
from recommendations.forms.comparing import ComparedForm
from recommendations.models import PostHolding, Viewer
from recommendations.models.dated import Dated
from recommendations.models.since_until import held_on
from recommendations.services.submissions import Conflict
from recommendations.views.sending import MINE, carry_out, form_page, is_sent, kept

SENDERS = {
    PostHolding.Kind.HOLDER: "The {}",
    PostHolding.Kind.DEPUTY: "The deputy of the {}",
    PostHolding.Kind.SUPPORT: "The support officer of the {}",
}

OURS = ("token", "do", "keep", "conflict", "follows")


def following_page(
    request: SignedInRequest,
    viewer: Viewer,
    template: str,
    context: dict[str, Any],
    *,
    form: ComparedForm,
    latest: Dated | None,
    readable: Callable[[Dated], Dated | None],
    act: Callable[[], str],
) -> HttpResponse:
    """The form of a fact that follows ``latest``; whoever comes second chooses between both texts.

    ``act`` does what a valid form asks and says where to go next; ``readable`` is a row as this
    viewer may read it.
    """

    def conflict(theirs: Dated) -> HttpResponse:
        return conflict_page(
            request,
            viewer,
            form=form,
            theirs=readable(theirs),
            follows=theirs.pk,
            context=context,
        )

    if form.is_valid() and latest and "conflict" in request.POST and not kept(request):
        return conflict(latest)
    if is_sent(request) and form.is_valid():
        try:
            if answer := carry_out(request, form, act):
                return answer
        except Conflict as refused:
            return conflict(refused.theirs)
    return form_page(request, template, context, form=form)


def conflict_page(
    request: SignedInRequest,
    viewer: Viewer,
    *,
    form: ComparedForm,
    theirs: Dated | None,
    follows: int,
    context: dict[str, Any],
) -> HttpResponse:
    """409: ``theirs`` is None where this viewer may not read it; ``follows`` is what it is.

    ``form`` holds what was typed here. Nothing is written without a choice, and what was typed
    first comes along whatever is made of it in the controls.
    """
    rows = form.differences(theirs) if theirs else []
    controls = tuple(row.field.name for row in rows)
    here = QueryDict(mutable=True)
    here.update(form.data)
    mine = uncarried(request.POST, prefix=MINE) or here
    return form_page(
        request,
        "recommendations/conflicts/conflict.html",
        {
            **context,
            "viewer": viewer,
            "theirs": theirs,
            "sender": sender_of(theirs, viewer) if theirs else "Somebody",
            "rows": rows,
            "follows": follows,
            "carried": [
                *carried(mine, prefix=MINE, but=OURS),
                *(
                    (name, value)
                    for name, value in carried(here, prefix="", but=(*OURS, *controls))
                    if not name.startswith((MINE, *(f"{control}_" for control in controls)))
                ),
            ],
            "undecided": "conflict" in request.POST and not kept(request),
        },
        form=form,
        status=409,
    )


def sender_of(row: Dated, viewer: Viewer) -> str:
    """Whose text it is, by post and never by name; by role where they hold no post."""
    held = row.by.holdings.filter(held_on(viewer.today), post__council=viewer.council)
    if holding := held.select_related("post").order_by("pk").first():
        return SENDERS[PostHolding.Kind(holding.kind)].format(holding.post)
    part = row.by.memberships.filter(council=viewer.council).first()
    if part is None:
        return "Somebody"
    role = part.get_role_display().lower()
    return f"{'An' if role[0] in 'ao' else 'A'} {role}"
