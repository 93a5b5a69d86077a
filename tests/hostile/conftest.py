"""One place for all the tests of this folder, made once for each worker and taken back."""

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests.hostile.place import Place
from tests.rows import database_of_several, rows_of_several


@pytest.fixture(scope="package")
def only_place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    shared = database_of_several if connection.vendor == "sqlite" else rows_of_several
    with shared(django_db_blocker) as blocker:
        with blocker.unblock():
            made = Place.made()
        yield made


@pytest.fixture
def place(only_place: Place, db: None) -> Place:
    return only_place


@pytest.fixture
def dice() -> Random:
    return Random(1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()
