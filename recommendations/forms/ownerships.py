"""Who owns a recommendation, from when, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from recommendations.forms.fields import DayField, line
from recommendations.models import Body, Ownership, Post
from recommendations.rules.wording import day_words


class OwnerField(forms.ChoiceField):
    """One of the posts and bodies of a council, in a list of each."""

    def __init__(self, label: str, hint: str = "", *, required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            error_messages={
                "required": "Choose a post or a body",
                "invalid_choice": "Choose a post or a body from the list",
            },
        )
        self.owners: dict[str, Post | Body] = {}

    def offer(self, owners: Iterable[Post | Body]) -> None:
        named = [(f"{owner._meta.model_name} {owner.pk}", owner) for owner in owners]
        self.owners = dict(named)
        self.choices = [
            ("", "Nobody yet" if not self.required else "Choose one"),
            ("Posts", [(key, str(one)) for key, one in named if isinstance(one, Post)]),
            ("Bodies", [(key, str(one)) for key, one in named if isinstance(one, Body)]),
        ]

    def clean(self, value: Any) -> Post | Body | None:
        return self.owners.get(super().clean(value))


class OwnershipForm(forms.Form):
    """Another owner, beside whoever owns it already."""

    owner = OwnerField("Who is to own it?")
    share = forms.ChoiceField(
        label="How?",
        choices=[
            (Ownership.Share.LEAD.value, "Leads it"),
            (Ownership.Share.JOINT.value, "Owns it jointly with others"),
            (Ownership.Share.ALTERNATIVE.value, "May do it in the place of another"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it is owned"},
    )
    since = DayField(
        label="From which day?", error_messages={"required": "Enter the day from which"}
    )
    why = line("Why?", "Kept with the change, for the audit page", most=500, missing="Say why")

    def __init__(
        self, *args: Any, owners: Iterable[Post | Body], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        owner = self.fields["owner"]
        if isinstance(owner, OwnerField):
            owner.offer(owners)

    def clean_since(self) -> date:
        return past(self.cleaned_data["since"], today=self.today)


class OwnershipEndForm(forms.Form):
    """The last day on which it is theirs."""

    until = DayField(
        label="What is their last day?",
        help_text="It still counts, and is not changed afterwards",
        error_messages={"required": "Enter the last day"},
    )
    why = line("Why?", "Kept with the change, for the audit page", most=500, missing="Say why")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        return past(self.cleaned_data["until"], today=self.today)


def past(day: date, *, today: date) -> date:
    if day > today:
        raise forms.ValidationError(f"{day_words(day)} has not come yet")
    return day
