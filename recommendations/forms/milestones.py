"""Milestones: a new one, another date for one, and what became of an occurrence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from recommendations.forms.dues import DueFields
from recommendations.forms.fields import DayField, line
from recommendations.forms.minuting import LEAVE, MinutedForm
from recommendations.models import DateDecision, OccurrenceOutcome, Post
from recommendations.rules.due import Shape
from recommendations.rules.wording import day_words
from recommendations.rules.years import is_far


class NewDateForm(forms.Form):
    """A date asked for instead of ``now``, and why it has to move."""

    to_day = DayField(
        label="New date",
        help_text="For example, 29 1 2027",
        error_messages={"required": "Enter the new date"},
    )
    year_is_meant = forms.BooleanField(
        label="Yes, this is the year I mean", required=False, widget=forms.CheckboxInput
    )
    reason = forms.CharField(
        label="Why the date must move",
        help_text="Members read this as you write it. Name no child, family or colleague.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the date must move"},
    )

    def __init__(self, *args: Any, today: date, now: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.now = now
        self.asks_the_year = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        day = typed.get("to_day")
        if not day:
            return typed
        if day <= self.today:
            question = f"{day_words(day)} has passed. Is this the year you meant?"
            self.add_error("to_day", ValidationError(question, code="year"))
        elif day == self.now:
            self.add_error("to_day", f"{day_words(day)} is the date now")
        elif is_far(day, neighbours={self.today, *([self.now] if self.now else [])}):
            self.asks_the_year = True
            if not typed["year_is_meant"]:
                question = f"{day_words(day)} is far ahead. Is it the year you meant?"
                self.add_error("to_day", ValidationError(question, code="year"))
        return typed


class DateDecisionForm(MinutedForm):
    """Granted or refused, by a resolution or by the portfolio holder's recorded leave."""

    decision = forms.ChoiceField(
        label="What was decided?",
        choices=[
            (DateDecision.Decision.GRANTED.value, "Granted: the new date stands"),
            (DateDecision.Decision.REFUSED.value, "Refused: the old date stands"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what was decided"},
    )
    leave = forms.CharField(
        label="How and in which words was it given?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    left_on = DayField(label="Given on which day?", required=False)

    field_order = (
        *("decision", "minute", "body", "met_on", "reference", "text"),
        *("leave", "left_on"),
    )

    def __init__(self, *args: Any, asked_on: date, **kwargs: Any) -> None:
        super().__init__(*args, none=(LEAVE, "None: the portfolio holder gave leave"), **kwargs)
        self.asked_on = asked_on

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        name = "left_on" if typed.get("minute") == LEAVE else "met_on"
        if (decided_on := typed.get(name)) and decided_on < self.asked_on:
            self.add_error(name, f"The date was asked for only on {day_words(self.asked_on)}")
        if typed.get("minute") == LEAVE:
            self.ask_for("leave", "Record how the leave was given")
            self.ask_for("left_on", "Enter the day on which the leave was given")
            if (left_on := typed.get("left_on")) and left_on > self.today:
                self.add_error("left_on", f"{day_words(left_on)} has not come yet")
        return typed


class OccurrenceForm(forms.Form):
    """What became of one occurrence that nobody reported done: missed, or skipped with leave."""

    due = forms.ChoiceField(
        label="Which one?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the day", "invalid_choice": "Choose one of these days"},
    )
    outcome = forms.ChoiceField(
        label="What became of it?",
        widget=forms.RadioSelect,
        choices=[
            (OccurrenceOutcome.Outcome.SKIPPED.value, "Skipped, with leave"),
            (OccurrenceOutcome.Outcome.MISSED.value, "Missed"),
        ],
        error_messages={"required": "Say whether it was skipped or missed"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Members read this as you write it. Name no child, family or colleague.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why it was skipped or missed",
            "max_length": "Say why in 4,000 letters or fewer",
        },
    )
    leave = forms.CharField(
        label="By whose leave?",
        help_text="Where it is skipped: the portfolio holder, or the committee by its minute",
        required=False,
        max_length=200,
        error_messages={"max_length": "Name them in 200 letters or fewer"},
    )

    def __init__(self, *args: Any, occurrences: Sequence[date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        due = self.fields["due"]
        if isinstance(due, forms.ChoiceField):
            due.choices = [(day.isoformat(), day_words(day)) for day in occurrences]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        skipped = typed.get("outcome") == OccurrenceOutcome.Outcome.SKIPPED
        if skipped and not typed.get("leave") and "leave" not in self.errors:
            self.add_error("leave", "Say by whose leave it is skipped")
        if typed.get("outcome") and not skipped and typed.get("due"):
            day = date.fromisoformat(typed["due"])
            if day >= self.today:
                self.add_error("due", f"{day_words(day)} has not passed: it cannot be missed yet")
        return typed


class MilestoneForm(DueFields):
    """A dated step towards a recommendation, its owner, and what shows that it is done."""

    text = forms.CharField(
        label="What is to be done?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say what is to be done",
            "max_length": "Say it in 4,000 letters or fewer",
        },
    )
    owner: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label="Who owns it?",
        queryset=None,
        empty_label="Choose a post",
        error_messages={
            "required": "Choose the post that owns it",
            "invalid_choice": "Choose a post from the list",
        },
    )
    success_measure = forms.CharField(
        label="What will show that it is done?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Say it in 2,000 letters or fewer"},
    )

    field_order = ("text", "owner", "success_measure")

    def __init__(self, *args: Any, posts: QuerySet[Post], near: set[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_near = frozenset(near)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = posts

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("due") and typed["due"].shape is Shape.NONE:
            self.add_error("due_shape", "Say by when: a milestone has a date")
        return typed


class MilestoneOwnerForm(forms.Form):
    """Another post, and from when it owes the milestone."""

    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label="Which post is to owe it?",
        queryset=None,
        empty_label="Choose a post",
        error_messages={
            "required": "Choose the post that owes it",
            "invalid_choice": "Choose a post from the list",
        },
    )
    since = DayField(
        label="From which day?",
        help_text="Where the wrong post was recorded, the day on which it was promised",
        error_messages={"required": "Enter the day from which"},
    )
    why = line("Why?", "Kept with the change, for the audit page", most=500, missing="Say why")

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = self.fields["post"]
        if isinstance(post, forms.ModelChoiceField):
            post.queryset = posts
