"""Letting a file of evidence through."""

from __future__ import annotations

from django import forms

from recommendations.forms.progress import LONG


class ReleaseForm(forms.Form):
    """Why a file that was not scanned may be let through."""

    reason = forms.CharField(
        label="Why may it be let through?",
        help_text="For example, how you checked it. Everybody who sees the evidence reads this.",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it may be let through"},
    )
