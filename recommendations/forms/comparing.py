"""Forms whose fields can be laid beside what somebody else has written meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from recommendations.rules.wording import day_words

NOTHING = "Nothing"


@dataclass(frozen=True, slots=True)
class Compared:
    """One field in which two texts differ."""

    field: BoundField
    theirs: str
    mine: str


class ComparedForm(forms.Form):
    """``follows`` is the row whoever fills it in was looking at; ``compared`` names its texts."""

    follows = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def compared(self) -> tuple[str, ...]:
        return ()

    @property
    def values(self) -> dict[str, Any]:
        """What was typed in those fields, by their names."""
        return {name: self.cleaned_data[name] for name in self.compared}

    def differences(self, theirs: Any) -> list[Compared]:
        """Only what differs; of each field its label and the words of both."""
        rows = (
            Compared(
                self[name],
                self.words(name, self.theirs_of(theirs, name)),
                self.words(name, self.cleaned_data.get(name)),
            )
            for name in self.compared
        )
        return [row for row in rows if row.theirs != row.mine]

    def theirs_of(self, row: Any, name: str) -> Any:
        """What somebody else's row says in the place of this field."""
        return getattr(row, name)

    def words(self, name: str, value: Any) -> str:
        """A value as it is read."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return str(value) if value else NOTHING
        if isinstance(field, forms.ChoiceField):
            chosen = {str(key): str(label) for key, label in self[name].field.widget.choices}
            return chosen.get(str(value or ""), NOTHING)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, date):
            return day_words(value)
        return " ".join(str(value or "").split()) or NOTHING

    def said(self, name: str) -> str:
        """What was typed in a field of text."""
        return str(self.cleaned_data.get(name) or "").strip()
