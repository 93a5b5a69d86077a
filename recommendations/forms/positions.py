"""The committee's position: going on, closing, reopening."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.minuting import MinutedForm
from recommendations.models import Position
from recommendations.rules.positions import statuses


class PositionForm(MinutedForm, ComparedForm):
    """What the committee says, whether that ends its monitoring and why, and by which minute."""

    status = forms.ChoiceField(
        label="What does the committee say?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the committee says"},
    )
    closes = forms.ChoiceField(
        label="Does this end the monitoring?", widget=forms.RadioSelect, required=False
    )

    field_order = ("follows", "status", "closes", "minute", "body", "met_on", "reference", "text")

    def __init__(self, *args: Any, used: Collection[str], is_closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_closed = is_closed
        status, closes = self.fields["status"], self.fields["closes"]
        if isinstance(status, forms.ChoiceField):
            status.choices = [(word, word) for word in statuses(used)]
        if isinstance(closes, forms.ChoiceField):
            going_on = "No, it is opened again" if is_closed else "No, it goes on"
            closes.choices = [
                ("", going_on),
                *((key, f"Yes: {label.lower()}") for key, label in Position.Closes.choices),
            ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
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
