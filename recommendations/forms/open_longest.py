"""What a review of what has been open longest is to cover."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Case, When
from django.http import QueryDict

from recommendations.forms.discharges import number_of
from recommendations.models import AgendaItem, Body, Viewer
from recommendations.reading.open_longest import Asked
from recommendations.rules.roles import Permission
from recommendations.rules.wording import count, day_words

ITEMS = 20
"""So many items of a committee's agendas are offered, those of its last meetings first."""

DEFAULTS = {"years": "1", "months": "0", "sort": "age"}


def not_offered(what: str) -> dict[str, Any]:
    return {"error_messages": {"invalid_choice": f"Choose {what} from the list"}}


class OpenLongestForm(forms.Form):
    """Left empty it asks for all of the council that is open for more than a year."""

    committee: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        None,
        label="Committee",
        to_field_name="slug",
        required=False,
        empty_label="All committees",
        **not_offered("a committee"),
    )
    years = forms.ChoiceField(
        label="Open for more than",
        choices=[("0", "Any time"), *((str(n), count(n, "year")) for n in (1, 2, 3, 5, 10))],
        **not_offered("a number of years"),
    )
    months = forms.ChoiceField(
        label="Not reported on for more than",
        choices=[("0", "Any time"), *((str(n), count(n, "month")) for n in (3, 6, 12, 24))],
        **not_offered("a number of months"),
    )
    sort = forms.ChoiceField(
        label="First comes",
        choices=[("age", "What is open longest"), ("silence", "What is silent longest")],
        **not_offered("what comes first"),
    )
    item = forms.ChoiceField(
        label="To be decided under",
        help_text="An item of the committee’s agenda: then tick what is to be decided.",
        required=False,
        **not_offered("an item of the committee’s agenda"),
    )

    def __init__(self, typed: QueryDict, *, viewer: Viewer) -> None:
        super().__init__({**DEFAULTS, **{name: one for name, one in typed.items() if one}})
        committees = Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE)
        self.fields["committee"].queryset = committees  # type: ignore[attr-defined]
        slug = self.data.get("committee")
        named = next((body for body in committees if body.slug == slug), None)
        item = number_of(typed.get("item", ""))
        self.items = {str(row.pk): row for row in items_of(viewer, named, item)} if named else {}
        if self.items or typed.get("item"):
            self.fields["item"].choices = [  # type: ignore[attr-defined]
                ("", "Nothing is to be decided now"),
                *((key, f"{row}, {day_words(row.meeting.day)}") for key, row in self.items.items()),
            ]
        else:
            del self.fields["item"]

    @property
    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(
            committee=typed["committee"],
            years=int(typed["years"]),
            months=int(typed["months"]),
            order=typed["sort"],
        )

    @property
    def decides_under(self) -> AgendaItem | None:
        return self.items.get(self.cleaned_data.get("item", ""))


def items_of(viewer: Viewer, committee: Body, named: int) -> Iterable[AgendaItem]:
    """Those of its agendas, for whoever records what it decides; the one ``named`` first."""
    items = AgendaItem.objects.editable_by(viewer, to=Permission.POSITION_RECORD)
    of_committee = items.filter(meeting__body=committee).select_related("meeting")
    is_named = Case(When(pk=named, then=0), default=1)
    return of_committee.order_by(is_named, "-meeting__day", "pk")[:ITEMS]
