"""Editing a row in place, for as long as nobody else has edited it meanwhile."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from recommendations.models import User
from recommendations.services.change import because
from recommendations.services.submissions import Conflict


class Versioned(Protocol):
    """A row whose ``version`` each change raises."""

    pk: Any
    version: int

    def save(self) -> None: ...

    def refresh_from_db(self) -> None: ...


V = TypeVar("V", bound=Versioned)


def edited(
    row: V, seen: str, *, by: User | None, why: str = "", counted_in: str = "version", **values: Any
) -> V:
    """Write these values unless the row has become another since version ``seen`` was looked at.

    ``Conflict`` then brings the row as it is now. ``counted_in`` is the column of that version.
    """
    rows: Any = type(row)._default_manager  # type: ignore[attr-defined]
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    unchanged = rows.filter(**{"pk": row.pk, counted_in: version})
    if not unchanged.update(**{counted_in: version + 1}):
        raise Conflict(rows.get(pk=row.pk))
    row.refresh_from_db()  # its place may be another by now
    for name, value in values.items():
        setattr(row, name, value)
    with because(why, by=by):
        row.save()
    return row
