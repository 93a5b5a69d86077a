"""The fuzz itself: what is asked, by whom, and what the judges say of it.

Every scenario is a transaction that is taken back when it is over, so that each begins with the
same place and can be told again from its seed and its number alone.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from recommendations.models import SignInAttempt
from recommendations.models.sign_in import Session
from scrutiny.logs import JsonLines
from tests.hostile import canaries, corpus, files, forms, judging
from tests.hostile.place import Actor, Place
from tests.hostile.requests import Request, encoded, of_form
from tests.pages import PAGES, WRITE

METHODS = (
    ("GET",) * 6 + ("POST",) * 3 + ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "zq")
)


def often(name: str) -> int:
    """A document takes a child process and a second, a report the whole register.

    Of the raw tables there are hundreds of addresses, and all of a kind.
    """
    if name.endswith("_pdf") or name.startswith("admin:"):
        return 1
    return 5 if name.startswith("reports:") else 16


TAKES_A_FILE = "recommendations:report_progress"
ASKED_AGAIN = 2
MIGHT = 0.7

OF_SIGNING_IN = frozenset({Session._meta.db_table, SignInAttempt._meta.db_table})
"""What a refusal may add to: a guess is counted because it is refused."""

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@dataclass
class Figures:
    """What came of it."""

    requests: int = 0
    failed: int = 0
    slowest: float = 0.0
    canaries: int = 0
    changed: int = 0
    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    handed_over: Counter[int] = field(default_factory=Counter)
    """Forms that brought a file, by the answer."""
    found: list[str] = field(default_factory=list)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            requests=self.requests + other.requests,
            failed=self.failed + other.failed,
            slowest=max(self.slowest, other.slowest),
            canaries=self.canaries + other.canaries,
            changed=self.changed + other.changed,
            seconds=max(self.seconds, other.seconds),
            statuses=self.statuses + other.statuses,
            asked=self.asked + other.asked,
            handed_over=self.handed_over + other.handed_over,
            found=self.found + other.found,
        )

    def __str__(self) -> str:
        return (
            f"{self.requests:,} requests, {self.handed_over.total():,} with files"
            f" of which {self.handed_over[303]:,} were carried out,"
            f" {self.failed} answered 5xx,"
            f" slowest page {self.slowest:.2f} s, {self.canaries} canaries,"
            f" {self.changed} refused but changed, {len(self.found)} findings, {self.seconds:.0f} s"
        )


class Written(logging.Handler):
    """What the site would have written down."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Tables:
    """What each table says, looked at just before it is first written to, and after each request
    that wrote to it.
    """

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.begin()

    def begin(self) -> None:
        """All is as at first again."""
        self.now: dict[str, str] = {}
        self.written: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := WRITES.match(sql)) and (table := found[1]) not in OF_SIGNING_IN:
            if table not in self.first:
                self.first[table] = self.digest(table)
            self.written.add(table)
        return execute(sql, params, many, context)

    def changed(self) -> list[str]:
        """Tables that no longer say what they said when this was last asked."""
        asked = {table: self.digest(table) for table in sorted(self.written)}
        self.written.clear()
        before = self.first | self.now
        changed = [table for table, said in asked.items() if said != before[table]]
        self.now |= asked
        return changed

    @staticmethod
    def digest(table: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(map(repr, cursor.fetchall()))
        return hashlib.sha256("\n".join(rows).encode("utf-8", "replace")).hexdigest()


@dataclass
class Answered:
    """An answer, and the tables that are no longer as before it."""

    response: Any
    changed: list[str]

    @property
    def page(self) -> str:
        """What a browser would show; nothing where it is a file."""
        html = self.response.headers.get("Content-Type", "").startswith("text/html")
        return self.response.content.decode(errors="replace") if html else ""


class Fuzz:
    """Scenarios of one or more requests, each judged, at one place."""

    def __init__(self, place: Place, *, seed: str) -> None:
        self.place, self.seed = place, seed
        self.tables = Tables()
        self.log = Written()
        self.figures = Figures()
        self.number = 0
        self.names = [name for name in sorted(place.known) for _ in range(often(name))]
        self.with_forms = [name for name in self.names if "POST" in PAGES.get(name, WRITE)]

    def run(self, requests: int, *, begin: int = 0) -> Figures:
        """So many requests, or a few more where a scenario is not over."""
        begun, number = time.perf_counter(), begin
        while self.figures.requests < requests:
            with self.taken_back():
                self.scenario(number)
            number += 1
        self.figures.seconds = time.perf_counter() - begun
        return self.figures

    def alone(self, *requests: Request, by: Actor) -> list[str]:
        """What the judges find where just this is asked."""
        with self.taken_back():
            self.comes(by)
            for request in requests:
                self.ask(request, by)
        return self.figures.found

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        self.tables.begin()
        with (
            transaction.atomic(),
            written_down(self.log),
            connection.execute_wrapper(self.tables),
        ):
            yield
            transaction.set_rollback(True)
        mail.outbox.clear()

    def scenario(self, number: int) -> None:
        dice = Random(f"{self.seed}/{number}")
        self.number = number
        sort = dice.random()
        if sort < 0.47:
            name = dice.choice(self.names)
            actor = self.somebody(dice, name)
            self.ask(self.any_request(dice, name, actor), actor)
        elif sort < 0.94:
            self.fill_in(dice, dice.choice(self.with_forms if dice.random() < 0.8 else self.names))
        else:
            self.fill_in(dice, TAKES_A_FILE)

    def comes(self, actor: Actor) -> Actor:
        self.client = actor.client()
        return actor

    def somebody(self, dice: Random, name: str) -> Actor:
        """Mostly those who get further than the door."""
        might = self.place.may(name) if dice.random() < MIGHT else self.place.actors
        return self.comes(dice.choice(might))

    # what is asked

    def any_request(self, dice: Random, name: str, actor: Actor) -> Request:
        """A page by any method, with whatever beside it."""
        path, how = self.place.path(name, actor, dice)
        method = dice.choice(METHODS)
        query = self.query(dice) if dice.random() < 0.7 else ""
        kind, body = "application/octet-stream", b""
        if method in ("POST", "PUT", "PATCH"):
            kind, body = dice.choice(corpus.BODIES) if dice.random() < 0.6 else self.pairs(dice)
        headers = dice.choice(corpus.HEADERS) if dice.random() < 0.25 else {}
        return Request(name, path, method, query, kind, body, headers, how)

    def query(self, dice: Random) -> str:
        names = dice.sample(corpus.PARAMETERS, dice.choice((1, 1, 2, 4)))
        shapes = ("{}", "{}_day", "{}_month", "{}_year", "{}[]", "{}__in")
        pairs = tuple(
            (dice.choice(shapes[:1] * 6 + shapes).format(name), corpus.hostile(dice)[:4_000])
            for name in names
        )
        return encoded(pairs)

    def pairs(self, dice: Random) -> tuple[str, bytes]:
        names = (*corpus.PARAMETERS, "token", "follows", "do", "username", "password", "note")
        return of_form(tuple((one, corpus.hostile(dice)) for one in dice.sample(names, 4)))

    def fill_in(self, dice: Random, name: str) -> None:
        """Open a page, fill in a form of it, spoil one thing, send it, and send it again."""
        actor = self.somebody(dice, name)
        path, how = self.place.path(name, actor, dice)
        page = self.ask(Request(name, path, how=how), actor).page
        if not (found := forms.forms_of(page)):
            return
        longer = [len(one.controls) ** 2 for one in found]  # each page has one to sign out, too
        form = dice.choices(found, [size or 1 for size in longer])[0]
        typed = forms.filled(form, dice, today=timezone.localdate())
        how = "filled in"
        if dice.random() < 0.5:
            spoilt = forms.spoilt(typed, dice, foreign=self.place.foreign(dice))
            typed, how = spoilt.pairs, spoilt.how
        to, _, query = (form.action or path).partition("?")
        if form.method == "get":
            self.ask(Request(name, to, query=encoded(typed), how=how), actor)
            return
        if form.takes_files or dice.random() < 0.05:
            sent = with_files(Request(name, to, "POST", query, how=how, typed=typed), form, dice)
        else:
            kind, body = of_form(typed)
            sent = Request(name, to, "POST", query, kind, body, {}, how, typed)
        first = self.ask(sent, actor)
        if dice.random() < 0.3:
            self.ask(replace(sent, how=f"{how}, a second time"), actor, after=first)

    # what came of it

    def ask(self, request: Request, actor: Actor, *, after: Answered | None = None) -> Answered:
        """Send it and judge the answer; ``after`` is the answer to the same form before."""
        response, seconds = self.timed(request)
        failed = response.status_code >= 500
        answered = Answered(response, [] if failed else self.tables.changed())
        found = list(self.judged(request, actor, answered, seconds))
        if after and after.response.status_code == 303:
            found += self.judged_twice(after, answered)
        self.count(request, actor, answered, seconds, found)
        return answered

    def timed(self, request: Request) -> tuple[Any, float]:
        """What is slow is asked again, since the machine may have been busy."""
        before, cookies = transaction.savepoint(), deepcopy(self.client.cookies)
        response, seconds = self.once(request)
        for _ in range(ASKED_AGAIN):
            if seconds <= judging.SLOW:
                break
            transaction.savepoint_rollback(before)
            self.client.cookies = deepcopy(cookies)
            response, again = self.once(request)
            seconds = min(seconds, again)
        if response.status_code < 500:  # else the transaction may be broken
            transaction.savepoint_commit(before)
        return response, seconds

    def once(self, request: Request) -> tuple[Any, float]:
        self.log.lines.clear()
        begun, waited = time.perf_counter(), kept_waiting()
        response = request.sent_by(self.client)
        if response.streaming:  # its last byte counts, and it can be taken once alone
            response.streaming_content = [response.getvalue()]
        return response, time.perf_counter() - begun - (kept_waiting() - waited)

    def judged(
        self, request: Request, actor: Actor, answered: Answered, seconds: float
    ) -> Iterator[str]:
        response, page = answered.response, answered.page
        code, said = response.status_code, dict(response.headers)
        planted = self.place.canaries
        yield from judging.status(code)
        if not is_document(response):
            yield from judging.pace(seconds)
        named = not {"Host", "Cookie"} & set(request.headers)
        yield from judging.headers(said, signed_in=actor.signed_in and named and code < 300)
        yield from judging.redirect(said)
        yield from judging.markup(page)
        text = canaries.everything(response.getvalue(), said)
        yield from judging.leaks(planted, text, may_read=actor.may_read, where="the answer")
        for message in mail.outbox:
            words = f"{message.subject} {message.body}"
            yield from judging.leaks(planted, words, may_read=frozenset(), where="a mail")
        yield from judging.in_log(planted, self.log.lines, corpus.MARK)
        if judging.refused(code, request.method, said.get("Location")):
            yield from judging.unchanged(answered.changed)
            if request.typed and request.method == "POST":
                yield from judging.kept(page, request.typed)

    @staticmethod
    def judged_twice(first: Answered, again: Answered) -> Iterator[str]:
        """A form that comes a second time is led to where the first one led, and adds nothing."""
        led = [one.response.headers.get("Location") for one in (first, again)]
        if led[0] != led[1]:
            yield f"sent twice it led to {led[0]}, then to {led[1]}"
        if again.changed:
            yield f"sent twice it changed {again.changed} twice"

    def count(
        self, request: Request, actor: Actor, answered: Answered, seconds: float, found: list[str]
    ) -> None:
        figures, response = self.figures, answered.response
        figures.requests += 1
        figures.failed += response.status_code >= 500
        if not is_document(response):
            figures.slowest = max(figures.slowest, seconds)
        figures.canaries += sum(one.startswith("canary") for one in found)
        figures.changed += sum(one.startswith("refused, and yet") for one in found)
        figures.asked[request.name] += 1
        figures.handed_over[response.status_code] += request.brings_files
        figures.statuses[f"{request.method} {response.status_code}"] += 1
        again = f"--seed {self.seed} --only {self.number}"
        raised = failure(response)
        figures.found += [f"{again}: {actor.name}: {request}: {one}{raised}" for one in found]


def with_files(sent: Request, form: forms.Form, dice: Random) -> Request:
    """The same form with files; of one that is broken nobody knows what was typed."""
    brought = files.handed_over(form.file_boxes, dice)
    kind, body = files.of_multipart(sent.typed, brought)
    how = ", ".join((sent.how, *(f"{box[:20]}={file.name[:60]!r}" for box, file in brought[:3])))
    if dice.random() < 0.1:
        broken = files.broken(body, dice)
        return replace(sent, content_type=kind, body=broken, how=f"{how}, broken", typed=())
    covered = {box for box, _ in brought}  # a file without a name is read as what was typed
    typed = tuple(pair for pair in sent.typed if pair[0] not in covered)
    return replace(sent, content_type=kind, body=body, how=how, typed=typed)


def is_document(response: Any) -> bool:
    """A PDF has limits of its own, and a bench."""
    return bool(response.headers.get("Content-Type") == "application/pdf")


def kept_waiting() -> float:
    """Seconds in which the page, or its database, could have run and others had the processor.

    A page's time is its own: beside as many processes as tests are, it is not slower. Linux says
    so; elsewhere the clock alone counts.
    """
    waited = 0.0
    for process in ("thread-self", *backends()):
        with suppress(FileNotFoundError):
            waited += int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    return waited


def backends() -> Iterator[str]:
    """The server's process for us, where the tests have a server of their own."""
    if connection.vendor == "postgresql" and connection.connection:
        yield str(connection.connection.info.backend_pid)


def failure(response: Any) -> str:
    """What was raised and where, of an answer that failed."""
    if response.status_code < 500 or not getattr(response, "exc_info", None):
        return ""
    kind, value, passed = response.exc_info
    at = traceback.extract_tb(passed)[-1]
    return f" ({kind.__name__}: {str(value)[:200]} at {at.filename}:{at.lineno})"


@contextmanager
def written_down(handler: Written) -> Iterator[None]:
    root = logging.getLogger()
    others, level = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.handlers[:] = others
        root.setLevel(level)
