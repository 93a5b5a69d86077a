"""Correcting a fact: the same words again, to be set right, or taken back altogether."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Field
from django.forms.models import fields_for_model

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField
from recommendations.forms.progress import RatingChoice
from recommendations.models.dated import Dated
from recommendations.rules.wording import day_words

CORRECT, TAKE_BACK = "correct", "take back"

LABELS = {
    "on": "Took effect on",
    "status": "What the committee says",
    "closes": "Closed as",
    "stated": "Rating stated",
    "complete": "Reported complete",
    "why_differs": "Why it differs from the record",
    "narrative": "What has been done",
    "to_day": "New date asked for",
    "leave": "The portfolio holder’s leave, as recorded",
    "kind": "Has it happened?",
    "day": "Day",
    "source": "Where the day is from",
    "address": "Address",
    "shows": "What it shows",
    "reference": "Minute reference",
    "decide_by": "To be decided by",
}


class CorrectionForm(ComparedForm):
    """The columns of one row that a correction may change, and the choice to take it back."""

    deed = forms.ChoiceField(
        label="What is to be done?",
        choices=[
            (CORRECT, "Correct it: the words below take its place"),
            (TAKE_BACK, "Take it back: nothing takes its place"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether to correct it or to take it back"},
    )

    def __init__(
        self, *args: Any, row: Dated, columns: tuple[str, ...], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.today = today
        self.columns = columns
        self.fields |= fields_for_model(type(row), columns, formfield_callback=field_of)
        self.initial = {
            **{name: getattr(row, name) for name in columns},
            "follows": row.pk,
            **self.initial,
        }

    @property
    def compared(self) -> tuple[str, ...]:
        return ("deed", *self.columns)

    def theirs_of(self, row: Dated, name: str) -> Any:
        if name == "deed":
            return TAKE_BACK if row.takes_back else CORRECT
        return getattr(row, name)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("deed") == TAKE_BACK:
            for name in set(self.errors) & set(self.columns):
                del self.errors[name]
            return typed
        if (on := typed.get("on")) and on > self.today:
            self.add_error("on", f"{day_words(on)} has not come yet")
        if typed.get("stated") in ("red", "amber"):
            for name in ("cause", "remedy", "effect"):
                if not self.said(name):
                    self.add_error(name, "Amber and red need a cause, a remedy and an effect")
        if not self.errors and not self.changes:
            self.add_error(None, "Nothing differs from what is recorded")
        return typed

    @property
    def takes_back(self) -> bool:
        return bool(self.cleaned_data["deed"] == TAKE_BACK)

    @property
    def changes(self) -> dict[str, Any]:
        """Only what differs from the row."""
        typed = {name: self.cleaned_data[name] for name in self.columns}
        empty = ("", None)
        return {
            name: value
            for name, value in typed.items()
            if value != getattr(self.row, name)
            and not (value in empty and getattr(self.row, name) in empty)
        }


def field_of(column: Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Our own control for each kind of column."""
    label = LABELS.get(column.name, str(column.verbose_name).capitalize())
    needed = not column.blank
    if column.get_internal_type() == "DateField":
        return DayField(label=label, required=needed, error_messages={"required": "Enter the day"})
    if column.choices:
        radios = RatingChoice if column.name == "stated" else forms.RadioSelect
        choices = [
            *([] if needed or column.name == "stated" else [("", "None")]),
            *column.flatchoices,
        ]
        return forms.ChoiceField(label=label, required=needed, choices=choices, widget=radios)
    field = column.formfield(label=label, **kwargs)
    if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    return field
