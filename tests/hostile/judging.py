"""What is true of every answer, whatever was asked. Each judge names what it found, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from tests.hostile.canaries import Canaries, Group
from tests.hostile.forms import only_typed, posted

SLOW = 2.0  # seconds

POLICY = "Content-Security-Policy"
OF_WHAT_WAS_HANDED_OVER = "default-src 'none'; sandbox"
"""The policy of a file of somebody's, which lets in less than that of a page."""

HEADERS = {
    POLICY: "default-src 'none'; script-src 'self'; style-src 'self';"
    " img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style\b|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE
)
OURS = re.compile(r"<zqmark|<script>zqtyped", re.IGNORECASE)
NEVER_SHOWN_AGAIN = ("password", "csrfmiddlewaretoken")


def status(code: int) -> Iterator[str]:
    if code >= 500:
        yield f"answered {code}"


def pace(seconds: float) -> Iterator[str]:
    if seconds > SLOW:
        yield f"took {seconds:.1f} s"


def headers(said: dict[str, str], *, signed_in: bool) -> Iterator[str]:
    """The headers of every answer; of what a signed-in person was shown nothing is kept."""
    for name, expected in HEADERS.items():
        if name == POLICY and said.get(name) == OF_WHAT_WAS_HANDED_OVER:
            continue
        if directives(said.get(name, "")) != directives(expected):
            yield f"{name} is {said.get(name)!r}"
    if signed_in and said.get("Cache-Control") != "no-store":
        yield f"Cache-Control is {said.get('Cache-Control')!r}"
    for name, value in said.items():
        if "\r" in value or "\n" in value:
            yield f"{name} has a line end in it"


def directives(value: str) -> set[str]:
    return {directive.strip() for directive in value.split(";")}


def redirect(said: dict[str, str], *, host: str = "testserver") -> Iterator[str]:
    """No answer leads to another site, not even as a browser reads a careless address."""
    to = said.get("Location")
    if to is None:
        return
    as_read = to.strip().replace("\\", "/")
    parts = urlsplit(as_read)
    elsewhere = parts.scheme not in ("", "http", "https") or parts.netloc not in ("", host)
    if elsewhere or as_read.startswith("//"):
        yield f"leads to {to[:80]}"


def markup(page: str) -> Iterator[str]:
    """Nothing inline, and nothing that somebody typed is an element."""
    if (found := INLINE.search(page)) and (inline := _inline(page)):
        yield f"has {inline} inline, near {found[0][-60:]!r}"
    if found := OURS.search(page):
        yield f"what was typed is markup: {page[found.start() : found.start() + 60]!r}"


class _Inline(HTMLParser):
    """Looks again, slowly: what the pattern found may stand inside a value."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        scripts = [name for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found = self.found or tag
        elif scripts:
            self.found = self.found or f"{tag} {scripts[0]}"


def _inline(page: str) -> str:
    reader = _Inline()
    reader.feed(page)
    return reader.found


def leaks(planted: Canaries, text: str, *, may_read: frozenset[Group], where: str) -> Iterator[str]:
    for met in planted.met(text, but=may_read):
        yield f"canary in {where}: {met}"


def kept(page: str, typed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What was typed in a text box stands in it again where a form is refused."""
    again: dict[str, list[str]] = {}
    for form in posted(page):
        for name, value in only_typed(form).items():
            again.setdefault(name, []).append(value)
    last = dict(typed)
    for name, value in last.items():
        secret = any(word in name for word in NEVER_SHOWN_AGAIN)
        if name in again and not secret and plain(value) not in map(plain, again[name]):
            yield f"what was typed in {name} is lost: {again[name][0][:40]!r}"


def plain(value: str) -> str:
    """As both sides can hold it: line ends are a browser's own, a lone surrogate has no bytes."""
    as_sent = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return re.sub(r"\r\n?", "\n", as_sent)


def refused(code: int, method: str, to: str | None) -> bool:
    """Whether an answer says that nothing was done: only being led on, and not to sign in, does."""
    done = method == "POST" and 300 <= code < 400 and not (to or "").startswith("/sign-in/?next=")
    return not done


def unchanged(changed: Iterable[str]) -> Iterator[str]:
    for table in changed:
        yield f"refused, and yet {table} changed"


def in_log(planted: Canaries, lines: Iterable[str], mark: str) -> Iterator[str]:
    for line in lines:
        yield from leaks(planted, line, may_read=frozenset(), where="the log")
        if mark in line:
            yield f"the log quotes what was typed: {line[:200]}"
