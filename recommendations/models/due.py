"""A date asked or promised, in a column."""

from __future__ import annotations

from typing import Any

from django.db import models

from recommendations.rules.due import Due


def no_date() -> Due:
    """What a column holds where nothing was asked by any day."""
    return Due()


class DueField(models.JSONField):
    """Stores a ``Due`` as the JSON it writes of itself; an event in it is named by its key."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Due | None:
        """None only where an outer join found no row."""
        stored = super().from_db_value(value, expression, connection)
        return None if stored is None else Due.from_json(stored)

    def to_python(self, value: Any) -> Due:
        return value if isinstance(value, Due) else Due.from_json(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.as_json() if isinstance(value, Due) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Due):
            value = value.as_json()
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).as_json()
