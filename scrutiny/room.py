"""Room for what is called: memory that all of it shares.

From 3.11 on Python keeps what is being called in pieces of 16 KB, and gives each back to the system
as soon as nothing stands in it. A page is some hundred calls deep: whatever it calls often just
where a piece ends is asked for and given back each time, which took a tenth of the processor time.
A call that is larger than such a piece is given one that it fits into, the next power of two; the
rest of that is room for what it calls.
"""

from collections.abc import Callable
from typing import TypeVar

G = TypeVar("G")
R = TypeVar("R")

SLOTS = 66_000
"""Of eight bytes: just more than half a megabyte, so that nearly as much is left of a whole one."""


def with_room(call: Callable[[G], R], given: G) -> R:
    return call(given)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
