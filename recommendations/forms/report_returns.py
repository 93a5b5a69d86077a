"""When a report comes back: its schedule, the agenda it is put on, and what is skipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import line, paragraphs
from recommendations.models import AgendaItem, ScrutinyReport
from recommendations.rules.returns import months_of, months_words

NEW = "new"


class ScheduleForm(ComparedForm):
    """After how many months, counted from what; ``follows`` is the report's version."""

    returns_after = line(
        "After how many months does it come back?",
        "For example, 6, 12. Leave it empty if it is on no schedule.",
        most=60,
        width="10",
    )
    returns_from = forms.ChoiceField(
        label="Counted from what?",
        widget=forms.RadioSelect,
        choices=ScrutinyReport.ReturnsFrom.choices,
        error_messages={"required": "Say what the months are counted from"},
    )

    @property
    def compared(self) -> tuple[str, ...]:
        return ("returns_after", "returns_from")

    def clean_returns_after(self) -> str:
        try:
            return months_words(months_of(self.cleaned_data["returns_after"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class ReturnForm(forms.Form):
    """The item of the agenda under which a report comes back: a new one, or one that is there."""

    item = forms.ChoiceField(
        label="Under which item?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the item"},
    )
    title = line("Title of the new item", most=300)
    number = line("Its number, if it has one", most=20, width="5")

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(one.pk): one for one in items}
        item = self.fields["item"]
        if isinstance(item, forms.ChoiceField):
            there = ((key, str(one)) for key, one in self.items.items())
            item.choices = [(NEW, "A new item"), *there]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("item") == NEW and not typed.get("title") and "title" not in self.errors:
            self.add_error("title", "Enter the title of the item")
        return typed

    @property
    def chosen(self) -> AgendaItem | None:
        """The item that is there already."""
        return self.items.get(self.cleaned_data["item"])


class SkipForm(forms.Form):
    reason = paragraphs(
        "Why does it not come back then?",
        "The report’s page shows it.",
        most=2000,
        missing="Say why it is skipped",
        rows=3,
    )


class TakeBackForm(forms.Form):
    why = paragraphs(
        "What is wrong with it?",
        "The audit page shows it. The return is open again.",
        most=2000,
        missing="Say what is wrong with it",
        rows=3,
    )
