"""A process that has at hand what printing needs, and forks a box of itself for each document.

Run as ``python -I warm.py MODULE...`` by ``box.py``, whose socket is its standard input. To import
these takes as long as to print some ten pages. It has read no document itself, so that no box finds
anything of another; left alone, or without whoever asks, it ends. What a box lays down on the disk,
as the fonts of its document, goes with it, however it ends.
"""

import gc
import importlib
import json
import os
import resource
import runpy
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from contextlib import suppress
from typing import Any

_ALONE = 600  # seconds
_DONE = b"+"


def _main() -> None:
    for name in sys.argv[1:]:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="boxes-") as folder:
        signal.signal(signal.SIGCHLD, lambda *_: _reap(folder))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        try:
            _serve(folder)
        finally:
            _wait()


def _serve(folder: str) -> None:
    door = socket.socket(fileno=os.dup(0))
    door.settimeout(_ALONE)
    with suppress(TimeoutError, ConnectionError):
        while True:
            asked, handed_over, _, _ = socket.recv_fds(door, 65536, 4)
            if not asked:
                break
            box = os.fork()
            if not box:
                door.close()
                _box(json.loads(asked), _place(folder, os.getpid()), *handed_over)
            for each in handed_over:
                os.close(each)
            door.send(str(box).encode())


def _place(folder: str, box: int) -> str:
    """Where a box keeps its temporary files."""
    return os.path.join(folder, str(box))


def _wait() -> None:
    """Until the last box is gone: the processor time of one that was not waited for is not told."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _reap(folder: str) -> None:
    with suppress(ChildProcessError):
        while box := os.waitpid(-1, os.WNOHANG)[0]:
            shutil.rmtree(_place(folder, box), ignore_errors=True)


def _box(asked: dict[str, Any], place: str, given: int, made: int, said: int, alive: int) -> None:
    """Run the script as if it had been started by itself; ``alive`` is told if it ends well."""
    try:
        os.setpgid(0, 0)
        for told in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(told, signal.SIG_DFL)
        for of_its_own, handed_over in enumerate((given, made, said)):
            os.dup2(handed_over, of_its_own)
            os.close(handed_over)
        for what, most in asked["limits"]:
            resource.setrlimit(what, (most, most))
        os.mkdir(place, mode=0o700)
        tempfile.tempdir = place
        sys.argv = [asked["script"]]
        runpy.run_path(asked["script"], run_name="__main__")
        sys.stdout.flush()
        os.write(alive, _DONE)
    except SystemExit as ended:
        sys.stderr.write(f"{ended}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    _main()
