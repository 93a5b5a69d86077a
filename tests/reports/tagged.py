"""What a screen reader is handed: the elements of a tagged PDF in their order, with their words."""

import ctypes
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


@dataclass
class Element:
    kind: str  # "H1", "TH"
    raw: pikepdf.Dictionary
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        return self.told()

    def told(self, *, but: str = "") -> str:
        """The words inside it, without those of one kind of element."""
        if self.kind == but:
            return ""
        return "".join(one if isinstance(one, str) else one.told(but=but) for one in self.inside)

    def walk(self) -> Iterator["Element"]:
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.walk()


class Tagged:
    def __init__(self, contents: bytes):
        self.document = pikepdf.open(io.BytesIO(contents))
        self._words = [_marked(one) for one in pypdfium2.PdfDocument(contents)]
        self._pages = {one.objgen: n for n, one in enumerate(self.document.pages)}
        self.root = self._element(self.document.Root.StructTreeRoot.K[0])

    @property
    def elements(self) -> list[Element]:
        return list(self.root.walk())

    @property
    def said(self) -> str:
        """All the words in their order. What is drawn is told by its alternative text instead."""
        return self.root.told(but="Figure")

    def of(self, *kinds: str) -> list[Element]:
        return [one for one in self.elements if one.kind in kinds]

    def _element(self, raw: pikepdf.Dictionary) -> Element:
        element = Element(str(raw.S)[1:], raw)
        below = raw.get("/K", [])
        for one in below if isinstance(below, pikepdf.Array) else [below]:
            if isinstance(one, int):
                element.inside.append(self._marked(raw.Pg, one))
            elif "/MCID" in one:
                element.inside.append(self._marked(one.get("/Pg", raw.get("/Pg")), one.MCID))
            elif "/S" in one:
                element.inside.append(self._element(one))
        return element

    def _marked(self, on: pikepdf.Dictionary, mark: int) -> str:
        return self._words[self._pages[on.objgen]][int(mark)]


def _marked(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The words of a page by the number of the marked content they are drawn in."""
    words: dict[int, str] = defaultdict(str)
    read = page.get_textpage()
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        length = pdfium.FPDFTextObj_GetText(drawn.raw, read.raw, None, 0)
        letters = (ctypes.c_ushort * (length // 2))()
        pdfium.FPDFTextObj_GetText(drawn.raw, read.raw, letters, length)
        mark = pdfium.FPDFPageObj_GetMarkedContentID(drawn.raw)
        words[mark] += bytes(letters).decode("utf-16-le").rstrip("\0")
    return words
