"""What a body decided of several recommendations that are ticked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget

from recommendations.forms.resolutions import reference_field, text_field
from recommendations.models import Position
from recommendations.reading.discharges import Candidate, what_changed
from recommendations.rules.positions import DoesNotFit, Scheme
from recommendations.services.discharges import Ticked

GOES_ON = "goes on"
CHANGED = "Some of those you ticked were changed meanwhile. Look at them, then send it again"


class TickField(forms.MultipleChoiceField):
    """What is ticked is compared with the rows in ``clean``, since any may have changed."""

    def valid_value(self, value: Any) -> bool:
        return True


@dataclass(frozen=True)
class Row:
    """One recommendation, its box, and what became of it since the page was opened."""

    candidate: Candidate
    tick: BoundWidget
    meanwhile: str


class DischargeForm(forms.Form):
    """``rows`` are what may be decided of now, in the order of the page; ``scheme`` is that of the
    day the body met.
    """

    ticked = TickField(
        label="Which recommendations?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the recommendations that this is about"},
    )
    status = forms.ChoiceField(
        label="What does the committee say of those ticked?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the committee says"},
    )
    closes = forms.ChoiceField(
        label="If this ends their monitoring, why?",
        widget=forms.RadioSelect,
        choices=[
            *((key, f"It ends: {label.lower()}") for key, label in Position.Closes.choices),
            (GOES_ON, "It goes on, or the status itself says why it ends"),
        ],
        error_messages={"required": "Say whether this ends their monitoring"},
    )
    reference = reference_field()
    text = text_field()

    def __init__(
        self, *args: Any, rows: Sequence[Candidate], scheme: Scheme, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        self.candidates = {row.recommendation.pk: row for row in rows}
        self.meanwhile: dict[int, str] = {}
        self.gone: list[int] = []
        ticked, status = self.fields["ticked"], self.fields["status"]
        if isinstance(status, forms.ChoiceField):
            status.choices = scheme.offered(())
        if isinstance(ticked, forms.MultipleChoiceField):
            ticked.choices = [(row.seen, row.item.address) for row in rows]

    @property
    def rows(self) -> Iterator[Row]:
        boxes = zip(self.candidates.items(), self["ticked"].subwidgets, strict=True)
        for (number, candidate), tick in boxes:
            yield Row(candidate, tick, self.meanwhile.get(number, ""))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "status" in typed and "closes" in typed:
            said = "" if typed["closes"] == GOES_ON else typed["closes"]
            try:
                typed["closes"] = self.scheme.closes_as(typed["status"], said)
            except DoesNotFit as slip:
                self.add_error("closes", str(slip))
        for seen in typed.get("ticked", ()):
            number = number_of(seen)
            candidate = self.candidates.get(number)
            if candidate is None:
                self.gone.append(number)
            elif candidate.seen != seen:
                self.meanwhile[number] = what_changed(candidate, seen)
        if self.has_changed_meanwhile:
            self.add_error("ticked", CHANGED)
        elif any(self.candidates[one.recommendation.pk].later for one in self.ones):
            self.add_error("ticked", "Leave out what the committee has spoken of since")
        return typed

    @property
    def has_changed_meanwhile(self) -> bool:
        return bool(self.gone or self.meanwhile)

    @property
    def still_ticked(self) -> list[str]:
        """Those of which nothing has changed."""
        data: Any = self.data
        known = {row.seen for row in self.candidates.values()}
        return [seen for seen in data.getlist("ticked") if seen in known]

    @property
    def ones(self) -> list[Ticked]:
        ticked = dict.fromkeys(map(number_of, self.cleaned_data.get("ticked", ())))
        found = (self.candidates[number] for number in ticked)
        return [Ticked(row.recommendation, row.last.pk if row.last else None) for row in found]


def number_of(seen: str) -> int:
    """The recommendation that a tick names; 0, which is none, where it names nothing."""
    number = seen.partition("-")[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else 0
