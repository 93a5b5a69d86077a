"""PDFs, as qpdf reads them. It repairs a damaged one without a word, so that is found and said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import is_zipfile

import pikepdf
import pypdfium2

from recommendations.uploads import NotTaken, as_read, how_many
from recommendations.uploads.personal import Personal

PAGES = 2_000
ENOUGH = 12
"""Seconds of the processor, after which no more pages are read."""

ACTIVE = frozenset({"/AA", "/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
INSIDE = frozenset({"/EF", "/EmbeddedFiles"})
DOES = frozenset(
    {
        *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute"),
        *("/Rendition", "/Movie", "/Sound"),
    }
)
"""What an action may do that no document needs."""

SEEN_BY_ALL = frozenset({"/Link", "/Widget", "/Popup"})


def hidden_in(content: bytes) -> list[str]:
    """What whoever reads it does not see; ``NotTaken`` where it may not be let in."""
    if is_zipfile(BytesIO(content)):
        raise NotTaken("it is two files in one")
    try:
        with pikepdf.open(BytesIO(content)) as document:
            if document.is_encrypted:
                raise pikepdf.PasswordError
            if len(document.pages) > PAGES:
                raise NotTaken(f"it has more than {PAGES:,} pages")
            marks = looked_through(document)
            return [*told_of(document, marks), *personal_in(content)]
    except pikepdf.PasswordError:
        raise NotTaken("it is encrypted. Save it without a password") from None
    except pikepdf.PdfError:
        raise NotTaken("it is damaged") from None


def looked_through(document: pikepdf.Pdf) -> int:
    """How many marks readers left on it. Refused is what would run, and a file inside it."""
    marks = 0
    for one in dictionaries(document):
        keys = set(one.keys())
        if keys & INSIDE:
            raise NotTaken("there is another file inside it. Save it without attachments")
        if keys & ACTIVE or ("/S" in keys and _name(one["/S"]) in DOES):
            raise NotTaken("something in it would run when it is opened. Print it to a PDF anew")
        if "/Subtype" in keys and "/Rect" in keys:
            marks += _name(one["/Subtype"]) not in SEEN_BY_ALL
    return marks


def dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary in it, those of streams included, each once."""
    for numbered in document.objects:
        waiting: list[Any] = [numbered]
        while waiting:
            one = waiting.pop()
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                inner = [one[key] for key in one.keys()]  # noqa: SIM118 - it is no mapping
            elif isinstance(one, pikepdf.Array):
                inner = list(one)
            else:
                continue
            waiting += [each for each in inner if not getattr(each, "is_indirect", False)]


def told_of(document: pikepdf.Pdf, marks: int) -> list[str]:
    author = _words(document.docinfo.get("/Author", ""))
    layers: Any = document.Root
    for key in ("/OCProperties", "/D"):
        layers = layers.get(key, pikepdf.Dictionary())
    found = {
        how_many(marks, "comment or mark"): marks,
        "hidden layers": len(layers.get("/OFF", ())) or _name(layers.get("/BaseState")) == "/OFF",
        f"names in its properties ({author})": author,
        "damage, which readers put right each in their own way": document.get_warnings(),
    }
    return [words for words, there in found.items() if there]


def personal_in(content: bytes) -> list[str]:
    """As pdfium reads its words; a picture of a page has none. What was not read is said."""
    personal, begun = Personal(), time.process_time()
    try:
        with pypdfium2.PdfDocument(content) as document:
            for page in document:
                if time.process_time() - begun > ENOUGH:
                    return [*personal.told, "more pages than were searched for personal data"]
                words = page.get_textpage()
                personal.look_at(words.get_text_range().encode(errors="replace"))
                words.close()
                page.close()
    except pypdfium2.PdfiumError:
        return [*personal.told, "pages that could not be searched for personal data"]
    return personal.told


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _words(value: Any) -> str:
    words = str(value) if isinstance(value, str | pikepdf.String) else ""
    return as_read(words)
