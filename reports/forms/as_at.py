"""As at which day, and as known at which moment, a document is asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from recommendations.forms.fields import DayField, DayInput

FARTHEST = timedelta(days=3 * 366)


class AsAtForm(forms.Form):
    """Left empty it asks for the day it is given, as known now."""

    as_at = DayField(label="As at", required=False)
    known_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: QueryDict, *, day: date, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        super().__init__(_with_day(typed, day))

    def clean_as_at(self) -> date:
        as_at: date = self.cleaned_data["as_at"] or self.today
        if as_at > self.today + FARTHEST:
            raise forms.ValidationError("Choose a day no more than three years ahead", code="year")
        return as_at

    def clean_known_at(self) -> datetime:
        """A moment that has been: a file asked for from a page shows what the page showed."""
        typed: str = self.cleaned_data["known_at"]
        if not typed:
            return self.now
        try:
            moment = parse_datetime(typed)
        except ValueError:
            moment = None
        if moment is None or timezone.is_naive(moment) or moment > self.now:
            self.add_error(None, f"“{typed}” is not a moment that has been")
            return self.now
        return moment

    @property
    def address_query(self) -> str:
        """The query that asks for this again, as known at the same moment."""
        query = QueryDict(mutable=True)
        query.update(
            {name: value for name, value in self.data.items() if value and name != "token"}
        )
        query["known_at"] = self.cleaned_data["known_at"].isoformat()
        return query.urlencode()


def _with_day(typed: QueryDict, day: date) -> QueryDict:
    """What was typed, with today in the boxes of the day where none was."""
    boxes = {f"as_at_{part}": getattr(day, part) for part in DayInput.parts}
    if any(typed.get(box, "").strip() for box in boxes):
        return typed
    filled = typed.copy()
    for box, number in boxes.items():
        filled[box] = str(number)
    return filled
