"""The project is wired as it says: databases, settings, locks, static files."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import override_settings

from scrutiny.databases import database, wal_is_safe

ROOT = Path(__file__).resolve().parent.parent

# Databases


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for():
    assert connection.vendor == os.environ.get("EXPECT_DATABASE", "sqlite")


IN_FORCE = {
    "sqlite": {
        "PRAGMA foreign_keys": 1,
        "PRAGMA busy_timeout": 20_000,
        "PRAGMA recursive_triggers": 1,
    },
    "postgresql": {
        "SHOW statement_timeout": "15s",
        "SHOW lock_timeout": "5s",
        "SHOW idle_in_transaction_session_timeout": "30s",
        "SHOW synchronous_commit": "on",
        "SHOW random_page_cost": "1.1",
        "SHOW max_parallel_workers_per_gather": "0",
    },
}


@pytest.mark.django_db
def test_the_connection_is_opened_our_way():
    found = {}
    with connection.cursor() as cursor:
        for question in IN_FORCE[connection.vendor]:
            cursor.execute(question)
            found[question] = cursor.fetchone()[0]
    assert found == IN_FORCE[connection.vendor]
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


@pytest.fixture
def sqlite_file(tmp_path, db):
    handler = ConnectionHandler({"default": database(f"sqlite:///{tmp_path / 'db.sqlite3'}")})
    yield handler["default"]
    handler.close_all()


@contextmanager
def atomic_on(opened):
    """What transaction.atomic() does, for a connection that Django knows no name of."""
    opened.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    yield
    opened.rollback()
    opened.set_autocommit(True)


def test_a_commit_to_a_sqlite_file_is_on_disk(sqlite_file):
    """The journal is the write-ahead log only where SQLite no longer loses commits in it."""
    full, extra = 2, 3
    wal = wal_is_safe(sqlite3.sqlite_version_info[:3])
    with sqlite_file.cursor() as cursor:
        modes = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert modes == {
        "journal_mode": "wal" if wal else "delete",
        "synchronous": full if wal else extra,
        "busy_timeout": 20_000,
        "foreign_keys": 1,
    }


def test_a_writer_takes_the_lock_at_its_start(sqlite_file):
    """Else two that read and then write would fail half-way, however long they may wait."""
    second = sqlite3.connect(sqlite_file.settings_dict["NAME"], timeout=0)
    with atomic_on(sqlite_file), pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute("BEGIN IMMEDIATE")
    second.execute("BEGIN IMMEDIATE")
    second.close()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_where_the_write_ahead_log_is_safe(version, safe):
    assert wal_is_safe(version) is safe


# Settings


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own, with this said over what .env says."""
    clean = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "k" * 64,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HTTPS": "off",
        "DEMONSTRATION": "off",
        "DJANGO_SETTINGS_MODULE": "scrutiny.settings",
    }
    asked = (
        "from django.conf import settings as s;"
        "print(s.DEBUG, s.DEMONSTRATION, s.SESSION_COOKIE_NAME, s.SECURE_SSL_REDIRECT)"
    )
    return subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY in the environment"),
        ({"DEMONSTRATION": "on", "HTTPS": "on"}, "take it out of the environment"),
        (
            {"DEMONSTRATION": "on", "ALLOWED_HOSTS": "127.0.0.1,recommendations.example"},
            "take it out of the environment",
        ),
        ({"DEMONSTRATION": "on", "ALLOWED_HOSTS": "*"}, "take it out of the environment"),
        ({"CLAMD": "clamd"}, "Set CLAMD otherwise, or leave it out: it has to be unix:/path or"),
    ],
)
def test_a_start_is_refused_by_a_sentence(environment, words):
    started = start(**environment)
    assert started.returncode != 0
    assert words in started.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "False False session False"),
        ({"DEMONSTRATION": "on"}, "False True session False"),
        (
            {"HTTPS": "on", "ALLOWED_HOSTS": "recommendations.example"},
            "False False __Host-session True",
        ),
    ],
)
def test_a_start_that_is_allowed(environment, said):
    started = start(**environment)
    assert (started.returncode, started.stdout.strip()) == (0, said), started.stderr


# What is installed, and from where


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_python_package_is_held_by_its_hash_and_no_host_is_named(name):
    lock = (ROOT / name).read_text()
    packages = re.findall(
        r"^[a-z0-9][^\s=]*==\S+(?: ;[^\\\n]*)? \\\n    --hash=sha256:", lock, re.M
    )
    assert len(packages) == len(re.findall(r"^\S", lock, re.M)) > 30
    assert "://" not in lock
    assert "index-url" not in lock


def test_the_tests_run_on_the_packages_that_the_application_runs_on():
    held = {
        name: dict(re.findall(r"^(\S+?)==(\S+)", (ROOT / name).read_text(), re.M))
        for name in ("requirements.txt", "requirements-test.txt")
    }
    assert held["requirements.txt"].items() <= held["requirements-test.txt"].items()


def test_every_front_end_package_is_held_by_its_hash_and_no_address_is_named():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    assert not [name for name, package in installed.items() if "integrity" not in package]
    assert not [name for name, package in installed.items() if "resolved" in package]


# Static files


def test_the_static_files_are_whole(tmp_path):
    """Whatever a style sheet names is there, and so is whatever a template names."""
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES=settings.STORAGES | {"staticfiles": storage}
    ):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["scss"])
    collected = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"]", template.read_text())
    }
    assert named
    assert named <= set(collected)
    fonts = {name for name in collected if name.startswith("build/fonts/")}
    assert fonts == {"build/fonts/Inter-Regular.woff2", "build/fonts/Inter-Bold.woff2"}


def test_no_style_sheet_names_the_typeface_of_another_service():
    assert "GDS Transport" not in (ROOT / "static" / "build" / "app.css").read_text()
