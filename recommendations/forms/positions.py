"""The committee's position: going on, closing, reopening."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.minuting import MinutedForm
from recommendations.models import Position
from recommendations.rules.positions import DoesNotFit, Scheme
from recommendations.rules.wording import day_words


class PositionForm(MinutedForm, ComparedForm):
    """What the committee says, whether that ends its monitoring and why, and by which minute.

    Offered are the statuses of the day the body met, ``scheme_on`` that day, and those ``used``.
    """

    status = forms.ChoiceField(
        label="What does the committee say?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the committee says"},
    )
    closes = forms.ChoiceField(
        label="If this ends the monitoring, why?", widget=forms.RadioSelect, required=False
    )

    field_order = ("follows", "status", "closes", "minute", "body", "met_on", "reference", "text")

    def __init__(
        self,
        *args: Any,
        scheme_on: Callable[[date], Scheme],
        used: Collection[str],
        is_closed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_closed = is_closed
        day = self.day_typed()
        self.scheme = scheme_on(day)
        status, closes = self.fields["status"], self.fields["closes"]
        status.error_messages["invalid_choice"] = (
            f"On {day_words(day)} the council’s scheme had no such status. Choose one of these"
        )
        if isinstance(status, forms.ChoiceField):
            status.choices = self.scheme.offered(used)
        if isinstance(closes, forms.ChoiceField):
            goes_on = "It is opened again" if is_closed else "It goes on"
            closes.choices = [
                ("", f"{goes_on}, or the status itself says why it ends"),
                *((key, f"It ends: {label.lower()}") for key, label in Position.Closes.choices),
            ]

    def day_typed(self) -> date:
        """The day the body met, as far as it can be read before the form is checked."""
        if chosen := self.resolutions.get(self["minute"].data or ""):
            return chosen.on
        try:
            met_on: date | None = self.fields["met_on"].clean(self["met_on"].data)
        except ValidationError:
            met_on = None
        return met_on or self.today

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "status" in typed and "closes" in typed:
            try:
                typed["closes"] = self.scheme.closes_as(typed["status"], typed["closes"])
            except DoesNotFit as slip:
                self.add_error("closes", str(slip))
        reopens = self.is_closed and not typed.get("closes")
        if reopens and not self.errors and not self.reason.strip():
            name = "text" if self.is_another else "minute"
            self.add_error(name, "Say why it is opened again, in the words of a resolution")
        return typed

    @property
    def reason(self) -> str:
        """The words of the resolution, chosen or entered."""
        chosen = self.resolution
        return chosen.text if chosen else str(self.cleaned_data.get("text") or "")

    @property
    def compared(self) -> tuple[str, ...]:
        return ("status", "closes")

    def words(self, name: str, value: Any) -> str:
        if name == "closes" and not value:
            return "No"
        return super().words(name, value)
