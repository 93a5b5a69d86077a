"""Which rows of the register a document prints something of."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model | None)


class Held:
    """The rows that a builder has printed so far.

    A builder passes through here each row of which it prints words, a day or a choice, so that
    the edition is withdrawn when one of them is withheld. What a row only counted for, such as
    the facts behind a rating, is the same for every reader and is not noted.
    """

    def __init__(self) -> None:
        self.rows: dict[type[Model], set[int]] = {}

    def __call__(self, row: M) -> M:
        """The same row, noted."""
        if row is not None:
            self.rows.setdefault(type(row), set()).add(row.pk)
        return row
