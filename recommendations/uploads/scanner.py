"""A virus scanner, asked over clamd's own protocol, in bounded time and with bounded answers.

The protocol is in clamd(8): a command that begins with "z" ends with NUL, as does its answer, and
INSTREAM is followed by pieces, each after its length, the last of them empty. Nothing in it is
encrypted.
"""

from __future__ import annotations

import logging
import re
import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

PATIENCE = 20  # seconds by the clock, for all that is asked about one file
PIECE = 64 * 1024
LONGEST_ANSWER = 1024
LONGEST_PATH = 107  # that a socket's address has room for
MALFORMED = "it has to be unix:/path or tcp://host:port"

_FOUND = re.compile(r"stream: (.{1,200}) FOUND")

log = logging.getLogger(__name__)

Place = str | tuple[str, int]
"""A socket's path, or a host and its port."""


class NotAnswered(Exception):
    """It said nothing, or nothing that says whether the file is harmful."""


@dataclass(frozen=True)
class Scan:
    """``found`` is what harmful thing it holds, empty of none; ``scanner`` is what it calls
    itself, with the day of what it knows."""

    found: str
    scanner: str


def place_of(said: str) -> Place | None:
    """As the environment says it; None of nothing, ``ValueError`` in words where it is malformed.

    >>> place_of("tcp://127.0.0.1:3310")
    ('127.0.0.1', 3310)
    """
    if not said:
        return None
    try:
        parts = urlsplit(said)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(MALFORMED) from None
    path = parts.path
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(MALFORMED)
    if parts.scheme == "tcp" and host and port and path in ("", "/"):
        return host, port
    if parts.scheme == "unix" and not parts.netloc and path.startswith("/"):
        if len(path.encode()) > LONGEST_PATH:
            raise ValueError(f"its path is longer than {LONGEST_PATH} bytes")
        return path
    raise ValueError(MALFORMED)


def scan(content: bytes, *, at: Place | None) -> Scan | None:
    """What the scanner says of it; None where there is none, or it does not say."""
    if at is None:
        return None
    until = monotonic() + PATIENCE
    try:
        scanner = ask(at, "VERSION", until=until)
        answer = ask(at, "INSTREAM", pieces(content), until=until)
        scanned = Scan(found_in(answer), scanner[:100])
    except (OSError, NotAnswered) as reason:
        log.warning("a file was not scanned: %s", type(reason).__name__)
        return None
    if scanned.found:
        log.warning("a file was found to be harmful: %s", scanned.found)
    return scanned


def answers(at: Place) -> bool:
    """Whether it is there, before many files are sent to one that is not."""
    try:
        return ask(at, "PING", until=monotonic() + PATIENCE) == "PONG"
    except (OSError, NotAnswered):
        return False


def found_in(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if found := _FOUND.fullmatch(answer):
        return found[1]
    raise NotAnswered


def pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        yield struct.pack("!L", len(piece)) + piece
    yield struct.pack("!L", 0)


def ask(at: Place, command: str, sent: Iterable[bytes] = (), *, until: float) -> str:
    """Its answer to one command, over a connection of its own."""
    with connected(at, until=until) as line:
        for part in (f"z{command}\0".encode(), *sent):
            line.settimeout(left(until))
            line.sendall(part)
        answer = b""
        while not answer.endswith(b"\0"):
            line.settimeout(left(until))
            more = line.recv(LONGEST_ANSWER - len(answer))
            if not more:
                raise NotAnswered
            answer += more
    words = answer[:-1].decode(errors="replace").strip()
    if not (words and words.isprintable()):
        raise NotAnswered
    return words


def connected(at: Place, *, until: float) -> socket.socket:
    if not isinstance(at, str):
        return socket.create_connection(at, timeout=left(until))
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(left(until))
        line.connect(at)
    except OSError:
        line.close()
        raise
    return line


def left(until: float) -> float:
    """Seconds, of which nothing is ever asked with none."""
    seconds = until - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
