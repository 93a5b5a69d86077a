"""A process that can be killed: it imports nothing of ours and is bounded in all it may use.

What it is to do comes on its standard input, what it made goes to its standard output. It has no
settings, no database and no secret in its environment. It is forked from one that is kept warm.
"""

import atexit
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar

from reports.faces.printing import NEEDED

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

_WARM = Path(__file__).with_name("warm.py")
_TO_START = 60
_TO_DIE = 10  # seconds

T = TypeVar("T")


class PdfFailed(Exception):
    """The PDF could not be made; the words are for whoever asked for it."""


class TookTooLong(PdfFailed):
    def __init__(self) -> None:
        super().__init__("Making the PDF took too long. Choose a smaller scope.")


@dataclass(frozen=True)
class _Box:
    """One at work: its process, and a pipe that ends with it and says whether it ended well."""

    process: int
    pipe: int

    def ends_within(self, seconds: float) -> bool:
        waiting = select.poll()
        waiting.register(self.pipe)
        return bool(waiting.poll(max(0, seconds) * 1000))

    def end(self) -> None:
        """Kill it, with whatever it started; one that has ended is left alone."""
        if not self.ends_within(0):
            for kill in (os.killpg, os.kill):  # in its first moments it has no group
                with suppress(ProcessLookupError):
                    kill(self.process, signal.SIGKILL)
            self.ends_within(_TO_DIE)


class Warm:
    """The process that boxes are forked from: started with the first, and again if it has ended.

    A fork of this process has one of its own.
    """

    def __init__(self) -> None:
        self._asking = Lock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None

    @property
    def number(self) -> int | None:
        return self._process.pid if self._process else None

    def fork(self, script: Path, limits: Mapping[int, int], files: Sequence[int]) -> int:
        """The number of a box that runs this script; the files are its own from now on."""
        asked = json.dumps({"script": str(script), "limits": list(limits.items())}).encode()
        with self._asking:
            for _ in range(2):  # it may have ended of itself a moment ago
                if self._door is None or self._owner != os.getpid():
                    self._start()
                with suppress(ConnectionError, TimeoutError):
                    socket.send_fds(self._opened, [asked], files)
                    if number := self._opened.recv(32):
                        return int(number)
                self.close()
        raise PdfFailed("The PDF could not be made (there is nothing to make it with).")

    @property
    def _opened(self) -> socket.socket:
        assert self._door is not None  # noqa: S101 - just started
        return self._door

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(_TO_START)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
                [sys.executable, "-I", str(_WARM), *NEEDED],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": _NO_PROGRAMS, "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
                start_new_session=True,
            )
        self._door, self._owner = ours, os.getpid()

    def close(self) -> None:
        """It ends once nobody can ask it, and is killed if it does not."""
        door, process = self._door, self._process
        self._door = self._process = None
        if door:
            door.close()
        if process and self._owner == os.getpid():
            try:
                process.wait(_TO_DIE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


warm = Warm()
atexit.register(warm.close)


class Boxes:
    """The processes that make one document. The patience is for them all, the limits for each."""

    def __init__(self, limits: Mapping[int, int], patience: float) -> None:
        self._limits = limits
        self._until = time.monotonic() + patience
        self._starting = Lock()
        self._running: set[_Box] = set()
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
        with _file(handed_over) as given, _file() as made, _file() as said:
            with self._at_work(script, [given, made, said]) as box:
                if not box.ends_within(self._until - time.monotonic()):
                    raise TookTooLong
                well = bool(os.read(box.pipe, 1))
            written = _whole(made)
            if not well or not written or len(written) > LARGEST:
                raise PdfFailed(_reason(_whole(said).decode(errors="replace"), well=well))
            return written

    @contextmanager
    def _at_work(self, script: Path, files: Sequence[int]) -> Iterator[_Box]:
        pipe, its_end = os.pipe()
        try:
            with self._starting:
                if self._failed:
                    raise PdfFailed("Another part of it could not be made.")
                box = _Box(warm.fork(script, self._limits, [*files, its_end]), pipe)
                os.close(its_end)
                its_end = -1
                self._running.add(box)
            try:
                yield box
            finally:
                box.end()
                with self._starting:
                    self._running.discard(box)
        finally:
            os.close(pipe)
            if its_end >= 0:
                os.close(its_end)

    def _end_all(self) -> None:
        """Those that run, and those that wait before they are begun."""
        with self._starting:
            self._failed = True
            for box in self._running:
                box.end()


@contextmanager
def _file(contents: bytes = b"") -> Iterator[int]:
    """A file that is nowhere but in memory."""
    number = os.memfd_create("box")
    try:
        with open(number, "wb", closefd=False) as file:
            file.write(contents)
        os.lseek(number, 0, os.SEEK_SET)
        yield number
    finally:
        os.close(number)


def _whole(number: int) -> bytes:
    os.lseek(number, 0, os.SEEK_SET)
    with open(number, "rb", closefd=False) as file:
        return file.read(LARGEST + 1)


def _reason(said: str, *, well: bool) -> str:
    """One that was killed says nothing."""
    if not (well or said) or "MemoryError" in said:
        return "The PDF is too large to make at once. Choose a smaller scope."
    last = (said.strip().splitlines() or [""])[-1]
    if last.startswith(MAY_NOT):
        return f"The PDF could not be made: {last}"
    # Only the kind of a fault: its words may quote the document.
    return f"The PDF could not be made ({last.partition(':')[0] or 'nothing was'})."
