"""Ratings, reasons and their words, and that what is stored reads back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.rules.ratings import (
    USUAL_WORDS,
    Answered,
    Rag,
    Rating,
    Reason,
    ReasonKind,
    RollUp,
    calling,
)
from tests.rules.building import d

DAYS = st.dates(d("2012-01-01"), d("2016-01-01"))
REASONS = st.builds(
    Reason,
    kind=st.sampled_from(ReasonKind),
    day=DAYS,
    n=st.integers(0, 400),
    m=st.integers(0, 9),
    text=st.text(max_size=10),
)
RATINGS = st.builds(
    Rating,
    rag=st.sampled_from(Rag),
    record=st.sampled_from(Rag),
    reasons=st.lists(REASONS, min_size=1, max_size=3).map(tuple),
    answer=st.sampled_from(Answered),
    officer_says=st.none() | st.sampled_from(Rag),
    body=st.sampled_from(["", "7"]),
    next_day=st.none() | DAYS,
    roll_up=st.none()
    | st.builds(RollUp, done=st.integers(0, 5), parts=st.integers(1, 5), worst=st.text(max_size=5)),
)


@given(RATINGS)
def test_a_rating_reads_back_as_it_was(rating):
    assert Rating.from_json(rating.as_json()) == rating


@given(st.sampled_from(ReasonKind), DAYS, DAYS)
def test_every_reason_has_words_on_every_day(kind, day, as_at):
    assert Reason(kind=kind, day=day, text="the elections").words(as_at)


def test_the_worst_comes_first_and_is_the_most_severe():
    assert [rag.severity for rag in Rag] == [5, 4, 3, 2, 1, 0]
    assert [rag.label for rag in Rag] == [
        "Red",
        "Amber",
        "Date needed",
        "Green",
        "Not rated",
        "Closed",
    ]


SINGULARS = [
    (Reason(kind=ReasonKind.OVERDUE, day=d("2013-06-05")), "Overdue by 1 day"),
    (Reason(kind=ReasonKind.OVERDUE, day=d("2013-06-04")), "Overdue by 2 days"),
    (Reason(kind=ReasonKind.DUE, day=d("2013-06-07")), "Due in 1 day"),
    (Reason(kind=ReasonKind.DUE, day=d("2013-06-06")), "Due today"),
    (
        Reason(kind=ReasonKind.DATE_NEEDED, day=d("2013-06-05"), text="accepted"),
        "Date needed, accepted 1 day ago",
    ),
    (
        Reason(kind=ReasonKind.DATE_NEEDED, day=d("2013-06-06"), text="reopened"),
        "Date needed, reopened today",
    ),
    (Reason(kind=ReasonKind.MOVED, n=1), "Moved 1 day"),
    (Reason(kind=ReasonKind.MOVED, n=91, m=1), "Moved 91 days in 1 change"),
    (Reason(kind=ReasonKind.MOVED, n=91, m=2), "Moved 91 days in 2 changes"),
]


@pytest.mark.parametrize(("reason", "words"), SINGULARS, ids=[row[1] for row in SINGULARS])
def test_one_is_singular_and_the_day_itself_is_today(reason, words):
    assert reason.words(d("2013-06-06")) == words


def test_a_reason_that_counts_from_a_day_says_so_when_it_has_none():
    with pytest.raises(ValueError, match="“overdue” needs a day"):
        Reason(kind=ReasonKind.OVERDUE).words(d("2013-06-06"))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            Reason(kind=ReasonKind.DATE_NEEDED, day=d("2013-06-05"), text="accepted"),
            "No date yet, accepted 1 day ago",
        ),
        (
            Reason(kind=ReasonKind.MAY_BE_DONE, day=d("2013-06-05")),
            "No date yet, may be done since 5 June 2013",
        ),
        (Reason(kind=ReasonKind.CLOSED, text="overtaken"), "Ended: overtaken"),
        (Reason(kind=ReasonKind.REVIEW_DATE_NEEDED), "Review date needed"),
        (Reason(kind=ReasonKind.COMPLETE), "Complete"),
    ],
)
def test_a_reason_that_names_a_rating_calls_it_as_the_council_does(reason, words):
    own = {**USUAL_WORDS, Rag.DATE_NEEDED: "No date yet", Rag.CLOSED: "Ended"}
    with calling(own):
        assert reason.words(d("2013-06-06")) == words
