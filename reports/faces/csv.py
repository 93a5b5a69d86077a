"""A document as rows for a spreadsheet: one for each recommendation counted, shown or not."""

import csv
import io
import re
from datetime import date

from reports.documents.exception_report import ExceptionReport, Line

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something older

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# The last four are the full-width signs, which Excel also takes for a beginning.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

COLUMNS = (
    "As at",
    "Report",
    "Recommendation",
    "Title",
    "Text",
    "Section",
    "Rating",
    "Reasons",
    "Was",
    "Change",
    "Owner",
    "Portfolio holder",
    "Answer",
    "Original date",
    "Date now",
    "Times moved",
    "Days moved",
    "Days overdue",
    "Last update",
    "Officer says",
    "Cause",
    "Remedy",
    "Effect",
    "Update",
    "Committee says",
    "Question for the committee",
    "Scrutiny's own",
)


def render(report: ExceptionReport) -> bytes:
    """Every field quoted (RFC 4180), days as 2013-06-05."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for line in report.lines:
        writer.writerow([safe(value) for value in _row(report, line)])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def safe(value: str | int | date | None) -> str:
    """The value as text that no spreadsheet runs: what looks like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = _CONTROL.sub("", str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def _row(report: ExceptionReport, line: Line) -> tuple[str | int | date | None, ...]:
    words = "\n".join([line.text, *(f"{part.mark} {part.text}" for part in line.parts)])
    was = line.direction.was.label if line.direction and line.direction.was else ""
    said = line.said
    return (
        report.as_at,
        line.report,
        line.address,
        line.title,
        f"{words}\n{line.closing}".strip(),
        report.section_of(line),
        line.rag.label,
        "; ".join(line.reasons),
        was,
        line.direction.way if line.direction else "",
        line.owner,
        line.portfolio_holder,
        line.answer,
        line.dates.original or line.dates.words,
        line.dates.now,
        line.dates.times_moved,
        line.dates.days_moved,
        line.overdue,
        said.on if said else None,
        line.differs.officer.label if line.differs else "",
        said.cause if said else "",
        said.remedy if said else "",
        said.effect if said else "",
        (said.narrative or said.outcome) if said else "",
        line.position.status if line.position else "",
        line.question,
        "yes" if line.scrutinys_own else "no",
    )
