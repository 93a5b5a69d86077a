"""Somebody who opens page after page meanwhile, and what they were answered."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from http.client import HTTPException
from itertools import cycle
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.reliability.people import Person

PAUSE = 0.03


class Reader(Thread):
    """Reads from the start to the end of the block."""

    def __init__(self, port: int, who: str, pages: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self.person = Person(port)
        self.person.sign_in(who)
        self.pages = pages
        self.stopping = Event()
        self.told: Counter[str] = Counter()
        self.at: list[float] = []

    def run(self) -> None:
        for page in cycle(self.pages):
            if self.stopping.is_set():
                return
            try:
                answer = self.person.read(page)
            except (OSError, HTTPException):
                self.told["no answer"] += 1
            else:
                unsaid = answer.status == 503 and not answer.retry_after
                self.told[f"{answer.status}{' without Retry-After' if unsaid else ''}"] += 1
                if answer.status == 200:
                    self.at.append(time.monotonic())
            time.sleep(PAUSE)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self.join(60)
