"""One place for all the tests of this folder, made once for each worker and taken back."""

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests.hostile.place import Place


@pytest.fixture(scope="package")
def only_place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = Place.made()
        with django_db_blocker.block():
            yield made
        transaction.set_rollback(True)


@pytest.fixture
def place(only_place: Place, db: None) -> Place:
    return only_place


@pytest.fixture
def dice() -> Random:
    return Random(1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()
