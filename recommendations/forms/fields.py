"""Fields and controls that more than one form uses."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from recommendations.rules.rag import Rag

MONTHS = [month.lower() for month in month_name[1:]]


class DayInput(forms.MultiWidget):
    """Day, month and year in three boxes, each with its own label."""

    template_name = "django/forms/widgets/day.html"
    parts = ("day", "month", "year")

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts})

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, box in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            box["label"] = part.capitalize()
            width = 4 if part == "year" else 2
            box["attrs"]["class"] += f" govuk-date-input__input govuk-input--width-{width}"
            box["attrs"]["inputmode"] = "text" if part == "month" else "numeric"
        return context


class DayField(forms.Field):
    """A day of the calendar. An error's code names the box it is about."""

    widget = DayInput

    def to_python(self, value: Sequence[str] | None) -> date | None:
        typed = dict(zip(DayInput.parts, (text or "" for text in value or ()), strict=False))
        missing = [part for part in DayInput.parts if not typed.get(part, "").strip()]
        if len(missing) == len(DayInput.parts):
            return None
        if missing:
            raise ValidationError(f"Enter the {' and the '.join(missing)} as well", code=missing[0])
        number = {part: _number(text.strip()) for part, text in typed.items()}
        number["month"] = number["month"] or _month(typed["month"].strip())
        if not 1900 <= number["year"] <= 2200:
            raise ValidationError("Enter the year in four figures, for example 2013", code="year")
        if not 1 <= number["month"] <= 12:
            raise ValidationError("Enter a month from 1 to 12, or its name", code="month")
        try:
            return date(number["year"], number["month"], number["day"])
        except ValueError:
            raise ValidationError(
                f"{MONTHS[number['month'] - 1].capitalize()} {number['year']} has no such day",
                code="day",
            ) from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def _month(text: str) -> int:
    """A month by its name or the first three letters of it."""
    starts = [month for month in MONTHS if len(text) >= 3 and month.startswith(text.lower())]
    return MONTHS.index(starts[0]) + 1 if starts else 0


def line(
    label: str, hint: str = "", *, most: int, missing: str = "", width: str = ""
) -> forms.CharField:
    """A box for one line of text; asked for where ``missing`` says what to enter."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(missing),
        widget=forms.TextInput(attrs={"class": f"govuk-input--width-{width}"} if width else {}),
        error_messages=_complaints(label, most, missing),
    )


def paragraphs(
    label: str, hint: str = "", *, most: int = 20_000, missing: str = "", rows: int = 4
) -> forms.CharField:
    """A box for several lines of text."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=_complaints(label, most, missing),
    )


def _complaints(label: str, most: int, missing: str) -> dict[str, str]:
    return {
        "required": missing,
        "max_length": f"“{label.rstrip('?')}” may have {most:,} letters at most",
    }


class PlaceField(forms.IntegerField):
    """A place in an order, counted from 1."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            help_text="1 is the first. Leave it empty to leave it where it is.",
            min_value=1,
            max_value=500,
            required=False,
            error_messages={
                "invalid": "Enter the place as a number, for example 3",
                "min_value": "The first place is 1",
                "max_value": "Enter 500 at most",
            },
            widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        )


class ShortSelect(forms.Select):
    """A select whose options are written without a template, since a page may have 50,000."""

    template_name = "django/forms/widgets/short_select.html"

    def optgroups(self, *args: Any, **kwargs: Any) -> list[Any]:
        return []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = context["widget"]["value"]
        context["widget"]["options"] = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        return context


SELECTED = SafeString(" selected")


class RatingInput(forms.CheckboxSelectMultiple):
    """One box for each rating, with its shape before its word."""

    template_name = "django/forms/widgets/rating.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(name, value, *args, **kwargs), "rag": Rag(value)}
