"""A child process that can be killed: it imports nothing of ours and is bounded in all it may use.

What it is to do comes on its standard input, what it made goes to its standard output. It has no
settings, no database and no secret in its environment.
"""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

_MEBIBYTE = 1024 * 1024
LARGEST = 64 * _MEBIBYTE
LIMITS = {
    resource.RLIMIT_AS: 1024 * _MEBIBYTE,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: LARGEST,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}
BESIDE = 2
"""How many children of one document there are at once."""

MAY_NOT = "a document may not load"
"""What a child that was asked to open an address says last."""

_NO_PROGRAMS = "/nowhere"
"""The child may run none; it would ask compilers, at length, where the text libraries are."""

T = TypeVar("T")


class PdfFailed(Exception):
    """The PDF could not be made; the words are for whoever asked for it."""


class TookTooLong(PdfFailed):
    def __init__(self) -> None:
        super().__init__("Making the PDF took too long. Choose a smaller scope.")


class Boxes:
    """The children that make one document. The patience is for them all, the limits for each."""

    def __init__(self, limits: Mapping[int, int], patience: float) -> None:
        self._limits = limits
        self._until = time.monotonic() + patience
        self._starting = Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._failed = False

    def beside(self, tasks: Iterable[Callable[[], T]]) -> list[T]:
        """What each task returns, a few at once. Where one fails, the others end with it."""
        with ThreadPoolExecutor(BESIDE) as pool:
            begun = [pool.submit(task) for task in tasks]
            try:
                for one in as_completed(begun):
                    one.result()
            except BaseException:
                self._end_all()
                raise
            return [one.result() for one in begun]

    def run(self, script: Path, handed_over: bytes) -> bytes:
        """What a script of ours writes, once it has ended well."""
        with self._started(script) as child:
            try:
                made, said = child.communicate(
                    handed_over, timeout=max(0, self._until - time.monotonic())
                )
            except subprocess.TimeoutExpired:
                raise TookTooLong from None
            finally:
                _end(child)
                self._running.discard(child)
        if child.returncode or not made or len(made) > LARGEST:
            raise PdfFailed(_reason(child.returncode, said.decode(errors="replace")))
        return made

    def _started(self, script: Path) -> "subprocess.Popen[bytes]":
        with self._starting:
            if self._failed:
                raise PdfFailed("Another part of it could not be made.")
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
                [sys.executable, "-I", str(script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={"PATH": _NO_PROGRAMS, "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
                start_new_session=True,
                preexec_fn=lambda: _limit(self._limits),
            )
            self._running.add(child)
            return child

    def _end_all(self) -> None:
        """Those that run, and those that wait before they are begun."""
        with self._starting:
            self._failed = True
            for child in list(self._running):
                _end(child)


def _limit(limits: Mapping[int, int]) -> None:
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child and whatever it started; one that has ended already is left alone."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _reason(code: int, said: str) -> str:
    if code < 0 or "MemoryError" in said:
        return "The PDF is too large to make at once. Choose a smaller scope."
    last = (said.strip().splitlines() or [""])[-1]
    if last.startswith(MAY_NOT):
        return f"The PDF could not be made: {last}"
    # Only the kind of a fault: its words may quote the document.
    return f"The PDF could not be made ({last.partition(':')[0] or code})."
