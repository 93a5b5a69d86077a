"""Boxes that offer rows of the register: which rows, each form says for its viewer."""

from __future__ import annotations

from typing import Any

from django import forms


def choice_of(a: str, *, label: str, empty_label: str, **more: Any) -> forms.ModelChoiceField[Any]:
    """``a`` is what is chosen, with its article: "a committee"."""
    return forms.ModelChoiceField(
        None,
        label=label,
        required=False,
        empty_label=empty_label,
        error_messages={"invalid_choice": f"Choose {a} from the list"},
        **more,
    )


def offer(form: forms.Form, **rows: Any) -> None:
    """Offer these rows in the boxes of these names."""
    for name, offered in rows.items():
        form.fields[name].queryset = offered  # type: ignore[attr-defined]
