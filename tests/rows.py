"""Rows that several tests find."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def rows_of_several(blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """What is written while it is unblocked is there for every test meanwhile, and none later."""
    with blocker.unblock(), transaction.atomic():
        with blocker.block():
            yield blocker
        transaction.set_rollback(True)


@contextmanager
def database_of_several(blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """The same on SQLite, where triggers may be laid anew too: it is copied, and put back.

    In a transaction in which they were, the whole schema is read again after each return to a
    savepoint.
    """
    with blocker.unblock(), closing(sqlite3.connect(":memory:")) as before:
        connection.ensure_connection()
        connection.connection.backup(before)
        try:
            with blocker.block():
                yield blocker
        finally:
            before.backup(connection.connection)
