"""The document that two engines are measured by is one and the same."""

from __future__ import annotations

import json
import re

import page
import pypdfium2
import pytest
from django.utils import timezone

from reports.documents.exception_report import ExceptionReport
from reports.faces import html, pdf
from tests.bench import documents, typesetting
from tests.bench.rendering import typesetter
from tests.reports import marlshire

UNSEEN = re.compile(r"[\s\u00a0\u00ad\u2060\ufffe\u0002-]+")


def words(contents: bytes) -> str:
    """As printed, whatever a line breaks at."""
    pages = pypdfium2.PdfDocument(contents)
    return UNSEEN.sub("", "".join(one.get_textpage().get_text_range() for one in pages))


@pytest.fixture(scope="module")
def report() -> ExceptionReport:
    return marlshire.report()


@pytest.fixture(scope="module")
def by_typst(report) -> bytes:
    with typesetter() as typeset:
        return typeset(json.dumps(typesetting.as_data(report)))


def test_both_say_the_same_of_each_item(report, by_typst):
    ours, theirs = words(pdf.render(html.render(report))), words(by_typst)
    for line in report.exceptions:
        said = [line.address, *line.reasons, line.text, line.owner, line.question, line.answer]
        said += [part.text for part in line.parts]
        if line.said:
            said += [line.said.cause, line.said.remedy, line.said.narrative]
        for one in said:
            told = UNSEEN.sub("", one)
            assert told in ours
            assert told in theirs


def test_both_keep_to_pdf_ua(by_typst):
    found = page.validate_pdf_bytes(by_typst, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in found.failures] == []


@pytest.mark.django_db
def test_a_report_that_is_all_late_prints_each_of_it(monkeypatch):
    monkeypatch.setattr(documents, "rendered", lambda engine, document, *, rounds: document)
    today = timezone.localdate()
    few, more = documents.measured(documents.reports((3, 8), today=today), today=today)
    assert (few.items, more.items) == (3, 8)
    assert few.queries == more.queries
    assert len(json.loads(more.typst)["exceptions"]) == 8
