"""The sentences S5, S7 to S9, S16 and S20 that complete the rating table: of what is done."""

from dataclasses import replace

from recommendations.rules.facts import Facts
from tests.rules.building import (
    AMBER_WARNING,
    ON_TRACK,
    accepted,
    answered,
    covers,
    due,
    event,
    expected,
    granted,
    happened,
    outcome,
    promised,
    quarterly,
    rated,
    reasons,
    round_,
    said,
    says,
    step,
    update,
)


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
