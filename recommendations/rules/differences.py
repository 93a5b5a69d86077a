"""In what two printings of the same words differ, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class How(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both have, or one alone: those the first has are out, the second's are in."""

    how: How
    words: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both in one row; of what was replaced, what is out comes before what is in.

    A single word that both have between two changes is told with them, so that a sentence
    written anew is not read in crumbs.
    """
    found: list[Piece] = []
    out: list[str] = []
    put: list[str] = []
    for same, first, second in _runs(before.split(), after.split()):
        if same and not (len(first) == 1 and (out or put)):
            found += _changed(out, put)
            out, put = [], []
            found.append(Piece(How.SAME, " ".join(first)))
        else:
            out += first
            put += second
    return (*found, *_changed(out, put))


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        yield kind == "equal", before[start:end], after[other_start:other_end]


def _changed(out: list[str], put: list[str]) -> list[Piece]:
    """What was taken out and put in, but for the words at the end that both have."""
    shared: list[str] = []
    while out and put and out[-1] == put[-1]:
        shared.insert(0, out.pop())
        put.pop()
    return [
        Piece(how, " ".join(words))
        for how, words in ((How.OUT, out), (How.IN, put), (How.SAME, shared))
        if words
    ]
