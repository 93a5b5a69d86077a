"""The five papers, brought in once for each module that reads them."""

from io import StringIO

import pytest
from django.core.management import call_command

from recommendations.models import Council, ExecutiveResponse, ScrutinyReport


@pytest.fixture(scope="module")
def loaded(module_rows) -> str:
    """What load_papers printed."""
    printed = StringIO()
    with module_rows.unblock():
        call_command("load_papers", stdout=printed)
    return printed.getvalue()


@pytest.fixture
def wiltshire(loaded, db) -> ScrutinyReport:
    return ScrutinyReport.objects.get(council__slug="wiltshire")


@pytest.fixture
def response(wiltshire) -> ExecutiveResponse:
    return wiltshire.responses.get()


@pytest.fixture
def wirral(loaded, db) -> ScrutinyReport:
    return ScrutinyReport.objects.get(council__slug="wirral")


@pytest.fixture
def herefordshire(loaded, db) -> ScrutinyReport:
    return ScrutinyReport.objects.get(council__slug="herefordshire")


@pytest.fixture
def shropshire(loaded, db) -> Council:
    return Council.objects.get(slug="shropshire")
