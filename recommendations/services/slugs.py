"""What a row is called in an address, allotted once from its name."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from django.utils.text import slugify

LONGEST = 70


def slug_of(name: str, *, taken: Container[str], otherwise: str) -> str:
    """Of whole words, and of a number where another has them; ``otherwise`` where it has none."""
    words = slugify(name)
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    begun = words or otherwise
    if begun not in taken:
        return begun
    return next(slug for n in count(2) if (slug := f"{begun}-{n}") not in taken)
