"""HTML to a tagged PDF, made in boxes.

A short document is printed by one child. A long one is taken apart: its parts are printed by a
child each; then the frame, which is what stays with a blank sheet for each sheet of a part, so that
it knows the number of every page; then all are merged. No child grows with the document.
"""

import base64
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from reports.faces import parts
from reports.faces.box import LIMITS, Boxes, PdfFailed, TookTooLong
from reports.faces.parts import Apart, Part, Sheet

__all__ = ["LIMITS", "PATIENCE", "PATIENCE_OF_A_PAGE", "PdfFailed", "TookTooLong", "render"]

FONTS = Path(__file__).resolve().parents[2] / "static" / "build" / "fonts"
FONT_FILES = ("Inter-Regular.woff2", "Inter-Bold.woff2")
_SHEET = Path(__file__).with_name("print.css")
_PRINTING = Path(__file__).with_name("printing.py")
_MERGING = Path(__file__).with_name("merging.py")

PATIENCE = 240  # seconds by the clock
PATIENCE_OF_A_PAGE = 25
"""Where somebody waits for it in a browser."""


def render(html: str, *, limits: Mapping[int, int] = LIMITS, patience: float = PATIENCE) -> bytes:
    """The PDF of a finished page of ours; the same page gives the same bytes."""
    press = _Press(Boxes(limits, patience), _assets())
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

    def __init__(self, boxes: Boxes, assets: Mapping[str, str]) -> None:
        self._boxes = boxes
        self._assets = assets

    def merged(self, apart: Apart) -> bytes:
        """What names pages is laid out at first, and printed once it is known which they are."""
        numbered = list(enumerate(apart.parts, 1))
        first = self._boxes.beside(partial(self._first, n, part) for n, part in numbered)
        frame = self.printed(apart.frame([one.sheets for one in first]))
        page_of = _pages(frame.sheets)
        then = self._boxes.beside(
            partial(self._then, n, part, before, page_of)
            for (n, part), before in zip(numbered, first, strict=True)
        )
        together = [base64.b64encode(one.pdf).decode() for one in (frame, *then)]
        return self._boxes.run(_MERGING, json.dumps(together).encode())

    def _first(self, number: int, part: Part) -> _Printed:
        if part.names_pages:
            return self.printed(part.of_any_numbers, drawn=False)
        return self.printed(part.page, number=number)

    def _then(
        self, number: int, part: Part, before: _Printed, page_of: Mapping[str, int]
    ) -> _Printed:
        if not part.names_pages:
            return before
        printed = self.printed(part.numbered(page_of), number=number)
        if printed.sheets != before.sheets:
            raise PdfFailed("The PDF could not be made (its pages do not agree).")
        return printed

    def printed(self, html: str, *, number: int = 0, drawn: bool = True) -> _Printed:
        asked = {"html": html, "assets": self._assets, "number": number, "drawn": drawn}
        told, _, made = self._boxes.run(_PRINTING, json.dumps(asked).encode()).partition(b"\n")
        sheets = [Sheet(**one) for one in json.loads(told)]
        return _Printed([one for one in sheets if parts.ELSEWHERE not in one.anchors], made)


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
