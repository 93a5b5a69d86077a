"""Handing over: to whom and from when, what goes to another, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from recommendations.forms.fields import DayField, line
from recommendations.services import successions as services
from recommendations.services.change import Refused
from recommendations.standing.leaving import Owner

LAST_DAY = "The day before is its last day"


class SuccessorField(forms.ChoiceField):
    """One of the other bodies, or posts, of the council."""

    def __init__(self, label: str, hint: str = "", *, required: bool = False) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            error_messages={
                "required": "Choose who comes after it",
                "invalid_choice": "Choose one from the list",
            },
        )
        self.owners: dict[str, Owner] = {}

    def offer(self, owners: Iterable[Owner]) -> None:
        self.owners = {owner.slug: owner for owner in owners}
        named = [(slug, str(owner)) for slug, owner in self.owners.items()]
        self.choices = [("", "Choose one" if self.required else "Nobody else"), *named]

    def clean(self, value: Any) -> Owner | None:
        return self.owners.get(super().clean(value))


class SuccessorsForm(forms.Form):
    """Asked for by its address, so that what follows can be looked at before anything is done."""

    on = DayField(
        label="From which day?",
        help_text="The first day of whoever comes after.",
        error_messages={"required": "Enter the day from which"},
    )
    to = SuccessorField(
        "Who comes after it?",
        "Everything that is open goes here, but for what you choose next",
        required=True,
    )
    second = SuccessorField("Who else, if it is split?")
    third = SuccessorField("And who else?")

    def __init__(self, *args: Any, old: Owner, owners: Iterable[Owner], **kwargs: Any) -> None:
        """``owners`` are all of the council's; the old one is refused in words."""
        super().__init__(*args, **kwargs)
        self.old = old
        every = list(owners)
        for field in self.fields.values():
            if isinstance(field, SuccessorField):
                field.offer(every)

    @property
    def successors(self) -> list[Owner]:
        chosen = (self.cleaned_data.get(name) for name in ("to", "second", "third"))
        return [owner for owner in chosen if owner]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        on: date | None = typed.get("on")
        if "to" in typed:
            self._refused("to", lambda: services.refuse_successors(self.old, self.successors))
        if on and not self.errors:
            self._refused("on", lambda: services.refuse_day(self.old, self.successors, on=on))
        return typed

    def _refused(self, field: str, check: Any) -> None:
        try:
            check()
        except Refused as refusal:
            self.add_error(field, str(refusal))


class HandOverForm(forms.Form):
    """What goes to another than the first, and, once it is handed over, why."""

    some = forms.ChoiceField(
        label="What goes to another?",
        required=False,
        error_messages={"invalid_choice": "Choose a report or theme from the list"},
    )
    heir = forms.ChoiceField(
        label="To whom?",
        required=False,
        error_messages={"invalid_choice": "Choose one of the successors"},
    )
    why = line("Why?", "Kept with the change, for the audit page", most=400)
    ends = forms.BooleanField(label=LAST_DAY, required=False, widget=forms.CheckboxInput)

    def __init__(
        self,
        *args: Any,
        some: Iterable[tuple[str, str]],
        heirs: Iterable[Owner],
        may_end: bool,
        is_sent: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(heir.pk), str(heir)) for heir in heirs]
        self._offer("some", [("", "What is ticked below"), *some])
        self._offer("heir", named)
        self.initial["heir"] = named[-1][0]
        if not may_end:
            del self.fields["ends"]
        if is_sent:
            self.fields["why"].required = True
            self.fields["why"].error_messages["required"] = "Say why"

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
