"""Setting right what the lines of a response, as printed, do not add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import Truncator

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import ShortSelect
from recommendations.models import Recommendation, ResponseGroup, ResponseLine
from recommendations.services.response_versions import Lines

NOTE = {"max_length": "Say it in 1,000 letters or fewer"}


def note_box(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=1000, error_messages=NOTE)


@dataclass(frozen=True)
class Row:
    """A group, a line, or what is named in no line: its first box, and what the row is called."""

    box: str
    address: str


def rows_of(lines: Lines, recommendations: Collection[Recommendation]) -> Iterator[Row]:
    """Each group and the lines printed under it, then what is named nowhere."""
    printed = by_group(lines)
    for group in lines.groups:
        yield Row(f"count_{group.pk}", f"“{Truncator(group.words).chars(30)}”")
        for line in printed[group.pk]:
            yield Row(f"match_{line.pk}", line.reference or Truncator(line.words).chars(30))
    for row in unnamed(lines, recommendations):
        yield Row(f"place_{row.pk}", row.address)


def by_group(lines: Lines) -> dict[int | None, list[ResponseLine]]:
    found: dict[int | None, list[ResponseLine]] = defaultdict(list)
    for line in lines.printed:
        found[line.group_id].append(line)
    return found


def unnamed(lines: Lines, recommendations: Collection[Recommendation]) -> list[Recommendation]:
    named = {line.recommendation_id for line in lines.printed}
    return [row for row in recommendations if row.pk not in named]


class LinesForm(ComparedForm):
    """A match for each printed line, a number for each group, and a group for what is in none.

    Of those, the ones that are ``shown``.
    """

    def __init__(
        self,
        *args: Any,
        lines: Lines,
        recommendations: Collection[Recommendation],
        shown: Collection[Row],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        boxes = {row.box for row in shown}
        self.all_lines = lines
        self.lines = [line for line in lines.printed if f"match_{line.pk}" in boxes]
        self.counted = [group for group in lines.groups if f"count_{group.pk}" in boxes]
        self.unnamed = [
            row for row in unnamed(lines, recommendations) if f"place_{row.pk}" in boxes
        ]
        self.recommendations = {str(row.pk): row for row in recommendations}
        self.groups = {str(group.pk): group for group in lines.groups}
        about = [("", "Nothing"), *((pk, row.address) for pk, row in self.recommendations.items())]
        groups = [("", "In no group"), *((pk, str(one)) for pk, one in self.groups.items())]
        for line in self.lines:
            printed = line.reference or line.words
            self.fields |= {
                f"match_{line.pk}": forms.ChoiceField(
                    label=f"“{printed}” is about", required=False, choices=about, widget=ShortSelect
                ),
                f"note_{line.pk}": note_box(f"Why, for “{printed}”"),
            }
        for group in self.counted:
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
        self.initial = {**values_of(lines), **self.initial}

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(name for name in self.fields if name != "follows")

    def theirs_of(self, row: Lines, name: str) -> Any:
        return values_of(row).get(name, "")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for line in self.lines:
            matched = self.recommendations.get(typed.get(f"match_{line.pk}") or "")
            as_printed = matched is None or line.reference in ("", matched.address)
            if not as_printed and not self.said(f"note_{line.pk}"):
                self.add_error(
                    f"note_{line.pk}",
                    f"Say why “{line.reference}” is about {matched and matched.address}",
                )
        for group in self.counted:
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
                for line in self.lines
            },
            "counts": {
                group.pk: (typed[f"count_{group.pk}"], self.said(f"why_{group.pk}"))
                for group in self.counted
            },
            "places": {row: self.groups.get(typed[f"place_{row.pk}"]) for row in self.unnamed},
        }

    @property
    def told_groups(self) -> Iterator[tuple[ResponseGroup, int, list[Any], list[Any]]]:
        """Each group shown in part: how many lines are printed in it, its boxes, its lines."""
        printed = by_group(self.all_lines)
        for group in self.all_lines.groups:
            names = (f"count_{group.pk}", f"why_{group.pk}")
            boxes = [self[name] for name in names if name in self.fields]
            lines = [
                (line, self[f"match_{line.pk}"], self[f"note_{line.pk}"])
                for line in printed[group.pk]
                if f"match_{line.pk}" in self.fields
            ]
            if boxes or lines:
                yield group, len(printed[group.pk]), boxes, lines

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
