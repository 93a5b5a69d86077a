"""A document as JSON: what it holds, and what adds up from it."""

import json
from hashlib import sha256

from recommendations.rules.ratings import calling
from reports.documents.exception_report import ExceptionReport


def render(report: ExceptionReport) -> bytes:
    """The same report gives the same bytes; the totals are those of the page."""
    with calling(report.key.words):
        sentence = report.sentence
    shown = {
        **report.as_json(),
        "sentence": sentence,
        "totals": {
            **{row.rag.value: row.count for row in report.totals},
            "withheld": report.withheld,
            "all": report.in_scope,
        },
    }
    return json.dumps(shown, ensure_ascii=False, indent=1).encode() + b"\n"


def checksum(report: ExceptionReport) -> str:
    """The SHA-256 of the JSON, in groups that a person can compare."""
    return grouped(sha256(render(report)).hexdigest())


def grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
