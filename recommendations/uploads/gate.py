"""The gate: a file as it came, and what was found in it, or why it is not taken."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from recommendations.uploads import LARGEST, MEBIBYTE, NotTaken
from recommendations.uploads.kinds import Kind, kind_of

PATIENCE = 30  # seconds by the clock
_PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Taken:
    """A file that may be kept; ``hidden`` is what it holds that whoever reads it does not see."""

    name: str
    kind: Kind
    content: bytes
    hidden: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def checksum(self) -> str:
        return sha256(self.content).hexdigest()


def take(name: str, content: bytes, *, size: int) -> Taken:
    """``size`` is how much was sent; of a file that is too large not all is held."""
    if not size:
        raise NotTaken("it is empty")
    if size > LARGEST:
        raise NotTaken(f"it has {-(-size // MEBIBYTE)} MB, and 20 MB is the most")
    kind = kind_of(name, content)
    return Taken(name, kind, content, looked_through(kind, content))


def looked_through(kind: Kind, content: bytes, *, patience: float = PATIENCE) -> tuple[str, ...]:
    """What the child says of it. One that was stopped, or failed, says nothing."""
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-E", "-s", "-m", "recommendations.uploads.inside", kind],
            input=content,
            capture_output=True,
            cwd=_PROJECT,
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
            timeout=patience,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise NotTaken("it is damaged, or too large inside to be looked through") from None
    told = json.loads(child.stdout)
    if refused := told.get("refused"):
        raise NotTaken(refused)
    return tuple(told["hidden"])
