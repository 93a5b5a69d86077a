"""How the pages of a response write their values. Draws; decides nothing."""

from __future__ import annotations

from datetime import date

from django import template

from recommendations.rules.wording import count

register = template.Library()


@register.filter
def days_left(last_day: date, today: date) -> str:
    """ "12 days left", "the last day is today", "3 days late"."""
    left = (last_day - today).days
    if left < 0:
        return f"{count(-left, 'day')} late"
    return f"{count(left, 'day')} left" if left else "the last day is today"
