"""What the templates of a pack need beyond the values they are given."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from reports.faces.bar import Bar

register = template.Library()


@register.filter
def at_number(bars: Mapping[int, Bar], number: int) -> Bar | None:
    """The bar of the paper with this number, if it has one."""
    return bars.get(number)
