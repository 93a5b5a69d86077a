"""Setting right what the lines of a response, as printed, do not add up to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import ShortSelect
from recommendations.models import Recommendation, ResponseGroup
from recommendations.services.response_versions import Lines

NOTE = {"max_length": "Say it in 1,000 letters or fewer"}


def note_box(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=1000, error_messages=NOTE)


class LinesForm(ComparedForm):
    """A match for each printed line, a number for each group, and a group for what is in none."""

    def __init__(
        self,
        *args: Any,
        lines: Lines,
        recommendations: Collection[Recommendation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.recommendations = {str(row.pk): row for row in recommendations}
        self.groups = {str(group.pk): group for group in lines.groups}
        named = {line.recommendation_id for line in lines.printed}
        self.unnamed = [row for row in recommendations if row.pk not in named]
        about = [("", "Nothing"), *((pk, row.address) for pk, row in self.recommendations.items())]
        groups = [("", "In no group"), *((pk, str(one)) for pk, one in self.groups.items())]
        for line in lines.printed:
            printed = line.reference or line.words
            self.fields |= {
                f"match_{line.pk}": forms.ChoiceField(
                    label=f"“{printed}” is about", required=False, choices=about, widget=ShortSelect
                ),
                f"note_{line.pk}": note_box(f"Why, for “{printed}”"),
            }
        for group in lines.groups:
            self.fields |= {
                f"count_{group.pk}": forms.IntegerField(
                    label="Number it should claim, if another than printed",
                    required=False,
                    min_value=0,
                    max_value=9999,
                    error_messages={
                        "invalid": "Enter a whole number",
                        "min_value": "Enter 0 or more",
                        "max_value": "Enter 9,999 at most",
                    },
                    widget=forms.TextInput(
                        attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}
                    ),
                ),
                f"why_{group.pk}": note_box("Why another number is right"),
            }
        for row in self.unnamed:
            self.fields[f"place_{row.pk}"] = forms.ChoiceField(
                label=f"{row.address} belongs to",
                required=False,
                choices=groups,
                widget=ShortSelect,
            )
        self.initial = {"follows": lines.version, **values_of(lines), **self.initial}

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(name for name in self.fields if name != "follows")

    def theirs_of(self, row: Lines, name: str) -> Any:
        return values_of(row).get(name, "")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for line in self.lines.printed:
            matched = self.recommendations.get(typed.get(f"match_{line.pk}") or "")
            as_printed = matched is None or line.reference in ("", matched.address)
            if not as_printed and not self.said(f"note_{line.pk}"):
                self.add_error(
                    f"note_{line.pk}",
                    f"Say why “{line.reference}” is about {matched and matched.address}",
                )
        for group in self.lines.groups:
            if typed.get(f"count_{group.pk}") is not None and not self.said(f"why_{group.pk}"):
                self.add_error(
                    f"why_{group.pk}", f"Say why another number is right for “{group.words}”"
                )
        return typed

    @property
    def values(self) -> dict[str, Any]:
        """What the service is told."""
        typed = self.cleaned_data
        return {
            "matches": {
                line.pk: (
                    self.recommendations.get(typed[f"match_{line.pk}"]),
                    self.said(f"note_{line.pk}"),
                )
                for line in self.lines.printed
            },
            "counts": {
                group.pk: (typed[f"count_{group.pk}"], self.said(f"why_{group.pk}"))
                for group in self.lines.groups
            },
            "places": {row: self.groups.get(typed[f"place_{row.pk}"]) for row in self.unnamed},
        }

    @property
    def told_groups(self) -> list[tuple[ResponseGroup, Any, Any, list[Any]]]:
        """Each group with its two boxes, and the printed lines in it with theirs."""
        return [
            (
                group,
                self[f"count_{group.pk}"],
                self[f"why_{group.pk}"],
                [
                    (line, self[f"match_{line.pk}"], self[f"note_{line.pk}"])
                    for line in self.lines.printed
                    if line.group_id == group.pk
                ],
            )
            for group in self.lines.groups
        ]

    @property
    def told_places(self) -> list[Any]:
        return [self[f"place_{row.pk}"] for row in self.unnamed]


def values_of(lines: Lines) -> dict[str, Any]:
    """What the boxes hold."""
    return {
        **{f"match_{line.pk}": str(line.recommendation_id or "") for line in lines.printed},
        **{f"note_{line.pk}": line.note for line in lines.printed},
        **{f"count_{group.pk}": group.count_corrected for group in lines.groups},
        **{f"why_{group.pk}": group.correction_note for group in lines.groups},
        **{f"place_{number}": str(line.group_id or "") for number, line in lines.added.items()},
    }
