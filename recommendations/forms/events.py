"""Entering the day of an event."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from recommendations.forms.fields import DayField, line
from recommendations.models import EventDay
from recommendations.rules.wording import day_words
from recommendations.rules.years import is_far


class EventForm(forms.Form):
    """What the papers call an event, before its day is known."""

    name = line(
        "What do the papers call it?",
        "For example, 2013 elections, or Safeguarding Improvement Board disbanded",
        most=200,
        missing="Enter what the papers call it",
    )


class EventDayForm(forms.Form):
    """When an event happened or is expected, and where the day comes from.

    A year far from those it belongs with is asked about once and then taken as meant.
    """

    kind = forms.ChoiceField(
        label="Has it happened?",
        choices=[
            (EventDay.Kind.HAPPENED.value, "Yes, it happened on this day"),
            (EventDay.Kind.EXPECTED.value, "Not yet, it is expected on this day"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it has happened"},
    )
    day = DayField(
        label="On which day?",
        help_text="For example, 2 5 2013",
        error_messages={"required": "Enter the day"},
    )
    source = forms.CharField(
        label="Where is the day from?",
        help_text="For example, the minutes of Cabinet of 6 June 2013",
        max_length=500,
        error_messages={
            "required": "Say where the day is from",
            "max_length": "Say where the day is from in 500 letters or fewer",
        },
    )
    year_is_meant = forms.BooleanField(
        label="Yes, this is the year I mean", required=False, widget=forms.CheckboxInput
    )

    def __init__(
        self, *args: Any, today: date, neighbours: Collection[date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.neighbours = neighbours
        self.asks_the_year = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        day = typed.get("day")
        if not day:
            return typed
        if typed.get("kind") == EventDay.Kind.HAPPENED and day > self.today:
            self.add_error("day", f"{day_words(day)} has not come yet, so it cannot have happened")
        elif is_far(day, neighbours=self.neighbours):
            self.asks_the_year = True
            if not typed["year_is_meant"]:
                question = (
                    f"{day_words(day)} is far from the other dates. Is it the year you meant?"
                )
                self.add_error("day", ValidationError(question, code="year"))
        return typed
