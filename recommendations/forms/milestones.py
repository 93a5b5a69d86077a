"""Asking for a new date, and deciding it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from recommendations.forms.fields import DayField
from recommendations.forms.minuting import LEAVE, MinutedForm
from recommendations.models import DateDecision
from recommendations.rules.wording import day_words
from recommendations.rules.years import is_far


class NewDateForm(forms.Form):
    """A date asked for instead of ``now``, and why it has to move."""

    to_day = DayField(
        label="New date",
        help_text="For example, 29 1 2027",
        error_messages={"required": "Enter the new date"},
    )
    year_is_meant = forms.BooleanField(
        label="Yes, this is the year I mean", required=False, widget=forms.CheckboxInput
    )
    reason = forms.CharField(
        label="Why the date must move",
        help_text="Members read this as you write it. Name no child, family or colleague.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the date must move"},
    )

    def __init__(self, *args: Any, today: date, now: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.now = now
        self.asks_the_year = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        day = typed.get("to_day")
        if not day:
            return typed
        if day <= self.today:
            question = f"{day_words(day)} has passed. Is this the year you meant?"
            self.add_error("to_day", ValidationError(question, code="year"))
        elif day == self.now:
            self.add_error("to_day", f"{day_words(day)} is the date now")
        elif is_far(day, neighbours={self.today, *([self.now] if self.now else [])}):
            self.asks_the_year = True
            if not typed["year_is_meant"]:
                question = f"{day_words(day)} is far ahead. Is it the year you meant?"
                self.add_error("to_day", ValidationError(question, code="year"))
        return typed


class DateDecisionForm(MinutedForm):
    """Granted or refused, by a resolution or by the portfolio holder's recorded leave."""

    decision = forms.ChoiceField(
        label="What was decided?",
        choices=[
            (DateDecision.Decision.GRANTED.value, "Granted: the new date stands"),
            (DateDecision.Decision.REFUSED.value, "Refused: the old date stands"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what was decided"},
    )
    leave = forms.CharField(
        label="How and in which words was it given?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    left_on = DayField(label="Given on which day?", required=False)

    field_order = (
        *("decision", "minute", "body", "met_on", "reference", "text"),
        *("leave", "left_on"),
    )

    def __init__(self, *args: Any, asked_on: date, **kwargs: Any) -> None:
        super().__init__(*args, none=(LEAVE, "None: the portfolio holder gave leave"), **kwargs)
        self.asked_on = asked_on

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        name = "left_on" if typed.get("minute") == LEAVE else "met_on"
        if (decided_on := typed.get(name)) and decided_on < self.asked_on:
            self.add_error(name, f"The date was asked for only on {day_words(self.asked_on)}")
        if typed.get("minute") == LEAVE:
            self.ask_for("leave", "Record how the leave was given")
            self.ask_for("left_on", "Enter the day on which the leave was given")
            if (left_on := typed.get("left_on")) and left_on > self.today:
                self.add_error("left_on", f"{day_words(left_on)} has not come yet")
        return typed
