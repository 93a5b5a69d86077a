"""What is brought in from files: an entry, and what it names by a slug."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from recommendations.models import Body, Council, Event, Post, ScrutinyReport

Entry = dict[str, Any]


def read(file: Path) -> Entry:
    value: Entry = json.loads(file.read_text(encoding="utf-8"))
    return value


class BySlug:
    """The rows of a council, by the slugs that files name them by."""

    council: Council

    def body(self, slug: str) -> Body:
        return self.council.bodies.get(slug=slug)

    def post(self, slug: str) -> Post:
        return self.council.posts.get(slug=slug)

    def event(self, slug: str) -> Event:
        return self.council.events.get(slug=slug)

    def report(self, slug: str) -> ScrutinyReport:
        return self.council.reports.get(slug=slug)
