"""The words of recommendations, indexed by the database itself so that searching stays fast.

FTS5 on SQLite, a tsvector on PostgreSQL: one entry a wording, with the recommendation's address
before its words. Case and accents count on neither, and no word is stemmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self
from unicodedata import combining, normalize

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from recommendations.models.clearance import Governed
from recommendations.models.visible import VisibleQuerySet
from recommendations.models.wordings import Wording

LOOKED_THROUGH = 1_000
"""Wordings that one search goes through, the newest first, so that a common word costs no more."""

BEGUN = 3
"""A word of so many letters may lack its last ones; a shorter one, or a number, is whole."""

TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Phrase:
    """What was typed between two spaces: the parts of "R33(b)" stand next to each other."""

    tokens: tuple[str, ...]

    @property
    def may_go_on(self) -> bool:
        return self.tokens[-1].isalpha() and len(self.tokens[-1]) >= BEGUN


@dataclass(frozen=True)
class Query:
    """Letters and digits alone, so that nothing typed is ever part of a language of queries."""

    council: int
    phrases: tuple[Phrase, ...]

    @classmethod
    def of(cls, typed: str, *, council: int) -> Self:
        words = (tuple(TOKEN.findall(word)) for word in plain(typed).split())
        return cls(council, tuple(dict.fromkeys(Phrase(tokens) for tokens in words if tokens)))

    @property
    def for_sqlite(self) -> str:
        words = " AND ".join(
            f'"{" ".join(phrase.tokens)}"{" *" if phrase.may_go_on else ""}'
            for phrase in self.phrases
        )
        return f"council : {self.council} AND words : ({words})"

    @property
    def for_postgresql(self) -> str:
        return " & ".join(
            f"({' <-> '.join(phrase.tokens)}{':*' if phrase.may_go_on else ''})"
            for phrase in self.phrases
        )


def plain(text: str) -> str:
    """Without accents and capitals, as both indexes keep it."""
    return "".join(each for each in normalize("NFD", text) if not combining(each)).lower()


class Words(models.Field):  # type: ignore[type-arg]
    """What is matched, and never read: it has the name of its table, since FTS5 wants it so."""


@Words.register_lookup
class Has(Lookup):
    lookup_name = "has"
    prepare_rhs = False
    rhs: Query

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [*params, self.rhs.for_sqlite]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return (
            f"({column} @@ %s::tsquery AND {column} @@ to_tsquery('simple', %s))",
            [*params, f"'council {self.rhs.council}'", *params, self.rhs.for_postgresql],
        )


@dataclass(frozen=True)
class Found:
    """The recommendations that have the words, or whose parts do."""

    recommendations: frozenset[int]
    more_than: int = 0
    """So many wordings have them that not all were looked through; 0 where all were."""


class SearchedWordingQuerySet(VisibleQuerySet["SearchedWording"]):
    governed = Governed(
        council="wording__recommendation__council", recommendation="wording__recommendation"
    )

    def search(self, typed: str, *, council: int) -> Found:
        """The newest that have each of these words."""
        query = Query.of(typed, council=council)
        if not query.phrases:
            return Found(frozenset())
        newest = self.filter(words__has=query).order_by("-pk")
        about = "wording__recommendation", "wording__recommendation__parent"
        rows = list(newest.values_list(*about)[: LOOKED_THROUGH + 1])
        return Found(
            frozenset(whole or itself for itself, whole in rows[:LOOKED_THROUGH]),
            more_than=LOOKED_THROUGH if len(rows) > LOOKED_THROUGH else 0,
        )


class SearchedWording(models.Model):
    """An entry of the index; see ``search_index``."""

    wording = models.OneToOneField(
        Wording,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        related_name="searched",
    )
    words = Words(db_column="recommendations_searchedwording")

    objects = SearchedWordingQuerySet.as_manager()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return str(self.wording)
