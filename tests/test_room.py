"""What is called with room asks the system for memory once, and not at each turn of a loop."""

import resource

from scrutiny.room import with_room


def deep(calls: int) -> int:
    """So many calls deep, and at each depth a hundred more; how often memory was new."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    deeper(calls)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def deeper(calls: int) -> None:
    for _ in range(100):
        nothing()
    if calls:
        deeper(calls - 1)


def nothing() -> None:
    """Called, and left again."""


def test_memory_is_asked_for_once():
    without = deep(200)
    assert with_room(deep, 200) < without / 2
