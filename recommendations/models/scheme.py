"""A scheme of what committees may say, in a column."""

from __future__ import annotations

from typing import Any

from django.db import models

from recommendations.rules.positions import USUAL, Scheme


def usual_scheme() -> Scheme:
    return USUAL


class SchemeField(models.JSONField):
    """Stores a ``Scheme`` as the JSON it writes of itself."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Scheme | None:
        """None only where an outer join found no row."""
        stored = super().from_db_value(value, expression, connection)
        return None if stored is None else Scheme.from_json(stored)

    def to_python(self, value: Any) -> Scheme:
        return value if isinstance(value, Scheme) else Scheme.from_json(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.as_json() if isinstance(value, Scheme) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Scheme):
            value = value.as_json()
        return super().get_db_prep_value(value, connection, prepared)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value.as_json(), model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).as_json()
