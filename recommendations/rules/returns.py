"""When a report comes back to the committee that watches it: so many months after it was agreed."""

import re
from collections.abc import Iterable

MOST_MONTHS, MOST_RETURNS = 120, 10


def months_of(text: str) -> tuple[int, ...]:
    """The months of a schedule, "6, 12"; ``ValueError`` says what is wrong with it."""
    typed = [word for word in re.split(r"[\s,;]+|\band\b", text) if word]
    if not all(word.isascii() and word.isdecimal() and len(word) < 5 for word in typed):
        raise ValueError("Enter months as numbers, for example 6, 12")
    months = sorted({int(word) for word in typed})
    if months and not 1 <= months[0] <= months[-1] <= MOST_MONTHS:
        raise ValueError(f"Enter months from 1 to {MOST_MONTHS}")
    if len(months) > MOST_RETURNS:
        raise ValueError(f"Enter {MOST_RETURNS} returns at most")
    return tuple(months)


def months_words(months: Iterable[int]) -> str:
    """As a schedule is kept and typed: "6, 12"."""
    return ", ".join(str(n) for n in months)
