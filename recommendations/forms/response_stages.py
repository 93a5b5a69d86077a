"""Taking a response further, and recording what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from recommendations.forms.fields import DayField
from recommendations.rules.wording import day_words

ON, BACK = "on", "back"


class ClearForm(forms.Form):
    """Take a draft one stage on, or send it back to be changed."""

    deed = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it goes on or back"},
    )
    why = forms.CharField(
        label="What has to be changed?",
        help_text="Only if you send it back. The history keeps it.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Say it in 2,000 letters or fewer"},
    )

    def __init__(self, *args: Any, deed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deed"].choices = [  # type: ignore[attr-defined]
            (ON, deed),
            (BACK, "Send it back to be changed"),
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("deed") == BACK and not typed.get("why") and "why" not in self.errors:
            self.add_error("why", "Say what has to be changed")
        return typed


GIVEN, DECIDED, WITHDRAWN = "given", "decided", "withdrawn"


class RecordForm(forms.Form):
    """That a response was given, decided or withdrawn, and when.

    ``refusal_of`` a stage and a day says why it cannot be.
    """

    stage = forms.ChoiceField(
        label="What became of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what became of it"},
    )
    on = DayField(
        label="On which day?",
        help_text="The day it happened, whenever it is typed here. For example, 18 6 2013",
        error_messages={"required": "Enter the day"},
    )
    in_force_on = DayField(
        label="From which day is the decision in force?",
        help_text="Only if it was decided: the day after the time for call-in. It may lie ahead.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        offered: Sequence[tuple[str, str]],
        refusal_of: Callable[[str, date], str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.refusal_of = refusal_of
        self.fields["stage"].choices = list(offered)  # type: ignore[attr-defined]
        if DECIDED not in dict(offered):
            del self.fields["in_force_on"]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(f"{day_words(on)} has not come yet")
        stage = self.cleaned_data.get("stage", "")
        if stage and not self.refusal_of(stage, self.today) and (why := self.refusal_of(stage, on)):
            raise ValidationError(why)
        return on

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        on, in_force_on = typed.get("on"), typed.get("in_force_on")
        if typed.get("stage") == DECIDED:
            if not in_force_on and "in_force_on" not in self.errors:
                self.add_error("in_force_on", "Enter the day from which it is in force")
            elif on and in_force_on and in_force_on < on:
                self.add_error("in_force_on", f"This is before it was decided, on {day_words(on)}")
        elif in_force_on:
            self.add_error("in_force_on", "Only a decision comes into force: leave this empty")
        return typed
