"""Somebody at a browser: signs in, opens pages, fills in the forms that are on them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """An answer that came whole."""

    status: int
    location: str
    retry_after: str
    body: str

    def gives_back(self, text: str) -> bool:
        return text in unescape(self.body)


class Person:
    """Keeps cookies as a browser does, and asks on a new connection each time."""

    def __init__(self, port: int, *, patience: float = 40) -> None:
        self.port, self.patience = port, patience
        self.cookies: dict[str, str] = {}

    def sign_in(self, name: str) -> None:
        fields = self.form("/sign-in/")
        fields.update(username=name, password=os.environ["DEMONSTRATION_PASSWORD"])
        answer = self.send("/sign-in/", fields)
        if answer.status != 302:
            raise PermissionError(f"{name} could not sign in: {answer.status}")

    def read(self, path: str) -> Answer:
        return self._ask("GET", path)

    def send(self, path: str, fields: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def form(self, path: str) -> dict[str, str]:
        """What a page's form sends along by itself; the page has to be there."""
        answer = self.read(path)
        if answer.status != 200:
            raise LookupError(f"{path} answered {answer.status}")
        return fields_of(answer.body)

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            whole = response.read().decode()
            for header in response.headers.get_all("Set-Cookie", []):
                for name, cookie in SimpleCookie(header).items():
                    self.cookies[name] = cookie.value
            return Answer(
                status=response.status,
                location=response.headers.get("Location", ""),
                retry_after=response.headers.get("Retry-After", ""),
                body=whole,
            )
        finally:
            connection.close()


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in said and said.get("type") in ("hidden", "radio"):
            self.found.setdefault(said["name"], said.get("value", ""))


def fields_of(page: str) -> dict[str, str]:
    """Hidden fields as they stand, and of each question with choices the first."""
    fields = _Fields()
    fields.feed(page)
    return fields.found
