"""A recommendation or a part of one: what it is, and its words as the report prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from recommendations.forms.comparing import NOTHING, ComparedForm
from recommendations.forms.dues import DueFields, initial_of
from recommendations.forms.fields import DayField, line
from recommendations.forms.ownerships import OwnerField
from recommendations.forms.wordings import TEXTS, WordsFields
from recommendations.models import Body, Event, Recommendation, ScrutinyReport, Theme
from recommendations.rules.addresses import ADDRESS
from recommendations.rules.due import Due
from recommendations.rules.wording import day_words

if TYPE_CHECKING:  # Django's own is not generic where it runs
    ThemeChoice = forms.ModelChoiceField[Theme]
else:
    ThemeChoice = forms.ModelChoiceField

REFERENCE = "Exactly as printed, for example R5. or Recommendation 5. Empty if it prints none."
MARK = "Exactly as printed, for example a. or 1. Empty for a bullet, or for words inside the text."
FIRST = "first"


class ThemeField(ThemeChoice):
    """A theme of the report; a group is named after the theme that it stands inside."""

    def label_from_instance(self, obj: Theme) -> str:
        return f"{obj.parent.title}: {obj.title}" if obj.parent else obj.title


class IdentityForm(ComparedForm, DueFields):
    """What a recommendation is, which may be put right; its address is allotted once.

    ``beside`` are those that it may come after; ``whole`` is what it is a part of, if it is one.
    """

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Recommendation.Kind.choices,
        initial=Recommendation.Kind.RECOMMENDATION.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    part_kind = forms.ChoiceField(
        label="How is it printed?",
        choices=[
            (Recommendation.PartKind.LISTED.value, "Listed, with a mark or bullet of its own"),
            (Recommendation.PartKind.LIMB.value, "As words inside the text that ask for more"),
        ],
        initial=Recommendation.PartKind.LISTED.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is printed"},
    )
    reference = line("Reference", REFERENCE, most=50, width="10")
    theme = ThemeField(
        label="Under which theme?",
        queryset=None,
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a theme from the list"},
    )
    after = forms.ChoiceField(
        label="Which does it come after?",
        error_messages={
            "required": "Choose which it comes after",
            "invalid_choice": "Choose one from the list",
        },
    )
    scrutinys_own = forms.BooleanField(
        label="It is asked of scrutiny itself",
        required=False,
        widget=forms.CheckboxInput,
    )
    made_on = DayField(
        label="When was it made?",
        help_text="Only if it was made before the report was published",
        required=False,
    )
    prior_decision_body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="Which body had decided it already?",
        help_text="Only if the report says that it was agreed before",
        queryset=None,
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    prior_decision_on = DayField(
        label="On which day?", help_text="For example, 26 2 2013", required=False
    )
    prior_decision_words = line(
        "In the words of the report", "For example, “agreed by Full Council”", most=300
    )

    field_order = (
        *("kind", "part_kind", "reference", "address", "theme", "after", "scrutinys_own"),
        *(*TEXTS, "owner"),
        *DueFields.base_fields,
        *("made_on", "prior_decision_body", "prior_decision_on", "prior_decision_words"),
    )
    OF_A_WHOLE = ("kind", "theme")
    OF_A_PART = ("part_kind",)

    def __init__(
        self,
        *args: Any,
        report: ScrutinyReport,
        themes: QuerySet[Theme],
        bodies: QuerySet[Body],
        events: QuerySet[Event],
        beside: Sequence[Recommendation],
        whole: Recommendation | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, events=events, bodies=bodies, **kwargs)
        self.report = report
        self.beside = {one.address: one for one in beside}
        self.names = {
            "events": {event.key: event.name for event in events},
            "bodies": {str(body.pk): body.name for body in bodies},
        }
        for name, choices in (("theme", themes), ("prior_decision_body", bodies)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices
        after = self.fields["after"]
        if isinstance(after, forms.ChoiceField):
            after.choices = [
                (FIRST, "None: it is the first"),
                *((address, address) for address in self.beside),
            ]
            after.initial = next(reversed(self.beside), FIRST)
        if whole is not None:
            self.fields["reference"].label = "Mark"
            self.fields["reference"].help_text = MARK
        for name in self.OF_A_PART if whole is None else self.OF_A_WHOLE:
            del self.fields[name]

    @property
    def due_near(self) -> frozenset[date]:  # type: ignore[override]
        return frozenset({self.report.published_on})

    @property
    def compared(self) -> tuple[str, ...]:
        names = (
            *("kind", "part_kind", "reference", "theme", "after", "scrutinys_own", "made_on"),
            *("prior_decision_body", "prior_decision_on", "prior_decision_words", "due_shape"),
        )
        return tuple(name for name in names if name in self.fields)

    def theirs_of(self, row: Recommendation, name: str) -> Any:
        if name == "after":
            return self.initial["after"]
        return row.asked if name == "due_shape" else super().theirs_of(row, name)

    def words(self, name: str, value: Any) -> str:
        if name == "due_shape":
            due = value if isinstance(value, Due) else self.cleaned_data["due"]
            return ", ".join(filter(None, (due.described(**self.names), due.words))) or NOTHING
        return super().words(name, value)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        made_on, published = typed.get("made_on"), self.report.published_on
        if made_on and made_on > published:
            sentence = f"The report was published before, on {day_words(published)}"
            self.add_error("made_on", sentence)
        body, on = typed.get("prior_decision_body"), typed.get("prior_decision_on")
        words = typed.get("prior_decision_words")
        if (on or words) and not body and "prior_decision_body" not in self.errors:
            self.add_error("prior_decision_body", "Choose the body that had decided it")
        if body and not on and "prior_decision_on" not in self.errors:
            self.add_error("prior_decision_on", "Enter the day it was decided")
        if on and on > published:
            sentence = f"This is after the report was published, on {day_words(published)}"
            self.add_error("prior_decision_on", sentence)
        return typed

    @property
    def values(self) -> dict[str, Any]:
        """What it is, by the columns of its row."""
        no_columns = ("after", "due_shape")
        typed = {name: self.cleaned_data[name] for name in self.compared if name not in no_columns}
        return {**typed, "asked": self.cleaned_data["due"]}

    @property
    def comes_after(self) -> Recommendation | None:
        return self.beside.get(self.cleaned_data["after"])

    @staticmethod
    def seen(row: Recommendation, *, after: str) -> str:
        """What whoever looks at it sees: its version, and what it comes after, which may become
        another by what is done to its neighbours."""
        return f"{row.version} {after}"

    @property
    def version_seen(self) -> str:
        return self.said("follows").partition(" ")[0]

    @property
    def is_moved(self) -> bool:
        """Whether it is to come after another than it was shown to."""
        return bool(self.cleaned_data["after"] != self.said("follows").partition(" ")[2])

    @staticmethod
    def of(row: Recommendation, *, after: str) -> dict[str, Any]:
        """What the boxes hold where this recommendation is to be put right."""
        columns = ("kind", "part_kind", "reference", "scrutinys_own", "made_on")
        return {
            **{name: getattr(row, name) for name in columns},
            "theme": row.theme_id,
            "prior_decision_body": row.prior_decision_body_id,
            "prior_decision_on": row.prior_decision_on,
            "prior_decision_words": row.prior_decision_words,
            "after": after,
            "follows": IdentityForm.seen(row, after=after),
            **initial_of(row.asked),
        }


class RecommendationForm(IdentityForm, WordsFields):
    """A recommendation or a part that is not entered yet: with its words, and who leads it."""

    address = line(
        "Short reference",
        "What the register and its web addresses call it, for good. Leave it empty, and it is made "
        "of the reference: R5, R32(5), Guideline-1.",
        most=50,
        width="10",
    )
    owner = OwnerField(
        "Who is to lead it?", "A post or a body, if the report names one", required=False
    )

    def __init__(
        self, *args: Any, owners: Iterable[Any], whole: Recommendation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, whole=whole, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, OwnerField):
            owner.offer(owners)
        if whole is not None:
            for name in ("title", "lead_in", "closing"):
                del self.fields[name]

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if address and not ADDRESS.fullmatch(address):
            raise forms.ValidationError(
                "Begin with a capital or a figure, and use letters, figures, brackets, dots and "
                "hyphens only"
            )
        return address

    @property
    def worded(self) -> dict[str, str]:
        """The schedule's words."""
        return {name: self.cleaned_data[name] for name in TEXTS if name in self.fields}
