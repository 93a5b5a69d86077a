"""Personal data in the words of a file: told by kind and number, and never repeated."""

import pytest

from recommendations.uploads.kinds import Kind
from recommendations.uploads.office import hidden_in
from recommendations.uploads.personal import Personal
from tests.uploading import DOCUMENT, W, excel, word


def told(words: str) -> list[str]:
    personal = Personal()
    personal.look_at(words.encode())
    return personal.told


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("NHS no. 943 476 5919, and 401 023 2137", "2 NHS numbers"),
        ("4010232137 is 401-023-2137", "1 NHS number"),
        ("(401\u00a0023\u00a02137)", "1 NHS number"),
        ("her number is AB 12 34 56 C.", "1 National Insurance number"),
        ("AB123456C and CE 123456 D", "2 National Insurance numbers"),
        ("Date of birth: 12/03/2010", "1 date of birth"),
        ("DOB\nJo\n3rd March 2010", "1 date of birth"),
        ("D.O.B. 2010-03-12; born on 4 May 12", "2 dates of birth"),
        ("who lives at 1 High Street, Trowbridge\nBA14 8JN", "1 home postcode"),
        ("HOME ADDRESS: 2 The Green, Wirral CH44 8ED", "1 home postcode"),
    ],
)
def test_is_found(words, found):
    assert told(words) == [found]


@pytest.mark.parametrize(
    "words",
    [
        "Reference 943 476 5918",  # its check digit is wrong
        "4444444444",
        "order 14010232137, 4010232137/2 and ref=4010232137",
        "£4,010,232,137 or 4010232137.50",
        "Telephone +44 401 023 2137",
        "GB 12 34 56 C and AB 12 34 56 Z",
        "ab123456c",
        "children born after 1 September 2019 start school",
        "as was borne out on 12/03/2010",
        "Report of 12 March 2010, date of birthdays unknown",
        "County Hall, Bythesea Road, Trowbridge BA14 8JN",
        "Living at home for longer. County Hall, Trowbridge BA14 8JN",
    ],
)
def test_is_let_be(words):
    assert told(words) == []


def test_a_word_file_is_read_across_its_runs_and_in_each_part():
    runs = (
        f"<w:document {W}><w:p><w:r><w:t>943 47</w:t></w:r><w:r><w:t>6 5919</w:t></w:r></w:p>"
        "<w:tc><w:p><w:t>Born</w:t></w:p></w:tc><w:tc><w:p><w:t>3 May 2012</w:t></w:p></w:tc>"
    )
    footer = f"<w:ftr {W}><w:p><w:t>AB 12 34 56 C</w:t></w:p></w:ftr>"
    found = hidden_in(Kind.DOCX, word(**{DOCUMENT: runs, "word/footer1.xml": footer}))
    assert found == ["1 NHS number", "1 National Insurance number", "1 date of birth"]


def test_numbers_of_the_layout_are_no_words():
    placed = "<wp:posOffset>943476</wp:posOffset><wp:posOffset>5919</wp:posOffset>"
    counted = "<Properties><Pages>943476</Pages><Words>5919</Words></Properties>"
    parts = {DOCUMENT: f"<w:document {W}>{placed}</w:document>", "docProps/app.xml": counted}
    assert hidden_in(Kind.DOCX, word(**parts)) == []


def test_a_cell_ends_what_stands_in_it():
    sheet = (
        '<worksheet><c r="A1"><v>943476</v></c><c r="B1"><v>5919</v></c>'
        '<c r="C1"><v>4010232137</v></c></worksheet>'
    )
    strings = (
        "<sst><si><t>943 476 5919</t></si><si><r><t>401 023</t></r><r><t> 2137</t></r></si></sst>"
    )
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    assert hidden_in(Kind.XLSX, excel(**parts)) == ["2 NHS numbers"]
