"""From the register to a document: as at a day, as known at a moment, for one viewer."""

from reports.builders.exception_report import Asked, exception_report

__all__ = ["Asked", "exception_report"]
