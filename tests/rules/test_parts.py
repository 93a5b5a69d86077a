"""Parents and parts: S3, S12, what a part has from its parent, and the sentence about them."""

import pytest

from recommendations.rules.facts import Condition, Endorsement, Endorsing, Facts
from recommendations.rules.ratings import RollUp
from tests.rules.building import (
    accepted,
    answer,
    answered,
    closes,
    d,
    due,
    event,
    happened,
    notice,
    published,
    rated,
    response,
    round_,
    said,
    says,
    step,
    update,
)

FAR = (step("2014-09-01"),)
DORMANT = {
    "conditions": (Condition(event="the board is disbanded"),),
}
REJECTED = Facts(answers=(answer("rejected"),))
NOTED = Facts(answers=(answer("noted"),))
IMPLEMENTED = Facts(positions=(closes("2013-06-01"),))
OVERTAKEN = Facts(positions=(closes("2013-06-01", "overtaken"),))
ASLEEP = Facts(**DORMANT)


def whole(*parts, decision="accepted in part", **facts):
    return answered(
        decision, parts={f"R1({'abcde'[i]})": part for i, part in enumerate(parts)}, **facts
    )


S3 = [
    (
        "a dormant part outranks a closed one",
        (ASLEEP, IMPLEMENTED),
        ("not rated", "Dormant until the board is disbanded"),
    ),
    ("complete if one was implemented", (OVERTAKEN, IMPLEMENTED, REJECTED), ("closed", "Complete")),
    ("else with the part's reason", (REJECTED, OVERTAKEN), ("closed", "Closed: overtaken")),
    (
        "else as its own answer says",
        (REJECTED, NOTED),
        ("date needed", "Date needed, accepted 8 days ago"),
    ),
]


@pytest.mark.parametrize(("parts", "expected"), [row[1:] for row in S3], ids=[row[0] for row in S3])
def test_with_no_open_part_it_is_what_became_of_them(parts, expected):
    assert said(whole(*parts), "2013-06-06") == expected


def test_a_rejected_parent_with_no_open_part_and_none_closed_is_rejected():
    assert said(whole(REJECTED, decision="rejected"), "2013-06-06") == ("not rated", "Not accepted")


def test_a_rejected_parent_is_as_bad_as_the_part_that_was_accepted():
    part = Facts(answers=(answer("accepted"),), milestones=(step("2013-06-01"),))
    facts = whole(part, REJECTED, decision="rejected")
    assert said(facts, "2013-06-06") == ("amber", "Overdue by 5 days")


def test_where_only_the_parts_were_answered_the_whole_is_not_called_unanswered():
    facts = published(responses=(response(),), parts={"R1(a)": NOTED, "R1(b)": REJECTED})
    assert said(facts, "2013-06-06") == ("not rated", "Not accepted")


def test_an_unanswered_part_is_still_open():
    facts = published(responses=(response(),), parts={"R1(a)": REJECTED, "R1(b)": Facts()})
    words = "Not answered in the response of 29 May 2013"
    assert said(facts, "2013-06-06") == ("not rated", words)


def test_parts_the_committee_closed_one_by_one_close_the_whole_though_no_response_came():
    facts = published(notices=(notice(),), parts={"R1(a)": IMPLEMENTED, "R1(b)": OVERTAKEN})
    assert said(facts, "2013-07-01") == ("closed", "Complete")


def test_a_whole_that_was_withdrawn_is_withdrawn_with_its_parts():
    facts = whole(Facts(milestones=FAR), IMPLEMENTED, withdrawn_on=d("2013-06-05"))
    assert said(facts, "2013-06-06") == ("not rated", "Withdrawn")
    assert said(facts, "2013-06-06", part="R1(a)") == ("not rated", "Withdrawn")


def test_the_worst_of_two_equal_ratings_is_the_longest_overdue():
    facts = whole(Facts(milestones=(step("2013-06-01"),)), Facts(milestones=(step("2013-05-20"),)))
    assert said(facts, "2013-06-06") == ("amber", "Overdue by 17 days")
    assert rated(facts, "2013-06-06").worst == "R1(b)"


class TestS12Closing:
    def test_the_parent_closes_its_parts(self):
        facts = whole(Facts(milestones=FAR), positions=(closes("2013-06-06", "merged"),))
        assert said(facts, "2013-06-06", part="R1(a)") == ("closed", "Closed: merged")

    def test_a_part_reopened_on_that_day_stays_open(self):
        open_part = Facts(milestones=FAR, positions=(says("2013-06-06"),))
        facts = whole(open_part, Facts(milestones=FAR), positions=(closes("2013-06-06"),))
        assert said(facts, "2013-06-06", part="R1(a)") == ("green", "On track")
        assert said(facts, "2013-06-06", part="R1(b)") == ("closed", "Complete")
        assert rated(facts, "2013-06-06").worst == "R1(a)"

    def test_a_part_spoken_of_the_day_before_does_not(self):
        part = Facts(milestones=FAR, positions=(says("2013-06-05"),))
        facts = whole(part, positions=(closes("2013-06-06"),))
        assert said(facts, "2013-06-06", part="R1(a)") == ("closed", "Complete")

    def test_a_later_position_on_the_parent_leaves_a_closed_part_closed(self):
        facts = whole(
            IMPLEMENTED, Facts(milestones=FAR), positions=(says("2013-06-06", "monitoring"),)
        )
        assert said(facts, "2013-06-06", part="R1(a)") == ("closed", "Complete")
        assert said(facts, "2013-06-06", part="R1(b)") == ("green", "On track")

    def test_a_whole_reopened_while_its_parts_stay_closed_is_open_by_itself(self):
        positions = (closes("2013-12-01"), says("2014-03-01", "reopened"))
        facts = whole(Facts(milestones=FAR), positions=positions)
        assert said(facts, "2014-03-05", part="R1(a)") == ("closed", "Complete")
        assert said(facts, "2014-03-05") == ("date needed", "Date needed, reopened 4 days ago")

    def test_a_whole_reopened_with_one_of_its_parts_is_open_by_that_part(self):
        reopened = says("2014-03-01", "reopened")
        facts = whole(
            Facts(milestones=FAR, positions=(reopened,)),
            Facts(milestones=FAR),
            positions=(closes("2013-12-01"), reopened),
        )
        assert said(facts, "2014-03-05") == ("green", "On track")
        assert rated(facts, "2014-03-05").worst == "R1(a)"

    def test_a_part_that_was_reopened_is_measured_from_its_own_day(self):
        part = Facts(milestones=(step("2013-09-01"),), positions=(says("2014-03-01", "reopened"),))
        facts = whole(part, positions=(closes("2013-12-01"),))
        assert said(facts, "2014-03-05", part="R1(a)")[1] == "Date needed, reopened 4 days ago"


class TestWhatAPartHasFromItsParent:
    def test_not_a_report_of_complete_from_before_its_own_reopening(self):
        facts = whole(
            Facts(positions=(says("2014-03-01", "reopened"),)),
            updates=(update("2013-11-01", complete=True),),
            positions=(closes("2013-12-01"),),
        )
        assert said(facts, "2014-03-05", part="R1(a)")[1] == "Date needed, reopened 4 days ago"

    def test_its_answer_until_it_has_one_of_its_own_in_force(self):
        own = response("r2", None, decided_on="2013-07-01", in_force_on="2013-07-09")
        facts = whole(
            Facts(milestones=FAR, answers=(answer("rejected", "r2"),)),
            decision="accepted",
            responses=(response(), own),
        )
        assert said(facts, "2013-07-08", part="R1(a)") == ("green", "On track")
        assert said(facts, "2013-07-09", part="R1(a)") == ("not rated", "Not accepted")

    def test_its_notice_and_the_want_of_a_response(self):
        facts = published(notices=(notice(),), parts={"R1(a)": Facts()})
        assert said(facts, "2013-05-28", part="R1(a)") == ("red", "Response overdue by 1 day")

    def test_its_prior_decision(self):
        facts = published(prior_decision_on=d("2013-02-26"), parts={"R1(a)": Facts()})
        assert said(facts, "2013-03-28", part="R1(a)")[1] == "Date needed, accepted 30 days ago"

    def test_a_report_of_complete_that_the_last_owner_joined_on_the_day_of_its_reopening(self):
        facts = whole(
            Facts(positions=(says("2014-03-01", "reopened"),)),
            updates=(
                update("2013-11-01", complete=True, owner="housing"),
                update("2014-03-01", complete=True, owner="health"),
            ),
            positions=(closes("2013-12-01"),),
        )
        assert said(facts, "2014-03-01", part="R1(a)") == ("green", "Reported complete")

    def test_what_was_asked(self):
        facts = accepted(asked=due("on a day", day="2013-06-30"), parts={"R1(a)": Facts()})
        assert said(facts, "2013-07-01", part="R1(a)") == ("amber", "Overdue by 1 day")

    def test_its_endorsement_unless_it_has_its_own(self):
        refused = (Endorsement(on=d("2013-04-02"), decision=Endorsing.NOT_ENDORSED),)
        endorsed = (Endorsement(on=d("2013-04-02"), decision=Endorsing.ENDORSED),)
        facts = whole(Facts(), Facts(endorsements=endorsed), endorsements=refused)
        assert said(facts, "2013-06-06", part="R1(a)") == ("not rated", "Not endorsed")
        assert said(facts, "2013-06-06", part="R1(b)")[0] == "date needed"

    def test_its_sleep_beside_its_own(self):
        events = event("the board is disbanded", happened("2013-07-01"))
        facts = whole(
            Facts(conditions=(Condition(event="the budget is set"),)), events=events, **DORMANT
        )
        words = "Dormant until the board is disbanded and the budget is set"
        assert said(facts, "2013-06-06", part="R1(a)")[1] == words
        assert said(facts, "2013-07-01", part="R1(a)")[1] == "Dormant until the budget is set"

    def test_its_round_which_an_update_of_either_answers(self):
        listed = {"rounds": (round_("2013-06-10", "2013-06-28"),)}
        silent = whole(Facts(milestones=FAR), **listed)
        heard = whole(Facts(milestones=FAR), updates=(update("2013-06-20"),), **listed)
        assert said(silent, "2013-07-01", part="R1(a)") == ("amber", "No update received")
        assert said(heard, "2013-07-01", part="R1(a)") == ("green", "On track")

    def test_never_that_it_is_scrutinys_own(self):
        endorsed = (Endorsement(on=d("2013-03-28"), decision=Endorsing.ENDORSED),)
        facts = published(scrutinys_own=True, endorsements=endorsed, parts={"R9(a)": Facts()})
        assert said(facts, "2013-06-06", part="R9(a)")[1] == "Awaiting response, no notice served"


class TestRollUp:
    def test_the_page_says_how(self):
        done = Facts(updates=(update("2013-06-01", complete=True),))
        facts = whole(done, IMPLEMENTED, Facts(), REJECTED, OVERTAKEN)
        rating = rated(facts, "2013-06-06")
        assert rating.roll_up.words == "2 of 5 parts done; worst is R1(c)"

    def test_what_is_not_rated_is_nobodys_worst(self):
        facts = published(parts={"R1(a)": Facts(), "R1(b)": Facts()})
        assert rated(facts, "2013-06-06").roll_up.words == "0 of 2 parts done"

    @pytest.mark.parametrize(
        ("roll_up", "words"),
        [
            (RollUp(done=0, parts=1, worst="R9-second"), "0 of 1 part done; worst is R9-second"),
            (RollUp(done=1, parts=2, worst="own"), "1 of 2 parts done; worst is its own duty"),
            (RollUp(done=2, parts=2), "2 of 2 parts done"),
        ],
    )
    def test_words(self, roll_up, words):
        assert roll_up.words == words

    def test_what_was_answered_is_what_the_whole_was_answered(self):
        facts = whole(REJECTED, Facts(answers=(answer("accepted"),)))
        assert rated(facts, "2013-06-06").answer == "accepted in part"

    def test_the_next_day_is_the_earliest_of_the_whole_and_its_open_parts(self):
        facts = accepted(
            step("2013-12-01"),
            parts={
                "R1(a)": Facts(milestones=(step("2013-11-01"),)),
                "R1(b)": Facts(milestones=(step("2013-10-01"),), positions=(closes("2013-06-01"),)),
            },
        )
        assert rated(facts, "2013-06-06").next_day == d("2013-11-01")
