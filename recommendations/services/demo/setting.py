"""Where the stories happen: the council, its people and committees, and its days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recommendations.models import Council, User
from recommendations.services.demo.days import Diary
from recommendations.services.demo.sittings import Committee
from recommendations.services.fixtures import BySlug

BEGAN_AGO = 800
"""How many days ago the register was opened and its people took up their posts."""
INVENTED = "Invented, for demonstration"


@dataclass(frozen=True, kw_only=True)
class Setting(BySlug):
    """The council in which the stories happen.

    ``holders`` are people by the post they hold, ``committees`` those that meet, by their slugs;
    ``counted`` is how much has been brought in, by what it is called.
    """

    council: Council
    diary: Diary
    scrutiny_officer: User
    clerk: User
    holders: Mapping[str, User]
    phrases: Mapping[str, Sequence[str]]
    committees: dict[str, Committee] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
