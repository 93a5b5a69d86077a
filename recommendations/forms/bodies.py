"""A body: what it is, what it is called from a day on, and its last day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField, line
from recommendations.forms.ownerships import past
from recommendations.models import Body

WHY = "Kept with the change, for the audit page"


class BodyForm(ComparedForm):
    """What a body is; ``follows`` is the version that was looked at."""

    kind = forms.ChoiceField(
        label="What kind of body?",
        choices=Body.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of body"},
    )
    parent: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="Part of which body?",
        help_text="For example, the committee that set a task group up",
        queryset=None,
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        field = self.fields["parent"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = bodies

    @property
    def compared(self) -> tuple[str, ...]:
        return ("kind", "parent")


class NewBodyForm(BodyForm):
    """With its first name, and the day from which it is there."""

    name = line("Name", "As its papers print it", most=200, missing="Enter the name")
    since = DayField(
        label="From which day?",
        help_text="Leave it empty where it was there before anything that is recorded here",
        required=False,
    )

    field_order = ("follows", "name", "kind", "parent", "since")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def compared(self) -> tuple[str, ...]:
        return ("name", "kind", "parent", "since")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if any(body.name == name and not body.ended_on for body in self.bodies):
            raise forms.ValidationError("There is a body of this name already")
        return name

    def clean_since(self) -> date | None:
        since: date | None = self.cleaned_data["since"]
        return past(since, today=self.today) if since else None


class BodyNameForm(ComparedForm):
    """What it is called from a day on."""

    name = line("New name", "As its papers print it", most=200, missing="Enter the new name")
    since = DayField(
        label="From which day?",
        help_text="What is about earlier days goes on printing the earlier name",
        error_messages={"required": "Enter the day from which"},
    )
    why = line("Why?", WHY, most=400, missing="Say why")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def compared(self) -> tuple[str, ...]:
        return ("name",)

    def clean_since(self) -> date:
        return past(self.cleaned_data["since"], today=self.today)


class BodyEndForm(ComparedForm):
    """Its last day."""

    until = DayField(
        label="What is its last day?",
        help_text="It still counts, and is not changed afterwards",
        error_messages={"required": "Enter the last day"},
    )
    why = line("Why?", WHY, most=400, missing="Say why")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        return past(self.cleaned_data["until"], today=self.today)
