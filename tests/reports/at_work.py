"""The processes that a process of ours has begun and that have not ended."""

import time
from pathlib import Path


def at_work(process: int) -> list[int]:
    """Those of one second later, if there are any: one that is killed is told of a moment after."""
    for _ in range(20):
        threads = Path(f"/proc/{process}/task").iterdir()
        found = [int(one) for each in threads for one in (each / "children").read_text().split()]
        if not found:
            break
        time.sleep(0.05)
    return found
