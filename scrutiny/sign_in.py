"""The way in and the way out."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from recommendations.forms.people import SignInForm
from recommendations.services import sign_in
from scrutiny import typed
from scrutiny.middleware import SIGNED_IN_AT

log = logging.getLogger("scrutiny.sign_in")


class ThrottledSignInForm(SignInForm):
    """Guessing is slowed by account and by address, alike for accounts that do not exist.

    The lock ends by itself, so that nobody can keep a clerk out of a meeting for long.
    """

    def clean(self) -> dict[str, Any]:
        attempts = sign_in.begin_attempt(
            account=self.cleaned_data.get("username", ""), address=address_of(self.request)
        )
        if attempts is None:
            log.warning("sign-in throttled")
            wait = "Too many attempts have failed. Wait five minutes and try again"
            raise ValidationError({"username": [wait]})
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            log.warning("sign-in refused")
            raise
        sign_in.forget(attempts)
        return cleaned


def address_of(request: HttpRequest | None) -> str:
    """Where a request came from; behind a proxy, as the proxy itself says in the last place."""
    if request is None:
        return ""
    told = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


class SignInView(LoginView):
    form_class = ThrottledSignInForm
    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever signed in by another window meanwhile gets back what they typed in this one."""
        signed_in = request.method == "POST" and request.user.is_authenticated
        if signed_in and (page := typed.offered_back(request)):
            return page
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session[SIGNED_IN_AT] = timezone.now().timestamp()
        return typed.offered_back(self.request) or response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **typed.carried_on(self.request)}


@require_safe
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Nothing but another half hour, as any page would give."""
    return HttpResponse(status=204)


class SignOutView(LogoutView):
    """The browser forgets the pages it was shown, too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response
