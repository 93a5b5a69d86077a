"""Which changes to look at."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from recommendations.forms.fields import DayField
from recommendations.models import User


class AuditForm(forms.Form):
    person = forms.ChoiceField(label="Who changed it", required=False)
    since = DayField(label="From which day?", required=False)
    until = DayField(label="Until which day?", required=False)

    def __init__(self, *args: Any, people: Collection[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        named = [(pk, str(person)) for pk, person in self.people.items()]
        self.fields["person"].choices = [("", "Anybody"), *named]  # type: ignore[attr-defined]

    def clean_person(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])
