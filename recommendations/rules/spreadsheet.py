"""Rows for a spreadsheet that runs none of what people typed into it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something older

PIECE = 64 * 1024
"""So many characters of a long file are held before they are sent."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# The last four are the full-width signs, which Excel also takes for a beginning.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

Value = str | int | date | None


def written(columns: Sequence[str], rows: Iterable[Sequence[Value]], *, warning: str = "") -> bytes:
    """Every field quoted (RFC 4180), days as 2013-06-05; a warning stands above the columns."""
    return b"".join(pieces(columns, rows, warning=warning))


def pieces(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], *, warning: str = ""
) -> Iterator[bytes]:
    """The same, so that nothing has to hold the whole of it."""
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    if warning:
        writer.writerow([warning])
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe(value) for value in row])
        if text.tell() >= PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def safe(value: Value) -> str:
    """The value as text that no spreadsheet runs: what looks like a formula gets an apostrophe."""
    if not isinstance(value, str):  # as nearly all of them are
        if value is None:
            return ""
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="seconds")
        if isinstance(value, date):
            return value.isoformat()
    text = _CONTROL.sub("", str(value))
    return f"'{text}" if _FORMULA.match(text) else text
