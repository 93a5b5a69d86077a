"""A request as it is sent, and the line that says it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.test import Client


@dataclass(frozen=True)
class Request:
    name: str
    """What the URLconf calls the page."""
    path: str
    """Percent-encoded, without the query."""
    method: str = "GET"
    query: str = ""
    content_type: str = "application/octet-stream"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    how: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    """The fields of a form that was filled in and sent."""

    @property
    def brings_files(self) -> bool:
        return self.content_type.startswith("multipart/")

    def sent_by(self, client: Client) -> Any:
        cookie = {"HTTP_COOKIE": self.headers["Cookie"]} if "Cookie" in self.headers else {}
        others = {name: value for name, value in self.headers.items() if name != "Cookie"}
        return client.generic(
            self.method,
            self.path,
            self.body,
            self.content_type,
            headers=others,
            QUERY_STRING=self.query,
            **cookie,
        )

    def __str__(self) -> str:
        more = [self.how] if self.how else []
        more += [f"{name}: {value[:60]}" for name, value in self.headers.items()]
        more += [f"{self.content_type} {self.body[:300]!r}"] if self.body else []
        query = f"?{self.query[:300]}" if self.query else ""
        return " ".join([self.method, self.path[:300] + query, *(f"[{one}]" for one in more)])


def quoted(value: str) -> str:
    """As a part of a path; what UTF-8 cannot hold goes as the bytes that a broken client sends."""
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])


def of_form(pairs: tuple[tuple[str, str], ...]) -> tuple[str, bytes]:
    """The content type and the body of a form with these fields."""
    return "application/x-www-form-urlencoded", encoded(pairs).encode("ascii")
