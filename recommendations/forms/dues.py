"""Boxes for a date of any shape, asked or promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField

from recommendations.forms.fields import DayField
from recommendations.models import Body, Event
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import ALLOWS, NEEDS, Due, NotADue, Shape, named_period
from recommendations.rules.wording import day_words
from recommendations.rules.years import is_far

SHAPES = {
    Shape.ON_A_DAY: "By a day",
    Shape.END_OF_PERIOD: "By the end of a month, quarter or year",
    Shape.WITHIN: "Within a time after an event",
    Shape.BEFORE: "Before an event",
    Shape.AFTER: "After an event, with no last day",
    Shape.AT_LEAST: "At least a time after an event, with no last day",
    Shape.FOR_A_PERIOD: "For a time, from an event or a day",
    Shape.RECURRING: "Again and again, from an event or a day",
    Shape.EACH_MEETING: "At each meeting of a body",
    Shape.UNENDING: "Without end",
    Shape.NONE: "No date",
}

MISSING = {
    "day": "Enter the day",
    "period": "Enter the month, quarter or year",
    "n": "Enter how many",
    "unit": "Choose days, working days, weeks or months",
    "event": "Choose the event",
    "body": "Choose the body that meets",
}

ALL_BOXES = {"day", "period", "n", "unit", "event", "body", "start", "until", "review_months"}

COUNTED = {
    "required": "Enter a number",
    "invalid": "Enter a whole number, for example 6",
    "min_value": "Enter 1 or more",
    "max_value": "Enter 1,200 at most",
}


class PeriodField(forms.CharField):
    """A month, quarter or year, as its period and what it is called in a due."""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        try:
            return named_period(typed) if typed else None
        except NotADue:
            raise ValidationError(
                "Enter a month, quarter or year, for example December 2013, Q2 2014 or 2014/15"
            ) from None


def counting() -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1200,
        error_messages=COUNTED,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )


class DueFields(forms.Form):
    """A shape, and a box for each thing that some shape needs; what another shape needs is let be.

    Valid, it has the ``Due`` as ``due``. ``due_near`` are days the date should lie near: one that
    does not is asked about once.
    """

    due_shape = forms.ChoiceField(
        label="What kind of date?",
        choices=[(shape.value, label) for shape, label in SHAPES.items()],
        initial=Shape.NONE.value,
        error_messages={"required": "Choose the kind of date"},
    )
    due_day = DayField(label="Day", help_text="For example, 29 1 2027", required=False)
    due_year_is_meant = forms.BooleanField(
        label="Yes, this is the year I mean", required=False, widget=forms.CheckboxInput
    )
    due_period = PeriodField(
        label="Month, quarter or year",
        help_text="For example December 2013, Q2 2014, or 2014/15. Its last day counts.",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    due_n = counting()
    due_unit = forms.ChoiceField(
        label="Days, working days, weeks or months",
        help_text="Working days are those without weekends and bank holidays.",
        required=False,
        choices=[("", "Choose"), *((unit.value, unit.value) for unit in Unit)],
    )
    due_event: forms.ModelChoiceField[Event] = forms.ModelChoiceField(
        label="Event",
        queryset=None,
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose an event from the list"},
    )
    due_body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="Body that meets",
        queryset=None,
        required=False,
        empty_label="Choose a body",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    due_start = DayField(
        label="From the day", help_text="Where it starts from no event", required=False
    )
    due_until = DayField(label="Until the day", help_text="Empty if without end", required=False)
    due_review_months = counting()
    due_words = forms.CharField(
        label="The date in the words of the paper",
        help_text="For example, “within six months”. Empty if it prints none.",
        required=False,
        max_length=300,
        error_messages={"max_length": "The words may have 300 letters at most"},
    )

    due_near: frozenset[date] = frozenset()

    def __init__(
        self, *args: Any, events: QuerySet[Event], bodies: QuerySet[Body], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks_the_year = False
        for name, choices in (("due_event", events), ("due_body", bodies)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices
        self.fields["due_n"].label = "How many"
        self.fields["due_n"].help_text = "For example, 6 for six months"
        self.fields["due_review_months"].label = "Reviewed every how many months"

    @property
    def due_boxes(self) -> Iterator[tuple[BoundField, str]]:
        """Each box but the shape, with the shapes it is for, as a script reads them."""
        for name in ("day", "period", "n", "unit", "event", "body", "start", "until"):
            yield self[f"due_{name}"], "|".join(shapes_with(name))
        yield self["due_review_months"], Shape.UNENDING.value
        yield self["due_words"], ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("due_shape"):
            self._make_due(Shape(typed["due_shape"]))
        return typed

    def _make_due(self, shape: Shape) -> None:
        takes = {*NEEDS[shape], *ALLOWS.get(shape, ())}
        given = {name: self.cleaned_data.get(f"due_{name}") for name in takes - {"of"}}
        for name in NEEDS[shape]:
            if name != "of" and not given[name] and f"due_{name}" not in self.errors:
                self.add_error(f"due_{name}", MISSING[name])
        if given.get("event") and given.get("start"):
            self.add_error("due_start", "Choose the event or enter the day, not both")
        self._ask_the_year(given.get("day"))
        self._let_be(ALL_BOXES - takes)
        if any(name.startswith("due_") for name in self.errors):
            return
        period, of = given.pop("period", None) or (None, "")
        event, body = given.pop("event", None), given.pop("body", None)
        unit = given.pop("unit", None)
        self.cleaned_data["due"] = Due(
            shape=shape,
            words=self.cleaned_data["due_words"],
            period=period,
            of=of,
            event=event.key if event else "",
            body=str(body.pk) if body else "",
            unit=Unit(unit) if unit else None,
            **given,
        )

    def _let_be(self, names: set[str]) -> None:
        """Complain of nothing in a box that this kind of date does not use."""
        for name in names:
            self.errors.pop(f"due_{name}", None)

    def _ask_the_year(self, day: date | None) -> None:
        if day and is_far(day, neighbours=self.due_near):
            self.asks_the_year = True
            if not self.cleaned_data["due_year_is_meant"]:
                question = f"{day_words(day)} is far off. Is it the year you meant?"
                self.add_error("due_day", ValidationError(question, code="year"))


def shapes_with(name: str) -> list[str]:
    """The shapes that need or allow a thing."""
    return [shape.value for shape in Shape if name in (*NEEDS[shape], *ALLOWS.get(shape, ()))]


def initial_of(due: Due) -> dict[str, Any]:
    """What the boxes hold where this due is to be changed."""
    return {
        "due_shape": due.shape.value,
        "due_day": due.day,
        "due_period": due.period_words if due.period else "",
        "due_n": due.n,
        "due_unit": due.unit.value if due.unit else "",
        "due_event": due.event,
        "due_body": due.body,
        "due_start": due.start,
        "due_until": due.until,
        "due_review_months": due.review_months,
        "due_words": due.words,
    }
