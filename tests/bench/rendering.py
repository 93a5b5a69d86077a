"""One document made once by one engine, in a process of its own: time and memory are its own.

python -m tests.bench.rendering weasyprint|again|typst, the document on standard input.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from fontTools.ttLib import TTFont

from reports import kept
from reports.faces import pdf
from reports.faces.box import warm

OWNER = "<b>Owner</b> "
WARMING = "<html lang=en-GB><title>A</title><body><h1>A</h1>"
SOURCE = Path(__file__).with_name("exception_report.typ")
KIBIBYTES_IN_A_MEBIBYTE = 1024
WIDE = {**pdf.LIMITS, resource.RLIMIT_CPU: 600, resource.RLIMIT_AS: resource.RLIM_INFINITY}
PATIENCE = 600


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """``allowed`` unless the application would have given up; memory is that of its largest
    process.
    """

    seconds: float
    processor: float
    mebibytes: float
    pages: int
    allowed: bool = True


def rendered(engine: str, document: str, *, rounds: int) -> Rendered:
    """The middle one of some rounds."""
    made = sorted((once(engine, document) for _ in range(rounds)), key=lambda one: one.seconds)
    return made[len(made) // 2]


def once(engine: str, document: str) -> Rendered:
    child = subprocess.run(
        [sys.executable, "-m", "tests.bench.rendering", engine],
        input=document,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Rendered(**json.loads(child.stdout))


# ------------------------------------------------------------------------------- in the child


def weasyprint(document: str) -> Rendered:
    """As the application makes it, in boxes of its own; without its limits where it must be.

    What they are forked from is started before the clock is.
    """
    pdf.render(WARMING)
    try:
        return timed(partial(boxed, document), resource.RUSAGE_CHILDREN)
    except pdf.PdfFailed:
        unlimited = partial(boxed, document, limits=WIDE, patience=PATIENCE)
        return replace(timed(unlimited, resource.RUSAGE_CHILDREN), allowed=False)


def again(document: str) -> Rendered:
    """Once more after one change to its last item, where its parts were kept the first time."""
    last = document.rindex(OWNER) + len(OWNER)
    changed = f"{document[:last]}Another {document[last:]}"
    with tempfile.TemporaryDirectory() as folder:
        settings.FILE_STORE = folder
        wide = {"kept": kept, "limits": WIDE, "patience": PATIENCE}
        boxed(document, **wide)
        pdf.render(WARMING)
        return timed(partial(boxed, changed, **wide), resource.RUSAGE_CHILDREN)


def boxed(document: str, **more: Any) -> bytes:
    """What boxes are forked from is ended too, so that what they took is known."""
    try:
        return pdf.render(document, **more)
    finally:
        warm.close()


def typst(document: str) -> Rendered:
    """In this process, and only once: it remembers whatever it has laid out."""
    with typesetter() as typeset:
        return timed(partial(typeset, document), resource.RUSAGE_SELF)


@contextmanager
def typesetter() -> Iterator[Callable[[str], bytes]]:
    """Typst with its fonts read; it keeps to PDF/UA-1, as the application does."""
    from typst import Compiler

    with tempfile.TemporaryDirectory() as folder:
        unpack_fonts(Path(folder))
        compiler = Compiler(font_paths=[folder], ignore_system_fonts=True)
        compiler.compile(b'#set text(font: "Inter")\nWarm', format="pdf")
        source = SOURCE.read_bytes()
        yield lambda document: compiler.compile(
            source, format="pdf", sys_inputs={"report": document}, pdf_standards=["ua-1"]
        )


def unpack_fonts(folder: Path) -> None:
    """Typst does not read the web's own format."""
    for name in pdf.FONT_FILES:
        font = TTFont(pdf.FONTS / name)
        font.flavor = None
        font.save(folder / Path(name).with_suffix(".ttf"))


def timed(make: Callable[[], bytes], who: int) -> Rendered:
    begun, before = time.perf_counter(), spent(who)
    made = make()
    seconds, processor = time.perf_counter() - begun, spent(who) - before
    with pikepdf.open(io.BytesIO(made)) as document:
        pages = len(document.pages)
    return Rendered(
        seconds=seconds,
        processor=processor,
        mebibytes=resource.getrusage(who).ru_maxrss / KIBIBYTES_IN_A_MEBIBYTE,
        pages=pages,
    )


def spent(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    made_by = {"weasyprint": weasyprint, "again": again, "typst": typst}[sys.argv[1]]
    sys.stdout.write(json.dumps(asdict(made_by(sys.stdin.read()))))
