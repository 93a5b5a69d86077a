"""What a document is asked to cover, and as at which day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from recommendations.forms.fields import DayField, DayInput
from recommendations.models import (
    Body,
    ExecutiveResponse,
    Meeting,
    Post,
    ScrutinyReport,
    Viewer,
)
from recommendations.rules.wording import day_words
from reports.builders.exception_report import Asked
from reports.models import PackPart, Publication

FARTHEST = timedelta(days=3 * 366)


class ExceptionReportForm(forms.Form):
    """Left empty it asks for the whole of the council as at today, compared with nothing."""

    as_at = DayField(label="As at", required=False)
    compare = DayField(label="Compared with an earlier day", required=False)
    committee = forms.ModelChoiceField(
        Body.objects.none(),
        label="Committee",
        required=False,
        empty_label="All committees",
        to_field_name="slug",
        error_messages={"invalid_choice": "Choose a committee from the list"},
    )
    report = forms.ModelChoiceField(
        ScrutinyReport.objects.none(),
        label="Scrutiny report",
        required=False,
        empty_label="All reports",
        to_field_name="slug",
        error_messages={"invalid_choice": "Choose a report from the list"},
    )
    portfolio = forms.ModelChoiceField(
        Post.objects.none(),
        label="Portfolio holder",
        required=False,
        empty_label="All portfolios",
        to_field_name="slug",
        error_messages={"invalid_choice": "Choose a portfolio holder from the list"},
    )
    directorate = forms.ChoiceField(
        label="Directorate",
        required=False,
        error_messages={"invalid_choice": "Choose a directorate from the list"},
    )
    known_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: QueryDict, *, viewer: Viewer, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        super().__init__(_with_day(typed, self.today))
        posts = Post.objects.visible_to(viewer)
        self._offer(
            committee=Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE),
            report=ScrutinyReport.objects.visible_to(viewer),
            portfolio=posts.filter(kind=Post.Kind.PORTFOLIO_HOLDER),
        )
        directorates = (
            posts.exclude(directorate="")
            .order_by("directorate")
            .values_list("directorate", flat=True)
            .distinct()
        )
        self.fields["directorate"].choices = [  # type: ignore[attr-defined]
            ("", "All directorates"),
            *((one, one) for one in directorates),
        ]

    def _offer(self, **offered: Any) -> None:
        for name, choices in offered.items():
            self.fields[name].queryset = choices  # type: ignore[attr-defined]

    def clean_as_at(self) -> date:
        as_at: date = self.cleaned_data["as_at"] or self.today
        if as_at > self.today + FARTHEST:
            raise forms.ValidationError("Choose a day no more than three years ahead", code="year")
        return as_at

    def clean_known_at(self) -> datetime:
        """A moment that has been: a file asked for from a page shows what the page showed."""
        return moment_that_has_been(self, self.cleaned_data["known_at"], now=self.now)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        as_at, compare = typed.get("as_at"), typed.get("compare")
        if as_at and compare and compare >= as_at:
            self.add_error("compare", f"Choose a day before {day_words(as_at)} to compare with")
        return typed

    @property
    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(
            committee=typed["committee"],
            report=typed["report"],
            portfolio=typed["portfolio"],
            directorate=typed["directorate"],
        )

    @property
    def address_query(self) -> str:
        """The query that asks for this again, as known at the same moment."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.data.items() if value})
        query["known_at"] = self.cleaned_data["known_at"].isoformat()
        return query.urlencode()


def moment_that_has_been(form: forms.Form, typed: str, *, now: datetime) -> datetime:
    if not typed:
        return now
    try:
        moment = parse_datetime(typed)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment) or moment > now:
        form.add_error(None, f"“{typed}” is not a moment that has been")
        return now
    return moment


def _with_day(typed: QueryDict, day: date) -> QueryDict:
    """What was typed, with today in the boxes of the day where none was."""
    boxes = {f"as_at_{part}": getattr(day, part) for part in DayInput.parts}
    if any(typed.get(box, "").strip() for box in boxes):
        return typed
    filled = typed.copy()
    for box, number in boxes.items():
        filled[box] = str(number)
    return filled


class PackForm(forms.Form):
    """As at which day, and for whom; left empty, the day before the meeting or today."""

    as_at = DayField(label="As at", required=False)
    audience = forms.ChoiceField(
        label="For whom?",
        widget=forms.RadioSelect,
        choices=Publication.Audience.choices,
        required=False,
        error_messages={"invalid_choice": "Choose for whom it is"},
    )
    known_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: QueryDict, *, meeting: Meeting, now: datetime) -> None:
        self.now, self.today = now, timezone.localdate(now)
        filled = _with_day(typed, min(meeting.day, self.today))
        if not filled.get("audience"):
            filled = filled.copy()
            filled["audience"] = Publication.Audience.PUBLIC.value
        super().__init__(filled)

    def clean_as_at(self) -> date:
        as_at: date = self.cleaned_data["as_at"] or self.today
        if as_at > self.today + FARTHEST:
            raise forms.ValidationError("Choose a day no more than three years ahead", code="year")
        return as_at

    def clean_known_at(self) -> datetime:
        return moment_that_has_been(self, self.cleaned_data["known_at"], now=self.now)

    @property
    def of_what(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("audience", "as_at", "known_at")}

    @property
    def address_query(self) -> str:
        """The query that asks for this again, as known at the same moment."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.data.items() if name != "token"})
        query["known_at"] = self.cleaned_data["known_at"].isoformat()
        return query.urlencode()


class PackPartForm(forms.Form):
    """Which document goes under an item, and what it is made of."""

    kind = forms.ChoiceField(
        label="Which document?",
        widget=forms.RadioSelect,
        choices=PackPart.Kind.choices,
        error_messages={"required": "Choose a document"},
    )
    committee: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        None,
        label="Committee",
        help_text="For an exception report of what one committee watches",
        required=False,
        empty_label="All committees",
        error_messages={"invalid_choice": "Choose a committee from the list"},
    )
    report: forms.ModelChoiceField[ScrutinyReport] = forms.ModelChoiceField(
        None,
        label="Scrutiny report",
        help_text="For a full schedule, or an exception report of one report",
        required=False,
        empty_label="All reports",
        error_messages={"invalid_choice": "Choose a report from the list"},
    )
    response: forms.ModelChoiceField[ExecutiveResponse] = forms.ModelChoiceField(
        None,
        label="Executive response",
        help_text="For a response schedule",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a response from the list"},
    )
    compare = DayField(
        label="Compared with an earlier day",
        help_text="For an exception report. Leave it empty to compare with nothing.",
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "committee": Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE),
            "report": ScrutinyReport.objects.visible_to(viewer),
            "response": ExecutiveResponse.objects.visible_to(viewer).select_related(
                "report", "body"
            ),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        kind = typed.get("kind")
        if kind == PackPart.Kind.SCHEDULE and not typed.get("report"):
            self.add_error("report", "Choose the report whose schedule it is")
        if kind == PackPart.Kind.RESPONSE_SCHEDULE and not typed.get("response"):
            self.add_error("response", "Choose the response")
        return typed

    @property
    def values(self) -> dict[str, Any]:
        """What the kind chosen is made of; what it does not need is left out."""
        kind = self.cleaned_data["kind"]
        needed = {
            PackPart.Kind.EXCEPTION_REPORT: ("committee", "report", "compare"),
            PackPart.Kind.SCHEDULE: ("report",),
            PackPart.Kind.RESPONSE_SCHEDULE: ("response",),
        }[kind]
        return {"kind": kind, **{name: self.cleaned_data[name] for name in needed}}
