"""The PDF: what is on it, how it is tagged, and what its making may never do."""

import io
import json
import os
import resource
import signal
import socket
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from reports.faces import html, pdf
from reports.faces.box import Boxes, Warm, warm
from tests.reports.at_work import at_work
from tests.reports.marlshire import EXCEPTIONS, OTHERS, long_report, quiet_report, report

A_PAGE = "<html lang=en-GB><title>A</title><body><h1>A</h1>{}</body></html>"


@cache
def made(which=report):
    return pdf.render(html.render(which()))


def text(contents):
    pages = pypdfium2.PdfDocument(contents)
    return "\n".join(one.get_textpage().get_text_bounded() for one in pages)


def words(contents):
    return " ".join(text(contents).split())


def elements(document, kind):
    return [
        one
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name(kind)
    ]


@pytest.fixture
def document():
    with pikepdf.open(io.BytesIO(made())) as opened:
        yield opened


def test_it_holds_each_exception_and_not_what_is_on_track():
    assert made().startswith(b"%PDF-")
    printed = words(made())
    for line in EXCEPTIONS:
        assert line.reason in printed
        assert line.question in printed
    for line in OTHERS[-2:]:
        assert line.title not in printed


def test_each_sheet_says_whose_it_is_and_which_page():
    pages = [" ".join(one.split()) for one in _pages(made())]
    for number, printed in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in printed
        assert "Marlshire County Council: Exception report" in printed
    for printed in pages[1:]:
        assert "As at 10 November 2026" in printed
        assert "Children and Families Scrutiny Committee" in printed


def _pages(contents):
    return [one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(contents)]


def test_the_glance_names_the_page_of_each_item():
    """Read from the paper itself: the number printed is that of the page the item begins on."""
    pages = [" ".join(one.split()) for one in _pages(made())]
    at = next(n for n, one in enumerate(pages, 1) if "R34 Report tenancies lost" in one and n > 2)
    glance = pages[1]
    row = glance[glance.index("R34") :]
    assert "Better, was red 1 of 2 missed" in row
    assert f"Director of Adults and Housing {at}" in row


def test_the_sheet_is_a4():
    with pikepdf.open(io.BytesIO(made())) as opened:
        for one in opened.pages:
            assert [round(float(edge)) for edge in one.mediabox] == [0, 0, 595, 842]


@pytest.mark.parametrize("which", [report, quiet_report])
def test_pdf_ua_has_no_findings(which):
    found = page.validate_pdf_bytes(made(which), profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in found.failures] == []
    assert found.is_compliant


def test_it_is_tagged_titled_and_in_english(document):
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "en-GB"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert str(document.docinfo.Title).startswith("Exception report as at 10 November 2026: ")


def test_each_heading_is_tagged_once_and_in_order(document):
    assert len(elements(document, "/H1")) == 1
    assert len(elements(document, "/H2")) == 10
    assert len(elements(document, "/H3")) == len(EXCEPTIONS)


def test_bookmarks_lead_through_it(document):
    with document.open_outline() as outline:
        (top,) = outline.root
        assert top.title == "Exception report"
        assert [child.title for child in top.children][:3] == [
            "Exceptions at a glance",
            "Exceptions",
            "Asked to be closed",
        ]
        items = [child.title for child in top.children[1].children]
    assert items[0].startswith("R24 Following the 2025")
    assert items[1] == "R7 Publish the offer in plain words"


def test_every_header_cell_says_what_it_heads(document):
    cells = elements(document, "/TH")
    scopes = [str(cell.A.Scope) for cell in cells]
    assert set(scopes) == {"/Row", "/Column"}
    for cell, scope in zip(cells, scopes, strict=True):
        in_head = pikepdf.Name.THead == cell.P.P.S
        assert (scope == "/Column") == in_head


def test_a_heading_row_still_spans_its_table(document):
    spans = [cell.A.ColSpan for cell in elements(document, "/TH") if "/ColSpan" in cell.A]
    assert spans == [2] * 4


def test_the_bar_is_drawn_as_vectors_and_says_what_it_shows(document):
    (figure,) = elements(document, "/Figure")
    assert str(figure.Alt).startswith("Bar of 16 recommendations: red 3, amber 2")
    assert not any(one.get_images() for one in document.pages)


def test_links_print_and_lead_to_their_item(document):
    links = [link for one in document.pages for link in one.get("/Annots", ())]
    assert len(links) >= len(EXCEPTIONS)
    assert all(int(link.F) & 4 for link in links)


def test_rows_of_a_heading_repeat_over_the_page():
    pages = _pages(pdf.render(html.render(long_report(20))))
    glance = [one for one in pages if "Rating, and why" in one]
    assert len(glance) > 1


def test_fonts_are_whole_ours_and_know_welsh(document):
    """A glyph that is missing still has its letter in the text: ask the font itself."""
    fonts = {
        str(font.BaseFont).partition("+")[2]
        for one in document.pages
        for font in one.resources.Font.values()
    }
    assert fonts == {"Register", "Register-Bold"}
    for name in pdf.FONT_FILES:
        known = TTFont(pdf.FONTS / name).getBestCmap()
        assert {ord(letter) for letter in "ŵŷŴŶâêîôûẁẃẅỳýÿ’–…◆▲●✓—↓↑→"} <= known.keys()
    assert ".notdef" not in _glyphs(document)
    assert "Dŵr Llŷn" in text(made())


def _glyphs(document):
    """The names of the glyphs drawn: 0 is the one that stands for what a font does not know."""
    drawn = set()
    for one in document.pages:
        fonts = one.resources.Font
        current = None
        for operands, operator in pikepdf.parse_content_stream(one):
            if str(operator) == "Tf":
                current = fonts[str(operands[0])]
            elif str(operator) in ("Tj", "TJ") and current is not None:
                strings = operands[0] if str(operator) == "TJ" else operands
                for string in strings:
                    if isinstance(string, pikepdf.String):
                        code = bytes(string)
                        drawn |= {code[n : n + 2] for n in range(0, len(code), 2)}
    assert len(drawn) > 50
    return {".notdef"} if b"\x00\x00" in drawn else set()


def test_the_same_page_gives_the_same_bytes():
    assert pdf.render(html.render(report())) == made()


PICTURE = '<img src="{}" alt="a">'
FILE = "file:///etc/hostname"


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        (PICTURE, FILE),
        (PICTURE, "https://example.org/a.png"),
        (PICTURE, "a.png"),
        (PICTURE, "../a.png"),
        (PICTURE, "//example.org/a.png"),
        (PICTURE, "data:text/plain,hello"),
        (PICTURE, "asset:nothing.png"),
        ('<link rel="attachment" href="{}">', FILE),
        ('<link rel="stylesheet" href="{}">', FILE),
        ('<p style="background: url({})">a</p>', FILE),
        ('<object data="{}">a</object>', FILE),
        ('<svg><title>a</title><image href="{}" width="9" height="9"/></svg>', FILE),
    ],
)
def test_no_address_is_ever_opened(markup, address):
    with pytest.raises(pdf.PdfFailed, match="a document may not load"):
        pdf.render(A_PAGE.format(markup.format(address)))


def test_a_page_without_an_address_is_made():
    """The control of the test above: it is the address that is refused."""
    assert pdf.render(A_PAGE.format("<p>a</p>")).startswith(b"%PDF-")


def test_a_box_finds_nothing_of_ours_and_knows_no_secret(tmp_path):
    asks = tmp_path / "asks.py"
    asks.write_text(
        "import importlib.util, json, os\n"
        "print(json.dumps([sorted(os.environ), importlib.util.find_spec('reports') is None]))"
    )
    known, isolated = json.loads(Boxes(pdf.LIMITS, patience=30).run(asks, b""))
    assert set(known) <= {"LANG", "LC_CTYPE", "PATH", "SOURCE_DATE_EPOCH"}
    assert isolated


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({resource.RLIMIT_CPU: 0}, "too large"),
        ({resource.RLIMIT_AS: 120 * 1024 * 1024}, "could not be made|too large"),
    ],
)
def test_a_child_past_its_limits_ends_and_says_so(limits, words):
    with pytest.raises(pdf.PdfFailed, match=words):
        pdf.render(html.render(long_report(200)), limits={**pdf.LIMITS, **limits})


def test_a_child_that_takes_too_long_is_killed():
    with pytest.raises(pdf.PdfFailed, match="too long"):
        pdf.render(html.render(report()), patience=0.05)
    assert at_work(warm.number) == []


def test_one_that_is_kept_warm_and_killed_is_started_again():
    made()
    before = warm.number
    os.kill(before, signal.SIGKILL)
    assert pdf.render(A_PAGE.format("<p>a</p>")).startswith(b"%PDF-")
    assert warm.number != before


@pytest.fixture
def laid_down(tmp_path):
    """The temporary folder that a child made before it ended in this way."""

    def made_by(end):
        told, script = tmp_path / "told", tmp_path / "lays.py"
        script.write_text(
            "import os, pathlib, signal, tempfile\n"
            f"pathlib.Path({str(told)!r}).write_text(tempfile.mkdtemp())\n{end}"
        )
        with suppress(pdf.PdfFailed):
            Boxes(pdf.LIMITS, patience=30).run(script, b"")
        return Path(told.read_text())

    return made_by


@pytest.mark.parametrize(
    "end", ["print('well')", "raise KeyError", "os.kill(os.getpid(), signal.SIGKILL)"]
)
def test_what_a_child_laid_down_is_gone_with_it(laid_down, end):
    folder = laid_down(end)
    assert at_work(warm.number) == []
    assert goes(folder)


@pytest.mark.parametrize("end", [warm.close, lambda: os.kill(warm.number, signal.SIGTERM)])
def test_one_that_is_kept_warm_leaves_nothing(laid_down, end):
    folder = laid_down("print('well')").parent.parent
    assert folder.is_dir()
    end()
    assert goes(folder)


def test_what_was_begun_for_one_who_is_gone_leaves_nothing(tmp_path):
    """Killed before it heard of its box, which had not begun yet."""
    told, script = tmp_path / "told", tmp_path / "lays.py"
    script.write_text(
        "import pathlib, tempfile, time\n"
        f"made = tempfile.mkdtemp(); time.sleep(0.5); pathlib.Path({str(told)!r}).write_text(made)"
    )
    asked = json.dumps({"script": str(script), "limits": []}).encode()
    asking = Warm()
    asking._start()
    with open(os.devnull, "r+b") as nothing:
        socket.send_fds(asking._opened, [asked], [nothing.fileno()] * 4)
    asking.close()
    assert comes(told.exists)
    assert goes(Path(told.read_text()).parent.parent)


def goes(folder):
    return comes(lambda: not folder.exists())


def comes(true):
    for _ in range(100):
        if true():
            return True
        time.sleep(0.05)
    return False


def test_without_its_fonts_it_names_the_cure(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(pdf.PdfFailed, match="Run bin/setup"):
        pdf.render(A_PAGE.format(""))
