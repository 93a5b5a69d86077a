"""What a pack is made of, as at which day, and for whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from recommendations.forms.fields import DayField
from recommendations.models import Body, ExecutiveResponse, Meeting, ScrutinyReport, Viewer
from reports.forms.as_at import AsAtForm
from reports.forms.choices import choice_of, offer
from reports.models import PackPart, Publication


class PackForm(AsAtForm):
    """As at which day, and for whom; left empty, the day before the meeting or today."""

    audience = forms.ChoiceField(
        label="For whom?",
        widget=forms.RadioSelect,
        choices=Publication.Audience.choices,
        required=False,
        error_messages={"invalid_choice": "Choose for whom it is"},
    )

    def __init__(self, typed: QueryDict, *, meeting: Meeting, now: datetime) -> None:
        if not typed.get("audience"):
            typed = typed.copy()
            typed["audience"] = Publication.Audience.PUBLIC.value
        super().__init__(typed, day=min(meeting.day, timezone.localdate(now)), now=now)

    @property
    def of_what(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("audience", "as_at", "known_at")}


class PackPartForm(forms.Form):
    """Which document goes under an item, and what it is made of."""

    kind = forms.ChoiceField(
        label="Which document?",
        widget=forms.RadioSelect,
        choices=PackPart.Kind.choices,
        error_messages={"required": "Choose a document"},
    )
    committee = choice_of(
        "a committee",
        label="Committee",
        help_text="For an exception report of what one committee watches",
        empty_label="All committees",
    )
    report = choice_of(
        "a report",
        label="Scrutiny report",
        help_text="For a full schedule, or an exception report of one report",
        empty_label="All reports",
    )
    response = choice_of(
        "a response",
        label="Executive response",
        help_text="For a response schedule",
        empty_label="None",
    )
    compare = DayField(
        label="Compared with an earlier day",
        help_text="For an exception report. Leave it empty to compare with nothing.",
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            committee=Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE),
            report=ScrutinyReport.objects.visible_to(viewer),
            response=ExecutiveResponse.objects.visible_to(viewer)
            .filter(stages__isnull=False)  # not those still being drafted
            .distinct()
            .select_related("report", "body"),
        )

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
