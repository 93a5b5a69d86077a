"""A meeting of a body, and an item of its agenda."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField
from recommendations.models import AgendaItem, Body, Classification, Meeting

CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d\d))?\s*(am|pm|)")


class ClockField(forms.CharField):
    """A time as people write it: 2.00 pm, 14:00, 10am."""

    def to_python(self, value: Any) -> Any:
        typed = str(super().to_python(value) or "").lower()
        if not typed:
            return None
        found = CLOCK.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if found and found[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[3] == "pm" else 0)
        elif found and found[3]:
            hour = 99
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError("Enter a time like 2.00 pm or 14:00") from None

    def prepare_value(self, value: Any) -> Any:
        return clock_words(value) if isinstance(value, time) else value


def clock_words(value: time) -> str:
    """As agendas print it: 2.00 pm."""
    return f"{value.hour % 12 or 12}.{value:%M} {'pm' if value.hour >= 12 else 'am'}"


class MeetingForm(ComparedForm):
    """Which body meets, and when and where; ``follows`` is the version that was looked at."""

    body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="Which body meets?",
        help_text="One that is not in the list is entered first, under Bodies",
        queryset=None,
        empty_label="Choose a body",
        error_messages={
            "required": "Choose the body that meets",
            "invalid_choice": "Choose a body from the list",
        },
    )
    day = DayField(
        label="On which day?",
        help_text="For example, 6 6 2013",
        error_messages={"required": "Enter the day of the meeting"},
    )
    starts_at = ClockField(
        label="At what time?",
        help_text="For example, 2.00 pm. Leave it empty if it is not known.",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    place = forms.CharField(
        label="Where?",
        help_text="As the agenda is to print it",
        required=False,
        max_length=200,
        error_messages={"max_length": "The place may have 200 letters at most"},
    )

    def __init__(
        self, *args: Any, bodies: QuerySet[Body], meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        body = self.fields["body"]
        if isinstance(body, forms.ModelChoiceField):
            body.queryset = bodies

    @property
    def compared(self) -> tuple[str, ...]:
        return ("body", "day", "starts_at", "place")

    def words(self, name: str, value: Any) -> str:
        return clock_words(value) if isinstance(value, time) else super().words(name, value)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        body, day = typed.get("body"), typed.get("day")
        if body and day and "starts_at" not in self.errors:
            same = body.meetings.filter(day=day, starts_at=typed.get("starts_at"))
            if same.exclude(pk=self.meeting.pk if self.meeting else None).exists():
                self.add_error("day", "This meeting is entered already")
        return typed


class AgendaItemForm(ComparedForm):
    """Number and title as printed, its place, and who may see it."""

    number = forms.CharField(
        label="Number on the agenda",
        help_text="As printed, for example 7 or 7a. Leave it empty if it has none.",
        required=False,
        max_length=20,
        error_messages={"max_length": "The number may have 20 letters at most"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4"}),
    )
    title = forms.CharField(
        label="Title",
        max_length=300,
        error_messages={
            "required": "Enter the title of the item",
            "max_length": "The title may have 300 letters at most",
        },
    )
    place = forms.IntegerField(
        label="Its place on the agenda",
        help_text="1 is the first",
        min_value=1,
        max_value=500,
        required=False,
        error_messages={
            "invalid": "Enter the place as a number, for example 3",
            "min_value": "The first place is 1",
            "max_value": "An agenda has 500 places at most",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    classification = forms.ChoiceField(
        label="Who may see it?",
        widget=forms.RadioSelect,
        choices=[
            (Classification.OPEN.value, "Open: everybody"),
            (Classification.EXEMPT.value, "Exempt: only with Part 2 leave"),
            (Classification.CONFIDENTIAL.value, "Confidential"),
        ],
        error_messages={"required": "Say who may see it"},
    )
    reason = forms.CharField(
        label="Why is it not open?",
        help_text="Only if it is exempt or confidential: why the public interest is better served "
        "by withholding it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Say why in 2,000 letters or fewer"},
    )
    paragraphs = forms.CharField(
        label="Paragraphs of Schedule 12A",
        help_text="Only if it is exempt: for example 3, or 1 and 2",
        required=False,
        max_length=20,
        error_messages={"max_length": "Name the paragraphs in 20 letters or fewer"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    def __init__(self, *args: Any, item: AgendaItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = Classification(item.classification) if item else Classification.OPEN
        field = self.fields["classification"]
        if isinstance(field, forms.ChoiceField):
            levels = list(Classification)
            may = {level.value for level in levels[levels.index(self.was) :]}
            field.choices = [choice for choice in field.choices if choice[0] in may]  # type: ignore[misc,union-attr,index]

    @property
    def compared(self) -> tuple[str, ...]:
        return ("number", "title", "place")

    def theirs_of(self, row: AgendaItem, name: str) -> Any:
        return row.position if name == "place" else super().theirs_of(row, name)

    @property
    def raised(self) -> Classification | None:
        """The stricter classification chosen; lowering one takes a second person elsewhere."""
        chosen = Classification(self.cleaned_data["classification"])
        return chosen if chosen is not self.was else None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("classification") and self.raised:
            if not typed.get("reason"):
                self.add_error("reason", "Say why it is not open")
            if self.raised is Classification.EXEMPT and not typed.get("paragraphs"):
                self.add_error("paragraphs", "Name the paragraphs of Schedule 12A")
        return typed
