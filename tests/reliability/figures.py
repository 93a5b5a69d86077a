"""What a drill found, and whether that is within its bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One row of the table: what happened without the guard, and with it.

    ``without`` is empty where there is no guard to take away, as with a time.
    """

    drill: str
    database: str
    without: str = ""
    found: str
    within: bool

    @property
    def line(self) -> str:
        control = f"without its guard {self.without}; " if self.without else ""
        verdict = "" if self.within else "  MISSED"
        return f"{self.database}, {self.drill}: {control}{self.found}{verdict}"

    @property
    def row(self) -> str:
        cells = (self.drill, self.database, self.without or "–", self.found)
        return f"| {' | '.join(cells)} |"


def table(figures: Sequence[Figure]) -> str:
    """For the README."""
    head = ["| Drill | Database | Without its guard | As it is |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(figure.row for figure in figures)])


def seconds(times: Sequence[float]) -> str:
    """Half of them, and the longest."""
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:.1f} s, {ordered[-1]:.1f} s at most"
