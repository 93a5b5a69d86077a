"""What a council sets for itself, beside the numbers that tests/rules/test_rag.py tries."""

from dataclasses import replace

import pytest

from recommendations.rules.deadlines import CLOCKS, Unit, clock_named, clock_of
from recommendations.rules.notices import AT_FIRST, LOCAL, NOT_AT_FIRST, RULES, of_council, offered
from recommendations.rules.policies import Policy, rated_otherwise_from, what_is_wrong_with
from recommendations.rules.ratings import (
    USUAL_WORDS,
    Rag,
    Reason,
    ReasonKind,
    calling,
)
from tests.rules.building import d

SIX_WEEKS = clock_of(6, Unit.WEEKS)


def test_only_the_local_rule_has_the_councils_own_length():
    own = {rule.name: rule for rule in offered("England", in_use=tuple(RULES), local=SIX_WEEKS)}
    assert {name for name, rule in own.items() if rule != RULES[name]} == {LOCAL}
    assert own[LOCAL].label == "Local rule: 6 weeks"
    assert own[LOCAL].by_when.startswith("within 6 weeks beginning with")
    assert of_council(RULES["executive"], local=SIX_WEEKS).clock == CLOCKS["two months"]


@pytest.mark.parametrize(
    ("n", "unit", "name"),
    [
        (8, Unit.WEEKS, "eight weeks"),
        (2, Unit.MONTHS, "two months"),
        (6, Unit.WEEKS, "6 weeks"),
        (1, Unit.MONTHS, "1 month"),
        (366, Unit.DAYS, "366 days"),
    ],
)
def test_a_length_is_found_by_its_name_again(n, unit, name):
    clock = clock_of(n, unit)
    assert (clock.name, clock_named(name)) == (name, clock)


def test_every_clock_of_the_law_can_be_out_of_use():
    assert {"flood-risk", "combined-authority"} == NOT_AT_FIRST == set(RULES) - set(AT_FIRST)
    assert RULES["flood-risk"].by_when.endswith("this notice, unless agreed otherwise")
    assert not RULES["flood-risk"].hard
    (only,) = offered("England", in_use=("no-duty",), local=SIX_WEEKS)
    assert only.clock.n is None


def test_only_other_numbers_rate_otherwise():
    first = Policy(in_force_from=d("2024-01-01"))
    words = replace(first, words={**USUAL_WORDS, Rag.RED: "Urgent"}, review_months=6)
    assert rated_otherwise_from([first], [words]) is None
    assert rated_otherwise_from([], [first]) is None
    stricter = replace(first, in_force_from=d("2024-06-01"), overdue_red_after=14)
    assert rated_otherwise_from([first], [first, stricter]) == d("2024-06-01")
    later = replace(stricter, in_force_from=d("2024-07-01"))
    for one, another in ((stricter, later), (later, stricter)):
        assert rated_otherwise_from([one], [another]) == d("2024-06-01")


def test_a_rating_is_called_by_the_councils_word_and_only_inside():
    officer = Reason(kind=ReasonKind.OFFICER_SAYS, text="green, record says red")
    with calling({**USUAL_WORDS, Rag.RED: "Urgent", Rag.GREEN: "OK"}):
        assert (Rag.RED.label, Rag.RED.word, Rag.GREEN.word) == ("Urgent", "urgent", "OK")
        assert officer.words(d("2024-01-01")) == "Officer says OK, record says urgent"
    assert (Rag.RED.label, Rag.DATE_NEEDED.word) == ("Red", "date needed")


def test_two_ratings_may_not_share_a_word():
    assert list(what_is_wrong_with({**USUAL_WORDS, Rag.RED: "amber "}))
    assert not list(what_is_wrong_with(USUAL_WORDS))
