"""From the register to a document: as at a day, as known at a moment, for one viewer."""

from reports.builders.bound import TooMany
from reports.builders.exception_report import Asked, exception_report
from reports.builders.held import Held
from reports.builders.notice import notice, served_notice
from reports.builders.pack import Chosen, pack
from reports.builders.response_schedule import response_schedule
from reports.builders.roll_over import roll_over
from reports.builders.schedule import schedule
from reports.builders.watching import Watching

__all__ = [
    "Asked",
    "Chosen",
    "Held",
    "TooMany",
    "Watching",
    "exception_report",
    "notice",
    "pack",
    "response_schedule",
    "roll_over",
    "schedule",
    "served_notice",
]
