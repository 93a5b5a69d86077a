"""What was typed, carried from one page to the next in hidden fields, so that it is never lost."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import QueryDict

NEVER_CARRIED = ("csrfmiddlewaretoken", "password")


def carried(typed: QueryDict, *, prefix: str, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Each name and value as a hidden field is to send them again."""
    return [(prefix + name, value) for name, value in pairs(typed) if name not in but]


def uncarried(sent: QueryDict, *, prefix: str) -> QueryDict:
    """What ``carried`` put in hidden fields, under its own names again."""
    typed = QueryDict(mutable=True)
    for name, value in pairs(sent):
        if name.startswith(prefix):
            typed.appendlist(name.removeprefix(prefix), value)
    return typed


def pairs(typed: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in typed.lists():
        if not any(secret in name for secret in NEVER_CARRIED):
            yield from ((name, str(value)) for value in values)
