"""People who report progress, one report after another, and remember what they were told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from http.client import HTTPException
from itertools import count, cycle
from threading import Event, Thread
from types import TracebackType
from typing import Self
from uuid import uuid4

from tests.reliability.people import Person
from tests.reliability.processes import wait_until

MARK = "mark "
PAUSE = 0.05
UNAVAILABLE = 503


class Reporter(Thread):
    """Reports on one recommendation; a form that was not answered is sent again as it was.

    A report counts as acknowledged once the whole answer was read.
    """

    def __init__(self, person: Person, page: str) -> None:
        super().__init__(daemon=True)
        self.person, self.page = person, page
        self.stopping = Event()
        self.acknowledged: list[str] = []
        self.at: list[float] = []
        self.told: Counter[str] = Counter()
        self.sent_again = 0
        self.in_flight = False
        self._stated = cycle(("green", "amber", "red"))

    def run(self) -> None:
        while not self.stopping.is_set():
            fields = self._opened()
            if fields is None:
                time.sleep(PAUSE)
                continue
            mark = f"{MARK}{uuid4()}"
            self._send(mark, {**fields, **self._words(mark)})

    def _words(self, mark: str) -> dict[str, str]:
        texts = dict.fromkeys(("cause", "remedy", "effect", "why_differs", "outcome"), "As told.")
        stated = next(self._stated)
        return {**texts, "narrative": mark, "far": "in progress", "stated": stated, "do": "send"}

    def _opened(self) -> dict[str, str] | None:
        try:
            return self.person.form(self.page)
        except LookupError as answer:
            self.told[f"page {str(answer)[-3:]}"] += 1
        except (OSError, HTTPException):
            self.told["no answer"] += 1
        return None

    def _send(self, mark: str, fields: dict[str, str]) -> None:
        """Until it is carried out. What was asked for stays wanted when the servers are gone."""
        self.in_flight = True
        for attempt in count():
            if attempt:
                time.sleep(PAUSE)
            try:
                answer = self.person.send(self.page, fields)
            except (OSError, HTTPException):
                self.told["no answer"] += 1
                continue
            if answer.status == UNAVAILABLE:
                kept = answer.gives_back(mark) and bool(answer.retry_after)
                self.told["503" if kept else "503 that loses what was typed"] += 1
                continue
            self.told[str(answer.status)] += 1
            if answer.status >= 500:
                continue
            if answer.status == 303:
                self.acknowledged.append(mark)
                self.at.append(time.monotonic())
                self.sent_again += attempt > 0
            break
        self.in_flight = False


class Reporters:
    """A reporter for each page, all at once, from the start to the end of the block."""

    def __init__(self, port: int, who: str, pages: Sequence[str]) -> None:
        self.each = []
        for page in pages:
            person = Person(port)
            person.sign_in(who)
            self.each.append(Reporter(person, page))

    def __enter__(self) -> Self:
        for reporter in self.each:
            reporter.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for reporter in self.each:
            reporter.stopping.set()
        if error is None:  # what was in flight comes to its end; the servers have to be up
            for reporter in self.each:
                reporter.join(60)
                if reporter.is_alive():
                    raise TimeoutError(f"A form was never carried out: {dict(reporter.told)}")

    @property
    def acknowledged(self) -> set[str]:
        return {mark for reporter in self.each for mark in tuple(reporter.acknowledged)}

    @property
    def at(self) -> list[float]:
        return sorted(moment for reporter in self.each for moment in tuple(reporter.at))

    @property
    def told(self) -> Counter[str]:
        return sum((Counter(reporter.told) for reporter in self.each), Counter())

    @property
    def sent_again(self) -> int:
        return sum(reporter.sent_again for reporter in self.each)

    def wait_for_more(self, number: int, *, patience: float = 180) -> None:
        """Until so many more were acknowledged."""
        wanted = len(self.acknowledged) + number
        wait_until(lambda: len(self.acknowledged) >= wanted, patience=patience)
