"""Files by their content: what is stored never changes, and its name says what it holds."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class NotWhatItWas(Exception):
    """A stored file is missing, or its content is not the one its name says."""


class NotKept(Exception):
    """A file could not be stored; the words are for whoever asked for it."""

    def __init__(self) -> None:
        super().__init__(
            "It could not be kept: the disk for files is full, or cannot be written to. Nothing"
            " was changed. Tell whoever runs this site, then ask for it again."
        )


def put(content: bytes) -> str:
    """Store content and return its address; on disk before the address is known to anybody."""
    address = hashlib.sha256(content).hexdigest()
    path = path_of(address)
    try:
        if path.exists():
            return address
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, content)
    except OSError as fault:
        raise NotKept from fault
    return address


def write(path: Path, content: bytes) -> None:
    """Under another name first, so that a file is whole or not there. Its folder is there."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        part = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            part.chmod(0o640)
            part.replace(path)
        except OSError:
            part.unlink()
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(address: str) -> bytes:
    """The content at an address, checked against it."""
    try:
        content = path_of(address).read_bytes()
    except FileNotFoundError:
        raise NotWhatItWas(f"The file {address} is missing.") from None
    if hashlib.sha256(content).hexdigest() != address:
        raise NotWhatItWas(f"The file {address} is not what was stored.")
    return content


def path_of(address: str) -> Path:
    return Path(settings.FILE_STORE) / address[:2] / address
