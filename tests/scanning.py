"""A scanner on this machine that speaks clamd's protocol: what holds a marker is harmful."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

MARKER = b"a-virus-for-the-tests"
NAME = "Tests-Marker"
CALLED = "ClamAV 1.0.7/27831/Mon Nov 30 08:00:00 2026"


class Asked(socketserver.StreamRequestHandler):
    """One command; of INSTREAM the pieces after it too."""

    server: "TcpScanner"

    def handle(self) -> None:
        said = self.server.says[command := self.command()]
        content = self.content() if command == "INSTREAM" else b""
        answer = said(content) if callable(said) else said
        if answer is not None:
            self.wfile.write(answer)

    def command(self) -> str:
        said = b""
        while not said.endswith(b"\0"):
            said += self.rfile.read(1)
        return said.decode().strip("z\0")

    def content(self) -> bytes:
        found = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            found += self.rfile.read(length)
        return found


def judged(content: bytes) -> bytes:
    return f"stream: {NAME} FOUND\0".encode() if MARKER in content else b"stream: OK\0"


def slow(_: bytes) -> bytes:
    sleep(2)
    return b"stream: OK\0"


class TcpScanner(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class UnixScanner(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def scanner(*, path: Path | None = None, **says: object) -> Iterator[str | tuple[str, int]]:
    """Where it is found. ``says`` is what it answers to a command, None where it says nothing."""
    server = UnixScanner(str(path), Asked) if path else TcpScanner(("127.0.0.1", 0), Asked)
    usual = {"VERSION": f"{CALLED}\0".encode(), "PING": b"PONG\0", "INSTREAM": judged}
    server.says = {**usual, **says}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield str(path) if path else server.server_address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
