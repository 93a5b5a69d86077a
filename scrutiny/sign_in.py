"""The way in and the way out."""

import hashlib
import logging
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from recommendations.forms.people import SignInForm
from scrutiny.middleware import SIGNED_IN_AT

log = logging.getLogger("scrutiny.sign_in")

FAILURES_ALLOWED = 10
WITHIN_SECONDS = 5 * 60


class ThrottledSignInForm(SignInForm):
    """Guessing is slowed by account and by address, alike for accounts that do not exist.

    The lock ends by itself, so that nobody can keep a clerk out of a meeting for long.
    """

    def clean(self) -> dict[str, Any]:
        keys = [self._key("account", self.cleaned_data.get("username", ""))]
        if self.request:
            keys.append(self._key("address", self.request.META.get("REMOTE_ADDR", "")))
        if any(cache.get(key, 0) >= FAILURES_ALLOWED for key in keys):
            log.warning("sign-in throttled")
            wait = "Too many attempts have failed. Wait five minutes and try again"
            raise ValidationError({"username": [wait]})
        try:
            return super().clean()
        except ValidationError:
            log.warning("sign-in refused")
            for key in keys:
                cache.add(key, 0, WITHIN_SECONDS)
                cache.incr(key)
            raise

    @staticmethod
    def _key(kind: str, value: str) -> str:
        """What was typed is not kept: only its hash is."""
        return f"sign-in:{kind}:{hashlib.sha256(value.casefold().encode()).hexdigest()}"


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
