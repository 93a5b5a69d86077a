"""A disk that can be full: a small file system in memory, which takes root to make."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self


class SmallDisk:
    """Mounted over a folder while it is needed."""

    def __init__(self, folder: Path, *, kibibytes: int) -> None:
        self.folder, self.kibibytes = folder, kibibytes

    def __enter__(self) -> Self:
        self._mount(f"size={self.kibibytes}k")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)

    def fill(self) -> None:
        """Leave no room at all, whatever is there already."""
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:  # there: it is full
                return

    def enlarge(self, *, kibibytes: int) -> None:
        self.kibibytes += kibibytes
        self._mount(f"remount,size={self.kibibytes}k")

    def _mount(self, options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)]
        subprocess.run(command, check=True, capture_output=True)


def can_be_made() -> bool:
    """Whether this is root, and a root that may mount."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"]).returncode == 0
