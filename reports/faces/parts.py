"""A long document taken apart where its templates say that it may be.

``<!-- apart -->`` and ``<!-- /apart -->`` stand around what may have sheets of its own, and
``<!-- cut -->`` in it before each item, wherever a new part may begin. A page's marks and tags are
read as our templates write them: no ``<`` or ``>`` but of a tag.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from math import ceil

LONG = 400_000
"""Where what may be taken apart has more characters than this, it is."""

FULL = 120_000
"""As many characters as a part may have, to the next place where another may begin: some thirty
pages. Each leaves the rest of its last sheet empty, and each that has changed is printed anew.
"""

SHORT = 20_000
"""What is no longer than this stays where it is, and shares its sheets with what is around it."""

BLANK = "blank:"
"""Before the number of a blank sheet: its anchor. No other has a colon."""

ELSEWHERE = "elsewhere:"
"""The anchor of a part's last sheet, where its links to other parts lead until they are merged."""

_RUN = re.compile("<!-- apart -->(.*?)<!-- /apart -->", re.DOTALL)
_CUT = "<!-- cut -->"
_TAG = re.compile(r"<(/?)(\w+)([^<>]*)>|<!-- cut -->")
_ID = re.compile(r'\sid="[^"]*"')
_HEADING = re.compile(r"<(h[1-3])\b([^<>]*)>")
_TOLD = re.compile(r'\sdata-[\w-]+="[^"]*"')
_LEADS_TO = re.compile(r'\shref="#([^"]*)"')
_NAMES_PAGE = re.compile(r'\bdata-to="#([^"]*)"')
_EMPTY = {"br", "col", "hr", "img", "input", "link", "meta"}


@dataclass(frozen=True)
class Sheet:
    """What begins on a sheet of paper."""

    anchors: Sequence[str]
    headings: int


@dataclass(frozen=True)
class Part:
    page: str  # finished but for the pages that it names
    headings: tuple[str, ...]  # without words, and with what the sheet reads from them

    @property
    def names_pages(self) -> bool:
        return bool(_NAMES_PAGE.search(self.page))

    @property
    def of_any_numbers(self) -> str:
        """Takes as much room as with the right ones, which are not known before it is laid out."""
        return _NAMES_PAGE.sub('data-page="999"', self.page)

    def numbered(self, page_of: Mapping[str, int]) -> str:
        """With the pages that it names, by their anchors."""
        return _NAMES_PAGE.sub(lambda to: f'data-page="{page_of[unescape(to[1])]}"', self.page)

    def blank(self, sheets: Sequence[Sheet], number: int) -> Iterator[str]:
        """For each sheet a blank one, on which the same headings and anchors stand unseen."""
        headings = iter(self.headings)
        for n, sheet in enumerate(sheets, number):
            marks = "".join(next(headings) for _ in range(sheet.headings))
            yield f'<div class="blank" id="{BLANK}{n}">{marks}{_anchors(sheet.anchors)}</div>'


@dataclass(frozen=True)
class Apart:
    stays: tuple[str, ...]  # before, between and after the runs
    runs: tuple[tuple[Part, ...], ...]

    @property
    def parts(self) -> list[Part]:
        return [part for run in self.runs for part in run]

    def frame(self, sheets: Sequence[Sequence[Sheet]]) -> str:
        """What stays, with blank sheets for those that each part came to."""
        came_to, number, written = iter(sheets), 1, [self.stays[0]]
        for run, after in zip(self.runs, self.stays[1:], strict=True):
            for part in run:
                its = next(came_to)
                written += part.blank(its, number)
                number += len(its)
            written.append(after)
        return "".join(written)


def taken_apart(page: str) -> Apart | None:
    """None where it is short, and better printed in one."""
    runs = [run for run in _RUN.finditer(page) if _CUT in run[1] and len(run[1]) > SHORT]
    if sum(len(run[1]) for run in runs) <= LONG:
        return None
    ends = [0, *(run.end() for run in runs)]
    starts = [*(run.start() for run in runs), len(page)]
    stays = (page[end:start] for end, start in zip(ends, starts, strict=True))
    return Apart(tuple(stays), tuple(tuple(_parts(page, run)) for run in runs))


def _parts(page: str, run: re.Match[str]) -> Iterator[Part]:
    """Of much the same length, each inside the elements that are open where it begins."""
    html = page[: page.index("<head>")]
    opened = _Open(page)
    for tag in _TAG.finditer(page, page.index(">", page.index("<body")) + 1, run.start()):
        opened.read(tag)
    begin, end = run.span(1)
    length = (end - begin) / ceil((end - begin) / FULL)
    full, place, before = begin + length, begin, opened.again
    first = page.index(_CUT, begin)  # what stands before the first item is never alone
    for tag in _TAG.finditer(page, begin, end):
        if tag[0] != _CUT:
            opened.read(tag)
        elif tag.start() >= full and tag.start() > first:
            yield _part(html, before + page[place : tag.start()] + opened.closed)
            full, place, before = full + length, tag.end(), opened.again
    yield _part(html, before + page[place:end] + opened.closed)


def _part(html: str, inside: str) -> Part:
    headings = _HEADING.findall(inside)
    if leads_to := _LEADS_TO.findall(inside):
        inside += f'<div class="blank" id="{ELSEWHERE}">{_anchors(map(unescape, leads_to))}</div>'
    return Part(
        f'{html}<head><title>Part</title></head><body class="apart">{inside}</body></html>',
        tuple(f"<{name}{''.join(_TOLD.findall(more))}></{name}>" for name, more in headings),
    )


def _anchors(names: Iterable[str]) -> str:
    return "".join(f'<a id="{escape(name)}"></a>' for name in names)


class _Open:
    """The elements that are open at a place of a page, the outermost first."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._elements: list[tuple[str, int, int]] = []  # name, where its opening starts and ends

    def read(self, tag: re.Match[str]) -> None:
        closing, name, more = tag.groups()
        if closing:
            self._elements.pop()
            if name == "thead":  # a table that goes on has its head again
                table, start, _ = self._elements.pop()
                self._elements.append((table, start, tag.end()))
        elif name and name not in _EMPTY and not more.endswith("/"):
            self._elements.append((name, tag.start(), tag.end()))

    @property
    def again(self) -> str:
        return "".join(_ID.sub("", self._page[start:end]) for _, start, end in self._elements)

    @property
    def closed(self) -> str:
        return "".join(f"</{name}>" for name, _, _ in reversed(self._elements))
