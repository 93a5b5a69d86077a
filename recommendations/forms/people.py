"""The way in."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError


class SignInForm(AuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label = "User name"
        name.error_messages["required"] = "Enter your user name"
        password.error_messages["required"] = "Enter your password"
        # The focus belongs to the error summary, and otherwise to the reader.
        name.widget.attrs.pop("autofocus", None)
        for field in (name, password):
            field.widget.attrs["class"] = "govuk-input--width-20"

    def get_invalid_login_error(self) -> ValidationError:
        """The same words whichever of the two is wrong."""
        wrong = "The user name or the password is not right, or the account is closed"
        return ValidationError({"username": [wrong]})
