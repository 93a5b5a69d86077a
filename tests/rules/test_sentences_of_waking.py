"""The sentences S10, S18 and S19 that complete the rating table: of reopening and waking."""

from recommendations.rules.facts import Condition
from tests.rules.building import (
    AMBER_WARNING,
    ON_TRACK,
    accepted,
    answered,
    closes,
    event,
    expected,
    happened,
    notice,
    promised,
    published,
    quarterly,
    round_,
    said,
    says,
    step,
    update,
)

ASLEEP = Condition(event="the board is disbanded")


def board(*days):
    return event("the board is disbanded", *days)


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
