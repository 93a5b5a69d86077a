"""A topic of a work programme: what it is, its place on an agenda, and why it is dropped."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField, line, paragraphs
from recommendations.forms.report_returns import ReturnForm
from recommendations.models import Body
from recommendations.rules.wording import day_words


class TopicForm(ComparedForm):
    """What it is; ``follows`` is the version that was looked at."""

    title = line(
        "Title",
        "Everybody who reads the register sees it: it holds nothing exempt.",
        most=300,
        missing="Enter the title of the topic",
    )
    text = paragraphs("What is the committee to look at?", most=4000)
    meant_for = line(
        "When is it meant to be taken?",
        "In your own words, for example spring 2027. Leave it empty if that is not known.",
        most=100,
        width="20",
    )

    @property
    def compared(self) -> tuple[str, ...]:
        return ("title", "text", "meant_for")


class NewTopicForm(TopicForm):
    body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="On whose work programme?",
        queryset=None,
        empty_label="Choose a body",
        error_messages={
            "required": "Choose the body that is to look at it",
            "invalid_choice": "Choose a body from the list",
        },
    )
    on = DayField(
        label="On which day was it proposed?",
        help_text="For example, 6 6 2013",
        error_messages={"required": "Enter the day"},
    )

    field_order = ("follows", "body", "title", "text", "meant_for", "on")

    def __init__(self, *args: Any, bodies: QuerySet[Body], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        body = self.fields["body"]
        if isinstance(body, forms.ModelChoiceField):
            body.queryset = bodies

    @property
    def compared(self) -> tuple[str, ...]:
        return (*super().compared, "body", "on")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(f"{day_words(on)} has not come yet")
        return on


class FollowingForm(forms.Form):
    """``follows`` is what was last said of the topic when the form was shown."""

    follows = forms.CharField(widget=forms.HiddenInput, required=False)


class PlanForm(ReturnForm, FollowingForm):
    """The item of the agenda under which it is taken."""


class DropForm(FollowingForm):
    reason = paragraphs(
        "Why is it dropped?",
        "The topic’s page shows it.",
        most=2000,
        missing="Say why it is dropped",
        rows=3,
    )


class TakeBackForm(forms.Form):
    why = paragraphs(
        "What is wrong with it?",
        "The audit page shows it. The topic is as it was before.",
        most=2000,
        missing="Say what is wrong with it",
        rows=3,
    )
