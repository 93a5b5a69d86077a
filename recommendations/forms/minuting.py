"""Which resolution it was: one that is recorded already, or one entered with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from recommendations.forms.fields import DayField
from recommendations.models import Body, Resolution
from recommendations.rules.wording import day_words

ANOTHER = "another"
LEAVE = "leave"


class MinutedForm(forms.Form):
    """A choice of resolutions; for one not recorded yet: body, meeting day, reference, text.

    ``none`` is a choice beside the resolutions, with its label, where there is one.
    """

    minute = forms.ChoiceField(
        label="By which resolution?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the resolution, or enter another"},
    )
    body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="Which body met?",
        queryset=None,
        required=False,
        empty_label="Choose a body",
    )
    met_on = DayField(label="On which day?", help_text="For example, 2 5 2013", required=False)
    reference = forms.CharField(
        label="Minute reference",
        help_text="As the minutes have it, for example 34",
        required=False,
        max_length=50,
        error_messages={"max_length": "The reference may have 50 letters at most"},
    )
    text = forms.CharField(
        label="What it resolved",
        help_text="In the words of the minutes, if you have them",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        resolutions: Iterable[Resolution],
        bodies: QuerySet[Body],
        today: date,
        none: tuple[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.resolutions = {str(row.pk): row for row in resolutions}
        self.today = today
        minute, body = self.fields["minute"], self.fields["body"]
        if isinstance(minute, forms.ChoiceField):
            minute.choices = [
                *((key, minute_words(row)) for key, row in self.resolutions.items()),
                (ANOTHER, "Another resolution, entered here"),
                *([none] if none else []),
            ]
        if len(self.resolutions) == 0 and none is None:
            minute.initial = ANOTHER
        if isinstance(body, forms.ModelChoiceField):
            body.queryset = bodies

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("minute") == ANOTHER:
            self.ask_for("body", "Choose the body that met")
            self.ask_for("met_on", "Enter the day it met")
            self.ask_for("reference", "Enter the minute reference")
            if (met_on := typed.get("met_on")) and met_on > self.today:
                self.add_error("met_on", f"{day_words(met_on)} has not come yet")
        return typed

    def ask_for(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    @property
    def resolution(self) -> Resolution | None:
        """The resolution chosen among those recorded already."""
        return self.resolutions.get(self.cleaned_data["minute"])

    @property
    def is_another(self) -> bool:
        return bool(self.cleaned_data["minute"] == ANOTHER)


def minute_words(row: Resolution) -> str:
    meeting = row.item.meeting
    reference = f", minute {row.reference}" if row.reference else ""
    kind = row.get_kind_display().lower()
    return f"{meeting.body}, {day_words(meeting.day)}{reference}: {kind}"
