"""The sentences S1 to S21 that complete the rating table, each by its number."""

from dataclasses import replace

import pytest

from recommendations.rules.deadlines import CLOCKS
from recommendations.rules.facts import Condition, Endorsement, Endorsing, Facts, Kind
from recommendations.rules.policies import Policy
from recommendations.rules.ratings import Rag
from tests.rules.building import (
    accepted,
    answer,
    answered,
    closes,
    covers,
    d,
    due,
    event,
    expected,
    granted,
    happened,
    notice,
    outcome,
    promised,
    published,
    quarterly,
    rated,
    reasons,
    response,
    round_,
    said,
    says,
    step,
    update,
)

ON_TRACK = ("green", "On track")
ASLEEP = Condition(event="the board is disbanded")
AMBER_WARNING = (Policy(due_soon_rating=Rag.AMBER),)
endorsed = (Endorsement(on=d("2013-04-02"), decision=Endorsing.ENDORSED),)


def board(*days):
    return event("the board is disbanded", *days)


class TestS1ParentsOwnRating:
    def test_a_parent_whose_duties_lie_in_its_parts_has_no_rating_of_its_own(self):
        facts = accepted(parts={"R1(a)": Facts(milestones=(step("2014-09-01"),))})
        assert said(facts, "2013-06-06") == ON_TRACK
        assert rated(facts, "2013-06-06").worst == "R1(a)"

    def test_without_its_part_it_would_need_a_date(self):
        assert said(accepted(), "2013-06-06")[0] == "date needed"

    def test_what_was_asked_of_the_whole_is_a_duty_of_its_own(self):
        asked = due("on a day", day="2013-06-01")
        facts = accepted(asked=asked, parts={"R1(a)": Facts(milestones=(step("2014-09-01"),))})
        assert said(facts, "2013-06-06") == ("amber", "Overdue by 5 days")
        assert rated(facts, "2013-06-06").worst == "own"

    def test_text_beside_a_limb_has_a_duty_of_its_own(self):
        limb = Facts(limb=True, milestones=(step("2014-09-01"),))
        facts = accepted(parts={"R9-second": limb})
        assert said(facts, "2013-06-06") == ("date needed", "Date needed, accepted 8 days ago")
        assert rated(facts, "2013-06-06").worst == "own"

    def test_beside_listed_parts_a_limb_gives_the_parent_none(self):
        parts = {
            "R11(a)": Facts(milestones=(step("2014-09-01"),)),
            "R11-closing": Facts(limb=True, milestones=(step("2014-09-01"),)),
        }
        assert said(accepted(parts=parts), "2013-06-06") == ON_TRACK


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


class TestS5Occurrences:
    def test_one_is_missed_when_a_later_one_is_done(self):
        facts = accepted(quarterly(outcome("2014-04-15", "done")))
        assert said(facts, "2014-04-20") == ("amber", "1 of 2 missed")

    def test_one_recorded_as_missed_stays_overdue_until_a_later_one_is_done(self):
        missed = outcome("2014-01-15", "missed", on="2014-02-01")
        done = outcome("2014-04-15", "done")
        assert reasons(accepted(quarterly(missed)), "2014-02-10") == [
            "Overdue by 26 days",
            "1 of 1 missed",
        ]
        assert reasons(accepted(quarterly(missed, done)), "2014-05-01") == ["1 of 2 missed"]

    def test_a_skipped_one_is_not_counted(self):
        facts = accepted(
            quarterly(
                outcome("2014-01-15", "skipped"),
                outcome("2014-04-15", "missed"),
                outcome("2014-07-15", "done"),
            )
        )
        assert said(facts, "2014-08-01") == ("amber", "1 of 2 missed")

    def test_only_those_after_the_last_position_count(self):
        outcomes = (
            outcome("2014-01-15", "missed"),
            outcome("2014-04-15", "missed"),
            outcome("2014-07-15", "done"),
        )
        since = {"positions": (says("2014-04-15"),)}
        assert said(accepted(quarterly(*outcomes)), "2014-08-01")[1] == "2 of 3 missed"
        assert said(accepted(quarterly(*outcomes), **since), "2014-08-01") == ON_TRACK
        since = {"positions": (says("2014-01-15"),)}
        assert said(accepted(quarterly(*outcomes), **since), "2014-08-01")[1] == "1 of 2 missed"

    def test_they_are_taken_in_the_order_of_their_days_not_of_their_entry(self):
        facts = accepted(
            quarterly(outcome("2014-04-15", "done"), outcome("2014-01-15", "done", on="2014-05-01"))
        )
        assert said(facts, "2014-04-20")[1] == "1 of 2 missed"
        assert said(facts, "2014-05-01") == ON_TRACK

    def test_the_last_of_several_positions_counts(self):
        facts = accepted(
            quarterly(outcome("2014-01-15", "missed"), outcome("2014-04-15", "done")),
            positions=(says("2013-12-01"), says("2014-02-01")),
        )
        assert said(facts, "2014-05-01") == ON_TRACK

    def test_a_position_on_the_whole_is_one_on_its_parts(self):
        part = Facts(
            milestones=(quarterly(outcome("2014-01-15", "missed"), outcome("2014-04-15", "done")),)
        )
        facts = accepted(parts={"R1(a)": part}, positions=(says("2014-02-01"),))
        assert said(facts, "2014-05-01", part="R1(a)") == ON_TRACK


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


class TestS7Acceptance:
    late = (step("2013-09-30"),)

    def test_it_covers_the_record_as_it_was_that_day_and_no_longer_once_worse(self):
        facts = accepted(
            *self.late,
            updates=(update("2013-10-05", "green"),),
            acceptances=(covers("2013-10-10"),),
        )
        words = "Officer says green, record says amber: accepted by scrutiny"
        assert said(facts, "2013-10-09") == ("amber", "Overdue by 9 days")
        assert said(facts, "2013-10-10") == ("green", words)
        assert said(facts, "2013-10-28") == ("green", words)
        assert said(facts, "2013-10-29") == ("red", "Overdue by 29 days")

    def test_an_acceptance_of_red_goes_on(self):
        facts = accepted(
            *self.late,
            updates=(update("2013-10-05", "amber"),),
            acceptances=(covers("2013-11-10"),),
        )
        assert said(facts, "2015-01-01")[0] == "amber"

    def test_it_ends_with_the_update_it_was_of(self):
        newer = (update("2013-10-05", "green"), update("2013-10-20", "green", name="v"))
        facts = accepted(*self.late, updates=newer, acceptances=(covers("2013-10-10"),))
        assert said(facts, "2013-10-19")[0] == "green"
        assert said(facts, "2013-10-20") == ("amber", "Overdue by 20 days")


class TestS8OfficersWords:
    def test_the_worse_is_printed_with_what_the_record_says(self):
        facts = accepted(step("2014-03-31"), updates=(update("2013-08-01", "red"),))
        assert reasons(facts, "2013-08-10") == ["Officer says red, record says green", "On track"]

    def test_where_both_say_the_same_only_the_record_speaks(self):
        facts = accepted(step("2013-07-31"), updates=(update("2013-08-01", "amber"),))
        assert reasons(facts, "2013-08-10") == ["Overdue by 10 days"]
        assert rated(facts, "2013-08-10").officer_says is None

    def test_what_is_not_rated_is_not_compared(self):
        facts = answered("noted", updates=(update("2013-08-01", "red"),))
        assert said(facts, "2013-08-10") == ("not rated", "Noted, no action proposed")


class TestS9LastDateNeededRow:
    def test_it_stands_after_the_amber_rows_and_before_the_green(self):
        ended = promised("for a period", n=1, unit="months", **{"from": "2013-06-01"})
        facts = accepted(ended, rounds=(round_("2013-06-10", "2013-06-28"),))
        assert reasons(facts, "2013-07-01") == [
            "No update received",
            "Period ended; completion not reported",
        ]

    def test_an_amber_warning_stands_before_it(self):
        facts = accepted(
            step("2013-09-30"),
            promised("within", n=6, unit="months", event="the elections", name="b"),
            events=event("the elections", expected("2013-09-01")),
        )
        assert said(facts, "2013-09-10")[1] == "Day of the elections to be confirmed"
        assert reasons(facts, "2013-09-10", AMBER_WARNING) == [
            "Due in 20 days",
            "Day of the elections to be confirmed",
        ]

    def test_a_period_is_never_overdue(self):
        facts = accepted(promised("for a period", n=1, unit="months", **{"from": "2013-06-01"}))
        assert said(facts, "2013-06-30") == ON_TRACK
        assert said(facts, "2023-07-01")[0] == "date needed"

    def test_a_last_day_beside_a_floor_settles_it(self):
        floor = promised("after", event="the elections", name="b")
        facts = accepted(
            floor, step("2014-09-01"), events=event("the elections", happened("2013-05-02"))
        )
        assert said(facts, "2013-06-06") == ON_TRACK

    def test_a_granted_day_makes_a_floor_a_last_day(self):
        floor = promised("after", event="the elections")
        moved = replace(floor, changes=(granted("2013-12-31", "2013-07-01"),))
        facts = accepted(moved, events=event("the elections", happened("2013-05-02")))
        assert said(facts, "2013-06-30")[1] == "Date needed, may be done since 2 May 2013"
        assert said(facts, "2013-07-01") == ON_TRACK
        assert said(facts, "2014-01-01") == ("amber", "Overdue by 1 day")

    def test_reported_complete_settles_it(self):
        facts = accepted(
            step("2013-06-01", done_on="2013-06-01"), updates=(update("2013-06-02", complete=True),)
        )
        assert said(facts, "2013-06-06") == ("green", "Reported complete")


class TestS10Reopening:
    reopened = (closes("2013-12-01"), says("2014-03-01", "reopened"))

    def test_a_milestone_due_before_it_does_not_count_even_when_not_done(self):
        facts = accepted(step("2013-09-30"), positions=self.reopened)
        assert said(facts, "2014-03-01") == ("date needed", "Date needed, reopened today")

    def test_what_still_lies_ahead_counts(self):
        facts = accepted(step("2014-04-15"), positions=self.reopened)
        assert said(facts, "2014-03-01") == ON_TRACK
        assert said(facts, "2014-04-16") == ("amber", "Overdue by 1 day")

    def test_what_falls_due_on_the_day_itself_counts(self):
        facts = accepted(step("2014-03-01"), positions=self.reopened)
        assert said(facts, "2014-03-01") == ("green", "Due today")

    def test_updates_and_rounds_before_it_do_not_count(self):
        facts = accepted(
            step("2014-09-01"),
            positions=self.reopened,
            updates=(update("2013-11-01", "red", complete=True),),
            rounds=(round_("2013-10-01", "2013-10-20"),),
        )
        assert said(facts, "2014-03-01") == ON_TRACK

    def test_a_decide_by_day_before_it_does_not_count(self):
        facts = answered("deferred", decide_by="2013-09-30", positions=self.reopened)
        assert said(facts, "2014-03-01") == ("date needed", "Decision date needed")

    def test_occurrences_before_it_do_not_count(self):
        facts = accepted(quarterly(), positions=self.reopened)
        assert said(facts, "2014-03-01") == ON_TRACK
        assert said(facts, "2014-04-16") == ("amber", "Overdue by 1 day")

    def test_an_overdue_response_is_measured_from_it(self):
        facts = published(notices=(notice(),), positions=self.reopened)
        assert said(facts, "2014-03-01")[1] == "Awaiting response until 1 March 2014"
        assert said(facts, "2014-03-02") == ("red", "Response overdue by 1 day")

    def test_later_words_of_the_committee_do_not_reopen_it_again(self):
        facts = accepted(positions=(*self.reopened, says("2014-06-01")))
        assert said(facts, "2014-06-01")[1] == "Date needed, reopened 92 days ago"

    def test_closed_again_it_is_closed(self):
        facts = accepted(positions=(*self.reopened, closes("2014-06-01", "merged")))
        assert said(facts, "2014-06-01") == ("closed", "Closed: merged")

    def test_what_falls_on_the_day_itself_counts(self):
        facts = answered("deferred", decide_by="2014-03-01", positions=self.reopened)
        assert said(facts, "2014-03-01") == ("green", "Decision due today")
        facts = accepted(positions=self.reopened, updates=(update("2014-03-01", complete=True),))
        assert said(facts, "2014-03-01") == ("green", "Reported complete")


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


class TestS16WhatWasAsked:
    asked = due("on a day", day="2013-06-30")

    def test_it_stands_in_for_the_milestone_of_an_accepted_item(self):
        assert said(accepted(asked=self.asked), "2013-07-01") == ("amber", "Overdue by 1 day")

    def test_it_does_not_for_one_that_is_deferred(self):
        facts = answered("deferred", asked=self.asked)
        assert said(facts, "2013-07-01") == ("date needed", "Decision date needed")

    def test_a_report_of_complete_does_what_was_asked(self):
        facts = accepted(asked=self.asked, updates=(update("2013-06-20", complete=True),))
        assert said(facts, "2013-07-10") == ("green", "Reported complete")


class TestS17PartsAndTheirParent:
    def test_a_part_without_milestones_stands_under_its_parents(self):
        facts = accepted(step("2013-06-01"), parts={"R1(a)": Facts()})
        assert said(facts, "2013-06-06", part="R1(a)") == ("amber", "Overdue by 5 days")

    def test_a_part_with_its_own_does_not(self):
        facts = accepted(
            step("2013-06-01"), parts={"R1(a)": Facts(milestones=(step("2014-09-01"),))}
        )
        assert said(facts, "2013-06-06", part="R1(a)") == ON_TRACK

    def test_a_part_without_an_update_stands_under_its_parents_report_of_complete(self):
        complete = (update("2013-06-01", complete=True),)
        parts = {"R1(a)": Facts(), "R1(b)": Facts(updates=(update("2013-06-02"),))}
        facts = accepted(updates=complete, parts=parts)
        assert said(facts, "2013-06-06", part="R1(a)") == ("green", "Reported complete")
        assert said(facts, "2013-06-06", part="R1(b)")[0] == "date needed"

    def test_what_else_the_parents_officer_says_is_not_said_of_the_part(self):
        facts = accepted(
            updates=(update("2013-06-01", "red"),),
            parts={"R1(a)": Facts(milestones=(step("2014-09-01"),))},
        )
        assert said(facts, "2013-06-06", part="R1(a)") == ON_TRACK
        assert said(facts, "2013-06-06")[1] == "Officer says red, record says green"


class TestS18ExpectedDaysAndWaking:
    by_elections = promised("before", event="the elections")

    def test_an_expected_day_warns_in_green_under_any_policy(self):
        facts = accepted(self.by_elections, events=event("the elections", expected("2014-05-02")))
        for policies in ((), AMBER_WARNING):
            assert said(facts, "2014-04-20", policies) == ("green", "Due in 11 days")

    def test_what_hangs_on_it_is_never_overdue(self):
        facts = accepted(self.by_elections, events=event("the elections", expected("2014-05-02")))
        assert said(facts, "2014-05-02") == ON_TRACK
        words = "Day of the elections to be confirmed"
        assert said(facts, "2015-05-02") == ("date needed", words)

    def test_once_it_has_happened_it_is(self):
        days = (expected("2014-05-02"), happened("2014-05-22"))
        facts = accepted(self.by_elections, events=event("the elections", *days))
        assert said(facts, "2014-05-22") == ("amber", "Overdue by 1 day")

    def test_it_wakes_no_dormant_item(self):
        facts = accepted(conditions=(ASLEEP,), events=board(expected("2013-12-01")))
        words = "Dormant until the board is disbanded"
        assert said(facts, "2014-06-06") == ("not rated", words)

    def test_a_woken_item_is_measured_from_the_day_it_woke(self):
        facts = accepted(
            step("2013-09-30"), conditions=(ASLEEP,), events=board(happened("2013-12-01"))
        )
        assert said(facts, "2013-12-05") == ("date needed", "Date needed, woken 4 days ago")

    def test_one_that_woke_before_it_was_accepted_never_slept(self):
        facts = accepted(conditions=(ASLEEP,), events=board(happened("2013-05-01")))
        assert said(facts, "2013-06-06")[1] == "Date needed, accepted 8 days ago"

    def test_a_waking_told_late_counts_from_the_day_the_register_knew(self):
        facts = accepted(
            conditions=(ASLEEP,), events=board(happened("2013-07-01", on="2013-12-01"))
        )
        assert said(facts, "2013-11-30")[0] == "not rated"
        assert said(facts, "2013-12-05")[1] == "Date needed, woken 4 days ago"

    def test_it_sleeps_until_every_condition_has_happened(self):
        facts = accepted(
            conditions=(ASLEEP, Condition(event="the budget is set")),
            events={**board(happened("2013-12-01")), **event("the budget is set")},
        )
        assert said(facts, "2013-11-30")[1] == (
            "Dormant until the board is disbanded and the budget is set"
        )
        assert said(facts, "2013-12-01")[1] == "Dormant until the budget is set"

    def test_the_last_of_its_conditions_wakes_it(self):
        facts = accepted(
            conditions=(Condition(event="the budget is set"), ASLEEP),
            events={
                **board(happened("2013-11-01")),
                **event("the budget is set", happened("2013-12-01")),
            },
        )
        assert said(facts, "2013-12-05")[1] == "Date needed, woken 4 days ago"

    def test_one_that_woke_on_the_day_it_was_accepted_never_slept(self):
        facts = accepted(conditions=(ASLEEP,), events=board(happened("2013-05-29")))
        assert said(facts, "2013-06-06")[1] == "Date needed, accepted 8 days ago"

    def test_one_that_was_reopened_after_it_woke_is_measured_from_its_reopening(self):
        facts = accepted(
            step("2014-01-15"),
            conditions=(ASLEEP,),
            events=board(happened("2013-12-01")),
            positions=(closes("2013-12-20"), says("2014-03-01", "reopened")),
        )
        assert said(facts, "2014-03-05")[1] == "Date needed, reopened 4 days ago"


class TestS19Today:
    def test_a_decide_by_day_means_nothing_once_it_is_accepted(self):
        facts = answered("accepted", decide_by="2013-06-30", milestones=(step("2014-09-01"),))
        assert said(facts, "2013-06-20") == ON_TRACK
        assert said(facts, "2014-01-01") == ON_TRACK

    def test_a_deferral_says_decision(self):
        facts = answered("deferred", decide_by="2013-09-30")
        assert said(facts, "2013-09-01") == ("green", "Decision due by 30 September 2013")
        assert said(facts, "2013-09-29") == ("green", "Decision due in 1 day")
        assert said(facts, "2013-09-30") == ("green", "Decision due today")


class TestS20Moves:
    def test_the_last_to_grant_decides_whether_the_committee_agreed(self):
        changes = (
            granted("2014-03-01", "2013-09-01", "committee"),
            granted("2014-03-31", "2013-09-20"),
        )
        facts = accepted(step("2013-12-31", *changes))
        assert said(facts, "2013-09-19") == ON_TRACK
        assert said(facts, "2013-09-20") == ("amber", "Moved 90 days")

    def test_a_committee_that_agrees_afterwards_ends_the_red(self):
        changes = (
            granted("2014-04-01", "2013-09-20"),
            granted("2014-04-01", "2013-10-20", "committee"),
        )
        facts = accepted(step("2013-12-31", *changes))
        assert said(facts, "2013-10-19") == ("red", "Moved 91 days in 1 change")
        assert said(facts, "2013-10-20") == ("amber", "Moved 91 days, agreed by the committee")

    def test_a_deadline_that_follows_its_event_has_not_moved(self):
        days = (happened("2013-06-01"), happened("2013-12-01", on="2013-12-01"))
        facts = accepted(
            promised("within", n=6, unit="months", event="the elections"),
            events=event("the elections", *days),
        )
        assert said(facts, "2013-11-30")[1] == "Due in 1 day"
        assert said(facts, "2013-12-01") == ON_TRACK

    def test_a_day_brought_forward_is_no_slip(self):
        facts = accepted(step("2013-12-31", granted("2013-11-30", "2013-09-20")))
        assert said(facts, "2013-09-20") == ON_TRACK
        assert said(facts, "2013-12-01") == ("amber", "Overdue by 1 day")

    def test_leave_to_keep_the_day_is_no_move(self):
        facts = accepted(step("2013-12-31", granted("2013-12-31", "2013-09-20")))
        assert said(facts, "2013-09-20") == ON_TRACK


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
