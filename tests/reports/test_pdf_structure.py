"""Every kind of document as a screen reader meets it: what it is told, and in which order."""

import io
import itertools
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from reports.faces import box, html, parts, pdf
from tests.reports.conformance import conforming, findings
from tests.reports.kinds import IN_PARTS, KINDS, in_parts, in_welsh, pages_of
from tests.reports.marlshire import report
from tests.reports.tagged import Tagged

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


class Page(HTMLParser):
    """What the HTML says in order: its words, its headings, and what the bookmarks are to say."""

    def __init__(self, page: str):
        super().__init__()
        self.words: list[str] = []
        self.headings: list[tuple[str, str]] = []  # level, bookmark
        self._unread = ""  # the element whose words are not printed as words
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in ("head", "svg", "caption"):
            self._unread = self._unread or tag
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, dict(attrs).get("data-mark", "")))

    def handle_endtag(self, tag):
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data):
        if not self._unread and data.strip():
            self.words.append(data)


def squeezed(words: str) -> str:
    """Without spaces and hyphens, which are not read where a line ends."""
    return re.sub(r"[\s\x02\xad-]", "", words)


class Document:
    """A document as its HTML says it is, beside what the PDF made of it."""

    def __init__(self, page: str):
        self.page, self.contents = Page(page), pdf.render(page)
        self.tagged = Tagged(self.contents)
        self.pdf = self.tagged.document

    @property
    def annotations(self) -> list[pikepdf.Dictionary]:
        return [one for page in self.pdf.pages for one in page.get("/Annots", ())]


@pytest.fixture(scope="module")
def printed(module_rows) -> Callable[[str], Document]:
    """The document of a kind, printed once."""
    pages = pages_of(module_rows)

    def once(kind):
        page = pages[kind.partition(", in parts")[0]]
        with pytest.MonkeyPatch.context() as patch:
            if kind in IN_PARTS:
                in_parts(patch)
                assert len(parts.taken_apart(page).parts) > 1
            return Document(page)

    return cache(once)


@pytest.fixture(params=KINDS)
def document(request, printed) -> Document:
    return printed(request.param)


# --------------------------------------------------------------------------------- conformance


def test_nothing_is_found_in_it(document):
    assert findings(document.contents) == []


@pytest.mark.parametrize(
    "broken",
    [
        lambda pdf: pdf.Root.__delitem__("/Lang"),
        lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
        lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False),
        lambda pdf: _figure(pdf).__delitem__("/Alt"),
        lambda pdf: pdf.pages[1].__delitem__("/Tabs"),
    ],
    ids=["language", "tags", "title", "alternative text", "tab order"],
)
def test_a_pdf_that_lacks_it_is_refused(printed, broken):
    """The control of the check that every PDF in these tests goes through."""
    copy = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed("report").contents)) as opened:
        broken(opened)
        opened.save(copy)
    with pytest.raises(AssertionError):
        conforming(copy.getvalue())


def _figure(opened: pikepdf.Pdf) -> pikepdf.Dictionary:
    return next(
        one
        for one in opened.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.Figure
    )


def test_whatever_a_test_prints_is_checked():
    with pytest.raises(AssertionError, match="PDFUA1"):
        pdf.render("<html><title>No language</title><p>a</p></html>")


# ------------------------------------------------------------------------------ what it is told


def test_it_says_its_language_and_its_title(document):
    assert document.pdf.Root.MarkInfo.Marked
    assert str(document.pdf.Root.Lang) == "en-GB"
    assert document.pdf.Root.ViewerPreferences.DisplayDocTitle
    title = str(document.pdf.docinfo.Title)
    assert re.match("(Exception report as at|Agenda pack:|Notice to|Roll-over report:) ", title)


def test_no_level_of_heading_is_left_out(document):
    kinds = [one.kind for one in document.tagged.of("H1", "H2", "H3", "H4")]
    levels = [int(kind[1]) for kind in kinds]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert [kind.lower() for kind in kinds] == [level for level, _ in document.page.headings]


def test_every_table_has_headers_that_say_what_they_head(document):
    for table in document.tagged.of("Table"):
        heads = [one for one in table.walk() if one.kind == "TH"]
        assert heads
        assert {str(one.raw.A.Scope) for one in heads} <= {"/Row", "/Column"}


def test_every_figure_says_what_it_shows(document):
    for figure in document.tagged.of("Figure"):
        assert str(figure.raw.Alt).startswith("Bar of ")


def test_every_link_is_called_by_its_words(document):
    """Each line of a link that runs over is a link of its own, called by the whole."""
    for link in document.tagged.of("Link"):
        (there,) = (one.Obj for one in link.raw.K if isinstance(one, pikepdf.Dictionary))
        assert link.words
        assert squeezed(link.words) in squeezed(str(there.Contents))
    assert len(document.tagged.of("Link")) == len(document.annotations)


YEAR_PARTED = re.compile(r"\d\s[A-Z][a-z]+\s\d{1,3}[\r\n]+\d")


def test_no_year_runs_over_a_line(document):
    with pypdfium2.PdfDocument(document.contents) as opened:
        for page in opened:
            assert not YEAR_PARTED.findall(page.get_textpage().get_text_range())


def test_a_year_that_runs_over_is_found():
    assert YEAR_PARTED.search("Reported\r\n18 Nov 202\r\n6")


def test_it_is_read_in_the_order_it_is_written(document):
    """All that the page says, from first to last; between it only what the sheet itself writes.

    That is the shapes of ratings, the numbers of pages, and the heads of a table that goes on.
    """
    said, place, between = squeezed(document.tagged.said), 0, ""
    for words in map(squeezed, document.page.words):
        found = said.find(words, place)
        assert found >= 0, words
        between += said[place:found]
        place = found + len(words)
    between += said[place:]
    for head in document.tagged.of("THead"):
        between = between.replace(squeezed(head.words), "")
    assert set(between) <= set("◆▲●✓—?\u20dd•0123456789")


def test_the_bookmarks_are_its_headings(document):
    with document.pdf.open_outline() as outline:
        marks = [squeezed(one.title) for one in _flat(outline.root)]
    headings = document.tagged.of("H1", "H2", "H3")
    said = [squeezed(mark) for _, mark in document.page.headings]
    assert marks == [mark or squeezed(one.words) for mark, one in zip(said, headings, strict=True)]


def _flat(marks):
    for mark in marks:
        yield mark
        yield from _flat(mark.children)


def test_the_tab_key_follows_the_tags_and_pages_are_numbered_as_printed(document):
    assert {str(one.Tabs) for one in document.pdf.pages} == {"/S"}
    assert document.pdf.Root.PageLabels.Nums[1].S == pikepdf.Name.D
    opened = pypdfium2.PdfDocument(document.contents)
    for n, page in enumerate(opened):
        printed = page.get_textpage().get_text_bounded()
        assert f"Page {opened.get_page_label(n)} of {len(opened)}" in printed


def test_the_sheets_are_never_all_but_empty(document):
    """A sheet between the first and the last holds more than its head and its foot."""
    opened = pypdfium2.PdfDocument(document.contents)
    for page in itertools.islice(opened, 1, len(opened) - 1):
        assert len(page.get_textpage().get_text_bounded()) > 200


def test_nothing_runs_over_the_edge(document):
    """Long words break: what is drawn ends within the margins of 20 mm."""
    margin = 20 / 25.4 * 72
    for page in pypdfium2.PdfDocument(document.contents):
        boxes = boxes_of(page)
        assert min(box[0] for box in boxes) > margin - 1
        assert max(box[2] for box in boxes) < page.get_width() - margin + 1


def boxes_of(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each run of words, in points."""
    read = page.get_textpage()
    return [read.get_rect(n) for n in range(read.count_rects())]


def test_no_words_run_into_others(document):
    assert run_into(document.contents) == []


def test_words_that_run_into_others_are_found():
    narrow = '<p style="width: 1cm; float: left; white-space: nowrap">Commendation 12</p><p>Thanks'
    assert run_into(pdf.render(f"<html lang=en><title>A</title><h1>A</h1>{narrow}</html>")) != []


def run_into(contents: bytes) -> list[tuple[int, str, str]]:
    """The pairs that overlap by more than a point across and two down, with their sheet."""
    found = []
    for n, page in enumerate(pypdfium2.PdfDocument(contents), 1):
        words = page.get_textpage().get_text_bounded
        for one, other in itertools.combinations(boxes_of(page), 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            if across > 1 and down > 2:
                found.append((n, words(*one), words(*other)))
    return found


# --------------------------------------------------------------------------------------- glyphs


def test_every_letter_has_its_glyph_in_our_own_fonts(document):
    """A glyph that is missing still has its letter in the text: ask what was drawn."""
    drawn = glyphs(document.pdf)
    assert drawn
    assert b"\0\0" not in {code for codes in drawn.values() for code in codes}
    assert {name.partition("+")[2] for name in drawn} <= {"Register", "Register-Bold"}


def glyphs(opened: pikepdf.Pdf) -> dict[str, set[bytes]]:
    """By font, the number of each glyph drawn; 0 stands for what the font does not know."""
    drawn = defaultdict(set)
    for page in opened.pages:
        current = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                current = str(page.resources.Font[str(operands[0])].BaseFont)
            elif str(operator) in ("Tj", "TJ"):
                shown = operands[0] if str(operator) == "TJ" else operands
                for codes in (bytes(one) for one in shown if isinstance(one, pikepdf.String)):
                    drawn[current] |= {codes[n : n + 2] for n in range(0, len(codes), 2)}
    return drawn


@pytest.fixture
def no_fonts_of_the_system(monkeypatch, tmp_path):
    """The child that prints finds no font but those it is handed."""
    alone = tmp_path / "fonts.conf"
    alone.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    start = subprocess.Popen

    def started(*args, env, **more):
        return start(*args, env={**env, "FONTCONFIG_FILE": str(alone)}, **more)

    monkeypatch.setattr(box.subprocess, "Popen", started)


def test_welsh_is_printed_without_a_font_of_the_system(printed, request):
    with_them = printed("in_welsh").contents
    request.getfixturevalue("no_fonts_of_the_system")
    alone = pdf.render(html.render(in_welsh()))
    assert alone == with_them
    drawn = {code for codes in glyphs(Tagged(alone).document).values() for code in codes}
    for name in pdf.FONT_FILES:
        font = TTFont(pdf.FONTS / name)
        for letter in "ŵŷŴŶ":
            glyph = font.getGlyphID(font.getBestCmap()[ord(letter)])
            assert glyph.to_bytes(2, "big") in drawn, (name, letter)


def test_without_it_a_font_of_the_system_would_be_seen(no_fonts_of_the_system):
    """The control of the test above: another script is in no font of ours."""
    with pytest.raises(AssertionError, match="PDFUA1"):
        pdf.render(html.render(report(council="漢字")))
