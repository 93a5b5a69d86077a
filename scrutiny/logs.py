"""Log lines as JSON, which name things and never quote people."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

FIELDS = ("request_id", "method", "url_name", "council", "user", "status", "ms")


class JsonLines(logging.Formatter):
    """One line a record.

    Of an exception only its type and the places it passed are kept: its message may quote what
    a person typed. Line ends inside a value are escaped by JSON itself.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said_by(record),
        }
        line |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__qualname__
            line["passed"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, default=type)


def said_by(record: logging.LogRecord) -> str:
    """Of a request that failed Django says the address or the host, which anybody may have typed;
    which page it was is in the request's own line.
    """
    return "request failed" if hasattr(record, "request") else record.getMessage()
