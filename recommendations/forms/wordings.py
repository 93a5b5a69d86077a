"""Other words of a recommendation, beside those of the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField, line, paragraphs
from recommendations.forms.minuting import minute_words
from recommendations.models import Resolution, Wording
from recommendations.rules.wording import day_words

TEXTS = ("title", "text", "lead_in", "closing", "notes")


class WordsFields(forms.Form):
    """The words of one printing, each column of its row in a box of its own."""

    title = line("Title", "If one is printed", most=300)
    text = paragraphs(
        "Text", "Word for word, up to its parts", missing="Enter the text as it is printed", rows=6
    )
    lead_in = paragraphs(
        "Words that lead in to the parts",
        "The end of the text, word for word, if it introduces parts: “This should:”",
        rows=2,
    )
    closing = paragraphs("Words after the parts", rows=2)
    notes = paragraphs("Notes", "What is printed beside it and asks nothing: “NB …”", rows=2)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        text, lead_in = (" ".join(str(typed.get(n) or "").split()) for n in ("text", "lead_in"))
        if text and not text.endswith(lead_in):
            self.add_error("lead_in", "The text does not end with these words")
        return typed


class WordingForm(ComparedForm, WordsFields):
    """What another printing, or the committee, has it say; ``follows`` is the last row of words."""

    printing = forms.ChoiceField(
        label="Whose words are these?",
        choices=[
            (
                Wording.Printing.AMENDED.value,
                "The committee’s, who amended it: they stand from that day",
            ),
            (
                Wording.Printing.BODY.value,
                "The report’s body, where its words are not the schedule’s",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whose words these are"},
    )
    on = DayField(
        label="When was it amended?",
        help_text="Only if the committee amended it",
        required=False,
    )
    resolution = forms.ChoiceField(
        label="By which resolution?",
        help_text="Only if the committee amended it",
        required=False,
        error_messages={"invalid_choice": "Choose a resolution from the list"},
    )

    field_order = ("printing", "on", "resolution", *TEXTS)

    def __init__(
        self, *args: Any, resolutions: Iterable[Resolution], printed: date, today: date, **more: Any
    ) -> None:
        """``printed`` is the day from which the recommendation is there."""
        super().__init__(*args, **more)
        self.printed = printed
        self.today = today
        self.resolutions = {str(row.pk): row for row in resolutions}
        field = self.fields["resolution"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "None of those recorded"),
                *((key, minute_words(row)) for key, row in self.resolutions.items()),
            ]

    @property
    def compared(self) -> tuple[str, ...]:
        return ("printing", *TEXTS)

    @property
    def is_amended(self) -> bool:
        return self.cleaned_data.get("printing") == Wording.Printing.AMENDED

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.is_amended and "on" not in self.errors:
            on = typed.get("on")
            if on is None:
                self.add_error("on", "Enter the day it was amended")
            elif on > self.today:
                self.add_error("on", f"{day_words(on)} has not come yet")
            elif on < self.printed:
                self.add_error("on", f"It was made only on {day_words(self.printed)}")
        return typed

    @property
    def added(self) -> dict[str, Any]:
        """The row of words, by its columns; the body's count from the day it was printed."""
        amended = self.is_amended
        return {
            **self.values,
            "on": self.cleaned_data["on"] if amended else self.printed,
            "resolution": self.resolutions.get(self.said("resolution")) if amended else None,
        }
