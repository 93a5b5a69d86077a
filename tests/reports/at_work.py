"""The processes that a process of ours has begun and that have not ended."""

import time
from pathlib import Path


def at_work(process: int) -> list[int]:
    """Those of one second later, if there are any: one that is killed is told of a moment after."""
    for _ in range(20):
        found = [child for each in Path(f"/proc/{process}/task").iterdir() for child in _of(each)]
        if not found:
            break
        time.sleep(0.05)
    return found


def _of(thread: Path) -> list[int]:
    try:
        return [int(one) for one in (thread / "children").read_text().split()]
    except FileNotFoundError:  # it has ended since; who it began is the process's first thread's
        return []
