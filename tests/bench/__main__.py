"""Seed, grow, measure, print: on the database that the environment names.

python -m tests.bench [--quick] [--sizes 1000,10000,100000] [--rounds 15]
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time

import django

WHOLE = 1_000
"""How many recommendations a council has when the pages that read them all are measured."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--sizes", default="1000,10000,100000", help="how many recommendations")
    parser.add_argument("--rounds", type=int, default=15, help="how often each page is asked for")
    parser.add_argument("--quick", action="store_true", help="100 and 1,000, three rounds: a try")
    parser.add_argument("--match", default="", help="only pages whose name has this in it")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
    django.setup()
    logging.disable(logging.WARNING)
    run(asked)
    return 0


def run(asked: argparse.Namespace) -> None:
    from django.db import connection
    from django.test.utils import override_settings
    from django.utils import timezone

    from tests.bench import documents, pages, printing, seeding

    begun = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - begun:5.0f} s  {what}", flush=True)  # noqa: T201

    sizes = [100, 1_000] if asked.quick else sorted(int(one) for one in asked.sizes.split(","))
    rounds = 3 if asked.quick else asked.rounds
    today = timezone.localdate()
    seeding.fresh()
    register = seeding.seeded(today=today, pattern=min(sizes[0], seeding.PATTERN))
    say(f"seeded {register.written:,} through the services")
    found, whole, made = {}, {}, []
    with override_settings(ROOT_URLCONF="tests.bench.floor"):
        for size in sizes:
            register.grow(size)
            say(f"grown to {size:,}")
            chosen = [
                page
                for page in pages.pages(register, today=today)
                if asked.match in page.name or page.name == "empty response"
            ]
            found[size] = pages.measured(register, chosen, rounds=rounds)
            if size == WHOLE and not asked.match:
                whole = pages.measured(register, list(pages.whole(register)), rounds=3)
            say(f"measured at {size:,}")
    if not asked.match:
        lengths = documents.SHORT if asked.quick else documents.ITEMS
        reports = documents.reports(lengths, today=today)
        say(f"seeded {sum(lengths):,} that are late")
        made = list(documents.measured(reports, today=today))
        say("measured the documents")
    database = connection.display_name
    told = [
        printing.of_pages(database, found),
        whole and printing.of_whole(database, whole),
        made and printing.of_documents(database, made),
    ]
    print("\n" + "\n\n".join(filter(None, told)))  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
