"""Reporting progress, and accepting a rating that is better than the record's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from recommendations.forms.comparing import ComparedForm
from recommendations.models import Evidence, ProgressUpdate
from recommendations.rules.officers import COMPARED
from recommendations.rules.ratings import Rag
from recommendations.uploads import NotTaken, scanner
from recommendations.uploads.gate import Taken, take
from recommendations.uploads.kinds import TAKEN
from recommendations.uploads.scanner import Scan

LONG = 4000
IN_PROGRESS, COMPLETE = "in progress", "complete"
RATINGS = (Rag.RED, Rag.AMBER, Rag.GREEN)
MARKS = (
    (Evidence.Mark.INTERNAL.value, "Internal: for those who may read this recommendation here"),
    (Evidence.Mark.PUBLIC.value, "Public: it may be published too"),
)
SCANNED = "It is scanned for viruses, and held back while that cannot be done."
NOT_SCANNED = (
    "It is not scanned for viruses, and held back until a scrutiny officer lets it through."
)
WHOLE_ADDRESS = "Enter a whole address that begins with https://"
https_address = URLValidator(schemes=["https"], message=WHOLE_ADDRESS)


class RatingChoice(forms.RadioSelect):
    """One of the ratings that an owner may state, its shape before its word."""

    template_name = "django/forms/widgets/rating_choice.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(name, value, *args, **kwargs), "rag": Rag(value)}


def text_field(label: str, hint: str = "", *, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Say it in {LONG:,} letters or fewer"},
    )


class ProgressForm(ComparedForm):
    """An owner's report, as a draft that may be anything or to be sent, which has to be whole.

    ``record`` is what the record says today, where it can differ from what an owner states.
    """

    for_whom = forms.ChoiceField(
        label="For whom do you report?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say for whom you report"},
    )
    far = forms.ChoiceField(
        label="How far is it?", widget=forms.RadioSelect, required=False, initial=IN_PROGRESS
    )
    stated = forms.ChoiceField(
        label="How do you rate it?",
        help_text="If you rate it better than the record does, the committee sees both.",
        choices=lambda: [(rag.value, rag.label) for rag in RATINGS],
        widget=RatingChoice,
        required=False,
    )
    cause = text_field("Cause", "What happened?")
    remedy = text_field("Remedy", "What is being done about it, and by whom?")
    effect = text_field("Effect", "What does the delay mean for people?")
    why_differs = text_field("Why you differ from the record", rows=2)
    narrative = text_field("What has been done", "Since the last update")
    outcome = text_field("Outcome", "What has changed for people?")
    draft_shows = forms.CharField(
        label="What it shows",
        required=False,
        max_length=300,
        error_messages={"max_length": "Say what it shows in 300 letters or fewer"},
    )
    draft_address = forms.CharField(
        label="Web address",
        help_text="Begins with https://",
        required=False,
        max_length=500,
        error_messages={"max_length": "The address may have 500 letters at most"},
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,  # which the gate says in its own words
        error_messages={"invalid": "Choose the file again"},
    )
    mark = forms.ChoiceField(
        label="Whom is the file for?",
        choices=MARKS,
        widget=forms.RadioSelect,
        required=False,
        initial=Evidence.Mark.INTERNAL.value,
        error_messages={"invalid_choice": "Say whom the file is for"},
    )

    def __init__(
        self,
        *args: Any,
        owners: Sequence[tuple[str, str]],
        record: Rag | None,
        of_whole: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.of_whole = of_whole
        whom, far = self.fields["for_whom"], self.fields["far"]
        if len(owners) > 1 and isinstance(whom, forms.ChoiceField):
            whom.choices = list(owners)
        else:
            del self.fields["for_whom"]
        if isinstance(far, forms.ChoiceField):
            far.choices = [
                (IN_PROGRESS, "In progress" if of_whole else "Not done yet"),
                (COMPLETE, "Complete: the committee decides whether to close it")
                if of_whole
                else (COMPLETE, "Done"),
            ]
        scanned = SCANNED if settings.CLAMD else NOT_SCANNED
        self.fields["file"].help_text = f"{TAKEN}, 20 MB at most. {scanned}"
        if of_whole:
            far.help_text = "If it is complete, give evidence below: the committee asks for it."
        self.only_owner = owners[0][0] if len(owners) == 1 else ""

    @property
    def compared(self) -> tuple[str, ...]:
        return (
            *("far", "stated", "cause", "remedy", "effect"),
            *("why_differs", "narrative", "outcome"),
        )

    @property
    def is_draft(self) -> bool:
        return self.data.get("do") == "draft" or self.data.get("keep") == "theirs"

    @property
    def is_complete(self) -> bool:
        return self.cleaned_data.get("far") == COMPLETE

    scan: Scan | None = None
    """What a virus scanner said of the file, where there is one and it answered."""

    @property
    def sends_file(self) -> bool:
        return "file" in self.files

    def clean_file(self) -> Taken | None:
        """As the gate lets it in, and scanned if it can be; a draft keeps none."""
        sent = self.cleaned_data["file"]
        if not sent or self.is_draft:
            return None
        try:
            taken = take(sent.name, sent.read(), size=sent.size)
        except NotTaken as reason:
            raise ValidationError(f"“{sent.name}” was not taken: {reason}") from None
        self.scan = scanner.scan(taken.content, at=settings.CLAMD)
        return taken

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if field is None:
            self.ask_for_the_file_again()

    def ask_for_the_file_again(self) -> None:
        """No browser puts a file back into a form that it shows again."""
        if self.errors and self.sends_file and "file" not in self.errors:
            super().add_error("file", f"“{self.files['file']}” was not kept: choose it again")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.is_draft:
            for name in ("for_whom", "file"):
                self.without_errors_of(name)
            return typed
        stated = Rag(typed["stated"]) if typed.get("stated") else None
        if stated is None and not self.is_complete:
            self.add_error("stated", "Say how you rate it")
        if stated in (Rag.RED, Rag.AMBER):
            self.ask_for("cause", "Say what happened")
            self.ask_for("remedy", "Say what is being done about it")
            self.ask_for("effect", "Say what the delay means for people")
        if stated and self.is_better(stated):
            self.ask_for("why_differs", f"Say why you rate it better than {self.record}")
        if self.is_complete and self.of_whole:
            self.ask_for("outcome", "Say what has changed for people")
        self.check_evidence()
        self.ask_for_the_file_again()
        return typed

    def is_better(self, stated: Rag) -> bool:
        record = self.record if self.of_whole else None
        return record in COMPARED and stated.severity < record.severity

    def ask_for(self, name: str, sentence: str) -> None:
        if not self.said(name) and name not in self.errors:
            self.add_error(name, sentence)

    def check_evidence(self) -> None:
        address, shows = self.said("draft_address"), self.said("draft_shows")
        if self.sends_file:
            self.check_file()
        if address and "draft_address" not in self.errors:
            try:
                https_address(address)
            except ValidationError:
                self.add_error("draft_address", WHOLE_ADDRESS)
            self.ask_for("draft_shows", "Say what the evidence shows")
        elif shows and not self.sends_file:
            self.ask_for("draft_address", "Enter the address of the evidence, or choose a file")

    def check_file(self) -> None:
        file = self.cleaned_data.get("file")
        if self.said("draft_address"):
            self.add_error("draft_address", "Give an address or a file, not both")
        self.ask_for("draft_shows", "Say what the evidence shows")
        self.ask_for("mark", "Say whom the file is for")
        if file and file.hidden and self.said("mark") == Evidence.Mark.PUBLIC:
            self.add_error(
                "mark",
                f"“{file.name}” cannot be public, for it holds {'; '.join(file.hidden)}."
                " Take that out of it, or mark it internal",
            )

    def without_errors_of(self, name: str) -> None:
        self.errors.pop(name, None)

    @property
    def owner(self) -> str:
        return self.cleaned_data.get("for_whom") or self.only_owner

    @property
    def texts(self) -> dict[str, Any]:
        """What the update says, by the columns of its row."""
        names = ("cause", "remedy", "effect", "why_differs", "narrative", "outcome")
        return {
            **{name: self.said(name) for name in names},
            "stated": self.cleaned_data.get("stated") or "",
            "complete": self.is_complete,
        }

    @property
    def evidence(self) -> dict[str, Any]:
        """The address of the evidence and what it shows, as a draft keeps them."""
        return {name: self.said(name) for name in ("draft_address", "draft_shows")}

    def theirs_of(self, row: ProgressUpdate, name: str) -> Any:
        if name == "far":
            return COMPLETE if row.complete else IN_PROGRESS
        return getattr(row, name)

    @staticmethod
    def of_draft(draft: ProgressUpdate) -> dict[str, Any]:
        """A draft's words, to go on with."""
        owner = f"post {draft.post_id}" if draft.post_id else ""
        return {
            "for_whom": owner or (f"body {draft.body_id}" if draft.body_id else ""),
            "far": COMPLETE if draft.complete else IN_PROGRESS,
            **{
                name: getattr(draft, name)
                for name in ProgressForm.base_fields
                if name not in ("for_whom", "far", "follows", "file", "mark")
            },
        }


class AcceptanceForm(forms.Form):
    """Why the officer's better rating is accepted."""

    reason = forms.CharField(
        label="Why is the better rating accepted?",
        help_text="Kept in the history with your role and the day.",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the better rating is accepted"},
    )
