"""A long document is printed in parts: it comes out as it would have in one."""

import os
import re
import resource
import time
from functools import cache, partial

import pikepdf
import pypdfium2
import pytest

from recommendations.rules.ratings import Rag
from reports.documents.pack import Item, Pack, Paper
from reports.documents.schedule import Entry, Schedule, Step
from reports.faces import html, parts, pdf
from reports.faces.box import Boxes, warm
from tests.reports.at_work import at_work
from tests.reports.marlshire import AS_AT, REPORT, long_report, report
from tests.reports.tagged import Tagged

ITEMS = 12


def long_pack() -> Pack:
    """Under one item two exception reports, the first of them long; then a long schedule."""
    long, short = long_report(ITEMS), report()
    schedule = Schedule(
        council=long.council,
        report=REPORT,
        report_slug="leaving-care",
        kind="Final report",
        published_on=long.covered[0].published_on,
        as_at=AS_AT,
        known_at=long.known_at,
        entries=tuple(entry(n) for n in range(1, 31)),
    )
    return Pack(
        council=long.council,
        letterhead=long.letterhead,
        body="Children and Families Scrutiny Committee",
        body_slug="children-and-families",
        day=AS_AT,
        starts_at="2.00 pm",
        place="County Hall",
        audience="public",
        classification="Public",
        edition=1,
        as_at=AS_AT,
        known_at=long.known_at,
        key=long.key,
        items=(
            Item("6", "Progress", (Paper(1, long), Paper(2, short))),
            Item("7", "Leaving care", (Paper(3, schedule=schedule),)),
        ),
    )


def entry(n):
    return Entry(
        f"R{n}",
        "Recommendation",
        theme=f"Theme {n // 10 + 1}",
        text=f"That promise number {n} be kept. " * 9,
        rag=Rag.RED,
        reasons=("Overdue by 104 days",),
        owners=("Head of Leaving Care",),
        answer="Accepted",
        steps=(Step("Publish the offer", now=AS_AT),),
    )


PAGES = {
    "report": lambda: html.render(long_report(ITEMS)),
    "pack": lambda: html.render_pack(long_pack()),
}


@pytest.fixture(scope="module", autouse=True)
def _few_are_many():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "LONG", 20_000)
        patch.setattr(parts, "SHORT", 5_000)
        patch.setattr(parts, "FULL", 8_000)
        yield


class Document:
    def __init__(self, contents: bytes):
        self.contents = contents
        self.tagged = Tagged(contents)
        self.pdf = self.tagged.document
        self.pages = [
            one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(contents)
        ]
        self._number = {one.objgen: n for n, one in enumerate(self.pdf.pages, 1)}

    @property
    def kinds(self):
        return [one.kind for one in self.tagged.elements if one.inside or one.kind != "Div"]

    @property
    def bookmarks(self):
        """How deep, what it says, and on which page."""
        with self.pdf.open_outline() as outline:
            return list(self._under(outline.root, 0))

    def _under(self, marks, depth):
        for mark in marks:
            yield depth, mark.title, self._number[mark.destination[0].objgen]
            yield from self._under(mark.children, depth + 1)

    @property
    def links(self):
        """On which page, what it says, and to which page."""
        flat = list(self.pdf.Root.Names.Dests.Names)
        places = dict(zip(map(str, flat[::2]), flat[1::2], strict=True))
        for n, page in enumerate(self.pdf.pages, 1):
            for link in page.get("/Annots", ()):
                yield n, str(link.Contents), self._number[places[str(link.Dest)][0].objgen]


BREAK = '<div class="blank" style="break-before: auto"></div>'
"""What comes after it begins its sheet without the space above, as it does after a blank one."""


def with_breaks(page: str) -> str:
    """The same in one, with a new sheet wherever a part begins or ends."""
    apart = parts.taken_apart(page)
    written = [apart.stays[0]]
    for run, after in zip(apart.runs, apart.stays[1:], strict=True):
        for part in run:
            inside = part.page.partition('<body class="apart">')[2].partition("</body>")[0]
            written += BREAK, re.sub(f'<div class="blank" id="{parts.ELSEWHERE}">.*', "", inside)
        written.append(BREAK * bool(after.strip()) + after)
    return "".join(written)


@pytest.fixture(scope="module")
def printed():
    return cache(lambda kind: Document(pdf.render(PAGES[kind]())))


@pytest.fixture(scope="module")
def in_one():
    def once(kind):
        with pytest.MonkeyPatch.context() as patch:
            page = with_breaks(PAGES[kind]())
            patch.setattr(parts, "LONG", len(page))
            return Document(pdf.render(page))

    return cache(once)


@pytest.fixture(params=PAGES)
def both(request, printed, in_one):
    return printed(request.param), in_one(request.param)


# ------------------------------------------------------------------------------ taking apart


def test_it_is_taken_apart_at_its_items():
    report, pack = (parts.taken_apart(make()) for make in PAGES.values())
    assert [len(run) for run in report.runs] == [1, 3]
    assert [len(run) for run in pack.runs] == [1, 3, 2, 4]


def test_a_short_one_is_left_whole():
    assert parts.taken_apart(html.render(report())) is None


def test_every_item_is_in_one_part():
    apart = parts.taken_apart(PAGES["report"]())
    items = [re.findall(r'class="item[^>]* id="([^"]*)', one.page) for one in apart.runs[1]]
    assert all(items)
    assert sum(map(len, items)) == len(set().union(*items)) == ITEMS
    assert not any('class="item' in one for one in apart.stays)


PAGE = (
    "<!DOCTYPE html>\n<html lang=en-GB><head><title>T</title></head><body data-a=b>"
    '<p>before</p><!-- apart --><div class="a" id="x"><h2 id="y" class="b" data-mark="Z">Z</h2>'
    '<table><colgroup><col></colgroup><thead><tr><th>head</th></tr></thead><tbody id="t">'
    "<!-- cut --><tr><td>one<br>two</td></tr><!-- cut --><tr><td>three</td></tr></tbody></table>"
    "</div><!-- /apart --><p>after</p></body></html>"
)


@pytest.fixture
def each_by_itself(monkeypatch):
    for name in ("LONG", "SHORT"):
        monkeypatch.setattr(parts, name, 0)
    monkeypatch.setattr(parts, "FULL", 180)


def test_a_part_is_inside_what_was_open_and_a_table_has_its_head_again(each_by_itself):
    apart = parts.taken_apart(PAGE)
    (first, second) = apart.parts
    assert apart.stays[0].endswith("<p>before</p>")
    assert apart.stays[1] == "<p>after</p></body></html>"
    start = "<!DOCTYPE html>\n<html lang=en-GB><head><title>Part</title></head>"
    assert first.page.startswith(f'{start}<body class="apart"><div class="a" id="x"><h2 id="y"')
    assert first.page.endswith("</td></tr></tbody></table></div></body></html>")
    assert second.page == (
        f'{start}<body class="apart"><div class="a"><table><colgroup><col></colgroup><thead><tr>'
        "<th>head</th></tr></thead><tbody><tr><td>three</td></tr></tbody></table></div></body>"
        "</html>"
    )


def test_its_sheets_are_blank_ones_of_the_frame(each_by_itself):
    apart = parts.taken_apart(PAGE)
    sheets = [[parts.Sheet(["x", "y"], 1), parts.Sheet([], 0)], [parts.Sheet([], 0)]]
    assert apart.frame(sheets) == (
        f"{apart.stays[0]}"
        '<div class="blank" id="blank:1"><h2 data-mark="Z"></h2>'
        '<a id="x"></a><a id="y"></a></div>'
        '<div class="blank" id="blank:2"></div><div class="blank" id="blank:3"></div>'
        f"{apart.stays[1]}"
    )


# -------------------------------------------------------------------- as it would be in one


def test_it_says_the_same_on_every_page(both):
    merged, whole = both
    assert len(merged.pages) > 8
    assert merged.pages == whole.pages


def test_it_is_tagged_the_same_in_the_same_order(both):
    """But for the sections of a paper, which stand twice where its breaks are put in here."""
    merged, whole = ([kind for kind in one.kinds if kind != "Sect"] for one in both)
    assert merged == whole
    merged, whole = both
    assert merged.tagged.said == whole.tagged.said


def test_a_report_has_the_same_sections(printed, in_one):
    assert printed("report").kinds == in_one("report").kinds


def test_its_bookmarks_lead_to_the_same_pages(both):
    merged, whole = both
    assert len(merged.bookmarks) > ITEMS
    assert merged.bookmarks == whole.bookmarks


def test_its_links_lead_to_the_same_pages(both):
    merged, whole = both
    links = list(merged.links)
    assert len({to for _, _, to in links}) > 3
    assert links == list(whole.links)


def test_a_bookmark_leads_to_where_its_heading_stands(printed):
    """Not only to the page: where the words are drawn."""
    document = printed("report")
    opened = pypdfium2.PdfDocument(document.contents)
    with document.pdf.open_outline() as outline:
        marks = list(outline.root[0].children[1].children)
    assert len(marks) == ITEMS
    for mark in marks:
        page, _, _, top, _ = mark.destination
        number = next(n for n, one in enumerate(document.pdf.pages) if one.objgen == page.objgen)
        just_below = (
            opened[number].get_textpage().get_text_bounded(bottom=float(top) - 30, top=float(top))
        )
        assert mark.title.split()[0] in just_below


def test_what_is_known_of_it_is_the_same(both):
    merged, whole = both
    assert dict(merged.pdf.docinfo) == dict(whole.pdf.docinfo)
    assert merged.pdf.Root.Lang == whole.pdf.Root.Lang
    assert merged.pdf.Root.PageLabels.Nums[1].S == "/D"
    assert {str(one.Tabs) for one in merged.pdf.pages} == {"/S"}


def test_the_same_page_gives_the_same_bytes(printed):
    assert pdf.render(PAGES["report"]()) == printed("report").contents


# -------------------------------------------------------------------------------- its insides


@pytest.fixture(params=PAGES)
def document(request, printed):
    return printed(request.param)


def test_every_mark_and_link_belongs_to_the_element_that_holds_it(document):
    flat = list(document.pdf.Root.StructTreeRoot.ParentTree.Nums)
    assert flat[::2] == sorted(set(flat[::2]))
    belongs = dict(zip(map(int, flat[::2]), flat[1::2], strict=True))
    held = 0
    for element in document.tagged.elements:
        for kid in element.raw.get("/K", []):
            if isinstance(kid, int):
                there = belongs[int(element.raw.Pg.StructParents)][kid]
            elif "/Obj" in kid:
                there = belongs[int(kid.Obj.StructParent)]
            else:
                assert kid.P.objgen == element.raw.objgen
                continue
            assert there.objgen == element.raw.objgen
            held += 1
    assert held > 200


def test_a_cell_names_the_headers_of_its_own_table(document):
    seen = set()
    for table in document.tagged.of("Table"):
        cells = list(table.walk())
        called = {str(one.raw.ID) for one in cells if "/ID" in one.raw}
        named = {str(name) for one in cells for name in one.raw.get("/A", {}).get("/Headers", ())}
        assert named <= called
        if "Original date" in table.words:  # one that is never over two pages
            assert not seen & called
            seen |= called
    assert seen


def test_head_and_foot_are_artifacts(document):
    """No mark of what is tagged is inside them, and they are on every sheet of a part."""
    furniture = [
        page.Resources.XObject["/Furniture"]
        for page in document.pdf.pages
        if "/Furniture" in page.Resources.get("/XObject", {})
    ]
    assert len(furniture) > 5
    for one in furniture:
        operators = {str(operator) for _, operator in pikepdf.parse_content_stream(one)}
        assert "Tj" in operators or "TJ" in operators
        assert not operators & {"BDC", "BMC"}


def test_nothing_is_left_of_the_blank_sheets(document):
    names = {str(one) for one in list(document.pdf.Root.Names.Dests.Names)[::2]}
    assert not [one for one in names if one.startswith((parts.BLANK, parts.ELSEWHERE))]
    kept = {page.objgen for page in document.pdf.pages}
    held = {
        one.objgen
        for one in document.pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Page"
    }
    assert held == kept


# ---------------------------------------------------------------------------------- when it fails


def test_a_part_that_may_not_be_made_fails_the_whole():
    page = PAGES["report"]()
    place = page.rindex("<!-- cut -->")
    page = f'{page[:place]}<!-- cut --><img src="file:///etc/hostname" alt="a">{page[place:]}'
    with pytest.raises(pdf.PdfFailed, match="a document may not load"):
        pdf.render(page)
    no_child_is_left()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"limits": {**pdf.LIMITS, resource.RLIMIT_CPU: 0}}, "too large"),
        ({"patience": 0.1}, "took too long"),
    ],
)
def test_one_that_is_past_its_limits_fails_the_whole(more, words):
    with pytest.raises(pdf.PdfFailed, match=words):
        pdf.render(PAGES["report"](), **more)
    no_child_is_left()


def no_child_is_left():
    """Only the one that they are forked from, which has none."""
    assert at_work(warm.number) == []
    assert at_work(os.getpid()) == [warm.number]


@pytest.fixture
def boxes(tmp_path):
    """The children, each of which runs a script of the test's own."""
    made = Boxes(pdf.LIMITS, patience=30)

    def run(script):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.py"
        path.write_text(script)
        return partial(made.run, path, b"asked")

    return made, run


def test_what_each_child_makes_is_told_in_the_order_it_was_asked_for(boxes):
    made, run = boxes
    say = "import sys, time; time.sleep({}); print({}, sys.stdin.read(), end='')"
    slow, quick, last = run(say.format(0.5, 1)), run(say.format(0, 2)), run(say.format(0, 3))
    assert made.beside([slow, quick, last]) == [b"1 asked", b"2 asked", b"3 asked"]


def test_where_one_fails_the_others_end_and_those_that_wait_are_not_begun(boxes):
    made, run = boxes
    for_ever, fails = "import time; time.sleep(60)", "raise KeyError('words of the document')"
    begun = time.monotonic()
    with pytest.raises(pdf.PdfFailed, match=r"^The PDF could not be made \(KeyError\)\.$"):
        made.beside([run(for_ever), run(fails), run(for_ever), run(for_ever)])
    assert time.monotonic() - begun < 20
    no_child_is_left()


def test_a_child_that_says_nothing_has_failed(boxes):
    made, run = boxes
    with pytest.raises(pdf.PdfFailed, match="could not be made"):
        made.beside([run("pass")])


def test_no_more_than_two_are_at_work_at_once(boxes):
    made, run = boxes
    count = (
        "import os, sys, time; here = os.path.dirname(sys.argv[0]); "
        "mark = os.path.join(here, f'{os.getpid()}.at-work'); open(mark, 'w').close(); "
        "time.sleep(.3); "
        "print(sum(one.endswith('.at-work') for one in os.listdir(here))); os.unlink(mark)"
    )
    seen = [int(one) for one in made.beside([run(count) for _ in range(5)])]
    assert max(seen) == 2
