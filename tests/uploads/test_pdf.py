"""PDFs, looked through by qpdf."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from recommendations.uploads import NotTaken
from recommendations.uploads.pdf import PAGES, hidden_in
from tests.uploading import one_page, pdf, word

ACTION = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


@pytest.fixture
def page() -> pikepdf.Pdf:
    return one_page()


def test_a_plain_one_hides_nothing(page):
    page.pages[0].Annots = Array(
        [Dictionary(Subtype=Name.Link, Rect=[0, 0, 1, 1], A=Dictionary(S=Name.URI, URI="x"))]
    )
    page.Root.OpenAction = Array([page.pages[0].obj, Name.Fit])
    assert hidden_in(pdf(page)) == []


def test_what_a_reader_does_not_see_is_told(page):
    layer = page.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    page.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
    page.pages[0].Annots = Array([Dictionary(Subtype=Name.Text, Rect=[0, 0, 1, 1])])
    page.docinfo["/Author"] = "Jo\nBloggs"
    assert hidden_in(pdf(page)) == [
        *("1 comment or mark", "hidden layers", "names in its properties (JoBloggs)")
    ]


def runs(page):
    page.Root.OpenAction = ACTION


def launches(page):
    page.Root.OpenAction = Dictionary(S=Name.Launch, F="cmd.exe")


def runs_by_a_name(page):
    page.Root.Names = Dictionary(JavaScript=Dictionary(Names=["a", ACTION]))


def runs_with_a_page(page):
    page.pages[0].AA = Dictionary(O=ACTION)


def runs_deep_down(page):
    page.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=Dictionary(Next=[ACTION]))])


def holds_a_file(page):
    page.attachments["a.txt"] = b"hidden"


def has_many_pages(page):
    for _ in range(PAGES):
        page.pages.append(page.pages[0])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (runs, "would run"),
        (launches, "would run"),
        (runs_by_a_name, "would run"),
        (runs_with_a_page, "would run"),
        (runs_deep_down, "would run"),
        (holds_a_file, "another file inside"),
        (has_many_pages, "more than 2,000 pages"),
    ],
)
def test_is_refused_for_a_reason(page, spoil, reason):
    spoil(page)
    with pytest.raises(NotTaken, match=reason):
        hidden_in(pdf(page))


@pytest.mark.parametrize("user", ["", "secret"])
def test_an_encrypted_one_is_refused(user):
    with pytest.raises(NotTaken, match="encrypted"):
        hidden_in(pdf(encryption=pikepdf.Encryption(owner="owner", user=user)))


def test_one_that_is_a_zip_too_is_refused():
    with pytest.raises(NotTaken, match="two files in one"):
        hidden_in(pdf() + word())


def test_one_that_was_cut_off_is_told_to_be_damaged():
    whole = pdf()
    assert "damage" in hidden_in(whole[: whole.rindex(b"xref")])[-1]


def test_personal_data_in_its_words_is_told_and_what_was_not_read(page, monkeypatch):
    font = page.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    page.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
    words = b"BT /F 12 Tf 50 50 Td (Jo, born 3 May 2012, 943 476 5919) Tj ET"
    page.pages[0].Contents = page.make_stream(words)
    assert hidden_in(pdf(page)) == ["1 NHS number", "1 date of birth"]
    monkeypatch.setattr("recommendations.uploads.pdf.ENOUGH", -1)
    assert hidden_in(pdf(page)) == ["more pages than were searched for personal data"]
