"""The rows of a form that is too long for one page: it asks about a stretch of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

R = TypeVar("R")


@dataclass(frozen=True)
class Stretch(Generic[R]):
    """``at`` is the key of its first row: an address asks for the stretch by any of its rows."""

    at: str
    rows: Sequence[R]
    is_here: bool

    @property
    def first(self) -> R:
        return self.rows[0]

    @property
    def last(self) -> R:
        return self.rows[-1]


class Stretches(Generic[R]):
    """``most`` is how many rows are drawn within the two seconds that a page may take.

    ``box`` names, but for the key of the row, what each row that was shown sends: of a form that
    is sent those are the rows, whatever has come before them since.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: Sequence[R],
        *,
        key: Callable[[R], int | str],
        box: str,
        most: int,
    ) -> None:
        keys = [str(key(row)) for row in rows]
        at = request.GET.get("at", "")
        asked = keys.index(at) if at in keys else 0
        begin = asked - asked % most
        sent = [row for row, one in zip(rows, keys, strict=True) if box.format(one) in request.POST]
        self.shown = sent or rows[begin : begin + most]
        self.every = [
            Stretch(keys[n], rows[n : n + most], n == begin) for n in range(0, len(rows), most)
        ]
        self.keys = frozenset(keys)

    @property
    def several(self) -> Sequence[Stretch[R]]:
        """To choose from, where there is more than one."""
        return self.every if len(self.every) > 1 else ()

    def query(self, at: str | int = "") -> str:
        """What leads to the stretch of a row; to the one shown, where there is no such row."""
        if not self.several:
            return ""
        here = next((one.at for one in self.every if one.is_here), "")
        return f"at={at if str(at) in self.keys else here}"
