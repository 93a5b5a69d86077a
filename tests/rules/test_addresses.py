"""What a recommendation is called, made of what its report prints."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from recommendations.rules.addresses import (
    ADDRESS,
    address_of,
    limb_address_of,
    listed_address_of,
)


@pytest.mark.parametrize(
    ("reference", "kind", "address"),
    [
        ("R5.", "recommendation", "R5"),
        ("r5", "recommendation", "R5"),
        ("5", "recommendation", "R5"),
        ("5)", "recommendation", "R5"),
        ("(5)", "recommendation", "R5"),
        ("Recommendation 12", "recommendation", "R12"),
        ("Recommendation 5.2:", "recommendation", "R5.2"),
        ("R32(5)", "recommendation", "R32(5)"),
        ("A1.", "recommendation", "A1"),
        ("edit", "recommendation", "Edit"),
        ("Good practice guideline 3", "guideline", "Guideline-3"),
        ("Interim recommendation 2", "interim", "Interim-2"),
        ("", "recommendation", "R2"),
        (" . ", "recommendation", "R2"),
        ("", "commendation", "Commendation-1"),
    ],
)
def test_an_address_is_made_of_the_reference(reference, kind, address):
    assert address_of(reference, kind=kind, taken={"R1"}) == address


@pytest.mark.parametrize(
    ("mark", "address"),
    [
        ("a.", "R1(a)"),
        ("(b)", "R1(b)"),
        ("iv)", "R1(iv)"),
        ("3", "R1(3)"),
        ("", "R1(2)"),
        ("•", "R1(2)"),
    ],
)
def test_a_listed_part_is_called_by_its_mark_in_its_whole(mark, address):
    assert listed_address_of(mark, whole="R1", taken={"R1", "R1(1)"}) == address


def test_a_limb_is_what_follows_the_parts_or_the_next_thing_asked():
    assert limb_address_of(whole="R9", follows_parts=False, taken={"R9"}) == "R9-2"
    assert limb_address_of(whole="R9", follows_parts=False, taken={"R9", "R9-2"}) == "R9-3"
    assert limb_address_of(whole="R11", follows_parts=True, taken={"R11"}) == "R11-closing"
    taken = {"R11", "R11-closing"}
    assert limb_address_of(whole="R11", follows_parts=True, taken=taken) == "R11-2"


@pytest.mark.parametrize("address", ["edit", "", "R 5", "R5/6", "R5\x00", "-5", "R" * 51, "R5\n"])
def test_what_is_no_address(address):
    assert not ADDRESS.fullmatch(address)


def allotted(entry: dict[str, Any], taken: set[str], whole: str = "") -> Iterator[tuple[str, str]]:
    """The address that the paper's row has, and the one it would be given."""
    for within in ("themes", "groups"):
        for theme in entry.get(within, []):
            yield from allotted(theme, taken)
    for row in (*entry.get("recommendations", []), *entry.get("parts", [])):
        reference = row.get("reference", "")
        if not whole:
            kind = row.get("kind", "recommendation")
            given = address_of(reference, kind=kind, taken=taken)
        elif row["part_kind"] == "listed":
            given = listed_address_of(reference, whole=whole, taken=taken)
        else:
            listed = any(part["part_kind"] == "listed" for part in entry["parts"])
            given = limb_address_of(whole=whole, follows_parts=listed, taken=taken)
        taken.add(row["address"])
        yield row["address"], given
        yield from allotted(row, taken, row["address"])


CHOSEN = {"R37-review": "R37-2"}
"""What a person called otherwise."""


@pytest.mark.parametrize("paper", ["wiltshire", "herefordshire", "wirral", "shropshire"])
def test_every_address_of_the_papers_is_the_one_they_are_given(paper):
    file = Path(settings.BASE_DIR) / "fixtures" / f"{paper}.json"
    reports = json.loads(file.read_text())["reports"]
    pairs = [pair for report in reports for pair in allotted(report, set())]
    assert pairs
    assert [given for _, given in pairs] == [CHOSEN.get(own, own) for own, _ in pairs]
    assert all(ADDRESS.fullmatch(own) for own, _ in pairs)
