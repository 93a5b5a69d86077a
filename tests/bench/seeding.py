"""A register of any size: one council that grows, beside others that stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.management import call_command
from django.db import connection, transaction

from recommendations.models import ScrutinyReport
from tests.bench import copying
from tests.bench.councils import Founded, found
from tests.bench.writing import write_report

PATTERN = 1_000
OF_THE_OFFICER = 30
OTHERS = ("Eastshire Council", "Westshire Council", "Northshire Council")
REPORTS_OF_OTHERS = 4


@dataclass
class Register:
    """``own`` is the report whose owner signs in."""

    place: Founded
    pattern: copying.Pattern
    written: int
    own: ScrutinyReport
    copies: int = 1

    def grow(self, size: int) -> None:
        """To as many as this, or a few more: reports are never cut."""
        wanted = -(-size // self.written)
        if wanted > self.copies:
            copying.copy(self.pattern, first=self.copies, last=wanted - 1)
            self.copies = wanted
        analyse()


def seeded(*, today: date, pattern: int = PATTERN) -> Register:
    """The smallest register, through the services; it grows by copies of its first reports."""
    with transaction.atomic():
        place = found("Benchshire Council", today=today)
        written = number = 0
        while written < pattern:
            number += 1
            written += write_report(place, number).recommendations.filter(parent=None).count()
        of = copying.pattern()
        own = write_report(place, number + 1, size=OF_THE_OFFICER, owner=place.own_post)
        for name in OTHERS:
            other = found(name, today=today)
            for n in range(REPORTS_OF_OTHERS):
                write_report(other, n)
        return Register(place=place, pattern=of, written=written, own=own)


def analyse() -> None:
    """Tell the database what it holds, as its own upkeep does in time."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            return
        cursor.execute("SET statement_timeout = 0")  # which is for pages
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def fresh() -> None:
    """An empty register with its tables and triggers."""
    call_command("migrate", verbosity=0)
