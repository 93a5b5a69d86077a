"""Letting a file of evidence through."""

from __future__ import annotations

from django import forms

from recommendations.forms.fields import paragraphs


class ReleaseForm(forms.Form):
    """Why a file that was not scanned may be let through."""

    reason = paragraphs(
        "Why may it be let through?",
        "For example, how you checked it. Everybody who sees the evidence reads this.",
        most=4000,
        missing="Say why it may be let through",
        rows=3,
    )
