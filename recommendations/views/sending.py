"""Sending a form: carried out once, refused in words, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from recommendations.access import SignedInRequest
from recommendations.forms.carrying import uncarried
from recommendations.forms.tokens import new_token, read_token
from recommendations.models import Viewer
from recommendations.services.change import Refused
from recommendations.services.submissions import location_of, once

READ_AND_SEND = ("GET", "HEAD", "POST")

MINE = "mine-"
"""Before the name of each field that holds what was typed first, on the page of a conflict."""

OURS = "ours"
"""The code of an error that is this site's, so that the answer is 503."""

STALE = "This page had been open in another window or for somebody else. Look at it and send it now"


class SeeOther(HttpResponseRedirect):
    """Go on by reading: the answer to a form that was carried out."""

    status_code = 303


def sent_once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead a form that comes a second time to where the first one led.

    It stands before the view, which may no longer find what the first form changed.
    """

    @wraps(view)
    def first(request: SignedInRequest, viewer: Viewer, **rest: Any) -> HttpResponse:
        name = token_name(request) if request.method == "POST" else None
        if name and (location := location_of(token=name, by=request.user)):
            return SeeOther(location)
        return view(request, viewer, **rest)

    return first


def carry_out(request: SignedInRequest, form: Form, act: Callable[[], str]) -> HttpResponse | None:
    """Do what a valid form asks; None where it was refused, and the form says why."""
    name = token_name(request)
    if name is None:
        form.add_error(None, STALE)
        return None
    try:
        return SeeOther(once(token=name, by=request.user, act=act))
    except Refused as refusal:
        words = ValidationError(str(refusal), code=OURS if refusal.ours else None)
        form.add_error(refusal.box if refusal.box in form.fields else None, words)
        return None


def token_name(request: SignedInRequest) -> str | None:
    """The name of a token that was made for this person and this page."""
    token = read_token(request.POST.get("token", ""), page=request.get_full_path())
    return token.name if token and token.person == request.user.pk else None


def given_back(request: SignedInRequest) -> bool:
    """Whether what was typed only comes back to be looked at, after signing in again."""
    return request.method == "POST" and request.POST.get("do") == "again"


def is_sent(request: SignedInRequest) -> bool:
    return request.method == "POST" and not given_back(request)


def kept(request: SignedInRequest) -> str:
    """What was chosen on the page of a conflict: theirs, mine or combined; else nothing."""
    chosen = request.POST.get("keep", "")
    return chosen if chosen in ("theirs", "mine", "combined") else ""


def typed(request: SignedInRequest) -> QueryDict | None:
    """What the form is to be filled with: after a conflict, the text that was chosen."""
    if request.method != "POST":
        return None
    if kept(request) not in ("theirs", "mine"):
        return request.POST
    mine = uncarried(request.POST, prefix=MINE)
    mine["follows"] = request.POST.get("follows", "")
    return mine


def form_page(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    *,
    form: Form,
    status: int | None = None,
) -> HttpResponse:
    """A page with a form on it, and a new token in the form.

    What only comes back to be looked at is not complained of.
    """
    if given_back(request):
        form.errors.clear()
    return render(
        request,
        template,
        {
            **context,
            "form": form,
            "given_back": given_back(request),
            "token": new_token(person=request.user.pk, page=request.get_full_path()),
        },
        status=status or status_of(form),
    )


def status_of(form: Form) -> int:
    """A form of rows has the errors of each row among its own, by their boxes: never ours."""
    every = chain.from_iterable(errors.as_data() for errors in form.errors.values())
    if OURS in {getattr(error, "code", None) for error in every}:
        return 503
    return 400 if form.errors else 200


def send_page(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    *,
    form: Form,
    act: Callable[[], str],
) -> HttpResponse:
    """The form; where it is sent and holds, ``act`` does it and says where to go next."""
    if is_sent(request) and form.is_valid() and (answer := carry_out(request, form, act)):
        return answer
    return form_page(request, template, context, form=form)
