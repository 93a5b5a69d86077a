"""A list, taken away as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse

from recommendations.models import Viewer
from recommendations.rules.spreadsheet import Value, pieces, written


def spreadsheet(
    viewer: Viewer, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str
) -> HttpResponse:
    """Whoever may read exempt matter is told on the first line that it may be in there."""
    whole = written(columns, rows, warning=warning_for(viewer))
    return HttpResponse(whole, headers=headers(name))


def long_spreadsheet(
    viewer: Viewer, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str
) -> StreamingHttpResponse:
    """The same, sent while its rows are read; what fails before its first piece is a page still."""
    found = pieces(columns, rows, warning=warning_for(viewer))
    return StreamingHttpResponse(chain([next(found)], found), headers=headers(name))


def warning_for(viewer: Viewer) -> str:
    return "May contain EXEMPT information: not for publication" if viewer.part_two else ""


def headers(name: str) -> dict[str, str]:
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
