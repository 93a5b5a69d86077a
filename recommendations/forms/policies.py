"""What a council sets for itself: the words, numbers, clocks and statuses of a policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from recommendations.forms.comparing import NOTHING, ComparedForm
from recommendations.forms.fields import DayField, line
from recommendations.forms.notices import in_full
from recommendations.models import Policy, Post
from recommendations.models.councils import word_column
from recommendations.rules.notices import RULES, offered
from recommendations.rules.policies import what_is_wrong_with
from recommendations.rules.positions import (
    ENDINGS,
    GOES_ON,
    LONGEST,
    MOST,
    READY,
    Scheme,
    Status,
    ready_name,
    what_is_wrong,
)
from recommendations.rules.ratings import Rag
from recommendations.standing.facts import policies_of

OWN = "own"
MOST_ALERTS = 5
WORDS = {word_column(rag): rag for rag in Rag}
NUMBERS = ("overdue_red_after", "moved_red_after", "due_soon")


def number(label: str, hint: str = "", *, most: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number, for example 28",
            "min_value": "Enter 1 or more",
            "max_value": f"Enter {most:,} at most",
        },
    )


class DaysBeforeField(forms.CharField):
    """Numbers of days in one box, the furthest first; empty for none."""

    default_error_messages = {
        "invalid": "Enter numbers of days with commas between them, for example 14, 3",
        "too_many": f"Enter {MOST_ALERTS} numbers at most",
        "out_of_range": "Enter days from 1 to 365",
    }

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        typed = [part for part in str(value or "").replace(",", " ").split() if part]
        if not all(part.isascii() and part.isdigit() for part in typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if any(len(part) > 3 or not 1 <= int(part) <= 365 for part in typed):
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        days = sorted({int(part) for part in typed}, reverse=True)
        if len(days) > MOST_ALERTS:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        return days

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


def choosing(sentence: str) -> dict[str, str]:
    return {"required": sentence, "invalid_choice": sentence}


class PolicyForm(ComparedForm):
    """The whole of a policy; ``follows`` is its version, ``planned`` the row that is changed."""

    in_force_from = DayField(
        label="From which day is it in force?",
        help_text="Today or later. What is made for an earlier day keeps the key of its day.",
        error_messages={"required": "Enter the day from which it is in force"},
    )
    word_red = line("Red is called", most=20, missing="Enter the word for red", width="10")
    word_amber = line("Amber is called", most=20, missing="Enter the word for amber", width="10")
    word_date_needed = line(
        "Date needed is called", most=20, missing="Enter the word for date needed", width="10"
    )
    word_green = line("Green is called", most=20, missing="Enter the word for green", width="10")
    word_not_rated = line(
        "Not rated is called", most=20, missing="Enter the word for not rated", width="10"
    )
    word_closed = line("Closed is called", most=20, missing="Enter the word for closed", width="10")
    overdue_red_after = number(
        "Red when overdue by more than how many days?", "Until then it is amber", most=3650
    )
    moved_red_after = number(
        "Red when a date has moved by more than how many days?",
        "Without the committee’s agreement",
        most=3650,
    )
    due_soon = number("How many days ahead is something due soon?", most=365)
    due_soon_rating = forms.ChoiceField(
        label="How is what is due soon rated?",
        widget=forms.RadioSelect,
        choices=[("green", "As green, with a warning"), ("amber", "As amber")],
        error_messages=choosing("Choose how it is rated"),
    )
    rules = forms.MultipleChoiceField(
        label="Which rules are offered when a notice is made?",
        help_text="What the law sets cannot be lengthened; only the local rule has your own time.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose one rule at least, for example that there is no duty to answer",
            "invalid_choice": "Choose rules from the list",
        },
    )
    local_n = number("How long does the local rule give?", most=366)
    local_unit = forms.ChoiceField(
        label="Days, working days, weeks or months",
        help_text="Working days are those without weekends and bank holidays.",
        choices=Policy.LocalUnit.choices,
        error_messages=choosing("Choose days, working days, weeks or months"),
    )
    review_months = number(
        "How many months between reviews?",
        "Filled in wherever a duty without end is entered; whoever enters it may change it. "
        "Leave it empty to have nothing filled in.",
        most=120,
        required=False,
    )
    alert_before = DaysBeforeField(
        label="How many days before the last day of a notice do alerts go out?",
        help_text="Several numbers have commas between them. They go to those who answer for the "
        "council, and to its scrutiny officers and clerks. Leave it empty for none before.",
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"max_length": "Enter 50 letters at most"},
    )
    alert_again = number(
        "Once the answer is overdue, how many days between one alert and the next?",
        "The first goes out on the day after the last day. Leave it empty to send only that one.",
        most=365,
        required=False,
    )
    escalates_to = forms.MultipleChoiceField(
        label="Who else is told once it is overdue?",
        help_text="Whoever holds the post then, deputises in it or types for it. A post that has "
        "handed over counts as its successors.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose posts from the list"},
    )
    scheme = forms.ChoiceField(
        label="What may a committee say of a recommendation?",
        help_text="What was said before goes on standing as it was.",
        widget=forms.RadioSelect,
        error_messages=choosing("Choose what a committee may say"),
    )

    def __init__(
        self,
        *args: Any,
        nation: str,
        posts: Iterable[Post],
        today: date,
        of: Policy,
        planned: bool,
        **kwargs: Any,
    ) -> None:
        (policy,) = policies_of([of])
        self.titles = {**of.escalates_to, **{post.slug: post.title for post in posts}}
        self.nation_rules = offered(nation, in_use=tuple(RULES), local=policy.local)
        known = {rule.name for rule in self.nation_rules}
        super().__init__(*args, **kwargs)
        plain = (
            *(*WORDS, *NUMBERS, "due_soon_rating", "local_n", "local_unit", "review_months"),
            *("alert_before", "alert_again"),
        )
        self.initial = {
            **{name: getattr(of, name) for name in plain},
            "rules": [name for name in of.rules if name in known],
            "scheme": ready_name(policy.scheme) or OWN,
            "escalates_to": list(of.escalates_to),
            "in_force_from": of.in_force_from if planned else None,
            "follows": of.version if planned else "",
        }
        self.today = today
        rules, scheme, told = (self.fields[name] for name in ("rules", "scheme", "escalates_to"))
        if isinstance(rules, forms.MultipleChoiceField):
            rules.choices = [(rule.name, in_full(rule)) for rule in self.nation_rules]
        if isinstance(told, forms.MultipleChoiceField):
            told.choices = list(self.titles.items())
        if isinstance(scheme, forms.ChoiceField):
            scheme.choices = [
                *(
                    (name, f"{called}: {'; '.join(one.words for one in ready.statuses)}")
                    for name, (called, ready) in READY.items()
                ),
                (OWN, "Your own statuses, entered below"),
            ]
        self._add_rows(policy.scheme)

    def _add_rows(self, scheme: Scheme) -> None:
        """A row for each status a council of its own scheme may have."""
        for n in range(1, MOST + 1):
            status = scheme.statuses[n - 1] if n <= len(scheme.statuses) else None
            self.fields[f"status_{n}"] = line(f"Status {n}", most=LONGEST)
            self.fields[f"status_{n}"].initial = status.words if status else ""
            self.fields[f"ends_{n}"] = forms.ChoiceField(
                label=f"What does status {n} do?",
                choices=list(ENDINGS.items()),
                required=False,
                initial=status.ends if status else GOES_ON,
                error_messages={"invalid_choice": "Choose what it does from the list"},
            )
            self.fields[f"meaning_{n}"] = line(f"What does status {n} mean?", most=LONGEST)
            self.fields[f"meaning_{n}"].initial = status.meaning if status else ""

    @property
    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for n in range(1, MOST + 1):
            yield self[f"status_{n}"], self[f"ends_{n}"], self[f"meaning_{n}"]

    @property
    def word_fields(self) -> list[BoundField]:
        return [self[name] for name in WORDS]

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(name for name in type(self).base_fields if name != "follows")

    def words(self, name: str, value: Any) -> str:
        if isinstance(value, Scheme):
            return value.words
        if name == "rules":
            return "; ".join(RULES[one].label for one in value or () if one in RULES)
        if name == "escalates_to":
            return "; ".join((value or {}).values()) or NOTHING
        if name == "alert_before":
            return ", ".join(map(str, value or ())) or NOTHING
        return super().words(name, value)

    def clean_escalates_to(self) -> dict[str, str]:
        """The title of each is kept, as it is today."""
        return {slug: self.titles[slug] for slug in self.cleaned_data["escalates_to"]}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        day = typed.get("in_force_from")
        if day and day < self.today:
            self.add_error(
                "in_force_from",
                "Enter today or a later day: the documents of earlier days were made by the key "
                "of their day",
            )
        words = {rag: typed.get(name, "") for name, rag in WORDS.items()}
        if not set(WORDS) & set(self.errors):
            for sentence in what_is_wrong_with(words):
                self.add_error("word_red", sentence)
        self._read_scheme(typed)
        return typed

    def _read_scheme(self, typed: dict[str, Any]) -> None:
        """The scheme chosen by its name, or the one that the rows hold; the other is let be."""
        chosen = typed.get("scheme")
        if chosen in READY:
            typed["scheme"] = READY[chosen][1]
            for n in range(1, MOST + 1):
                for name in ("status", "ends", "meaning"):
                    self.errors.pop(f"{name}_{n}", None)
            return
        scheme = Scheme(
            tuple(
                Status(
                    words=words,
                    ends=typed.get(f"ends_{n}") or GOES_ON,
                    meaning=typed.get(f"meaning_{n}", ""),
                )
                for n in range(1, MOST + 1)
                if (words := typed.get(f"status_{n}"))
            )
        )
        for n in range(1, MOST + 1):
            if typed.get(f"meaning_{n}") and not typed.get(f"status_{n}"):
                self.add_error(f"status_{n}", "Enter the status that this is the meaning of")
        if chosen == OWN:
            for sentence in what_is_wrong(scheme):
                self.add_error("scheme", sentence)
            if "scheme" not in self.errors:
                typed["scheme"] = scheme
