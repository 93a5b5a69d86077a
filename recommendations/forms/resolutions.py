"""What a body resolved: under one item of its agenda, and the endorsement of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField, line, paragraphs
from recommendations.forms.minuting import ANOTHER
from recommendations.models import (
    AgendaItem,
    Body,
    ExecutiveResponse,
    Post,
    Recommendation,
    Resolution,
    ResolutionDraft,
    ResolutionUpdate,
    ScrutinyReport,
)
from recommendations.rules.wording import day_words
from recommendations.services.endorsement import ENDORSING, Decided
from recommendations.standing.register import Item

EACH, YES = "each", "yes"
KINDS = {kind.value: kind.label for kind in ENDORSING}
AMENDED = Resolution.Kind.ENDORSE_AS_AMENDED.value


def reference_field() -> forms.CharField:
    return forms.CharField(
        label="Minute reference",
        help_text="As the minutes have it, for example 34",
        max_length=50,
        error_messages={
            "required": "Enter the minute reference",
            "max_length": "The reference may have 50 letters at most",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )


def text_field() -> forms.CharField:
    return forms.CharField(
        label="What was resolved",
        help_text="In the words of the minutes, if you have them",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Give the words in 4,000 letters or fewer"},
    )


class ResolutionForm(forms.Form):
    """One resolution under an item: its kind and words, what it is about, who acts by when."""

    kind = forms.ChoiceField(
        label="What kind of resolution?",
        choices=[("", "Choose the kind"), *Resolution.Kind.choices],
        error_messages={"required": "Choose the kind of resolution"},
    )
    reference = reference_field()
    text = text_field()
    report: forms.ModelChoiceField[ScrutinyReport] = forms.ModelChoiceField(
        label="Which report is it about?",
        queryset=None,
        empty_label="Choose a report",
        error_messages={
            "required": "Choose the report",
            "invalid_choice": "Choose a report from the list",
        },
    )
    response: forms.ModelChoiceField[ExecutiveResponse] = forms.ModelChoiceField(
        label="About a response to it?",
        help_text="Only if the response is what was resolved about",
        queryset=None,
        required=False,
        empty_label="No",
        error_messages={"invalid_choice": "Choose a response from the list"},
    )
    number = forms.CharField(
        label="About one recommendation?",
        help_text="Its number, for example R11. Leave it empty if it is about the whole.",
        required=False,
        max_length=50,
        error_messages={"max_length": "The number may have 50 letters at most"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    owner: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label="Who is to act on it?",
        queryset=None,
        required=False,
        empty_label="Nobody named",
        error_messages={"invalid_choice": "Choose a post from the list"},
    )
    due_on = DayField(label="By which day?", help_text="Empty if none is named", required=False)

    def __init__(
        self,
        *args: Any,
        item: AgendaItem,
        reports: QuerySet[ScrutinyReport],
        responses: QuerySet[ExecutiveResponse],
        recommendations: QuerySet[Recommendation],
        posts: QuerySet[Post],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.recommendations = recommendations
        for name, rows in (("report", reports), ("response", responses), ("owner", posts)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        report, response = typed.get("report"), typed.get("response")
        typed["recommendation"] = None
        if report and response and response.report_id != report.pk:
            self.add_error("response", "This is a response to another report")
        if report and (number := typed.get("number")):
            found = self.recommendations.filter(report=report, address=number).first()
            typed["recommendation"] = found
            if found is None:
                self.add_error("number", f"The report has no {number} that you may read")
            elif response:
                self.add_error("number", "Name the response or the recommendation, not both")
            elif typed.get("kind") == AMENDED:
                self.add_error(
                    "kind",
                    "Record this where the report is endorsed: it needs the words as amended",
                )
        if (due_on := typed.get("due_on")) and due_on < self.item.meeting.day:
            met = day_words(self.item.meeting.day)
            self.add_error("due_on", f"This is before the body met, on {met}")
        return typed

    @property
    def about(self) -> dict[str, Any]:
        """What it is about: as narrow as was said."""
        narrower = ("response", "recommendation", "owner", "due_on")
        return {name: self.cleaned_data[name] for name in ("report", *narrower)}


class DoneForm(ComparedForm):
    """Whether what was resolved is done: what, on which day, and how one can tell.

    ``follows`` is the last word on it when the form was shown.
    """

    done = forms.ChoiceField(
        label="Is it done?",
        choices=[(YES, "Yes"), ("no", "Not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is done"},
    )
    note = paragraphs(
        "What was done, or how far is it?",
        most=4000,
        missing="Say what was done, or how far it is",
        rows=3,
    )
    source = line(
        "Where is that shown?",
        "A minute, a paper or an address on the web, if there is one",
        most=300,
    )
    on = DayField(
        label="On which day?",
        help_text="For example, 6 6 2013",
        error_messages={"required": "Enter the day"},
    )

    def __init__(self, *args: Any, resolution: Resolution, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resolution = resolution
        self.today = today

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError(f"{day_words(on)} has not come yet")
        if on and on < self.resolution.on:
            met = day_words(self.resolution.on)
            raise forms.ValidationError(f"This is before the body met, on {met}")
        return on

    @property
    def drafted(self) -> dict[str, Any]:
        """What was typed, whole or not."""
        texts = {name: self.said(name) for name in ("done", "note", "source")}
        return {**texts, "on": self.cleaned_data.get("on")}

    @property
    def told(self) -> dict[str, Any]:
        """What the service is told."""
        return {**self.drafted, "done": self.said("done") == YES, "seen": self.said("follows")}

    @staticmethod
    def of(
        *, today: date, last: ResolutionUpdate | None, draft: ResolutionDraft | None
    ) -> dict[str, Any]:
        """What the boxes hold: the draft, else nothing but the day."""
        names = ("done", "note", "source", "on")
        typed = {name: getattr(draft, name) for name in names} if draft else {"on": today}
        return {**typed, "follows": last.pk if last else ""}


@dataclass(frozen=True)
class One:
    """The boxes for one recommendation or part, beside how it stands."""

    item: Item
    kind: BoundField
    words: BoundField

    @property
    def is_open(self) -> bool:
        """Whether something was chosen or is wrong, so that its words are worth showing."""
        return bool(self.words.errors or self.kind.value() == AMENDED)


class EndorsementForm(forms.Form):
    """Under which item a report was endorsed or not: as a whole, and one by one.

    ``follows`` is the newest resolution of this kind when the form was shown.
    """

    follows = forms.CharField(widget=forms.HiddenInput, required=False)
    item = forms.ChoiceField(
        label="Under which item of which meeting?",
        error_messages={
            "required": "Choose the item, or enter another",
            "invalid_choice": "Choose an item from the list",
        },
    )
    body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="Which body met?",
        queryset=None,
        required=False,
        empty_label="Choose a body",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    met_on = DayField(label="On which day?", help_text="For example, 28 3 2013", required=False)
    reference = reference_field()
    text = text_field()
    whole = forms.ChoiceField(
        label="What was decided of the whole report?",
        widget=forms.RadioSelect,
        choices=[*KINDS.items(), (EACH, "Nothing of the whole: one by one, below")],
        error_messages={"required": "Say what was decided of the whole report"},
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[AgendaItem],
        bodies: QuerySet[Body],
        rows: Iterable[Item],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item in items}
        self.rows = list(rows)
        self.today = today
        item, body = self.fields["item"], self.fields["body"]
        if isinstance(item, forms.ChoiceField):
            item.choices = [
                ("", "Choose an item"),
                *((key, item_words(one)) for key, one in self.items.items()),
                (ANOTHER, "Another meeting, entered below"),
            ]
        if isinstance(body, forms.ModelChoiceField):
            body.queryset = bodies
        for row in self.rows:
            pk, address = row.recommendation.pk, row.address
            self.fields[f"kind-{pk}"] = forms.ChoiceField(
                label=f"What was decided of {address}?",
                choices=[("", "Nothing of its own"), *KINDS.items()],
                required=False,
                error_messages={"invalid_choice": "Choose from the list"},
            )
            self.fields[f"words-{pk}"] = forms.CharField(
                label=f"Words of {address} as amended",
                initial=row.wording.text if row.wording else "",
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"max_length": "Give the words in 20,000 letters or fewer"},
            )

    @property
    def ones(self) -> Iterator[One]:
        for row in self.rows:
            pk = row.recommendation.pk
            yield One(row, self[f"kind-{pk}"], self[f"words-{pk}"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("item") == ANOTHER:
            for name, sentence in (
                ("body", "Choose the body that met"),
                ("met_on", "Enter the day it met"),
            ):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            if (met_on := typed.get("met_on")) and met_on > self.today:
                self.add_error("met_on", f"{day_words(met_on)} has not come yet")
        for row in self.rows:
            self._check_words(row, typed)
        if typed.get("whole") == EACH and not self.errors and not self.decided:
            self.add_error("whole", "Say what was decided of the whole, or of one of those below")
        return typed

    def _check_words(self, row: Item, typed: dict[str, Any]) -> None:
        pk = row.recommendation.pk
        words, was = self._words(pk), row.wording.text if row.wording else ""
        changed = bool(words) and words.split() != was.split()
        if typed.get(f"kind-{pk}") == AMENDED:
            if not changed and f"words-{pk}" not in self.errors:
                self.add_error(f"words-{pk}", f"Enter the words of {row.address} as amended")
        elif changed:
            self.add_error(
                f"kind-{pk}", f"Choose “{KINDS[AMENDED]}”, or leave the words as they are"
            )

    def _words(self, pk: int) -> str:
        return str(self.cleaned_data.get(f"words-{pk}") or "").replace("\r\n", "\n").strip()

    @property
    def chosen(self) -> AgendaItem | None:
        """The item chosen among those there are."""
        return self.items.get(self.cleaned_data["item"])

    @property
    def whole_kind(self) -> str:
        chosen = str(self.cleaned_data["whole"])
        return "" if chosen == EACH else chosen

    @property
    def decided(self) -> list[Decided]:
        return [
            Decided(
                row.recommendation,
                kind,
                self._words(row.recommendation.pk) if kind == AMENDED else "",
            )
            for row in self.rows
            if (kind := self.cleaned_data.get(f"kind-{row.recommendation.pk}"))
        ]


def item_words(item: AgendaItem) -> str:
    return f"{item.meeting.body}, {day_words(item.meeting.day)}: {item}"
