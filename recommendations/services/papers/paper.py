"""A paper under way: whose it is, who brings it in, and how much has come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from recommendations.models import Council, User
from recommendations.rules.due import Due
from recommendations.services.fixtures import BySlug, Entry


@dataclass
class Paper(BySlug):
    """What names another thing in it does so by its slug or its address."""

    council: Council
    by: User
    counted: Counter[str] = field(default_factory=Counter)

    def due(self, entry: Entry) -> Due:
        """What was asked by when, the event or the body in it named by its key."""
        named = dict(entry)
        if "event" in named:
            named["event"] = self.event(named["event"]).key
        if "body" in named:
            named["body"] = str(self.body(named["body"]).pk)
        return Due.from_json(named)
