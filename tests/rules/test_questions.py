"""One question that a committee can answer, by the row that decides."""

import pytest

from recommendations.rules.questions import NOTHING_TO_ASK, QUESTIONS, question
from recommendations.rules.ratings import ReasonKind
from tests.rules.building import (
    accepted,
    answered,
    covers,
    d,
    event,
    expected,
    granted,
    notice,
    promised,
    published,
    rated,
    round_,
    step,
    update,
)


def test_every_row_has_its_question_or_says_that_there_is_none():
    assert set(QUESTIONS) == set(ReasonKind)


LATE = accepted(step("2013-09-30"))
ELECTIONS = promised("before", event="the elections")
ASKED = [
    (published(notices=(notice(),)), "Does the committee write to the portfolio holder?"),
    (LATE, "By when will this be done, or does the committee call the owner?"),
    (accepted(), "By when will the owner give a date?"),
    (answered("deferred"), "By when will a decision be made?"),
    (accepted(ELECTIONS), "Who will tell the committee the day of the elections?"),
    (
        accepted(ELECTIONS, events=event("the elections", expected("2013-11-01"))),
        "Who will tell the committee the day of the elections?",
    ),
    (
        accepted(step("2013-12-31", granted("2014-12-31", "2013-09-20"))),
        "Does the committee agree the date of 31 December 2014, or call the owner?",
    ),
    (
        accepted(step("2013-12-31", granted("2014-12-31", "2013-09-20", "committee"))),
        "Is the committee content to wait until 31 December 2014?",
    ),
    (
        accepted(step("2014-09-01"), rounds=(round_("2013-06-10", "2013-06-28"),)),
        "Does the committee call the owner for an update?",
    ),
    (
        accepted(updates=(update("2013-06-20", complete=True),)),
        "Does the committee agree that this is done?",
    ),
    (
        accepted(step("2014-09-01"), updates=(update("2013-06-20", "red"),)),
        "What stands in the way, and what does the owner need?",
    ),
    (answered("rejected"), "Does the committee leave it there, or ask for another answer?"),
    (accepted(step("2014-09-01")), NOTHING_TO_ASK),
]


@pytest.mark.parametrize(("facts", "words"), ASKED)
def test_the_question_of_a_rating(facts, words):
    assert question(rated(facts, "2013-12-01"), as_at=d("2013-12-01")) == words


def test_a_new_date_that_was_asked_for_is_put_to_the_committee_while_it_is_ahead():
    def asked(on: str) -> str:
        return question(rated(LATE, on), as_at=d(on), asked_for=d("2014-01-31"))

    words = "Does the committee accept the new date of 31 January 2014, or call the owner?"
    assert asked("2014-01-30") == words
    assert asked("2014-01-31") == "By when will this be done, or does the committee call the owner?"


def test_where_scrutiny_accepted_the_better_rating_the_record_is_asked_about():
    facts = accepted(
        step("2013-09-30"),
        updates=(update("2013-11-20", "green"),),
        acceptances=(covers("2013-11-21"),),
    )
    rating = rated(facts, "2013-12-01")
    assert rating.deciding.kind is ReasonKind.OFFICER_SAYS
    asked = question(rating, as_at=d("2013-12-01"))
    assert asked == "By when will this be done, or does the committee call the owner?"
