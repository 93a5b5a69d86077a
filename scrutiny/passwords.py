"""A forgotten password: a link by mail, good once and for an hour, to the account's own address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordResetForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from recommendations.forms.people import NewPasswordForm
from recommendations.models import User
from recommendations.services import (
    accounts,
    sign_in,
)
from scrutiny.sign_in import address_of


class ForgottenForm(PasswordResetForm):
    """The same words whether there is such an account or not; asked for ten times at most."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        email = self.fields["email"]
        email.label = "Your email address"
        email.error_messages = {
            "required": "Enter your email address",
            "invalid": "Enter an email address, for example jo.bloggs@marlshire.gov.uk",
        }

    def clean(self) -> dict[str, Any] | None:
        address = f"forgotten {address_of(self.request)}"
        account = f"forgotten {self.cleaned_data.get('email', '')}"
        if sign_in.begin_attempt(account=account, address=address) is None:
            wait = "That was asked for too often. Wait five minutes and try again"
            raise ValidationError({"email": [wait]})
        return super().clean()


class ForgottenView(views.PasswordResetView):
    form_class = ForgottenForm
    template_name = "registration/forgotten.html"
    subject_template_name = "registration/forgotten_subject.txt"
    email_template_name = "registration/forgotten_mail.txt"
    success_url = reverse_lazy("forgotten_sent")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}


class SentView(views.PasswordResetDoneView):
    template_name = "registration/forgotten_sent.html"


class ChosenForm(NewPasswordForm):
    """As Django's own view calls it."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)

    def save(self) -> User:
        accounts.choose_password(user=self.user, password=self.cleaned_data["password"])
        return self.user


class NewPasswordView(views.PasswordResetConfirmView):
    """Choose another; the token leaves the address before the page is shown."""

    form_class = ChosenForm  # type: ignore[assignment]
    template_name = "registration/new_password.html"
    success_url = reverse_lazy("sign_in")

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)
