"""Printed parts of public packs, kept for a week: made again, a pack prints only what has changed.

They stand beside the issued editions, in a folder of their own that no address leads to. What they
are called says all that went into them but the system's own text libraries, hence no longer than a
week. A part that was altered on the disk, or put under another's name, is not read.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from recommendations import store

DAYS = 7
_SECONDS_OF_A_DAY = 24 * 60 * 60


def read(name: str) -> bytes | None:
    """None where there is none that can be relied on."""
    try:
        seal, _, printed = _path(name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return printed if constant_time_compare(seal, _seal(name, printed)) else None


def keep(name: str, printed: bytes) -> None:
    """Unless there is no room: it is then printed again."""
    with suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True)
        store.write(_path(name), _seal(name, printed) + b"\n" + printed)


def forget_old() -> None:
    """Those that were kept more than a week ago, and what was left of one half written."""
    oldest = time.time() - DAYS * _SECONDS_OF_A_DAY
    with suppress(OSError):
        for path in _folder().iterdir():
            with suppress(FileNotFoundError):  # another worker was there first
                if path.stat().st_mtime < oldest:
                    path.unlink()


def _seal(name: str, printed: bytes) -> bytes:
    return salted_hmac(name, printed, algorithm="sha256").hexdigest().encode()


def _path(name: str) -> Path:
    return _folder() / name


def _folder() -> Path:
    return Path(settings.FILE_STORE) / "parts"
