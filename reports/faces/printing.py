"""HTML to a tagged PDF, inside the box. Nothing else knows WeasyPrint.

Run by ``pdf.py`` in a process of its own. The finished HTML and every asset come on standard
input; what begins on each sheet goes to standard output as a line of JSON, and after it the PDF. It
may open no address: what the document shows is in what it was handed.
"""

import base64
import gc
import io
import json
import sys
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

NEEDED = ("weasyprint.text.fonts", "pikepdf")
"""What takes long to import."""

_MAY_NOT = "a document may not load"  # as box.py reads it


def _main() -> None:
    handed_over = json.loads(sys.stdin.buffer.read())
    assets = {name: base64.b64decode(contents) for name, contents in handed_over["assets"].items()}
    beside = str(Path(__file__).with_name("spared.py"))  # no package is known in the box
    SourceFileLoader("spared", beside).exec_module(spared := ModuleType("spared"))
    spared.spare()
    gc.disable()  # the child lives for one document: collecting costs a quarter of its time
    sheets, pdf, links = _write(handed_over["html"], assets, drawn=handed_over["drawn"])
    if pdf:
        pdf = _finish(pdf, links, part=handed_over["part"])
    sys.stdout.buffer.write(json.dumps(sheets).encode() + b"\n" + pdf)


_NOWHERE = "http://document.invalid/"
"""What a relative address is relative to: so it too comes to the fetcher, and is refused."""

_TAGGED = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}


def _write(
    html: str, assets: Mapping[str, bytes], *, drawn: bool
) -> tuple[list[Any], bytes, dict[str, str]]:
    """What begins on each sheet; the PDF as WeasyPrint makes it, if it is to be drawn at all; and
    what the links to each place in it say.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    refused: list[str] = []

    class OnlyWhatWasHandedOver(URLFetcher):
        """``asset:name`` is what came on standard input; no other address is ever opened."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == "asset" and name in assets:
                return URLFetcherResponse(url, assets[name])
            refused.append(url)
            raise FatalURLFetchingError(f"{_MAY_NOT} {url}")

    fetcher = OnlyWhatWasHandedOver()
    fonts = FontConfiguration()
    sheet = CSS(string=assets["print.css"].decode(), url_fetcher=fetcher, font_config=fonts)
    try:
        page = HTML(string=html, base_url=_NOWHERE, url_fetcher=fetcher)
        document = page.render(stylesheets=[sheet], font_config=fonts, **_TAGGED)
        pdf: bytes = document.write_pdf(**_TAGGED) if drawn else b""
    except FatalURLFetchingError as refusal:  # derives from BaseException
        raise SystemExit(str(refusal)) from None
    if refused:  # a picture's refusal is swallowed by WeasyPrint: ask again
        raise SystemExit(f"{_MAY_NOT} {refused[0]}")
    sheets = [
        {"anchors": list(one.anchors), "headings": len(one.bookmarks)} for one in document.pages
    ]
    links = {
        a.get("href", "")[1:]: " ".join("".join(a.itertext()).split())
        for a in page.etree_element.iter("a")
    }
    return sheets, pdf, links


_PRINTED = 4  # the annotation flag Print (ISO 32000-1, table 165)


def _finish(pdf: bytes, links: Mapping[str, str], *, part: str) -> bytes:
    """What a reader asks for and WeasyPrint leaves out.

    Header cells say what they head, and in a part are called as in no other; links print, and are
    called by their words; pages are numbered in a viewer as on paper.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        cells = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") in ("/TH", "/TD")
        ]
        for element in cells:
            if part:
                _call_apart(element, part)
            if element.S == "/TH":
                scope = pikepdf.Name.Row if _is_row_header(element) else pikepdf.Name.Column
                if "/A" in element:  # what it spans stays as it is
                    element.A.Scope = scope
                else:
                    element.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)
        for page in document.pages:
            for link in page.get("/Annots", ()):
                link.F = _PRINTED
                if words := links.get(str(link.get("/Dest"))):
                    link.Contents = words
        document.Root.PageLabels = pikepdf.Dictionary(
            Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)]
        )
        done = io.BytesIO()
        document.save(done, deterministic_id=True)
        return done.getvalue()


def _call_apart(cell: Any, part: str) -> None:
    if "/ID" in cell:
        cell.ID = f"{part}-{cell.ID}"
    if headers := cell.get("/A", {}).get("/Headers"):
        cell.A.Headers = [f"{part}-{one}" for one in headers]


def _is_row_header(cell: Any) -> bool:
    """A header cell of the table's body or foot heads its row; one of its head, a column."""
    row = cell.get("/P")
    return row is not None and row.get("/P", {}).get("/S") != "/THead"


if __name__ == "__main__":
    _main()
