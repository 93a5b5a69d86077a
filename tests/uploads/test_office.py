"""Word and Excel files, looked through without a parser."""

import stat
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

from recommendations.uploads import NotTaken
from recommendations.uploads.kinds import Kind
from recommendations.uploads.office import OF_A_PART, TAGS, hidden_in, refuse_markup, refuse_members
from tests.uploading import DOCUMENT, RELATIONS, W, excel, relation, word

MARKED = f"<w:document {W}>"


def test_what_a_reader_does_not_see_in_a_word_file_is_told():
    found = hidden_in(
        Kind.DOCX,
        word(
            **{
                DOCUMENT: f'{MARKED}<w:ins w:id="1"/><w:rPr><w:vanish/></w:rPr></w:document>',
                "word/comments.xml": f'<w:comments {W}><w:comment w:id="1"/><w:comment w:id="2"/>',
                "docProps/core.xml": "<cp:p><dc:creator>Jo &amp; Co\0</dc:creator></cp:p>",
                "docProps/custom.xml": "<Properties><property/></Properties>",
            }
        ),
    )
    assert found == [
        *("2 comments", "tracked changes", "hidden text"),
        *("names in its properties (Jo & Co)", "properties of its own"),
    ]


def test_and_in_an_excel_file():
    book = '<workbook><sheets><sheet name="A" state="veryHidden"/></sheets></workbook>'
    sheet = '<worksheet><row r="1" hidden="1"/></worksheet>'
    comment = '<comments><comment ref="A1"/></comments>'
    parts = {
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": sheet,
        "xl/comments1.xml": comment,
    }
    assert hidden_in(Kind.XLSX, excel(**parts)) == [
        *("1 comment", "1 hidden sheet", "hidden rows or columns")
    ]


def test_what_is_seen_is_not_told():
    shown = f'{MARKED}<w:vanish w:val="0"/><w:insideH/><w:delText/></w:document>'
    assert hidden_in(Kind.DOCX, word(**{DOCUMENT: shown})) == []


def test_a_link_is_let_be():
    links = relation("hyperlink", "https://example.org/?a=1>2") + relation(
        "image", "media/1.png", mode="Internal"
    )
    assert hidden_in(Kind.DOCX, word(**{RELATIONS: links})) == []


REFUSED = {
    "a macro": ({"word/vbaProject.bin": b"\1"}, "a macro"),
    "a control": ({"word/activeX/activeX1.xml": "<a/>"}, "a macro"),
    "another file": ({"word/embeddings/oleObject1.bin": b"\1"}, "a macro"),
    "made for macros": (
        {"[Content_Types].xml": '<Override ContentType="x.macroEnabled.main+xml"/>'},
        "made to hold macros",
    ),
    "a macro under another name": (
        {RELATIONS: relation("vbaProject", "a.bin", mode="Internal")},
        "a macro",
    ),
    "a template": ({RELATIONS: relation("attachedTemplate", "https://x.example/")}, "fetches"),
    "a picture from elsewhere": ({RELATIONS: relation("image", "https://x.example/")}, "fetches"),
    "hidden by an entity": (
        {RELATIONS: relation("image", "x", mode="&#69;xternal")},
        "fetches",
    ),
    "hidden by a quote": (
        {RELATIONS: f'<!-- <Relationship a=" -->{relation("image", "https://x.example/")}'},
        "damaged",
    ),
    "definitions": ({DOCUMENT: '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "defines words"),
    "wide letters": ({DOCUMENT: "<!DOCTYPE a>".encode("utf-16")}, "UTF-8"),
    "wide letters without a mark": ({DOCUMENT: "<a/>".encode("utf-16-be")}, "UTF-8"),
    "other letters": ({DOCUMENT: '<?xml version="1.0" encoding="UTF-7"?><a/>'}, "UTF-8"),
    "a bomb": ({"word/media/1.xml": bytes(8_000_000)}, "unpacks to more"),
    "outside": ({"../x.xml": "<a/>"}, "outside"),
    "from the root": ({"/x.xml": "<a/>"}, "outside"),
    "of the same name": ({"word/Document.xml": "<a/>"}, "same name"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused_for_a_reason(what):
    parts, reason = REFUSED[what]
    with pytest.raises(NotTaken, match=reason):
        hidden_in(Kind.DOCX, word(**parts))


def test_so_is_a_part_of_many_tags():
    with pytest.raises(NotTaken, match="too large inside"):
        refuse_markup(b"<a/>" * (TAGS + 1))


def member(**said: int) -> ZipInfo:
    info = ZipInfo("word/x.xml")
    for name, value in said.items():
        setattr(info, name, value)
    return info


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (member(external_attr=stat.S_IFLNK << 16), "leads to another file"),
        (member(flag_bits=1), "encrypted"),
        (member(compress_type=ZIP_BZIP2), "packed in a way"),
        (member(file_size=OF_A_PART + 1), "unpacks to more"),
    ],
)
def test_a_part_is_refused_by_what_the_list_says_of_it(info, reason):
    with pytest.raises(NotTaken, match=reason):
        refuse_members([info])


def test_so_is_a_list_that_is_too_long():
    with pytest.raises(NotTaken, match="more than 2,000 parts"):
        refuse_members([ZipInfo(str(number)) for number in range(2_001)])


def test_a_size_that_is_a_lie_is_found():
    content = word(**{"word/x.xml": "<a>" + "b" * 5000 + "</a>"})
    with ZipFile(BytesIO(content)) as archive:
        info = archive.getinfo("word/x.xml")
    assert info.file_size == 5007
    lie = content.replace((5007).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Exception, match="CRC"):  # the child fails, and the file is refused
        hidden_in(Kind.DOCX, lie)
