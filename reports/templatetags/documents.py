"""What the templates of every document need beyond the values they are given."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def shortest_of(title: str, titles: Mapping[str, str]) -> str:
    """A report's title as short as it can be among ``titles``, for a row of a table."""
    return titles.get(title, title)


@register.filter
def ref_class(reference: str) -> str:
    """Printed smaller the longer it is, so that its column has room for it."""
    return "ref longer" if len(reference) > 9 else "ref long" if len(reference) > 5 else "ref"


@register.simple_tag
def answered(decision: str, words: str, until: str = "") -> SafeString:
    """The decision in bold before its words; once where the words open with it."""
    rest = words.strip()
    if not until and rest.startswith(decision) and not rest[len(decision) :][:1].isalnum():
        return format_html("<b>{}</b>{}", decision, rest.removeprefix(decision))
    return format_html("<b>{}</b>{}{}", decision, until, f": {rest}" if rest else ".")
