"""HTML to a tagged PDF, in a child process that can be killed. Nothing else knows WeasyPrint.

Two halves of one file. ``render`` is called by the application; it starts this same file as
``python -I pdf.py``, hands over the finished HTML and every asset on standard input, and reads the
PDF from standard output. The child imports nothing of ours, has no settings, no database and no
secret in its environment, is bounded in memory, processor time, files and size, and may open no
address: what the document shows is in what it was handed.
"""

import base64
import gc
import io
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "static" / "build" / "fonts"
_SHEET = Path(__file__).with_name("print.css")
FONT_FILES = ("Inter-Regular.woff2", "Inter-Bold.woff2")

_MEBIBYTE = 1024 * 1024
LARGEST = 64 * _MEBIBYTE
LIMITS = {
    resource.RLIMIT_AS: 1024 * _MEBIBYTE,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: LARGEST,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}
PATIENCE = 25  # seconds by the clock

NO_PROGRAMS = "/nowhere"
"""The child may run none; it would ask compilers, at length, where the text libraries are."""

_MAY_NOT = "a document may not load"


class PdfFailed(Exception):
    """The PDF could not be made; the words are for whoever asked for it."""


def render(html: str, *, limits: Mapping[int, int] = LIMITS, patience: float = PATIENCE) -> bytes:
    """The PDF of a finished page of ours; the same page gives the same bytes."""
    handed_over = json.dumps({"html": html, "assets": _assets()}).encode()
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
        [sys.executable, "-I", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": NO_PROGRAMS, "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
        start_new_session=True,
        preexec_fn=lambda: _limit(limits),
    ) as child:
        try:
            pdf, said = child.communicate(handed_over, timeout=patience)
        except subprocess.TimeoutExpired:
            raise PdfFailed("Making the PDF took too long. Choose a smaller scope.") from None
        finally:
            _end(child)
    if child.returncode == 0 and pdf.startswith(b"%PDF-") and len(pdf) <= LARGEST:
        return pdf
    raise PdfFailed(_reason(child.returncode, said.decode(errors="replace")))


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


def _limit(limits: Mapping[int, int]) -> None:
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child and whatever it started; one that has ended already is left alone."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _reason(code: int, said: str) -> str:
    if code < 0 or "MemoryError" in said:
        return "The PDF is too large to make at once. Choose a smaller scope."
    last = (said.strip().splitlines() or [""])[-1]
    if last.startswith(_MAY_NOT):
        return f"The PDF could not be made: {last}"
    # Only the kind of a fault: its words may quote the document.
    return f"The PDF could not be made ({last.partition(':')[0] or code})."


# ------------------------------------------------------------------------------- in the child


def _main() -> None:
    handed_over = json.loads(sys.stdin.buffer.read())
    assets = {name: base64.b64decode(contents) for name, contents in handed_over["assets"].items()}
    gc.disable()  # the child lives for one document: collecting costs a quarter of its time
    sys.stdout.buffer.write(_finish(*_write(handed_over["html"], assets)))


_NOWHERE = "http://document.invalid/"
"""What a relative address is relative to: so it too comes to the fetcher, and is refused."""


def _write(html: str, assets: Mapping[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """The PDF as WeasyPrint makes it, and what the links to each place in it say."""
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
        pdf: bytes = page.write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
        )
    except FatalURLFetchingError as refusal:  # derives from BaseException
        raise SystemExit(str(refusal)) from None
    if refused:  # a picture's refusal is swallowed by WeasyPrint: ask again
        raise SystemExit(f"{_MAY_NOT} {refused[0]}")
    links = page.etree_element.iter("a")
    return pdf, {a.get("href", "")[1:]: " ".join("".join(a.itertext()).split()) for a in links}


_PRINTED = 4  # the annotation flag Print (ISO 32000-1, table 165)


def _finish(pdf: bytes, links: Mapping[str, str]) -> bytes:
    """What a reader asks for and WeasyPrint leaves out.

    Header cells say what they head; links print, and are called by their words; pages are numbered
    in a viewer as on paper.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for element in document.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TH":
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


def _is_row_header(cell: Any) -> bool:
    """A header cell of the table's body or foot heads its row; one of its head, a column."""
    row = cell.get("/P")
    return row is not None and row.get("/P", {}).get("/S") != "/THead"


if __name__ == "__main__":
    _main()
