"""How each kind of database is opened, so that what was acknowledged is on disk."""

import sqlite3
from typing import Any

import environ


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug, which could lose a commit.

    Fixed in 3.51.3, and in 3.50.7 and 3.44.6 for those who stay on the older lines.
    """
    return (
        version >= (3, 51, 3)
        or (version[:2] == (3, 50) and version >= (3, 50, 7))
        or (version[:2] == (3, 44) and version >= (3, 44, 6))
    )


def sqlite_options(version: tuple[int, int, int]) -> dict[str, Any]:
    """A write takes the lock at its start, so that two writers queue rather than fail half-way."""
    durable = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        if wal_is_safe(version)
        else "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"
    )
    return {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": f"{durable} PRAGMA recursive_triggers=ON;",
    }


POSTGRESQL_OPTIONS = {
    "options": " ".join(
        f"-c {name}={value}"
        for name, value in {
            "statement_timeout": "15s",
            "lock_timeout": "5s",
            "idle_in_transaction_session_timeout": "30s",
            "synchronous_commit": "on",
            "random_page_cost": "1.1",  # as on any disk without a head to move
            "max_parallel_workers_per_gather": "0",  # starting one takes longer than a page
        }.items()
    )
}


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at this address, in our way of opening it.

    A request is not one transaction: on SQLite every page would then wait for the write lock.
    Services open their own.
    """
    found: dict[str, Any] = environ.Env.db_url_config(url)
    sqlite = found["ENGINE"].endswith("sqlite3")
    ours = sqlite_options(sqlite3.sqlite_version_info[:3]) if sqlite else POSTGRESQL_OPTIONS
    return {
        **found,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0 if sqlite else 60,
        "CONN_HEALTH_CHECKS": not sqlite,
        "OPTIONS": {**found.get("OPTIONS", {}), **ours},
    }
