"""What is spared when a document is printed changes nothing in it."""

import base64

import pydyf
import pytest
import weasyprint
from weasyprint.html import UA_STYLESHEET
from weasyprint.layout import block, inline, page, table

from reports.faces import html, pdf, printing, spared
from tests.reports.test_parts import long_pack

pytestmark = pytest.mark.any_database


def test_the_same_bytes_are_printed_as_without(monkeypatch):
    """The box spares them; this process does not."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    written = html.render_pack(long_pack())
    assets = {name: base64.b64decode(one) for name, one in pdf._assets().items()}
    _, whole, links = printing._write(written, assets, drawn=True)
    assert pdf.render(written) == printing._finish(whole, links, part="")


def test_there_still_is_what_is_spared():
    assert (weasyprint.__version__, pydyf.__version__) == spared.TRIED_WITH
    assert isinstance(vars(pydyf.PDF)["page_references"], property)
    assert page.PageType._fields == ("side", "blank", "name", "index", "groups")
    assert [one[3] for one in UA_STYLESHEET.matcher.other_selectors if "note-" in (one[3] or "")]
    assert {user.resolve_percentages for user in (block, inline, page, table)} == {
        block.resolve_percentages
    }


def test_no_sheet_of_paper_is_told_apart_but_by_its_name_and_as_the_first():
    sheet = pdf._SHEET.read_text()
    named = {line.split("{")[0].strip() for line in sheet.splitlines() if line.startswith("@page")}
    assert named == {"@page", "@page :first", "@page apart"}
    assert "flex" not in (rules := sheet.split("*/", 1)[1])
    assert "grid" not in rules
