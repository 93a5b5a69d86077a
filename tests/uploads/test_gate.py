"""The gate: what is taken, what is found hidden in it, and each reason to refuse a file."""

import random

import pytest

from recommendations.uploads import LARGEST, NotTaken
from recommendations.uploads.gate import looked_through, take
from recommendations.uploads.kinds import Kind
from tests.uploading import excel, pdf, word


@pytest.mark.parametrize(
    ("name", "content"),
    [("Minutes.DOCX", word()), ("minutes.of.june.xlsx", excel()), ("minutes.pdf", pdf())],
)
def test_what_is_what_it_says_is_taken_as_it_came(name, content):
    taken = take(name, content, size=len(content))
    assert (taken.name, taken.content, taken.hidden) == (name, content, ())
    assert taken.kind == name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("minutes.doc", b"\xd0\xcf\x11\xe0", "PDF, Word (.docx) or Excel (.xlsx)"),
        ("docx", word(), "PDF, Word (.docx) or Excel (.xlsx)"),
        ("minutes.pdf.exe", pdf(), "PDF, Word (.docx) or Excel (.xlsx)"),
        ("minutes.docx", b"<html>", "it is no Word file"),
        ("minutes.pdf", word(), "it is no PDF file"),
        ("minutes.docx", excel(), "it is no Word file"),
        ("minutes.xlsx", word(), "it is no Excel file"),
        ("minutes.pdf", b"", "it is empty"),
        ("minutes.docx", b"PK\x03\x04 and no more", "it is damaged"),
        ("minutes.pdf", b"%PDF-1.7 and no more", "it is damaged"),
    ],
)
def test_name_first_bytes_and_what_is_inside_have_to_agree(name, content, reason):
    with pytest.raises(NotTaken, match="it ") as refused:
        take(name, content, size=len(content))
    assert reason in str(refused.value)


def test_a_file_that_is_too_large_is_told_by_its_size_alone():
    with pytest.raises(NotTaken, match="it has 21 MB, and 20 MB is the most"):
        take("minutes.pdf", b"", size=LARGEST + 1)


def test_a_child_that_takes_too_long_is_ended():
    with pytest.raises(NotTaken, match="damaged, or too large inside"):
        looked_through(Kind.PDF, pdf(), patience=0.001)


def test_a_file_with_flipped_bytes_is_taken_or_refused_in_words():
    dice, outcomes = random.Random(7), set()
    for content, kind in ((word(), Kind.DOCX), (pdf(), Kind.PDF)):
        for _ in range(4):
            spoilt = bytearray(content)
            for _ in range(3):
                spoilt[dice.randrange(5, len(spoilt))] ^= 1 << dice.randrange(8)
            try:
                outcomes.add(type(looked_through(kind, bytes(spoilt))))
            except NotTaken as refused:
                outcomes.add(str(refused)[:3])
    assert outcomes <= {tuple, "it ", "a p", "its"}
