"""A list, taken away as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from recommendations.models import Viewer
from recommendations.rules.spreadsheet import Value, written


def spreadsheet(
    viewer: Viewer, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str
) -> HttpResponse:
    """Whoever may read exempt matter is told on the first line that it may be in there."""
    warning = "May contain EXEMPT information: not for publication" if viewer.part_two else ""
    response = HttpResponse(
        written(columns, rows, warning=warning), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
