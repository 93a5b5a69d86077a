"""An exception report as Typst sets it: the yardstick of how fast a document can be made.

Both engines are given the same value, and print the same words in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count, day_words
from recommendations.templatetags.display import shortened
from reports.documents.exception_report import ExceptionReport
from reports.documents.lines import Direction, Line
from reports.faces import json as data
from reports.faces.bar import bar

NONE = "None"


def as_data(report: ExceptionReport) -> dict[str, Any]:
    """Every word that our own templates print of it."""
    exceptions = report.exceptions
    return {
        "title": f"Exception report as at {day_words(report.as_at)}: {report.subject}",
        "council": report.council,
        "letterhead": report.letterhead,
        "subject": report.subject,
        "as_at": f"As at {day_words(report.as_at)}",
        "facts": [
            ["For", report.scope.committee or "Members and officers"],
            ["As at", day_words(report.as_at)],
            ["Compared with", day(report.earlier and report.earlier.as_at)],
        ],
        "covers": render_to_string("reports/exception_report/covers.html", {"report": report}),
        "lead": report.shown,
        "others": report.others,
        "bar": bar(report).title,
        "earlier": day(report.earlier and report.earlier.as_at),
        "totals": [
            {
                "rating": rating(row.rag),
                "meaning": row.meaning,
                "count": row.count,
                "earlier": str(row.earlier),
                "change": row.change,
            }
            for row in report.totals
        ],
        "exceptions": [item(line, report) for line in exceptions],
        "sections": list(sections(report)),
        "about": [
            ["Scrutiny reports", "\n".join(one.title for one in report.covered)],
            ["Recorded by", report.known_at.isoformat()],
            ["Checksum of the same report as JSON (SHA-256)", data.checksum(report)],
        ],
    }


def item(line: Line, report: ExceptionReport) -> dict[str, Any]:
    said, dates, differs = line.said, line.dates, line.differs
    return {
        "key": line.key,
        "address": line.address,
        "title": line.title or shortened(line.heading),
        "heading": shortened(line.heading),
        "rating": rating(line.rag),
        "reason": line.reason,
        "direction": direction(line.direction),
        "also": " ".join(f"{reason}." for reason in line.reasons[1:]),
        "paragraphs": [one for one in line.text.splitlines() if one.strip()],
        "parts": [[part.mark, part.text] for part in line.parts],
        "closing": line.closing,
        "from": report.short_titles[line.report] if report.several_reports else "",
        "owners": line.owner,
        "facts": [
            line.answer,
            day(dates.original),
            day(dates.now),
            dates.moved,
            f"{count(said.days_ago, 'day')} ago" if said else NONE,
            line.position.status if line.position else "No position",
        ],
        "said": [
            [label, words]
            for label, words in (
                ("Owner", line.owner),
                ("Portfolio holder", line.portfolio_holder),
                ("Officer says", differs and f"{differs.officer.label}. {differs.why}"),
                ("Cause", said and said.cause),
                ("Remedy", said and said.remedy),
                ("Effect", said and said.effect),
                ("Update", said and said.narrative),
                ("Outcome", said and said.outcome),
            )
            if words
        ],
        "question": line.question,
    }


def sections(report: ExceptionReport) -> Iterator[dict[str, Any]]:
    def section(title: str, heads: list[str], rows: Iterable[list[Any]]) -> Iterator[Any]:
        if told := list(rows):
            yield {"title": title, "heads": heads, "rows": told}

    yield from section(
        "Asked to be closed",
        ["Recommendation", "Outcome, and question for the committee"],
        ([named(line), f"{outcome(line)} {line.question}"] for line in report.asked_to_be_closed),
    )
    yield from section(
        "Answered without action",
        ["Recommendation", "Owner"],
        (
            [named(line), line.owner]
            for group in report.answered_without_action
            for line in group.lines
        ),
    )
    yield from section(
        "Date needed, by owner",
        ["Owner", "Recommendation", "What is missing"],
        (
            [group.name, named(line), "; ".join(line.reasons)]
            for group in report.date_needed
            for line in group.lines
        ),
    )
    yield from section(
        "Coming up",
        ["Recommendation", "Next milestone", "Due", "Owner"],
        (
            [named(line), line.next_step or line.reason, day(line.next_day), line.owner]
            for line in report.coming_up
        ),
    )
    yield from section(
        "What left the list",
        ["Ref", "Then", "Now", "Why"],
        (
            [row.address, rating(row.was), rating(row.rag), f"{row.reason}. {row.why}"]
            for row in report.left
        ),
    )
    yield from section(
        "Entered since",
        ["Ref", "What was entered", "Took effect", "Recorded"],
        ([row.address, row.what, day(row.on), day(row.recorded_on)] for row in report.entered),
    )


def named(line: Line) -> str:
    return f"{line.address} {shortened(line.heading)}"


def outcome(line: Line) -> str:
    return (line.said and (line.said.outcome or line.said.narrative)) or "No outcome is stated."


def rating(rag: Rag) -> dict[str, str]:
    return {"rag": rag.value, "label": rag.label}


def direction(gone: Direction | None) -> str:
    if gone is None:
        return ""
    return gone.way.value.capitalize() + (f", was {gone.was.label.lower()}" if gone.was else "")


def day(one: date | None) -> str:
    return day_words(one) if one else NONE
