"""One's own account, in whatever councils one has a part; and how one comes by it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recommendations.access import SignedInRequest, councils_of
from recommendations.forms.people import NewPasswordForm, PasswordForm, RemindersForm
from recommendations.models import Invitation, User
from recommendations.services import accounts as services
from recommendations.services import invitations
from recommendations.services.change import Refused


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    return render(
        request,
        "recommendations/accounts/account.html",
        {"councils": councils_of(request.user), "person": request.user},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: SignedInRequest) -> HttpResponse:
    """How much mail one wants about rounds and notices."""
    form = RemindersForm(
        request.POST if request.method == "POST" else None,
        initial={"reminders": request.user.reminders},
    )
    if form.is_valid():
        services.choose_reminders(user=request.user, **form.cleaned_data)
        messages.success(request, "Your choice of messages is saved")
        return redirect("recommendations:account")
    return render(
        request,
        "recommendations/accounts/reminders.html",
        {"form": form, "person": request.user},
        status=400 if form.errors else 200,
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    """Another password; every other place where one is signed in is signed out."""
    form = PasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        services.choose_password(
            user=request.user,
            password=form.cleaned_data["password"],
            keep=request.session.session_key,
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed, and you are signed out elsewhere")
        return redirect("recommendations:account")
    return render(
        request,
        "recommendations/accounts/password.html",
        {"form": form},
        status=400 if form.errors else 200,
    )


@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """End every session of one's own, this one too."""
    services.end_sessions(request.user)
    logout(request)
    return redirect("sign_in")


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, *, token: str) -> HttpResponse:
    """Take up an invitation: with a new account, or with the one that is signed in."""
    invitation = invitations.invitation_of(token)
    if invitation is None:
        raise Http404
    if isinstance(request.user, User):
        return take_up(request, invitation, person=request.user)
    new = User(
        username=invitation.email,
        email=invitation.email,
        first_name=invitation.first_name,
        last_name=invitation.last_name,
    )
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=new)
    if form.is_valid():
        try:
            user = invitations.sign_up(
                invitation=invitation, password=form.cleaned_data["password"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, user)
            return redirect("recommendations:home", invitation.council.slug)
    return render(
        request,
        "recommendations/accounts/sign_up.html",
        {"invitation": invitation, "form": form},
        status=400 if form.errors else 200,
    )


def take_up(request: HttpRequest, invitation: Invitation, *, person: User) -> HttpResponse:
    if request.method != "POST":
        return render(
            request,
            "recommendations/accounts/take_up.html",
            {"invitation": invitation, "person": person},
        )
    try:
        invitations.take_up(invitation=invitation, user=person)
    except Refused:
        raise Http404 from None
    return redirect("recommendations:home", invitation.council.slug)
