"""In what two printings differ, word by word."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from recommendations.rules.differences import How, Piece, pieces


def written(found: tuple[Piece, ...]) -> str:
    """As a page marks it: [-out-] and {+in+}."""
    marks = {How.SAME: "{}", How.OUT: "[-{}-]", How.IN: "{{+{}+}}"}
    return " ".join(marks[piece.how].format(piece.words) for piece in found)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("the LSCB meets", "the WSCB meets", "the [-LSCB-] {+WSCB+} meets"),
        ("elected member visits", "member visits", "[-elected-] member visits"),
        ("mend roads", "mend all roads", "mend {+all+} roads"),
        ("as it was", "as it was", "as it was"),
        ("", "new words", "{+new words+}"),
        ("old words", "", "[-old words-]"),
        ("one\n\ntwo", "one two", "one two"),
        ("", "", ""),
        # one word between two changes is told with them
        (
            "within six months of today",
            "after two months at best",
            "[-within six months of today-] {+after two months at best+}",
        ),
        ("mend a road and go", "mend the road to go", "mend [-a road and-] {+the road to+} go"),
    ],
)
def test_only_what_differs_is_marked(before, after, told):
    assert written(pieces(before, after)) == told


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=9).map(" ".join)


@given(WORDS, WORDS)
def test_each_text_can_be_read_from_it_again(before, after):
    found = pieces(before, after)
    first = " ".join(piece.words for piece in found if piece.how is not How.IN)
    second = " ".join(piece.words for piece in found if piece.how is not How.OUT)
    assert (first, second) == (before, after)
    assert all(piece.words for piece in found)


@pytest.mark.parametrize(
    ("paper", "address", "told"),
    [
        ("wiltshire", "R31", "including [-elected-] member visits to"),
        ("wiltshire", "R33(b)", "from the [-LSCB-] {+WSCB+} upon"),
        ("herefordshire", "R4", "That [-one minute guides-] {+'one minute guides'+} are"),
        ("herefordshire", "R7", "This is {+to+} gain"),
    ],
)
def test_what_the_papers_print_twice(paper, address, told):
    file = Path(settings.BASE_DIR) / "fixtures" / f"{paper}.json"
    rows = every_row(json.loads(file.read_text()))
    row = next(row for row in rows if row.get("address") == address)
    words = {wording["printing"]: wording["text"] for wording in row["wordings"]}
    assert told in written(pieces(words["schedule"], words["body"]))


def every_row(value):
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from every_row(each)
