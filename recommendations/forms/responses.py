"""Opening a response, and building it on one page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.dues import DueFields
from recommendations.forms.fields import DayField, DayInput, ShortSelect
from recommendations.models import Answer, Body, DraftAnswer, ExecutiveResponse, Post
from recommendations.reading.responses import ToAnswer
from recommendations.rules.answering import Said, missing
from recommendations.rules.due import Shape
from recommendations.rules.facts import Decision
from recommendations.rules.wording import day_words

LONG = 4000
TOO_LONG = f"say it in {LONG:,} letters or fewer"
NUL = "\0"


def paper_box() -> forms.CharField:
    return forms.CharField(
        label="Which paper is it taken from?",
        help_text="Where it was cleared and approved outside this register and you enter it from "
        "its paper. Empty if it is drafted here.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Name the paper in 300 letters or fewer"},
    )


class ResponseForm(forms.Form):
    """A new response: whose it is, and whether it is whole or says that more will follow."""

    body = forms.ChoiceField(
        label="Who responds?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say who responds"},
    )
    kind = forms.ChoiceField(
        label="What kind of response is it?",
        choices=[
            (ExecutiveResponse.Kind.FULL.value, "A full response: it answers each recommendation"),
            (
                ExecutiveResponse.Kind.HOLDING.value,
                "A holding response: it says that a full one will follow, and stops no clock",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what kind of response it is"},
    )
    words = forms.CharField(
        label="What does it say as a whole?",
        help_text="A holding response says no more than this. Empty if a full one says nothing "
        "beside its answers.",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"Say it in {LONG:,} letters or fewer"},
    )
    source = paper_box()

    def __init__(self, *args: Any, bodies: Collection[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            (pk, body.name) for pk, body in self.bodies.items()
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        is_holding = typed.get("kind") == ExecutiveResponse.Kind.HOLDING
        if is_holding and not typed.get("words") and "words" not in self.errors:
            self.add_error("words", "Say what the holding response says")
        return typed

    @property
    def body_chosen(self) -> Body:
        return self.bodies[self.cleaned_data["body"]]


class PaperForm(ComparedForm):
    """The paper of a response that is open already, or given."""

    source = paper_box()

    @property
    def compared(self) -> tuple[str, ...]:
        return ("source",)


# The one page


def text_box(label: str, *, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), strip=True
    )


@dataclass(frozen=True)
class Row:
    """A row of the page: what is to be answered, and its boxes."""

    asked: ToAnswer
    seen: str
    decision: BoundField
    reason: BoundField
    text: BoundField
    action: BoundField
    owner: BoundField
    day: BoundField
    success_measure: BoundField

    @property
    def boxes(self) -> tuple[BoundField, ...]:
        return (
            *(self.decision, self.reason, self.text, self.action),
            *(self.owner, self.day, self.success_measure),
        )

    @property
    def is_open(self) -> bool:
        """A part is folded up while nothing is said to it."""
        return (
            self.asked.of_whole
            or self.asked.required
            or any(box.errors for box in self.boxes)
            or bool(self.asked.steps)
            or any(box.value() for box in self.boxes if box is not self.day)
            or any(self.day.value() or ())
        )


class BuildForm(forms.Form):
    """Seven boxes for each recommendation and part, which may hold anything until ``checks``.

    All that is ``asked`` is counted, of what is not ``shown`` by its draft. Of each row it sends
    along the state that was shown, so that a row which somebody else has changed since is not
    overwritten.
    """

    BOXES = ("decision", "reason", "text", "action", "owner", "day", "success_measure")

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        asked: Sequence[ToAnswer],
        owners: Collection[Post],
        shown: Sequence[ToAnswer] | None = None,
        checks: bool = False,
    ) -> None:
        super().__init__(data)
        self.asked = asked
        self.shown = asked if shown is None else shown
        self.numbers = {row.pk for row in self.shown}
        self.checks = checks
        self.owners = {str(post.pk): post for post in owners}
        choices = [("", "Choose"), *((pk, str(post)) for pk, post in self.owners.items())]
        decisions = [("", "No answer yet"), *Answer.Decision.choices]
        for row in self.shown:
            self.fields |= {
                f"decision_{row.pk}": forms.ChoiceField(
                    label="Answer", required=False, choices=decisions, widget=ShortSelect
                ),
                f"reason_{row.pk}": text_box("Why, unless it is accepted"),
                f"text_{row.pk}": text_box("What the response says"),
                f"action_{row.pk}": text_box("What will be done"),
                f"owner_{row.pk}": forms.ChoiceField(
                    label="Who owns it", required=False, choices=choices, widget=ShortSelect
                ),
                f"day_{row.pk}": DayField(
                    label="Done by, or if deferred decided by", required=False
                ),
                f"success_measure_{row.pk}": text_box("How you will know that it worked"),
            }

    @property
    def answered(self) -> int:
        return len(self.needed) - len(self.not_answered)

    @property
    def rows(self) -> Iterator[Row]:
        for asked in self.shown:
            boxes = {name: self[f"{name}_{asked.pk}"] for name in self.BOXES}
            yield Row(asked, self.data.get(f"seen_{asked.pk}", ""), **boxes)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        answered = {row.pk for row in self.asked if self.said(row).decision}
        parts_of: dict[int, list[int]] = {}
        for row in self.asked:
            if whole := row.item.recommendation.parent_id:
                parts_of.setdefault(whole, []).append(row.pk)
        in_parts = {whole for whole, parts in parts_of.items() if answered.issuperset(parts)}
        self.needed = [row for row in self.asked if row.required and row.pk not in in_parts]
        self.needed_numbers = {row.pk for row in self.needed}
        self.not_answered = [row for row in self.needed if row.pk not in answered]
        self.lacking = [row for row in self.asked if row.pk in answered and any(self.faults(row))]
        if self.checks:
            for row in self.shown:
                for field, sentence in self.faults(row):
                    if field not in self.errors:
                        self.add_error(field, sentence)
        return typed

    def faults(self, row: ToAnswer) -> Iterator[tuple[str, str]]:
        """What a row lacks or has too much of, by the name of the box."""
        said = self.said(row)
        for name in ("reason", "text", "action", "success_measure"):
            if len(getattr(said, name)) > LONG:
                yield f"{name}_{row.pk}", f"{row.address}: {TOO_LONG}"
        for name, sentence in missing(said, required=row.pk in self.needed_numbers):
            yield f"{name}_{row.pk}", f"{row.address}: {sentence}"

    def said(self, row: ToAnswer) -> Said:
        if row.pk in self.numbers:
            values = {name: self.cleaned_data.get(f"{name}_{row.pk}") for name in self.BOXES}
        else:
            values = {**row.draft.typed, "owner": row.draft.owner_id}
        return Said(
            decision=Decision(values["decision"]) if values["decision"] else None,
            reason=values["reason"] or "",
            text=values["text"] or "",
            action=values["action"] or "",
            owned=bool(values["owner"]),
            day=values["day"],
            success_measure=values["success_measure"] or "",
            further=bool(row.steps),
            promised=bool(row.promised),
        )

    @property
    def typed(self) -> dict[int, tuple[str, dict[str, Any]]]:
        """What stands in each row, by recommendation, with the state that was shown.

        A row of which somebody else's words are to be kept is left out.
        """
        return {
            row.pk: (self.data.get(f"seen_{row.pk}", ""), self.typed_in(row))
            for row in self.shown
            if not self.data.get(f"theirs_{row.pk}")
        }

    def typed_in(self, row: ToAnswer) -> dict[str, Any]:
        """A row as a draft keeps it, whether it holds or not."""

        def words(name: str) -> str:
            typed = str(self.data.get(f"{name}_{row.pk}", ""))
            return typed.replace(NUL, "").replace("\r\n", "\n").strip()

        parts = [
            str(self.data.get(f"day_{row.pk}_{part}", "")).replace(NUL, "").replace("/", "-")[:18]
            for part in DayInput.parts
        ]
        try:
            day, day_typed = DayField(required=False).clean(parts), ""
        except ValidationError:
            day, day_typed = None, "/".join(parts)
        decision, owner = words("decision"), words("owner")
        return {
            "decision": decision if decision in Answer.Decision.values else "",
            "reason": words("reason"),
            "text": words("text"),
            "action": words("action"),
            "owner_id": self.owners[owner].pk if owner in self.owners else None,
            "success_measure": words("success_measure"),
            "day": day,
            "day_typed": day_typed,
        }


def sent_by(asked: Sequence[ToAnswer]) -> QueryDict:
    """What a form would send that says what the drafts of these rows say."""
    sent = QueryDict(mutable=True)
    for row in asked:
        draft = row.draft
        parts = DayInput().decompress(draft.day) if draft.day else draft.day_typed.split("/")
        sent.update(
            {
                f"seen_{row.pk}": draft.state,
                f"decision_{row.pk}": draft.decision,
                f"reason_{row.pk}": draft.reason,
                f"text_{row.pk}": draft.text,
                f"action_{row.pk}": draft.action,
                f"owner_{row.pk}": str(draft.owner_id or ""),
                f"success_measure_{row.pk}": draft.success_measure,
                **{
                    f"day_{row.pk}_{part}": str(value)
                    for part, value in zip(DayInput.parts, parts, strict=False)
                },
            }
        )
    return sent


LABELS = {
    "decision": "Answer",
    "reason": "Why",
    "text": "What the response says",
    "action": "What will be done",
    "owner_id": "Who owns it",
    "success_measure": "How you will know that it worked",
    "day": "Done or decided by",
}


@dataclass(frozen=True)
class Apart:
    """One row that two people changed: what each says where they differ."""

    row: ToAnswer
    theirs: DraftAnswer
    differs: Sequence[tuple[str, str, str]]


def apart(form: BuildForm, theirs: Sequence[DraftAnswer]) -> list[Apart]:
    """The rows that somebody else changed meanwhile, beside what was typed here."""
    by_pk = {row.pk: row for row in form.asked}
    found = []
    for draft in theirs:
        if row := by_pk.get(draft.recommendation_id):
            mine = DraftAnswer(**form.typed_in(row))
            pairs = ((name, told(draft, name, form), told(mine, name, form)) for name in LABELS)
            differs = [(LABELS[name], one, other) for name, one, other in pairs if one != other]
            found.append(Apart(row, draft, differs))
    return found


def told(draft: DraftAnswer, name: str, form: BuildForm) -> str:
    if name == "decision":
        return draft.get_decision_display() or "No answer yet"
    if name == "owner_id":
        return str(form.owners.get(str(draft.owner_id), "")) or "Nobody"
    if name == "day":
        return day_words(draft.day) if draft.day else draft.day_typed or "No day"
    return " ".join(getattr(draft, name).split()) or "Nothing"


class StepForm(DueFields):
    """A further step of an answer: what, whose, by a date of any shape, and its measure."""

    text = forms.CharField(
        label="What will be done?",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say what will be done",
            "max_length": f"Say it in {LONG:,} letters or fewer",
        },
    )
    owner = forms.ChoiceField(
        label="Who owns it?", error_messages={"required": "Choose the post that owns it"}
    )
    success_measure = forms.CharField(
        label="How will you know that it worked?",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say how you will know that it worked",
            "max_length": f"Say it in {LONG:,} letters or fewer",
        },
    )
    field_order = ("text", "owner", "success_measure")

    def __init__(self, *args: Any, owners: Collection[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(post.pk): post for post in owners}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"),
            *((pk, str(post)) for pk, post in self.owners.items()),
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("due_shape") == Shape.NONE:
            self.add_error("due_shape", "Choose the kind of date: what is accepted has one")
        return typed

    @property
    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "text": typed["text"],
            "owner": self.owners[typed["owner"]],
            "success_measure": typed["success_measure"],
            "due": typed["due"],
        }
