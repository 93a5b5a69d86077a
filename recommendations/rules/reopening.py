"""What was closed is opened again, and measured from then."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Protocol, TypeVar


class Said(Protocol):
    """A position: whether it closes, and as what."""

    @property
    def closes(self) -> object: ...


P = TypeVar("P", bound=Said)


def reopenings(positions: Iterable[P]) -> list[tuple[P, P]]:
    """Of positions in their order each that does not close after one that did, with that one."""
    return [
        (before, position)
        for before, position in pairwise(positions)
        if before.closes and not position.closes
    ]
