"""Programs in process groups of their own, so that a program and its children die together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Group:
    """A program under way, its children with it; what it says goes to a file."""

    def __init__(
        self, command: Sequence[str], *, environment: Mapping[str, str], log: Path
    ) -> None:
        with log.open("ab") as said:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, patience: float = 20) -> None:
        """Ask it to end; one that does not is killed."""
        self.signal(signal.SIGTERM)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()


def free_port() -> int:
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        return int(ours.getsockname()[1])


def wait_until(true: Callable[[], bool], *, patience: float = 120, pause: float = 0.02) -> float:
    """The seconds it took; a thing that never comes true is an error."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > patience:
            raise TimeoutError(f"{true.__qualname__} did not come true in {patience} seconds")
        time.sleep(pause)
    return time.monotonic() - begun
