"""Rows as they stand, many times over, in one statement a table.

What the services wrote is the pattern; a copy of it has numbers of its own and stands in the same
council. ``test_seeding.py`` holds that it is what the services would have written.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import Field, Max, Model

from recommendations import models

STRIDE = 10_000_000
"""How far apart the numbers of two copies are; the pattern itself is below it."""

COPIED: tuple[type[Model], ...] = (
    models.ScrutinyReport,
    models.ReportMember,
    models.Theme,
    models.Recommendation,
    models.Wording,
    models.Ownership,
    models.Remit,
    models.Resolution,
    models.Notice,
    models.ExecutiveResponse,
    models.ResponseStage,
    models.Answer,
    models.Milestone,
    models.Milestone.recommendations.through,
    models.MilestoneOwnership,
    models.DateChange,
    models.DateDecision,
    models.MilestoneDone,
    models.ProgressUpdate,
    models.Position,
    models.Standing,
    models.ClassificationChange,
    *(
        model.history.model  # type: ignore[attr-defined]
        for model in (
            models.ScrutinyReport,
            models.Recommendation,
            models.MilestoneOwnership,
            models.Ownership,
            models.Remit,
        )
    ),
)

REPORT_STANDS_AT = {"as_printed": 8, "soonest_first": 19, "worst_first": 21}
"""How much of an item's place in an order stands before the twelve digits of its report."""

Pattern = Mapping[type[Model], int]
"""The last number of each table that belongs to it."""


def pattern() -> Pattern:
    """Everything that is there now."""
    return {
        model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in COPIED
    }


def copy(of: Pattern, *, first: int, last: int) -> None:
    """Add the copies of these numbers, the pattern itself being number 0."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")  # no page writes so much
        for model, end in of.items():
            cursor.execute(statement(model), [first, last, end])


def statement(model: type[Model]) -> str:
    quoted = connection.ops.quote_name
    fields = model._meta.concrete_fields
    columns = ", ".join(quoted(field.column) for field in fields)
    values = ", ".join(value_of(field) for field in fields)
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    return f"""
        WITH RECURSIVE copies(n) AS (
            SELECT CAST(%s AS bigint) UNION ALL SELECT n + 1 FROM copies WHERE n < %s
        )
        INSERT INTO {table} ({columns})
        SELECT {values} FROM copies, {table} WHERE {key} <= %s ORDER BY n, {key}"""


def value_of(field: Field) -> str:
    column = connection.ops.quote_name(field.column)
    if of_report(field.model) and field.name == "title":
        return f"{column} || ' (' || CAST(n AS text) || ')'"
    if of_report(field.model) and field.name == "slug":
        return f"{column} || '-' || CAST(n AS text)"
    if field.model is models.Standing and field.name in REPORT_STANDS_AT:
        before, number = REPORT_STANDS_AT[field.name], f"{10**12} + report_id + n * {STRIDE}"
        return (
            f"substr({column}, 1, {before}) || substr(CAST({number} AS text), 2)"
            f" || substr({column}, {before + 13})"
        )
    if field.primary_key or field.related_model in COPIED or names_a_row(field):
        return f"{column} + n * {STRIDE}"
    return column


def of_report(model: type[Model]) -> bool:
    return model in (models.ScrutinyReport, models.ScrutinyReport.history.model)  # type: ignore[attr-defined]


def names_a_row(field: Field) -> bool:
    """By number alone: of history the row it is of, of a classification what is classified."""
    of_history = field.name == "id" and not field.primary_key
    return of_history or (field.model is models.ClassificationChange and field.name == "row")
