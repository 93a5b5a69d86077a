"""Planning a round of updates, and answering all that it asks on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField
from recommendations.forms.progress import COMPLETE, IN_PROGRESS, ProgressForm
from recommendations.forms.resolutions import DoneForm
from recommendations.models import (
    Meeting,
    ProgressUpdate,
    ResolutionDone,
    ResolutionUpdate,
    UpdateRound,
)
from recommendations.rules.wording import day_words

ASKED_FOR = ("done", "note", "on")
"""Of a resolution, what has to be said where it is sent."""


class RoundForm(ComparedForm):
    """For which meeting, and from which day to which; a meeting once chosen is not changed."""

    meeting: forms.ModelChoiceField[Meeting] = forms.ModelChoiceField(
        label="For which meeting?",
        help_text="Its body’s owners are asked about all that it watches. A meeting that is not in"
        " the list is entered first.",
        queryset=None,
        empty_label="Choose a meeting",
        error_messages={
            "required": "Choose the meeting",
            "invalid_choice": "Choose a meeting from the list",
        },
    )
    opens = DayField(
        label="When does the round open?",
        help_text="Today or later. On that day it is settled who owes what.",
        error_messages={"required": "Enter the day on which it opens"},
    )
    closes = DayField(
        label="What is the last day for updates?",
        help_text="Before the meeting, early enough for the agenda",
        error_messages={"required": "Enter the last day for updates"},
    )

    def __init__(
        self,
        *args: Any,
        meetings: QuerySet[Meeting] | None,
        today: date,
        planned: UpdateRound | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.planned = planned
        meeting = self.fields["meeting"]
        if meetings is None:
            del self.fields["meeting"]
        elif isinstance(meeting, forms.ModelChoiceField):
            meeting.queryset = meetings
        if planned and planned.opened_at:
            del self.fields["opens"]

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(name for name in ("opens", "closes") if name in self.fields)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        opened = self.planned.opens if self.planned and self.planned.opened_at else None
        opens, closes = opened or typed.get("opens"), typed.get("closes")
        meeting = self.planned.meeting if self.planned else typed.get("meeting")
        if opens and not opened and opens < self.today:
            self.add_error("opens", "A round opens today or later")
        if closes and closes < self.today:
            self.add_error("closes", "This day has passed")
        elif opens and closes and closes < opens:
            self.add_error("closes", "The last day cannot be before the round opens")
        elif closes and meeting and closes >= meeting.day:
            day = day_words(meeting.day)
            self.add_error("closes", f"The last day must be before the meeting of {day}")
        return typed

    @property
    def days(self) -> dict[str, Any]:
        opened = self.planned.opens if self.planned and self.planned.opened_at else None
        return {
            "opens": opened or self.cleaned_data["opens"],
            "closes": self.cleaned_data["closes"],
        }


class TickedForm(ComparedForm):
    """A row of the page, which goes when it is ticked and else is kept as a draft."""

    send = forms.BooleanField(label="Send this update", required=False, widget=forms.CheckboxInput)

    def __init__(self, *args: Any, sending: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sending = sending

    @property
    def goes(self) -> bool:
        """Whether it is ticked, on a page that is sent."""
        return self.sending and bool(self.cleaned_data.get("send"))

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed; a text carried forward and left alone is nothing new."""
        return bool(set(self.changed_data) - {"send", "follows"})


class RowForm(TickedForm, ProgressForm):
    """A row about an item or a milestone: the boxes of an update."""

    theirs: ProgressUpdate | None = None
    """What somebody else sent about the same meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for evidence in ("draft_address", "draft_shows", "file", "mark"):
            del self.fields[evidence]
        far, stated = self.fields["far"], self.fields["stated"]
        if isinstance(far, forms.ChoiceField) and isinstance(stated, forms.ChoiceField):
            done = "Complete" if self.of_whole else "Done"
            far.widget = forms.Select(choices=[(IN_PROGRESS, "In progress"), (COMPLETE, done)])
            far.help_text = stated.help_text = ""
            choices = [("", "Choose"), *list(stated.choices)]  # type: ignore[arg-type]
            stated.widget = forms.Select(choices=choices)
        for name in ("cause", "remedy", "effect", "why_differs", "narrative", "outcome"):
            self.fields[name].widget.attrs["rows"] = 2

    @property
    def is_draft(self) -> bool:
        return not self.goes

    def check_evidence(self) -> None:
        """Evidence goes with an update on the page of its own."""

    @property
    def whys(self) -> Iterator[BoundField]:
        """The boxes that only some updates need."""
        for name in ("cause", "remedy", "effect", "why_differs", "outcome"):
            yield self[name]

    @property
    def whys_are_used(self) -> bool:
        return any(box.errors or box.value() for box in self.whys)


class ToActForm(TickedForm, DoneForm):
    """A row about a resolution: the boxes of its own page, asked for where it is ticked."""

    theirs: ResolutionUpdate | ResolutionDone | None = None
    """What somebody else said of it meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = self.fields["done"]
        if isinstance(done, forms.ChoiceField):
            choices = [("", "Choose"), *list(done.choices)]  # type: ignore[arg-type]
            done.widget = forms.Select(choices=choices)
        for name in ASKED_FOR:
            self.fields[name].required = False
        self.fields["note"].widget.attrs["rows"] = 2

    @property
    def boxes(self) -> Iterator[BoundField]:
        """All but the tick."""
        return (box for box in self.visible_fields() if box.name != "send")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ASKED_FOR:
            if self.goes and not typed.get(name) and name not in self.errors:
                self.add_error(name, str(self.fields[name].error_messages["required"]))
        return typed


class GridForm(forms.Form):
    """All the rows; it holds when every row that is ticked does."""

    def __init__(self, data: Any, *, rows: Sequence[RowForm | ToActForm]) -> None:
        super().__init__(data)
        self.rows = rows

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for row in self.rows:
            if not row.is_valid():
                self.errors[str(row.prefix)] = row.errors  # type: ignore[assignment]
        idle = self.rows and not any(row.goes for row in self.rows)
        if self.data.get("do") == "send" and idle and not self.errors:
            first = self.rows[0]
            first.add_error("send", "Tick the updates that you want to send")
            self.errors[str(first.prefix)] = first.errors  # type: ignore[assignment]
        return typed

    def complaints(self, asked: Sequence[Any]) -> Iterator[tuple[Any, BoundField, str]]:
        """Of each row what was asked in it, the box, and what is wrong with it."""
        for one, row in zip(asked, self.rows, strict=True):
            for field in row.visible_fields():
                for error in field.errors:
                    yield one, field, str(error)


def carried_forward(last: ProgressUpdate) -> dict[str, Any]:
    """The words of the last update, to be gone on with; a rating is always stated anew."""
    return {"narrative": last.narrative, "outcome": last.outcome, "far": IN_PROGRESS}
