"""The sentences S2, S4, S6, S14 and S15 that complete the rating table: of what is answered."""

import pytest

from recommendations.rules.deadlines import CLOCKS
from recommendations.rules.facts import Endorsement, Endorsing, Facts, Kind
from tests.rules.building import (
    ON_TRACK,
    accepted,
    answer,
    answered,
    closes,
    d,
    notice,
    published,
    response,
    round_,
    said,
    says,
    step,
    update,
)

endorsed = (Endorsement(on=d("2013-04-02"), decision=Endorsing.ENDORSED),)


class TestS2LeftUnanswered:
    def test_the_words_give_the_day_of_the_response(self):
        facts = published(responses=(response(),), notices=(notice(),))
        words = "Not answered in the response of 29 May 2013"
        assert said(facts, "2013-06-06") == ("not rated", words)

    def test_a_later_response_that_answers_it_ends_that(self):
        later = response("r2", "2013-07-01")
        facts = published(responses=(response(), later), answers=(answer("noted", "r2"),))
        assert said(facts, "2013-06-30")[1] == "Not answered in the response of 29 May 2013"
        assert said(facts, "2013-07-01")[1] == "Noted, no action proposed"

    def test_the_latest_response_that_leaves_it_so_is_named(self):
        facts = published(responses=(response(), response("r2", "2013-07-01")))
        assert said(facts, "2013-07-01")[1] == "Not answered in the response of 1 July 2013"


class TestS4Silence:
    def test_the_last_round_that_listed_it_counts_whatever_later_rounds_did(self):
        rounds = (
            round_("2013-06-10", "2013-06-28"),
            round_("2013-07-10", "2013-07-28", owed=False),
        )
        facts = accepted(step("2014-03-31"), rounds=rounds)
        assert said(facts, "2013-08-01") == ("amber", "No update received")

    def test_what_came_before_the_round_opened_does_not_count(self):
        facts = accepted(
            step("2014-03-31"),
            rounds=(round_("2013-06-10", "2013-06-28"),),
            updates=(update("2013-06-09"),),
        )
        assert said(facts, "2013-07-01") == ("amber", "No update received")

    def test_what_came_on_its_opening_day_does(self):
        facts = accepted(
            step("2014-03-31"),
            rounds=(round_("2013-06-10", "2013-06-28"),),
            updates=(update("2013-06-10"),),
        )
        assert said(facts, "2013-07-01") == ON_TRACK

    def test_a_later_round_needs_a_later_update(self):
        facts = accepted(
            step("2014-03-31"),
            rounds=(round_("2013-06-10", "2013-06-28"), round_("2013-09-10", "2013-09-28")),
            updates=(update("2013-06-20"),),
        )
        assert said(facts, "2013-09-28") == ON_TRACK
        assert said(facts, "2013-09-29") == ("amber", "No update received")

    def test_a_round_that_opened_on_the_day_of_the_reopening_counts(self):
        facts = accepted(
            step("2014-09-01"),
            positions=(closes("2013-06-01"), says("2013-09-10", "reopened")),
            rounds=(round_("2013-09-10", "2013-09-28"),),
        )
        assert said(facts, "2013-09-29") == ("amber", "No update received")


class TestS6Responses:
    def test_being_decided_counts_as_being_given(self):
        facts = answered(
            "accepted",
            responses=(response(given_on=None, decided_on="2013-05-20"),),
            notices=(notice(),),
        )
        assert said(facts, "2013-06-01")[1] == "Date needed, accepted 12 days ago"

    def test_a_later_decision_does_not_give_it_again(self):
        facts = answered("accepted", responses=(response(decided_on="2013-06-10"),))
        assert said(facts, "2013-06-10")[1] == "Date needed, accepted 12 days ago"

    def test_the_day_in_force_is_not_known_before_the_decision(self):
        facts = answered(
            "accepted",
            responses=(
                response(given_on="2013-05-20", decided_on="2013-06-10", in_force_on="2013-06-18"),
            ),
        )
        assert said(facts, "2013-06-09")[1] == "Date needed, accepted 20 days ago"
        assert said(facts, "2013-06-10")[1] == "Decided, in force from 18 June 2013"
        assert said(facts, "2013-06-18")[1] == "Date needed, acceptance in force today"

    def test_an_answer_stands_until_the_one_that_replaces_it_is_in_force(self):
        second = response("r2", None, decided_on="2013-09-01", in_force_on="2013-09-09")
        facts = answered(
            "accepted",
            responses=(response(), second),
            answers=(answer("accepted"), answer("rejected", "r2")),
        )
        assert said(facts, "2013-09-08")[1] == "Date needed, accepted 102 days ago"
        assert said(facts, "2013-09-09") == ("not rated", "Not accepted")

    def test_a_withdrawn_response_counts_as_not_given(self):
        facts = answered(
            "accepted", responses=(response(withdrawn_on="2013-06-10"),), notices=(notice(),)
        )
        assert said(facts, "2013-06-09")[0] == "date needed"
        assert said(facts, "2013-06-10") == ("red", "Response overdue by 14 days")

    def test_a_holding_response_answers_nothing(self):
        facts = answered("accepted", responses=(response(kind="holding"),))
        assert said(facts, "2013-06-06")[1] == "Awaiting response, no notice served"

    def test_one_decided_that_leaves_it_unanswered_is_still_said_to_be_decided(self):
        coming = response(given_on=None, decided_on="2013-05-20", in_force_on="2013-06-04")
        facts = published(responses=(coming,))
        assert said(facts, "2013-06-03")[1] == "Decided, in force from 4 June 2013"
        assert said(facts, "2013-06-04")[1] == "Not answered in the response of 20 May 2013"

    def test_what_one_left_unanswered_awaits_the_one_that_answers_it(self):
        coming = response("r2", None, decided_on="2013-07-01", in_force_on="2013-07-09")
        facts = published(
            responses=(response(), coming),
            answers=(answer("accepted", "r2"),),
            parts={"R1(a)": Facts()},
        )
        for part in ("", "R1(a)"):
            words = "Not answered in the response of 29 May 2013"
            assert said(facts, "2013-06-30", part=part)[1] == words
            words = "Decided, in force from 9 July 2013"
            assert said(facts, "2013-07-01", part=part)[1] == words

    def test_and_not_one_that_leaves_it_unanswered_too(self):
        coming = response("r2", None, decided_on="2013-07-01", in_force_on="2013-07-09")
        facts = published(
            responses=(response(), coming),
            answers=(answer("accepted", "r3"),),
            parts={"R1(a)": Facts()},
        )
        for part in ("", "R1(a)"):
            words = "Not answered in the response of 1 July 2013"
            assert said(facts, "2013-07-01", part=part)[1] == words

    def test_of_two_that_are_coming_the_first_in_force_is_named(self):
        coming = (
            response("r1", None, decided_on="2013-07-01", in_force_on="2013-07-19"),
            response("r2", None, decided_on="2013-07-02", in_force_on="2013-07-09"),
        )
        facts = answered("accepted", responses=coming)
        assert said(facts, "2013-07-02")[1] == "Decided, in force from 9 July 2013"


class TestS14ScrutinysOwn:
    def test_it_awaits_endorsement_and_no_response(self):
        facts = published(scrutinys_own=True, endorsements=endorsed, notices=(notice(),))
        assert said(facts, "2013-04-01") == ("not rated", "Awaiting endorsement")
        assert said(facts, "2013-06-06") == ("date needed", "Date needed, accepted 65 days ago")

    def test_not_endorsed_it_is_dropped(self):
        refused = (Endorsement(on=d("2013-04-02"), decision=Endorsing.NOT_ENDORSED),)
        facts = published(scrutinys_own=True, endorsements=refused)
        assert said(facts, "2013-06-06") == ("not rated", "Not endorsed")

    def test_endorsed_as_amended_is_endorsed(self):
        amended = (Endorsement(on=d("2013-04-02"), decision=Endorsing.AS_AMENDED),)
        facts = published(scrutinys_own=True, endorsements=amended)
        assert said(facts, "2013-04-02")[1] == "Date needed, accepted today"

    def test_the_last_word_of_the_committee_counts(self):
        rows = (
            Endorsement(on=d("2013-04-02"), decision=Endorsing.NOT_ENDORSED),
            Endorsement(on=d("2013-05-02"), decision=Endorsing.ENDORSED),
        )
        facts = published(scrutinys_own=True, endorsements=rows)
        assert said(facts, "2013-05-01") == ("not rated", "Not endorsed")
        assert said(facts, "2013-05-02")[1] == "Date needed, accepted today"


AWAITING = [
    ((), "Awaiting response, no notice served"),
    ((notice(),), "Awaiting response until 27 May 2013"),
    ((notice(received_on=None),), "Awaiting response, receipt of the notice not recorded"),
    (
        (notice(report_received_on=None),),
        "Awaiting response, receipt of the report not recorded",
    ),
    ((notice(response_required=False),), "Awaiting response, none required"),
    ((notice(clock=CLOCKS["none"]),), "Awaiting response, no last day"),
    ((notice(hard=False),), "Awaiting response, expected by 27 May 2013"),
]


@pytest.mark.parametrize(("notices", "words"), AWAITING, ids=[row[1] for row in AWAITING])
def test_s15_the_words_of_awaiting(notices, words):
    assert said(published(notices=notices), "2013-04-10") == ("not rated", words)


def test_s15_a_soft_clock_never_turns_red():
    facts = published(notices=(notice(hard=False),))
    words = "Awaiting response, expected by 27 May 2013"
    assert said(facts, "2014-06-01") == ("not rated", words)


def test_s15_a_receipt_counts_from_its_own_day():
    facts = published(notices=(notice("2013-04-01", received_on="2013-04-10"),))
    assert said(facts, "2013-04-09")[1] == "Awaiting response, receipt of the notice not recorded"
    assert said(facts, "2013-04-10")[1] == "Awaiting response until 9 June 2013"


def test_s15_of_two_notices_the_last_counts():
    facts = published(notices=(notice(), notice("2013-05-01", received_on="2013-05-01")))
    assert said(facts, "2013-04-30")[1] == "Awaiting response until 27 May 2013"
    assert said(facts, "2013-05-01")[1] == "Awaiting response until 30 June 2013"


def test_an_interim_reported_complete_needs_no_answer():
    facts = Facts(
        kind=Kind.INTERIM,
        made_on=d("2013-07-11"),
        updates=(update("2013-09-01", complete=True),),
    )
    assert said(facts, "2013-08-31")[1] == "Awaiting response, no notice served"
    assert said(facts, "2013-09-01") == ("green", "Reported complete")


def test_the_same_report_of_a_recommendation_still_needs_its_answer():
    facts = published(updates=(update("2013-09-01", complete=True),))
    assert said(facts, "2013-09-01")[0] == "not rated"
