"""Which rows an edition is withdrawn with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet

from recommendations.models import Milestone, Recommendation
from reports.builders import Held
from reports.models import Publication, PublicationRow


def record(publication: Publication, held: Held) -> None:
    """Keep with an edition each row that it printed, and those whose classification these share.

    As many queries as there are nouns, whatever there is of each.
    """
    found: defaultdict[type[Model], set[int]] = defaultdict(set)
    for model, rows in held.rows.items():
        for governing, numbers in governing_rows(model, rows):
            found[governing] |= numbers
    if milestones := found.get(Milestone):
        found[Recommendation] |= served_by(milestones)
    PublicationRow.objects.bulk_create(
        PublicationRow(publication=publication, noun=model._meta.label_lower, row=row)
        for model, rows in found.items()
        for row in sorted(rows)
    )


def governing_rows(model: type[Model], rows: set[int]) -> Iterator[tuple[type[Model], set[int]]]:
    """The rows themselves, then by each path of ``governed`` what it leads to from them."""
    yield model, rows
    every: QuerySet[Any] = model._default_manager.filter(pk__in=rows)
    paths = [path for path in every.governed.classified if path]  # type: ignore[attr-defined]
    if not paths:
        return
    columns = zip(*every.order_by().values_list(*paths), strict=True)
    for path, column in zip(paths, columns, strict=True):
        yield model_at(model, path), {row for row in column if row is not None}


def model_at(model: type[Model], path: str) -> type[Model]:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model


def served_by(milestones: set[int]) -> set[int]:
    """A milestone is hidden with any recommendation that it serves, and a part with its whole."""
    serving = Milestone.recommendations.through.objects.filter(milestone__in=milestones)
    pairs = serving.values_list("recommendation", "recommendation__parent")
    return {row for pair in pairs for row in pair if row is not None}
