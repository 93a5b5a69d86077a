"""The exception report as a document, of as many items as it prints in full."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from recommendations.models import ScrutinyReport, Viewer
from reports import builders
from reports.documents.exception_report import ExceptionReport
from reports.faces import html, parts
from tests.bench import typesetting
from tests.bench.councils import found
from tests.bench.rendering import Rendered, rendered
from tests.bench.writing import write_report

ITEMS = (10, 41, 100, 200, 1_000)
SHORT = (10, 41, 100)
ROUNDS = 3
ONCE_FROM = 1_000
"""A document of so many items is made once."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Written:
    """What building the value and writing it out took, beside what each engine made of that.

    A long one is made ``again`` after one change, from the parts that were kept.
    """

    items: int
    queries: int
    built: float
    written_out: float
    ours: Rendered
    again: Rendered | None
    typst: Rendered

    @property
    def seconds(self) -> float:
        """From the value to the PDF."""
        return self.written_out + self.ours.seconds

    @property
    def processor(self) -> float:
        return self.written_out + self.ours.processor


def reports(sizes: Sequence[int], *, today: date) -> list[ScrutinyReport]:
    """One of each size, every recommendation of it late, in a council of their own."""
    with transaction.atomic():
        place = found("Longshire Council", today=today)
        return [
            write_report(place, number, size=size, all_late=True)
            for number, size in enumerate(sizes, 1)
        ]


def measured(of: Sequence[ScrutinyReport], *, today: date) -> Iterator[Written]:
    viewer = Viewer.member(of[0].council)
    for one in of:
        asked = builders.Asked(report=one)

        def build(asked: builders.Asked = asked) -> ExceptionReport:
            return builders.exception_report(
                viewer, as_at=today, known_at=timezone.now(), asked=asked
            )

        build()
        with CaptureQueriesContext(connection) as queries:
            report, built = timed(build)
        items = len(report.exceptions)
        page, written_out = timed(lambda report=report: html.render(report))
        told = json.dumps(typesetting.as_data(report))
        rounds = 1 if items >= ONCE_FROM else ROUNDS
        yield Written(
            items=items,
            queries=len(queries),
            built=built,
            written_out=written_out,
            ours=rendered("weasyprint", page, rounds=rounds),
            again=rendered("again", page, rounds=rounds) if parts.taken_apart(page) else None,
            typst=rendered("typst", told, rounds=rounds),
        )


def timed(make: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    made = make()
    return made, time.perf_counter() - begun
