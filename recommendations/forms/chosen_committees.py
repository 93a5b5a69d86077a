"""Which committees a person follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from recommendations.models import Body


class ChosenCommitteesForm(forms.Form):
    """None is an answer: every committee with something open."""

    committees = forms.MultipleChoiceField(
        label="Which committees are yours?",
        help_text="With none chosen, the page shows every committee that has something open.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the committees listed"},
    )

    def __init__(self, *args: Any, committees: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {body.slug: body for body in committees}
        self.fields["committees"].choices = [  # type: ignore[attr-defined]
            (slug, body.name) for slug, body in self.offered.items()
        ]

    def clean_committees(self) -> list[Body]:
        return [self.offered[slug] for slug in self.cleaned_data["committees"]]
