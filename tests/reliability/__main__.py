"""Every drill on every database it is for; the table at the end is the README's.

    python -m tests.reliability [DRILL ...] [--on sqlite|postgresql]

Exits with 1 if a figure misses its bound, or could not be had.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from tests.reliability import disks, places
from tests.reliability.figures import Figure, table

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Drill:
    """A module of drills/, and what it takes."""

    name: str
    on: tuple[str, ...] = KINDS
    small_disks: bool = False


DRILLS = (
    Drill("lost_updates"),
    Drill("web_killed"),
    Drill("cluster_killed", on=("postgresql",)),
    Drill("database_restarted", on=("postgresql",)),
    Drill("disk_full", small_disks=True),
    Drill("worker_killed"),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("drills", nargs="*", metavar="DRILL", help="all, unless some are named")
    parser.add_argument("--on", choices=KINDS, help="both, unless one is named")
    asked = parser.parse_args()
    chosen = [drill for drill in DRILLS if not asked.drills or drill.name in asked.drills]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by way of every clean-up
    os.environ.update(places.settings_of_a_drill())
    figures: list[Figure] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="drills-", ignore_cleanup_errors=True) as folder:
        for kind in (asked.on,) if asked.on else KINDS:
            template = places.made(Path(folder) / kind, kind)
            for drill in chosen:
                if kind not in drill.on:
                    continue
                begun, so_far = time.monotonic(), len(figures)
                named = f"{drill.name} on {template.database_name}"
                if drill.small_disks and not disks.can_be_made():
                    say(f"{named}: not run, since it mounts small disks. Run it as root.")
                    failed.append(named)
                    continue
                whole = had_from(drill, template, Path(folder) / f"{kind}-{drill.name}", figures)
                if not whole or not all(figure.within for figure in figures[so_far:]):
                    failed.append(named)
                say(f"  {named} took {time.monotonic() - begun:.0f} s")
    say(f"\n{table(figures)}\n")
    say(f"failed: {', '.join(failed)}" if failed else "every figure is within its bound")
    return 1 if failed else 0


def had_from(drill: Drill, template: places.Place, folder: Path, figures: list[Figure]) -> bool:
    """Add the drill's figures as they come; whether it came to its end.

    It has a process of its own, forked before Django is set up, since settings are read once.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=carry_out, args=(drill, template, folder, theirs)
    )
    process.start()
    theirs.close()
    try:
        for figure in received(ours):
            say(figure.line)
            figures.append(figure)
        process.join()
    finally:
        if process.is_alive():
            process.terminate()
            process.join()
    return process.exitcode == 0


def received(pipe: Connection) -> Iterator[Figure]:
    while True:
        try:
            yield pipe.recv()
        except EOFError:
            return


def carry_out(drill: Drill, template: places.Place, folder: Path, told: Connection) -> None:
    with places.copied(template, folder, small=drill.small_disks) as place:
        os.environ.update(place.environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.settings"
        import django

        django.setup()
        for figure in import_module(f"tests.reliability.drills.{drill.name}").drill(place):
            told.send(figure)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
