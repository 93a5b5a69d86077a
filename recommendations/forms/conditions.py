"""The event that a recommendation waits for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from recommendations.forms.fields import DayField, line
from recommendations.forms.ownerships import past
from recommendations.models import Event


class ConditionForm(forms.Form):
    """An event, and the words by which the report waits for it."""

    event: forms.ModelChoiceField[Event] = forms.ModelChoiceField(
        label="Which event does it wait for?",
        queryset=None,
        help_text="One that is not in the list is named first, on the page of events",
        empty_label="Choose an event",
        error_messages={
            "required": "Choose the event",
            "invalid_choice": "Choose an event from the list",
        },
    )
    words = line(
        "In the words of the report",
        "For example, “if this service model is not adopted”",
        most=300,
        missing="Enter the words of the report",
    )
    on = DayField(label="From which day?", error_messages={"required": "Enter the day from which"})

    def __init__(self, *args: Any, events: QuerySet[Event], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["event"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = events

    def clean_on(self) -> date:
        return past(self.cleaned_data["on"], today=self.today)
