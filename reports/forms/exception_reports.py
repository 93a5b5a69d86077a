"""What an exception report is asked to cover."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from recommendations.forms.fields import DayField
from recommendations.models import Body, Post, ScrutinyReport, Viewer
from recommendations.reading.offered_reports import offered_reports
from recommendations.rules.wording import day_words
from reports.builders.exception_report import Asked
from reports.forms.as_at import AsAtForm
from reports.forms.choices import choice_of, offer


class ExceptionReportForm(AsAtForm):
    """Left empty it asks for the whole of the council as at today, compared with nothing."""

    compare = DayField(label="Compared with an earlier day", required=False)
    committee = choice_of(
        "a committee", label="Committee", empty_label="All committees", to_field_name="slug"
    )
    report = choice_of(
        "a report", label="Scrutiny report", empty_label="All reports", to_field_name="slug"
    )
    portfolio = choice_of(
        "a portfolio holder",
        label="Portfolio holder",
        empty_label="All portfolios",
        to_field_name="slug",
    )
    directorate = forms.ChoiceField(
        label="Directorate",
        required=False,
        error_messages={"invalid_choice": "Choose a directorate from the list"},
    )

    def __init__(self, typed: QueryDict, *, viewer: Viewer, now: datetime) -> None:
        super().__init__(typed, day=timezone.localdate(now), now=now)
        posts = Post.objects.visible_to(viewer)
        offer(
            self,
            committee=Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE),
            report=ScrutinyReport.objects.visible_to(viewer),
            portfolio=posts.filter(kind=Post.Kind.PORTFOLIO_HOLDER),
        )
        some = offered_reports(viewer, named=typed.get("report", ""))
        self.fields["report"].widget.choices = [
            ("", "All reports"),
            *((report.slug, report.title) for report in some),
        ]
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

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        as_at, compare = typed.get("as_at"), typed.get("compare")
        if as_at and compare and compare >= as_at:
            self.add_error("compare", f"Choose a day before {day_words(as_at)} to compare with")
        return typed

    def ask_for_less(self, reason: str) -> None:
        """At the first box that would narrow it and was left empty."""
        boxes = ("committee", "report", "portfolio", "directorate")
        self.add_error(next((box for box in boxes if not self.cleaned_data[box]), None), reason)

    @property
    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(
            committee=typed["committee"],
            report=typed["report"],
            portfolio=typed["portfolio"],
            directorate=typed["directorate"],
        )
