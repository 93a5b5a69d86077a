"""The five papers, brought in once for all the tests of this folder."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from recommendations.models import Council, ExecutiveResponse, ScrutinyReport
from tests.rows import rows_of_several


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker) -> Iterator[str]:
    """What load_papers printed."""
    printed = StringIO()
    with rows_of_several(django_db_blocker) as blocker:
        with blocker.unblock():
            call_command("load_papers", stdout=printed)
        yield printed.getvalue()


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
