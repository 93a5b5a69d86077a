"""People: the way in, invitations, roles, posts, and leave to read exempt matter."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from recommendations.forms.fields import DayField
from recommendations.models import Body, Membership, PostHolding, User
from recommendations.rules.roles import Role
from recommendations.services import sign_in


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


class ReasonField(forms.CharField):
    """Why something is changed: kept with the change, and read on the audit page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Why?",
            help_text="Kept with the change. It is read by whoever checks the record later.",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={
                "required": "Say why",
                "max_length": "Say why in 500 letters or fewer",
            },
            **kwargs,
        )


class RolesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Roles",
            choices=[(role.value, f"{role.label}: {MAY[role]}") for role in Role],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one role"},
            **kwargs,
        )

    def clean(self, value: Any) -> list[Role]:
        return [Role(role) for role in super().clean(value)]


MAY = {
    Role.OFFICER: "reports on what their posts owe",
    Role.MEMBER: "reads, and takes exception reports away",
    Role.CLERK: "records meetings, resolutions and positions, and issues packs",
    Role.SCRUTINY_OFFICER: "looks after the register itself",
    Role.ADMINISTRATOR: "looks after people and posts, and does not read the register",
}


class InvitationForm(forms.Form):
    """Whom to invite, and to what."""

    first_name = forms.CharField(
        label="First name", max_length=150, error_messages={"required": "Enter the first name"}
    )
    last_name = forms.CharField(
        label="Last name", max_length=150, error_messages={"required": "Enter the last name"}
    )
    email = forms.EmailField(
        label="Email address",
        max_length=150,
        help_text="The link is sent there, and it becomes the user name",
        error_messages={
            "required": "Enter the email address",
            "invalid": "Enter an email address, for example jo.bloggs@marlshire.gov.uk",
        },
    )
    roles = RolesField()


class RolesForm(forms.Form):
    roles = RolesField()
    reason = ReasonField()


class ReasonForm(forms.Form):
    """For what needs nothing but a reason."""

    reason = ReasonField()


class HoldingForm(forms.Form):
    """Who acts for a post, as what, and for how long."""

    person = forms.ChoiceField(label="Who?", error_messages={"required": "Choose a person"})
    kind = forms.ChoiceField(
        label="As what?",
        choices=[
            (PostHolding.Kind.HOLDER.value, "Holder"),
            (PostHolding.Kind.DEPUTY.value, "Deputy"),
            (PostHolding.Kind.SUPPORT.value, "Support, who types for the holder"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )
    since = DayField(label="From which day?", error_messages={"required": "Enter the first day"})
    until = DayField(
        label="Until which day?", help_text="Leave it empty where no end is known", required=False
    )
    reason = ReasonField()

    def __init__(self, *args: Any, people: Collection[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        named = [(pk, f"{person} ({person.username})") for pk, person in self.people.items()]
        self.fields["person"].choices = [("", "Choose a person"), *named]  # type: ignore[attr-defined]

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day comes before the first")
        return typed


class HoldingEndForm(forms.Form):
    until = DayField(
        label="What is the last day?", error_messages={"required": "Enter the last day"}
    )
    reason = ReasonField()


class PartTwoForm(forms.Form):
    """Leave to read the exempt matter of one body's work."""

    membership = forms.ChoiceField(
        label="Who, and in which role?", error_messages={"required": "Choose a person"}
    )
    body = forms.ChoiceField(
        label="Whose private papers?", error_messages={"required": "Choose a committee"}
    )
    until = DayField(label="Until which day?", error_messages={"required": "Enter the last day"})
    reason = ReasonField()

    def __init__(
        self,
        *args: Any,
        memberships: Collection[Membership],
        bodies: Collection[Body],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.memberships = {str(one.pk): one for one in memberships}
        self.bodies = {str(body.pk): body for body in bodies}
        choices = {
            "membership": [
                (pk, f"{one.user}, {one.get_role_display().lower()}")
                for pk, one in self.memberships.items()
            ],
            "body": [(pk, body.name) for pk, body in self.bodies.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = [("", "Choose"), *offered]  # type: ignore[attr-defined]

    def clean_membership(self) -> Membership:
        return self.memberships[self.cleaned_data["membership"]]

    def clean_body(self) -> Body:
        return self.bodies[self.cleaned_data["body"]]

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError("Enter a day that is still to come")
        return until


class ConfirmForm(forms.Form):
    checked = forms.BooleanField(
        label="I know this person, and they need it for this committee’s work",
        widget=forms.CheckboxInput,
        error_messages={"required": "Confirm it, or leave the page"},
    )


class NewPasswordForm(forms.Form):
    """A password, typed once and shown if wanted: no rule of composition, any character."""

    password = forms.CharField(
        label="New password",
        help_text="15 characters or more. Three or four words that do not belong together are good",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": "Enter the password again"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, user=self.user)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("password", again) != again:
            raise ValidationError("The two passwords are not the same")
        return again


class PasswordForm(NewPasswordForm):
    """Another password, by whoever knows the one of today."""

    field_order = ["now", "password", "again"]
    now = forms.CharField(
        label="Your current password",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": "Enter your current password"},
    )

    def clean_now(self) -> str:
        now: str = self.cleaned_data["now"]
        name = self.user.username
        attempts = sign_in.begin_attempt(account=name, address=f"session of {name}")
        if attempts is None:
            raise ValidationError("Too many attempts have failed. Wait five minutes and try again")
        if not self.user.check_password(now):
            raise ValidationError("That is not your password")
        sign_in.forget(attempts)
        return now


class RemindersForm(forms.Form):
    """How much mail about rounds and notices somebody wants."""

    reminders = forms.ChoiceField(
        label="When updates or answers are asked of you",
        choices=User.Reminders.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how many messages you want",
            "invalid_choice": "Choose one of these",
        },
    )
