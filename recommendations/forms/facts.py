"""Correcting a fact: the same words again, to be set right, or taken back altogether."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.db.models import Field
from django.forms.models import fields_for_model

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField
from recommendations.forms.progress import RatingChoice, https_address
from recommendations.models.dated import Dated
from recommendations.models.due import DueField
from recommendations.rules.due import Due, Shape
from recommendations.rules.ratings import Rag
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
    "address": "Web address",
    "mark": "Whom the file is for",
    "shows": "What it shows",
    "reference": "Minute reference",
    "decide_by": "To be decided by",
    "text": "Words",
    "lead_in": "Words that lead in to the parts",
    "closing": "Words after the parts",
    "success_measure": "How success is measured",
    "original_due": "Original date",
    "clock": "Time to respond",
    "hard": "A hard clock: what is overdue is rated as late",
    "response_required": "A response is required",
    "report_received_on": "Report received on",
    "notice_received_on": "Notice received on",
    "acknowledged_on": "Acknowledged on",
    "last_day": "Last lawful day, if another than computed",
    "in_force_on": "In force from",
    "due_on": "To be done by",
}


AHEAD = {"day", "decide_by", "due_on", "in_force_on", "last_day", "original_due", "to_day"}
"""Days whose meaning may be the future."""

NEVER_NONE = {"mark", "stated"}
"""Choices of which one is always made, or whose widget says how none is."""

DAY_ALONE = (Shape.ON_A_DAY, Shape.NONE)
"""The shapes of a date whose correction is another day, and no other words."""


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
    why = forms.CharField(
        label="What is wrong with it?",
        help_text="The history shows this beside both.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say what is wrong with it",
            "max_length": "Say it in 2,000 letters or fewer",
        },
    )

    def __init__(
        self, *args: Any, row: Dated, columns: tuple[str, ...], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.today = today
        self.columns = tuple(name for name in columns if is_typed(getattr(row, name)))
        self.fields |= fields_for_model(type(row), self.columns, formfield_callback=field_of)
        self.initial = {
            **{name: typed_in(row, name) for name in self.columns},
            "follows": row.pk,
            **self.initial,
        }
        for name in self.columns:
            field, said = self.fields[name], self.initial[name]
            if isinstance(field, forms.ChoiceField) and said and not field.valid_value(said):
                # a council's own length of a clock
                field.choices = [*field.widget.choices, (said, said)]

    @property
    def compared(self) -> tuple[str, ...]:
        return ("deed", *self.columns)

    def theirs_of(self, row: Dated, name: str) -> Any:
        if name == "deed":
            return TAKE_BACK if row.takes_back else CORRECT
        return typed_in(row, name)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("deed") == TAKE_BACK:
            for name in set(self.errors) & set(self.columns):
                del self.errors[name]
            return typed
        for name in set(self.columns) - self.may_lie_ahead:
            if isinstance(day := typed.get(name), date) and day > self.today:
                self.add_error(name, f"{day_words(day)} has not come yet")
        for name, sentence in (*self.missing(typed), *self.in_the_way(typed)):
            self.add_error(name, sentence)
        if not self.errors and not self.changes:
            self.add_error(None, "Nothing differs from what is recorded")
        return typed

    @property
    def may_lie_ahead(self) -> set[str]:
        """What is said to have happened has come."""
        return AHEAD - {"day"} if self.cleaned_data.get("kind") == "happened" else AHEAD

    def missing(self, typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """What one column needs of another."""
        if typed.get("stated") in ("red", "amber"):
            worse = f"{Rag.AMBER.label} and {Rag.RED.word}"
            for name in ("cause", "remedy", "effect"):
                if not self.said(name):
                    yield name, f"{worse} need a cause, a remedy and an effect"
        if "address" in self.columns and not self.said("address"):
            yield "address", "Enter the address of the evidence"
        if "mark" in self.columns and not self.said("mark"):
            yield "mark", "Say whom the file is for"
        if typed.get("outcome") == "skipped" and not self.said("reason"):
            yield "reason", "Say why, and by whose leave, it was skipped"
        if getattr(self.row, "by_whom", "") == "portfolio holder" and not self.said("leave"):
            yield "leave", "Record how the leave was given"

    def in_the_way(self, typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """What one column rules out in another."""
        if typed.get("decide_by") and typed.get("decision") != "deferred":
            yield "decide_by", "Only what is deferred has a day to be decided by"
        if in_force_on := typed.get("in_force_on"):
            if typed.get("stage") != "decided":
                yield "in_force_on", "Only a decision comes into force"
            elif (on := typed.get("on")) and in_force_on < on:
                yield "in_force_on", f"This is before it was decided, on {day_words(on)}"
        hidden = getattr(self.row, "hidden", "")
        if hidden and typed.get("mark") == "public":
            holds = "; ".join(hidden.splitlines())
            yield "mark", f"It cannot be public, for the file holds {holds}"
        if on := typed.get("on"):
            for name in ("notice_received_on", "acknowledged_on"):
                if (day := typed.get(name)) and day < on:
                    yield name, f"This is before the notice was served, on {day_words(on)}"
        if (last_day := typed.get("last_day")) and (on := typed.get("on")) and last_day < on:
            yield "last_day", f"This is before the notice was served, on {day_words(on)}"

    @property
    def takes_back(self) -> bool:
        return bool(self.cleaned_data["deed"] == TAKE_BACK)

    @property
    def changes(self) -> dict[str, Any]:
        """Only what differs from the row."""
        empty = ("", None)
        return {
            name: recorded_as(self.row, name, value)
            for name in self.columns
            if (value := self.cleaned_data[name]) != (was := typed_in(self.row, name))
            and not (value in empty and was in empty)
        }


def is_typed(value: Any) -> bool:
    """Whether a form can ask for such a value; a date of many words is not one day."""
    return not isinstance(value, Due) or value.shape in DAY_ALONE


def typed_in(row: Any, name: str) -> Any:
    """What a row says in a column, as a person types it."""
    value = getattr(row, name)
    return value.day if isinstance(value, Due) else value


def recorded_as(row: Any, name: str, typed: Any) -> Any:
    """What was typed, as the column holds it; the words of the paper stay."""
    was = getattr(row, name)
    if not isinstance(was, Due):
        return typed
    return replace(was, shape=Shape.ON_A_DAY if typed else Shape.NONE, day=typed)


def field_of(column: Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Our own control for each kind of column."""
    label = LABELS.get(column.name, str(column.verbose_name).capitalize())
    needed = not column.blank
    if column.get_internal_type() == "DateField" or isinstance(column, DueField):
        return DayField(label=label, required=needed, error_messages={"required": "Enter the day"})
    if column.choices:
        radios = RatingChoice if column.name == "stated" else forms.RadioSelect
        choices = [
            *([] if needed or column.name in NEVER_NONE else [("", "None")]),
            *column.flatchoices,
        ]
        return forms.ChoiceField(label=label, required=needed, choices=choices, widget=radios)
    if isinstance(column, models.URLField):
        return forms.CharField(
            label=label,
            required=False,  # asked for with what else is missing
            max_length=column.max_length,
            validators=[https_address],
        )
    field = column.formfield(label=label, **kwargs)
    if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    return field
