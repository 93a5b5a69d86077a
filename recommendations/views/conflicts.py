"""The page of a conflict: both texts side by side, and the choice between them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict

from recommendations.access import SignedInRequest
from recommendations.forms.carrying import carried, uncarried
from recommendations.forms.comparing import ComparedForm
from recommendations.models import PostHolding, Viewer
from recommendations.models.dated import Dated
from recommendations.models.since_until import held_on
from recommendations.views.sending import MINE, form_page, kept

SENDERS = {
    PostHolding.Kind.HOLDER: "The {}",
    PostHolding.Kind.DEPUTY: "The deputy of the {}",
    PostHolding.Kind.SUPPORT: "The support officer of the {}",
}

OURS = ("token", "do", "keep", "conflict", "follows")


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
