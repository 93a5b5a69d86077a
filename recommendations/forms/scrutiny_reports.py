"""A scrutiny report, a member of the group that wrote it, and a theme of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField, PlaceField, line, paragraphs
from recommendations.models import Body, ScrutinyReport, Theme
from recommendations.rules.wording import day_words


class ReportForm(ComparedForm):
    """What a report is; ``follows`` is the version that was looked at."""

    title = line(
        "Title", "As the report prints it", most=300, missing="Enter the title of the report"
    )
    kind = forms.ChoiceField(
        label="What kind of report?",
        choices=ScrutinyReport.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of report"},
    )
    published_on = DayField(
        label="When was it published?",
        help_text="For example, 28 3 2013",
        error_messages={"required": "Enter the day it was published"},
    )
    task_group: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="Who wrote it?",
        help_text="The task group or other body, if one did",
        queryset=None,
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    commissioned_by: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="For which body?",
        help_text="When the report is entered, this body watches it from its day on",
        queryset=None,
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    terms_of_reference = paragraphs("Terms of reference", rows=6)
    source = line("The paper it is taken from", "For example, its file or address", most=300)
    source_note = paragraphs(
        "What the paper does not print",
        "Each day or choice that you had to find elsewhere, and where",
    )

    def __init__(
        self,
        *args: Any,
        bodies: QuerySet[Body],
        reports: QuerySet[ScrutinyReport],
        today: date,
        **kwargs: Any,
    ) -> None:
        """``reports`` are the others of the council."""
        super().__init__(*args, **kwargs)
        self.reports = reports
        self.today = today
        for name in ("task_group", "commissioned_by"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = bodies

    @property
    def compared(self) -> tuple[str, ...]:
        return (
            *("title", "kind", "published_on", "task_group", "commissioned_by"),
            *("terms_of_reference", "source", "source_note"),
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        title, day = typed.get("title"), typed.get("published_on")
        if day and day > self.today:
            self.add_error("published_on", f"{day_words(day)} has not come yet")
        elif title and day and self.reports.filter(title=title, published_on=day).exists():
            self.add_error("title", "A report of this title and day is entered already")
        return typed


class MemberForm(ComparedForm):
    """Somebody the report names as a member of the group, and the part they had in it."""

    name = line("Name", "As the report prints it", most=200, missing="Enter the name")
    part = line("Part in the group", "For example, Chairman. Empty if it prints none.", most=200)
    place = PlaceField("Place among the members")

    @property
    def compared(self) -> tuple[str, ...]:
        return ("name", "part")


class ThemeForm(ComparedForm):
    """A theme, or a group inside one."""

    title = line("Title", "As the report prints it", most=300, missing="Enter the title")
    parent: forms.ModelChoiceField[Theme] = forms.ModelChoiceField(
        label="Inside which theme?",
        queryset=None,
        required=False,
        empty_label="None: it is a theme of the report itself",
        error_messages={"invalid_choice": "Choose a theme from the list"},
    )
    note = paragraphs(
        "Note that governs it",
        "For example, what a word means in the recommendations under it",
    )
    evidence_section = line(
        "Where the evidence is", "For example, paragraphs 26 to 40", most=100, width="20"
    )
    place = PlaceField("Place among the themes beside it")

    def __init__(self, *args: Any, themes: QuerySet[Theme], **kwargs: Any) -> None:
        """``themes`` are those that it may stand inside."""
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = themes

    @property
    def compared(self) -> tuple[str, ...]:
        return ("title", "parent", "note", "evidence_section")
