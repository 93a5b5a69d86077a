"""Hostile requests by the ten thousand, on the kind of database that DATABASE_URL names.

    python -m tests.hostile --requests 100000 --processes 2

Each process makes a test database of its own, so that nothing in the one named is touched. The
last line has the figures; before it stands a line for each thing found, with the seed and number
that tell it again:

    python -m tests.hostile --seed 1.0 --only 1234
"""

from __future__ import annotations

import argparse
import logging
import os
import pickle
import subprocess
import sys
import tempfile
from functools import reduce
from operator import add
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402

from tests.hostile.fuzzing import Figures, Fuzz  # noqa: E402
from tests.hostile.place import Place  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
MOST_FOUND = 50


def fuzz(seed: str, requests: int, only: int | None) -> Figures:
    """In this process, in a database that is gone afterwards."""
    setup_test_environment()
    logging.getLogger().handlers[:] = [logging.NullHandler()]  # the fuzz has its own, and judges it
    place_of = connection.settings_dict["TEST"]
    place_of["NAME"] = None if connection.vendor == "sqlite" else f"hostile_{os.getpid()}"
    with (
        tempfile.TemporaryDirectory() as files,
        override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            STORAGES={
                **settings.STORAGES,
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
            FILE_STORE=files,
            WHITENOISE_AUTOREFRESH=True,  # static files are not looked through for each client
        ),
    ):
        named = setup_databases(verbosity=0, interactive=False)
        try:
            with transaction.atomic():
                place = Place.made()
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the tests' server takes no statistics by itself
            fuzz = Fuzz(place, seed=seed)
            figures = fuzz.run(1 if only is not None else requests, begin=only or 0)
        finally:
            for of, name, destroy in named:
                if destroy:
                    of.creation.destroy_test_db(name, verbosity=0)
    return figures


def shared(arguments: argparse.Namespace) -> Figures:
    """Split over so many processes, each with a seed of its own."""
    with tempfile.TemporaryDirectory() as folder:
        results = [Path(folder) / str(number) for number in range(arguments.processes)]
        started = [
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.hostile", "--into", str(result)),
                    *("--requests", str(arguments.requests // arguments.processes)),
                    *("--seed", f"{arguments.seed}.{number}"),
                ],
                cwd=ROOT,
            )
            for number, result in enumerate(results)
        ]
        codes = [process.wait() for process in started]
        if any(codes):
            sys.exit(f"A process of the fuzz ended before its time: {codes}")
        return reduce(add, (pickle.loads(result.read_bytes()) for result in results))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int, help="the number of one scenario to tell again")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.processes > 1:
        figures = shared(arguments)
    else:
        figures = fuzz(arguments.seed, arguments.requests, arguments.only)
    if arguments.into:
        arguments.into.write_bytes(pickle.dumps(figures))
        return 0
    for found in sorted(figures.found, key=lambda one: ": took " in one)[:MOST_FOUND]:
        sys.stdout.write(f"{found}\n")
    sys.stdout.write(f"hostile requests, {connection.vendor}: {figures}\n")
    return 1 if figures.found else 0


if __name__ == "__main__":
    sys.exit(main())
