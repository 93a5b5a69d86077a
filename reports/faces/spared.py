"""What WeasyPrint does over and over for a document of ours, and need not.

Loaded by ``printing.py`` inside the box. Not a byte of what is printed changes. What each function
saves is of the calls that 41 recommendations take; the first two grow faster than the document.
"""

from typing import Any

import pydyf
import weasyprint
from weasyprint.html import UA_STYLESHEET
from weasyprint.layout import block, inline, page, table

TRIED_WITH = ("70.0", "0.13.0")
"""WeasyPrint and pydyf. With others each of these has to be looked at again."""


def spare() -> None:
    if (weasyprint.__version__, pydyf.__version__) == TRIED_WITH:
        _name_sheets_once()
        _style_each_kind_of_sheet_once()
        _style_no_notes()
        _resolve_lengths_once()


def _name_sheets_once() -> None:
    """Each element of the tags asked for the names of all sheets, to take one: 6 in 100 calls."""

    class Names:
        def __init__(self, document: Any) -> None:
            self._kids = document.pages["Kids"]  # number, generation and "R" of each

        def __getitem__(self, sheet: int) -> bytes:
            return f"{self._kids[3 * sheet]} 0 R".encode()

    pydyf.PDF.page_references = property(Names)


def _style_each_kind_of_sheet_once() -> None:
    """Each sheet had its own styles, found among those of all before it: 3 in 100 calls.

    Our sheet tells the first from the others, and named ones from each other.
    """
    of_one = page.set_page_type_computed_styles

    def of_a_kind(sheet: Any, html: Any, style_for: Any) -> None:
        kind = sheet._replace(index=min(sheet.index, 1), groups=())
        styles = style_for.get_computed_styles()
        kinds = vars(style_for).setdefault("kinds", {})
        if kind not in kinds:
            of_one(kind, html, style_for)
            kinds[kind] = [box for whose, box in styles if whose == kind]
        for box in kinds[kind]:
            styles[sheet, box] = styles[kind, box]

    page.set_page_type_computed_styles = of_a_kind


def _style_no_notes() -> None:
    """Every element had styles for the five marks of a footnote that it is not: 3 in 100 calls."""
    matcher = UA_STYLESHEET.matcher
    matcher.other_selectors = [
        one for one in matcher.other_selectors if "note-" not in (one[3] or "")
    ]


_SIDES = ("top", "right", "bottom", "left")
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_LENGTHS = (
    *(f"{one}_{side}" for one in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)


def _resolve_lengths_once() -> None:
    """Each box asked again of each length in its style whether it is a percentage: 10 in 100 calls.

    Where none is, they are the same for every box of that style. None is altered while boxes are
    laid out, but by flex and grid, which no sheet of ours may use.
    """
    whole = block.resolve_percentages

    def resolve(box: Any, containing_block: Any) -> None:
        known = vars(box.style)
        if "lengths" not in known:
            known["lengths"] = _lengths(box.style)
        if known["lengths"] is None:
            whole(box, containing_block)
            return
        used = vars(box)
        used.update(known["lengths"])
        collapsed = box.style["border_collapse"] == "collapse"
        for border in _BORDERS:
            if not (collapsed and border in used):  # the table has settled those
                used[border] = box.style[border]

    for user in (block, inline, page, table):
        user.resolve_percentages = resolve


def _lengths(style: Any) -> dict[str, Any] | None:
    """None where one depends on what is around the box."""
    if style["box_sizing"] != "content-box":
        return None
    found: dict[str, Any] = {}
    for name in _LENGTHS:
        length = style[name]
        if length == "auto":
            found[name] = 0 if name.startswith("min_") else length
        elif getattr(length, "unit", "") == "px":
            found[name] = length.value
        else:
            return None
    return found
