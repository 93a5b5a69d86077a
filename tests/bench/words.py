"""Invented English of realistic length: the same for the same number, and common words common."""

from __future__ import annotations

from itertools import accumulate
from random import Random

SYLLABLES = (
    *("ba", "con", "der", "el", "for", "gar", "hel", "in", "jun", "ket", "lo", "mer", "nor"),
    *("os", "par", "quen", "ral", "sen", "tor", "un", "ver", "wen", "yar", "zel"),
)
VOCABULARY = 5_000

_made = Random(1)
WORDS = tuple("".join(_made.choices(SYLLABLES, k=_made.randint(2, 4))) for _ in range(VOCABULARY))
FREQUENCY = tuple(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
"""Zipf's: the second word half as common as the first."""

COMMON, RARE = WORDS[0], WORDS[-1]


def sentence(random: Random, length: int) -> str:
    said = " ".join(random.choices(WORDS, cum_weights=FREQUENCY, k=length))
    return f"{said.capitalize()}."


def prose(random: Random, length: int) -> str:
    """Sentences of some twenty words."""
    return " ".join(sentence(random, min(20, length - done)) for done in range(0, length, 20))
