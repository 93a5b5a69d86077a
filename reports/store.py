"""Files by their content: what is stored never changes, and its name says what it holds."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class NotWhatItWas(Exception):
    """A stored file is missing, or its content is not the one its name says."""


def put(content: bytes) -> str:
    """Store content and return its address; on disk before the address is known to anybody."""
    address = hashlib.sha256(content).hexdigest()
    path = path_of(address)
    if path.exists():
        return address
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o640)
    Path(file.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return address


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
