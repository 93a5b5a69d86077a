"""Rows that several tests find."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def rows_of_several(blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """What is written while it is unblocked is there for every test meanwhile, and none later."""
    with blocker.unblock(), transaction.atomic():
        with blocker.block():
            yield blocker
        transaction.set_rollback(True)
