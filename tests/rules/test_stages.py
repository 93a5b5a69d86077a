"""In which order a response goes through its stages."""

from datetime import date

import pytest

from recommendations.rules.stages import BEFORE, After, Before, Reached, Stage, why_not

DAY = date(2024, 5, 1)
LATER = date(2024, 5, 2)
IN_ORDER = [Stage.DRAFTED, Stage.CLEARED, Stage.APPROVED, Stage.GIVEN, Stage.DECIDED]


def refusal(stage, *reached, on=LATER, holding=False, from_a_paper=False, beside=()):
    return why_not(
        stage,
        on=on,
        reached=[Reached(one, DAY) for one in reached],
        holding=holding,
        from_a_paper=from_a_paper,
        beside=beside,
    )


def test_every_stage_says_what_comes_before_it():
    assert set(BEFORE) == set(Stage)


@pytest.mark.parametrize("n", range(len(IN_ORDER)))
def test_each_follows_the_one_before_it_and_no_other(n):
    assert refusal(IN_ORDER[n], *IN_ORDER[:n]) == ""
    for later in IN_ORDER[n + 1 :]:
        assert (
            refusal(later, *IN_ORDER[:n]) == f"It cannot be {later} before it is {BEFORE[later]}."
        )
    for earlier in IN_ORDER[:n]:
        assert refusal(earlier, *IN_ORDER[:n]) == f"It was {earlier} on 1 May 2024 already."


def test_what_comes_from_a_paper_is_given_at_once():
    assert refusal(Stage.GIVEN, Stage.DRAFTED, from_a_paper=True) == ""
    assert refusal(Stage.GIVEN, from_a_paper=True) == "It cannot be given before it is drafted."


def test_a_holding_response_is_not_decided():
    assert refusal(Stage.DECIDED, *IN_ORDER[:4], holding=True) == (
        "A holding response is not decided: the full response is."
    )


def test_no_day_lies_before_the_one_before_it():
    assert refusal(Stage.CLEARED, Stage.DRAFTED, on=date(2024, 4, 30)) == (
        "It was drafted on 1 May 2024: it cannot be cleared before that."
    )


def test_a_response_may_be_withdrawn_at_any_time_and_nothing_follows():
    for n in range(len(IN_ORDER)):
        assert refusal(Stage.WITHDRAWN, *IN_ORDER[:n]) == ""
        assert "begin a new version" in refusal(IN_ORDER[n], *IN_ORDER[:n], Stage.WITHDRAWN)


def test_what_was_given_in_a_paper_is_not_drafted_afterwards():
    assert refusal(Stage.DRAFTED, Stage.GIVEN) == "It was given on 1 May 2024 already."


def test_what_comes_from_a_paper_was_given_before_it_was_typed_and_after_what_it_answers():
    paper = {"on": date(2013, 6, 18), "from_a_paper": True}
    assert refusal(Stage.GIVEN, Stage.DRAFTED, **paper) == ""
    assert refusal(Stage.CLEARED, Stage.DRAFTED, **paper) != ""
    published = [Before("The report was published", date(2013, 6, 19))]
    assert refusal(Stage.GIVEN, Stage.DRAFTED, beside=published, **paper) == (
        "The report was published on 19 June 2013: this response cannot be given before that."
    )


def test_a_version_says_what_it_says_before_the_next_one_does():
    newer = {"from_a_paper": True, "beside": [After("Version 2 was given", DAY)]}
    assert refusal(Stage.GIVEN, Stage.DRAFTED, on=DAY, **newer) == ""
    assert refusal(Stage.GIVEN, Stage.DRAFTED, **newer) == (
        "Version 2 was given on 1 May 2024: this response cannot be given after that."
    )
    assert refusal(Stage.DECIDED, *IN_ORDER[:4], **newer) == "", "it was given before"
    assert refusal(Stage.WITHDRAWN, Stage.DRAFTED, **newer) == ""


def test_what_is_given_is_not_cleared_afterwards():
    assert refusal(Stage.CLEARED, Stage.DRAFTED, Stage.GIVEN) == (
        "It was given on 1 May 2024: it cannot be cleared after that."
    )
