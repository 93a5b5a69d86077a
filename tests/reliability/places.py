"""Where a drill happens: a database with the invented council in it, a file store, and servers."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.reliability.clusters import Cluster
from tests.reliability.disks import SmallDisk
from tests.reliability.processes import ROOT, Group
from tests.reliability.web import Web

KIBIBYTES_TO_SPARE = 512
KIBIBYTES_FOR_FILES = 64


class Place:
    """One database, in a folder of its own that is gone afterwards."""

    data_disk: SmallDisk
    file_disk: SmallDisk

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.kind = folder, kind
        self.data, self.files, self.wal = folder / "data", folder / "files", folder / "wal"
        self.cluster: Cluster | None = None
        for each in (self.data, self.files, self.wal):
            each.mkdir(parents=True)

    @property
    def database_name(self) -> str:
        return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[self.kind]

    @property
    def environment(self) -> dict[str, str]:
        """The settings of everything that runs here, the drill itself included."""
        url = f"sqlite:///{self.data / 'db.sqlite3'}" if self.cluster is None else self.cluster.url
        return {**os.environ, "DATABASE_URL": url, "FILE_STORE": str(self.files)}

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of the site to its end."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}")
        return done

    def worker(self, *, careless: str = "", once: bool = False) -> Group:
        """A worker of the queue, in a process group of its own."""
        program = ["-m", "tests.reliability.careless"] if careless else ["manage.py"]
        return Group(
            [sys.executable, *program, "run_jobs", *(["--once"] if once else [])],
            environment={**self.environment, "CARELESS": careless},
            log=self.folder / "worker.log",
        )

    @contextmanager
    def web(self, *, careless: str = "") -> Iterator[Web]:
        """Web servers, started; ended afterwards, whatever has become of them."""
        web = Web(self.environment, log=self.folder / "web.log", careless=careless)
        try:
            web.start()
            yield web
        finally:
            web.stop()


def settings_of_a_drill() -> dict[str, str]:
    """What every process of the drills is told, whatever this machine's .env says."""
    return {
        **os.environ,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DEMONSTRATION": "on",  # its accounts are who writes
        "DEMONSTRATION_PASSWORD": secrets.token_urlsafe(16),
        "DEBUG": "off",
        "HTTPS": "off",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def made(folder: Path, kind: str) -> Place:
    """A place with the papers and the invented council, stopped: drills begin with a copy."""
    place = Place(folder, kind)
    if kind == "postgresql":
        place.cluster = Cluster.made(place.data, place.wal)
    with running(place):
        for command in ("migrate", "load_papers", "load_demo", "demonstration_accounts"):
            place.manage(command)
    return place


@contextmanager
def copied(template: Place, folder: Path, *, small: bool) -> Iterator[Place]:
    """A place that begins as the template stands; ``small`` puts data and files on small disks."""
    with ExitStack() as stack:
        place = Place(folder, template.kind)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if small:
            place.data_disk = stack.enter_context(
                SmallDisk(place.data, kibibytes=kibibytes(template.data) + KIBIBYTES_TO_SPARE)
            )
            place.file_disk = stack.enter_context(
                SmallDisk(place.files, kibibytes=kibibytes(template.files) + KIBIBYTES_FOR_FILES)
            )
        shutil.copytree(template.files, place.files, dirs_exist_ok=True)
        if template.cluster is None:
            shutil.copy(template.data / "db.sqlite3", place.data)
        else:
            place.cluster = Cluster.copied(template.cluster, place.data, place.wal)
        stack.enter_context(running(place))
        yield place


def kibibytes(folder: Path) -> int:
    """What is in it, on the disk."""
    return sum(path.stat().st_blocks for path in folder.rglob("*")) // 2


@contextmanager
def running(place: Place) -> Iterator[None]:
    """Its database server is up, where it has one."""
    if place.cluster is None:
        yield
        return
    try:
        place.cluster.start()
        yield
    finally:
        place.cluster.stop()
