"""The way in and the way out."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from recommendations.forms.people import SignInForm
from recommendations.services import sign_in
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

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session[SIGNED_IN_AT] = timezone.now().timestamp()
        return response


class SignOutView(LogoutView):
    """The browser forgets the pages it was shown, too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response
