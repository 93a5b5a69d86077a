"""How one recommendation stands to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from recommendations.forms.fields import DayField, line
from recommendations.forms.ownerships import past
from recommendations.models import Link, Recommendation, ScrutinyReport
from recommendations.models.recommendations import RecommendationQuerySet


class LinkForm(forms.Form):
    """``recommendations`` are those that may be linked to; valid, the one meant is ``meant``."""

    kind = forms.ChoiceField(
        label="How does it stand to the other?",
        choices=Link.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands to the other"},
    )
    report = forms.ChoiceField(
        label="Which report is the other in?",
        error_messages={
            "required": "Choose the report that the other is in",
            "invalid_choice": "Choose a report from the list",
        },
    )
    to = line(
        "Which recommendation is it?",
        "Its reference, for example R8 or R32(5)",
        most=50,
        missing="Enter the reference of the other recommendation",
        width="10",
    )
    words = line("In the words of the paper", "Empty if it prints none", most=300)
    on = DayField(label="From which day?", error_messages={"required": "Enter the day from which"})

    meant: Recommendation

    def __init__(
        self,
        *args: Any,
        recommendations: RecommendationQuerySet,
        reports: list[ScrutinyReport],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recommendations = recommendations
        self.today = today
        report = self.fields["report"]
        if isinstance(report, forms.ChoiceField):
            report.choices = [(one.slug, one.title) for one in reports]

    def clean_on(self) -> date:
        return past(self.cleaned_data["on"], today=self.today)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("report") and (words := typed.get("to")):
            found = self.recommendations.filter(
                Q(address__iexact=words) | Q(reference__iexact=words, parent__isnull=True),
                report__slug=typed["report"],
            ).first()
            if found is None:
                self.add_error("to", f"The report has no “{words}” that you may see")
            else:
                self.meant = found
        return typed
