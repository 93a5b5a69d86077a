"""Editing a row in place, and the page for whoever comes second."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.forms import Form
from django.http import HttpResponse

from recommendations.access import SignedInRequest
from recommendations.forms.comparing import ComparedForm
from recommendations.services.submissions import Conflict
from recommendations.views.sending import carry_out, form_page, is_sent


def edit_page(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    *,
    form: ComparedForm,
    act: Callable[[], str],
    seen: Callable[[Any], int | str] = attrgetter("version"),
) -> HttpResponse:
    """The form; where it is sent and holds, ``act`` does it and says where to go next.

    ``context`` has what the page of a conflict needs: ``here`` in the menu, and ``back``; ``seen``
    is by what a row is known again.
    """
    if is_sent(request) and form.is_valid():
        try:
            if answer := carry_out(request, form, act):
                return answer
        except Conflict as conflict:
            theirs = conflict.theirs
            return changed_meanwhile(request, form, theirs, context, follows=seen(theirs))
    return form_page(request, template, context, form=form)


def changed_meanwhile(
    request: SignedInRequest,
    form: ComparedForm,
    theirs: Any,
    context: dict[str, Any],
    *,
    follows: int | str,
) -> HttpResponse:
    """409: what it says now beside what was typed, which is sent once more or left."""
    rows = form.differences(theirs)
    again = request.POST.copy()
    again["follows"] = str(follows)
    form.data = again
    template = "recommendations/conflicts/changed.html"
    return form_page(request, template, {**context, "rows": rows}, form=form, status=409)


def record_page(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    *,
    form: Form,
    act: Callable[[], str],
    meanwhile: Callable[[Any], str],
) -> HttpResponse:
    """The form of a row that follows others: whoever comes second is told of the first.

    Sent once more by a form that says what it ``follows``, theirs is recorded as well.
    ``meanwhile`` says what the first one recorded.
    """
    if is_sent(request) and form.is_valid():
        try:
            if answer := carry_out(request, form, act):
                return answer
        except Conflict as conflict:
            again = request.POST.copy()
            again["follows"] = str(conflict.theirs.pk)
            form.data = again
            form.add_error(None, meanwhile(conflict.theirs))
            return form_page(request, template, context, form=form, status=409)
    return form_page(request, template, context, form=form)


def posted(request: SignedInRequest) -> Any:
    """What was sent, or nothing where the page is only read."""
    return request.POST if request.method == "POST" else None
