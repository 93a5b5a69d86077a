"""A word of its own in each text that is not open, and whoever may not read it never meets it.

Which texts those are is read from the models: each text column of each row that is classified,
or hangs on a row that is, and of its history.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q

from recommendations import store
from recommendations.models import Council, Evidence, Milestone, Recommendation, frozen
from recommendations.models.classified import Classified
from recommendations.models.clearance import Classification, along
from recommendations.models.visible import VisibleQuerySet

LEVELS = (Classification.EXEMPT.value, Classification.CONFIDENTIAL.value)
WORD = re.compile(r"zqcanary([0-9]+)q")
SQUEEZED = re.compile(r"[\s\u00ad\u2010-]+")

IDENTITY = frozenset({"address", "reference", "number", "checksum"})
"""A withheld row keeps its number in what is published; a file is found by its checksum."""

OF_EXEMPT_ONLY = frozenset({"public_summary", "exempt_paragraphs"})
"""Printed in place of what is exempt; of what is confidential nothing is printed."""


@dataclass(frozen=True)
class Group:
    """Canaries that the same people may read."""

    council: str
    level: str


@dataclass
class Canaries:
    planted: list[tuple[Group, str]] = field(default_factory=list)

    def word(self, group: Group, where: str) -> str:
        self.planted.append((group, where))
        return f"zqcanary{len(self.planted) - 1}q"

    def met(self, text: str, *, but: frozenset[Group]) -> list[str]:
        """Where each canary in the text stands in the register, save those of these groups."""
        found = {int(number) for number in WORD.findall(text)}
        met = (self.planted[number] for number in sorted(found) if number < len(self.planted))
        return [
            f"{group.council} {group.level} {where}" for group, where in met if group not in but
        ]


def hide(council: Council, *, every: int = 3) -> None:
    """Classify some open rows of each kind otherwise: the second of so many, and the third."""
    for model in of_kind(Classified):
        rows = model._default_manager.all()
        rows = rows.filter(**{rows.governed.council: council})
        numbers = list(
            rows.filter(classification="open").order_by("pk").values_list("pk", flat=True)
        )
        for level, first in zip(LEVELS, (1, 2), strict=True):
            model._default_manager.filter(pk__in=numbers[first::every]).update(
                classification=level, exempt_paragraphs="3", public_interest="It names a child."
            )


def plant(canaries: Canaries, council: Council) -> None:
    """Put a canary in each text column of each row of the council that is not open."""
    frozen.lift(connection)
    for model, queryset in governed():
        for level in LEVELS:
            group = Group(council.slug, level)
            rows = hidden(queryset, council, level)
            for number in list(rows.order_by("pk").values_list("pk", flat=True).distinct()):
                words = {
                    name: canaries.word(group, f"{model.__name__}.{name} of {number}")
                    for name in texts(model, level)
                }
                if words:
                    _write(model, number, words)
                if model is Evidence:
                    _write_file(number, canaries.word(group, f"Evidence's file of {number}"))
    frozen.lay(connection)


def _write(model: type[models.Model], number: int, words: dict[str, str]) -> None:
    """In the row and its history; what the row's constraints do not let be stays as it is."""
    row = model._default_manager.filter(pk=number)
    try:
        with transaction.atomic():
            row.update(**words)
    except IntegrityError:
        for name, word in words.items():
            with suppress(IntegrityError), transaction.atomic():
                row.update(**{name: word})
    if history := getattr(model, "history", None):
        kept = {column.name for column in history.model._meta.concrete_fields}
        told = {name: word for name, word in words.items() if name in kept}
        if told:
            history.model._default_manager.filter(id=number).update(**told)


def _write_file(number: int, word: str) -> None:
    """In the file that a row names, if it names one."""
    content = f"%PDF-1.7 {word}".encode()
    files = Evidence.objects.filter(pk=number).exclude(checksum="")
    if files.exists():
        files.update(checksum=store.put(content), size=len(content))


def of_kind(kind: type[Any]) -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, kind)]


def governed() -> Iterator[tuple[type[Any], Any]]:
    """Every model whose rows are read through ``visible_to`` with classifications in mind."""
    for model in apps.get_models():
        queryset = model._default_manager.all()
        if isinstance(queryset, VisibleQuerySet):
            yield model, queryset


def hidden(queryset: Any, council: Council, level: str) -> Any:
    """Rows whose strictest classification is this, by the rows they are about.

    Written without ``visibility``, which is what is tried.
    """
    paths = set(queryset.governed.classified)
    if (milestone := queryset.governed.milestone) is not None:
        paths |= {along(milestone, "recommendations"), along(milestone, "recommendations__parent")}
    for column in queryset.model._meta.concrete_fields:
        another = column.related_model is not queryset.model
        if another and column.related_model in (Recommendation, Milestone):
            paths.add(column.name)
    exempt, confidential = (_any(paths, one) for one in LEVELS)
    wanted = confidential if level == Classification.CONFIDENTIAL.value else exempt
    rows = queryset.filter(wanted, **{queryset.governed.council: council})
    if level == Classification.EXEMPT.value:
        rows = rows.exclude(pk__in=queryset.filter(confidential).values("pk"))
    return rows


def _any(paths: set[str], level: str) -> Q:
    found = Q(pk__in=())
    for path in paths:
        found |= Q(**{along(path, "classification"): level})
    return found


def texts(model: type[models.Model], level: str) -> list[str]:
    """Its columns of free text, long enough for a canary."""
    return [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, models.SlugField | models.UUIDField)
        and not column.choices
        and not column.unique
        and (column.max_length or 99) >= 20
        and column.name not in IDENTITY
        and (column.name not in OF_EXEMPT_ONLY or level == Classification.CONFIDENTIAL.value)
    ]


# ------------------------------------------------------------------ in whatever was answered


def everything(content: bytes, headers: dict[str, str]) -> str:
    """All that an answer says: its headers, its text, and whatever is inside a PDF."""
    said = " ".join(f"{name}: {value}" for name, value in headers.items())
    inside = in_pdf(content) if content.startswith(b"%PDF-") and b"%%EOF" in content else ""
    return f"{said} {content.decode(errors='replace')} {inside}"


def in_pdf(content: bytes) -> str:
    """Its text, squeezed so that no line end divides a word, and each stream and string raw."""
    parts = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage()
            parts.append(SQUEEZED.sub("", text.get_text_bounded()))
            text.close()
            page.close()
    with pikepdf.open(io.BytesIO(content)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream):
                try:
                    parts.append(each.read_bytes().decode("latin-1"))
                except pikepdf.PdfError:  # a picture's own encoding, which holds no text
                    parts.append(each.read_raw_bytes().decode("latin-1"))
            else:
                parts.append(str(each))
    return "\n".join(parts)
