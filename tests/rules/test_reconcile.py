"""Totals that must add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.rules.ratings import Rag
from recommendations.rules.reconcile import (
    ClaimedGroup,
    ClaimedLine,
    DoesNotAddUp,
    Totals,
    discrepancies,
    named_nowhere,
)


def totals(red=0, amber=0, date_needed=0, green=0, closed=0, not_rated=0, withheld=0) -> Totals:
    counted = {
        Rag.RED: red,
        Rag.AMBER: amber,
        Rag.DATE_NEEDED: date_needed,
        Rag.GREEN: green,
        Rag.CLOSED: closed,
        Rag.NOT_RATED: not_rated,
    }
    ratings = [rag for rag, n in counted.items() for _ in range(n)]
    return Totals.of(ratings, withheld=withheld, in_scope=len(ratings) + withheld)


SENTENCES = [
    (
        totals(red=5, amber=7, date_needed=4, green=15, closed=5, not_rated=5),
        "12 of 41 shown; 4 need a date, 20 green and closed, 5 not rated",
    ),
    (totals(date_needed=20), "None of 20 shown; 20 need a date"),
    (totals(red=1, date_needed=1), "1 of 2 shown; 1 needs a date"),
    (totals(amber=2, green=3), "2 of 5 shown; 3 green"),
    (totals(amber=2, closed=1), "2 of 3 shown; 1 closed"),
    (totals(red=3), "3 of 3 shown"),
    (totals(red=1, not_rated=2, withheld=1), "1 of 4 shown; 2 not rated, 1 withheld"),
    (totals(), "No recommendations in scope"),
]


@pytest.mark.parametrize(("counted", "sentence"), SENTENCES, ids=[row[1] for row in SENTENCES])
def test_the_sentence(counted, sentence):
    assert counted.sentence == sentence


def test_a_row_too_few_or_too_many_is_refused():
    for in_scope in (2, 4):
        with pytest.raises(DoesNotAddUp, match=f"3 are rated or withheld, but {in_scope}"):
            Totals.of([Rag.RED, Rag.GREEN], withheld=1, in_scope=in_scope)


@given(st.lists(st.sampled_from(Rag)), st.integers(0, 5))
def test_the_numbers_of_the_sentence_add_up_to_the_whole(ratings, withheld):
    counted = Totals.of(ratings, withheld=withheld, in_scope=len(ratings) + withheld)
    named = [int(word) for word in counted.other_words.split() if word.isdigit()]
    assert counted.shown + sum(named) == len(ratings) + withheld


def group(words: str, claimed: int | None, *references: str, unmatched: str = "") -> ClaimedGroup:
    lines = tuple(ClaimedLine(one, "" if one == unmatched else one) for one in references)
    return ClaimedGroup(words, claimed, lines)


WILTSHIRE = (
    group("completed", 5),
    group("being progressed", 19),
    group("in the future", 3, "R6", "R7", "R28", unmatched="R28"),
    group("being considered", 4, "R8", "R9", "R20", "R41"),
    group("future scrutiny", 6, "R10", "R12", "R19", "R29", "R30", "R34"),
    group("also noted", None, "R31", "R32", "R33"),
)
FORTY_ONE = tuple(f"R{n}" for n in range(1, 42))


def test_the_wiltshire_response_adds_up_to_40_of_41():
    assert discrepancies(WILTSHIRE, addresses=FORTY_ONE) == (
        "The groups add up to 40 of 41 recommendations.",
        "“completed” claims 5 and names none.",
        "“being progressed” claims 19 and names none.",
        "The line printed “R28” is matched to no recommendation.",
        "26 of 41 recommendations are named in no line; the groups claim 24 more than they name.",
    )


def test_matching_the_line_ends_its_sentence():
    matched = [
        ClaimedGroup(one.words, one.claimed, (*one.lines[:2], ClaimedLine("R28", "R27")))
        if one.words == "in the future"
        else one
        for one in WILTSHIRE
    ]
    sentences = discrepancies(matched, addresses=FORTY_ONE)
    assert not any("matched" in sentence for sentence in sentences)
    assert sentences[-1].startswith("25 of 41 recommendations are named in no line")
    assert "R28" in named_nowhere(matched, addresses=FORTY_ONE)
    assert "R27" not in named_nowhere(matched, addresses=FORTY_ONE)


def test_a_response_that_adds_up_has_no_discrepancy():
    assert discrepancies([group("accepted", 2, "R1", "R2")], addresses=["R1", "R2"]) == ()


def test_a_response_without_groups_claims_nothing():
    assert discrepancies([], addresses=["R1", "R2"]) == ()


FAULTS = [
    ([group("accepted", 3, "R1", "R2")], "“accepted” claims 3 and names 2."),
    ([group("a", 1, "R1"), group("b", 1, "R1")], "R1 is named in more than one line."),
    ([group("accepted", None, "R1")], "1 of 2 recommendations is named in no line."),
    (
        [ClaimedGroup("a", 2, (ClaimedLine("", ""), ClaimedLine("R2", "R2")))],
        "The line without a reference is matched to no recommendation.",
    ),
]


UNMATCHED = [
    (("R4", "R7"), "The lines printed “R4” and “R7” are matched to no recommendation."),
    (
        ("R4", "R7", "R9", "R10", "R11", "R12"),
        "The lines printed “R4”, “R7” and “R9” to “R12” are matched to no recommendation.",
    ),
    (
        tuple(f"{n}." for n in range(1, 301)),
        "The lines printed “1.” to “300.” are matched to no recommendation.",
    ),
    (
        (*"ABCDEFGHIJK", "R1", "R2", "R3", "R5", "R6"),
        (
            "The lines printed “A”, “B”, “C”, “D”, “E”, “F”, “G”, “H”, “I”, “J”, “K”, "
            "“R1” to “R3” and 2 more are matched to no recommendation."
        ),
    ),
    (("", ""), "2 lines without a reference are matched to no recommendation."),
    (
        ("R9", "S10", "R10(a)"),
        "The lines printed “R9”, “S10” and “R10(a)” are matched to no recommendation.",
    ),
]


@pytest.mark.parametrize(("references", "sentence"), UNMATCHED, ids=[r[1][:40] for r in UNMATCHED])
def test_lines_matched_to_nothing_are_named_together(references, sentence):
    lines = tuple(ClaimedLine(one) for one in references)
    said = discrepancies([ClaimedGroup("accepted", None, lines)], addresses=["R1"])
    assert [one for one in said if "matched" in one] == [sentence]


@pytest.mark.parametrize(("groups", "sentence"), FAULTS, ids=[row[1] for row in FAULTS])
def test_each_fault_has_its_sentence(groups, sentence):
    assert sentence in discrepancies(groups, addresses=["R1", "R2"])
