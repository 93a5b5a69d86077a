"""HTML to a tagged PDF, made in boxes.

A short document is printed by one child. A long one is taken apart: its parts are printed by a
child each; then the frame, which is what stays with a blank sheet for each sheet of a part, so that
it knows the number of every page; then all are merged. No child grows with the document. A part
knows nothing of what is before it, so that one that was printed once may be kept and used again.
"""

import base64
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from reports.faces import parts
from reports.faces.box import LIMITS, Boxes, PdfFailed, TookTooLong
from reports.faces.parts import Apart, Part, Sheet

__all__ = ["LIMITS", "PATIENCE", "PATIENCE_OF_A_PAGE", "Kept", "PdfFailed", "TookTooLong", "render"]

FONTS = Path(__file__).resolve().parents[2] / "static" / "build" / "fonts"
FONT_FILES = ("Inter-Regular.woff2", "Inter-Bold.woff2")
_SHEET = Path(__file__).with_name("print.css")
_PRINTING = Path(__file__).with_name("printing.py")
_SPARED = Path(__file__).with_name("spared.py")
_MERGING = Path(__file__).with_name("merging.py")

PATIENCE = 240  # seconds by the clock
PATIENCE_OF_A_PAGE = 25
"""Where somebody waits for it in a browser."""


_PRINTED_BY = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "fonttools", "pikepdf")


class Kept(Protocol):
    """Parts as they were printed, each under a name of all that went into it."""

    def read(self, name: str) -> bytes | None: ...

    def keep(self, name: str, printed: bytes) -> None: ...


def render(
    html: str,
    *,
    kept: Kept | None = None,
    limits: Mapping[int, int] = LIMITS,
    patience: float = PATIENCE,
) -> bytes:
    """The PDF of a finished page of ours; the same page gives the same bytes.

    Of a long one the parts are read from those that are kept, and kept there, if it is said where.
    """
    press = _Press(Boxes(limits, patience), _assets(), kept)
    apart = parts.taken_apart(html)
    made = press.merged(apart) if apart else press.printed(html).pdf
    if not made.startswith(b"%PDF-"):
        raise PdfFailed("The PDF could not be made.")
    return made


@dataclass(frozen=True)
class _Printed:
    sheets: Sequence[Sheet]
    pdf: bytes


class _Press:
    """Prints one document."""

    def __init__(self, boxes: Boxes, assets: Mapping[str, str], kept: Kept | None) -> None:
        self._boxes = boxes
        self._assets = assets
        self._kept = kept

    def merged(self, apart: Apart) -> bytes:
        """What names pages is laid out at first, and printed once it is known which they are."""
        first = self._boxes.beside(partial(self._first, part) for part in apart.parts)
        frame = self.printed(apart.frame([one.sheets for one in first]))
        page_of = _pages(frame.sheets)
        then = self._boxes.beside(
            partial(self._then, part, before, page_of)
            for part, before in zip(apart.parts, first, strict=True)
        )
        together = [base64.b64encode(one.pdf).decode() for one in (frame, *then)]
        return self._boxes.run(_MERGING, json.dumps(together).encode())

    def _first(self, part: Part) -> _Printed:
        if part.names_pages:
            return self._part(part.of_any_numbers, drawn=False)
        return self._part(part.page)

    def _then(self, part: Part, before: _Printed, page_of: Mapping[str, int]) -> _Printed:
        if not part.names_pages:
            return before
        printed = self._part(part.numbered(page_of))
        if printed.sheets != before.sheets:
            raise PdfFailed("The PDF could not be made (its pages do not agree).")
        return printed

    def _part(self, html: str, *, drawn: bool = True) -> _Printed:
        """Called by what is in it, so that it is called the same wherever it stands."""
        asked = self._asked(html, part=_name(html)[:16], drawn=drawn)
        if self._kept is None:
            return _read(self._boxes.run(_PRINTING, asked))
        name = _name(_printed_by(), asked)
        printed = self._kept.read(name)
        if printed is None:
            printed = self._boxes.run(_PRINTING, asked)
            self._kept.keep(name, printed)
        return _read(printed)

    def printed(self, html: str) -> _Printed:
        return _read(self._boxes.run(_PRINTING, self._asked(html)))

    def _asked(self, html: str, *, part: str = "", drawn: bool = True) -> bytes:
        asked = {"html": html, "assets": self._assets, "part": part, "drawn": drawn}
        return json.dumps(asked).encode()


def _read(printed: bytes) -> _Printed:
    told, _, made = printed.partition(b"\n")
    sheets = [Sheet(**one) for one in json.loads(told)]
    return _Printed([one for one in sheets if parts.ELSEWHERE not in one.anchors], made)


def _name(*of: str | bytes) -> str:
    name = hashlib.sha256()
    for each in of:
        written = each.encode() if isinstance(each, str) else each
        name.update(b"%d:" % len(written) + written)
    return name.hexdigest()


@cache
def _printed_by() -> str:
    """The programs that print a part, ours and others'."""
    ours = [_name(program.read_bytes()) for program in (_PRINTING, _SPARED)]
    return " ".join([*ours, *(f"{name} {version(name)}" for name in _PRINTED_BY)])


def _pages(sheets: Sequence[Sheet]) -> dict[str, int]:
    """The number of the page that each anchor stands on first."""
    numbered = [(anchor, n) for n, one in enumerate(sheets, 1) for anchor in one.anchors]
    return dict(reversed(numbered))


def _assets() -> dict[str, str]:
    """Name to contents in base 64: the sheet and the two fonts, whole."""
    sheet = base64.b64encode(_SHEET.read_bytes()).decode()
    try:
        return {_SHEET.name: sheet, **{name: _unpacked(FONTS / name) for name in FONT_FILES}}
    except FileNotFoundError as missing:
        name = Path(missing.filename).name
        raise PdfFailed(f"{name} is missing. Run bin/setup to build it.") from None


@cache
def _unpacked(font: Path) -> str:
    """Out of the web's own format: once here, and not by every child, a fifth of a short report."""
    from fontTools.ttLib import TTFont

    whole, unpacked = io.BytesIO(), TTFont(font, recalcBBoxes=False, recalcTimestamp=False)
    unpacked.flavor = None
    unpacked.save(whole)
    return base64.b64encode(whole.getvalue()).decode()
