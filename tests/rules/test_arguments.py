"""Cases a committee would argue about, each with the answer the rules give."""

from dataclasses import replace
from datetime import date

import pytest

from recommendations.rules.facts import Endorsement, Endorsing, Owner
from recommendations.rules.policies import Policy
from recommendations.rules.rag import rate
from recommendations.rules.ratings import Rag
from tests.rules.building import (
    accepted,
    answer,
    answered,
    closes,
    covers,
    d,
    event,
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
    said,
    says,
    step,
    update,
)
from tests.rules.cases import Reader


class TestTheWiltshirePapers:
    def test_r6_was_for_the_future_in_the_paper_and_implemented_in_the_minute(self):
        facts = accepted(positions=(closes("2013-06-06"),))
        assert said(facts, "2013-06-05") == ("date needed", "Date needed, accepted 7 days ago")
        assert said(facts, "2013-06-06") == ("closed", "Complete")

    def test_r22_was_agreed_before_it_was_published(self):
        facts = published(prior_decision_on=d("2013-02-26"), notices=(notice(),))
        assert rate(facts, policies=(), as_at=d("2013-03-27")) is None
        assert said(facts, "2013-03-28")[1] == "Date needed, accepted 30 days ago"
        assert said(facts, "2013-05-28")[0] == "date needed"

    def test_r22_answered_after_all_stands_as_answered(self):
        facts = answered("rejected", prior_decision_on=d("2013-02-26"))
        assert said(facts, "2013-05-28")[0] == "date needed"
        assert said(facts, "2013-05-29") == ("not rated", "Not accepted")

    def test_what_the_response_does_not_name_is_left_unanswered(self):
        facts = published(responses=(response(),))
        words = "Not answered in the response of 29 May 2013"
        assert said(facts, "2013-06-06") == ("not rated", words)

    def test_scrutinys_own_is_accepted_from_its_endorsement_whatever_the_response_noted(self):
        endorsed = (Endorsement(on=d("2013-03-28"), decision=Endorsing.ENDORSED),)
        facts = answered("rejected", scrutinys_own=True, endorsements=endorsed)
        assert said(facts, "2013-06-06")[1] == "Date needed, accepted 70 days ago"

    def test_a_decision_yet_to_be_made_accepts_nothing(self):
        facts = published(prior_decision_on=d("2013-04-26"))
        assert said(facts, "2013-04-25")[1] == "Awaiting response, no notice served"
        assert said(facts, "2013-04-26")[1] == "Date needed, accepted today"


class TestSeveralBodies:
    def asked(self, **facts):
        return published(notices=(notice(body="cabinet"), notice(body="health board")), **facts)

    def test_the_one_that_is_late_decides(self):
        facts = self.asked(
            responses=(response(given_on="2013-05-20", body="cabinet"),),
            answers=(answer("accepted"),),
            milestones=(step("2014-09-01"),),
        )
        rating = rated(facts, "2013-05-28")
        assert (rating.rag, rating.body) == ("red", "health board")
        assert rating.words(d("2013-05-28")) == "Response overdue by 1 day"

    def test_a_refusal_of_one_does_not_hide_the_promise_of_the_other(self):
        facts = self.asked(
            responses=(
                response("c", "2013-05-20", body="cabinet"),
                response("h", "2013-05-20", body="health board"),
            ),
            answers=(answer("accepted", "c"), answer("rejected", "h")),
            milestones=(promised("on a day", day="2013-06-01", by_body="cabinet"),),
        )
        rating = rated(facts, "2013-06-06")
        assert (rating.rag, rating.body, rating.answer) == ("amber", "cabinet", "accepted")

    def test_a_step_one_body_promised_gives_no_date_to_the_other(self):
        facts = self.asked(
            responses=(
                response("c", "2013-05-20", body="cabinet"),
                response("h", "2013-05-20", body="health board"),
            ),
            answers=(answer("accepted", "c"), answer("accepted", "h")),
            milestones=(promised("on a day", day="2014-06-01", by_body="cabinet"),),
        )
        rating = rated(facts, "2013-06-06")
        assert (rating.rag, rating.body) == ("date needed", "health board")

    def test_one_that_responds_unasked_counts_beside_the_one_that_was_asked(self):
        facts = published(
            notices=(notice(body="cabinet"),),
            responses=(response(given_on="2013-05-20", body="health board"),),
            answers=(answer("accepted"),),
        )
        assert rated(facts, "2013-05-27").body == "health board"
        assert rated(facts, "2013-05-28").body == "cabinet"


class TestJointOwners:
    def test_each_ones_latest_counts_and_the_worse_is_printed(self):
        facts = accepted(
            step("2014-09-01"),
            updates=(
                update("2013-06-01", "amber", owner="housing"),
                update("2013-06-02", "green", owner="health"),
            ),
        )
        assert said(facts, "2013-06-06")[1] == "Officer says amber, record says green"

    def test_a_newer_update_of_the_same_owner_ends_the_older(self):
        facts = accepted(
            step("2014-09-01"),
            updates=(
                update("2013-06-01", "amber", owner="housing"),
                update("2013-06-02", "green", owner="health"),
                update("2013-06-03", "green", owner="housing"),
            ),
        )
        assert said(facts, "2013-06-06") == ("green", "On track")

    def test_it_is_complete_only_when_both_say_so(self):
        one = update("2013-06-01", complete=True, owner="housing")
        other = update("2013-06-02", owner="health")
        both = update("2013-06-10", complete=True, owner="health")
        facts = accepted(updates=(one, other, both))
        assert said(facts, "2013-06-09")[0] == "date needed"
        assert said(facts, "2013-06-10") == ("green", "Reported complete")

    def test_a_joint_owner_who_has_said_nothing_has_not_reported_it_complete(self):
        facts = accepted(
            owners=(Owner(key="housing"), Owner(key="health")),
            updates=(update("2013-06-01", complete=True, owner="housing"),),
        )
        assert said(facts, "2013-06-06")[0] == "date needed"

    def test_what_an_owner_said_who_has_handed_over_ends_with_the_next_update(self):
        facts = accepted(
            step("2014-09-01"),
            owners=(
                Owner(key="housing", until=d("2013-06-30")),
                Owner(key="health", since=d("2013-07-01")),
            ),
            updates=(
                update("2013-06-01", "red", owner="housing"),
                update("2013-07-10", "green", owner="health"),
            ),
        )
        assert said(facts, "2013-07-09")[0] == "red"
        assert said(facts, "2013-07-10") == ("green", "On track")

    def test_an_update_for_all_of_them_ends_what_each_said(self):
        facts = accepted(
            step("2014-09-01"),
            updates=(update("2013-06-01", "red", owner="housing"), update("2013-06-05", "green")),
        )
        assert said(facts, "2013-06-06") == ("green", "On track")

    def test_an_acceptance_of_the_better_one_does_not_cover_the_worse(self):
        facts = accepted(
            step("2013-06-01"),
            updates=(
                update("2013-06-10", "green", owner="housing", name="h"),
                update("2013-07-10", "amber", owner="health", name="p"),
            ),
            acceptances=(covers("2013-07-20", "h"),),
        )
        assert said(facts, "2013-07-20") == ("red", "Overdue by 49 days")


class TestCorrections:
    """The caller leaves out what was corrected or taken back; so does the reader of the cases."""

    def rated_as_known(self, known_at: str | None) -> tuple[str, str]:
        case = {
            "published_on": "2013-03-28",
            "responses": [{"id": "r1", "kind": "full", "given_on": "2013-05-29"}],
            "answers": [
                {"id": "a1", "on": "2013-05-29", "response": "r1", "decision": "rejected"},
                {
                    "id": "a2",
                    "on": "2013-05-29",
                    "response": "r1",
                    "decision": "accepted",
                    "corrects": "a1",
                    "recorded_on": "2013-06-10",
                },
            ],
        }
        facts = Reader(date.fromisoformat(known_at) if known_at else None).facts(case)
        return said(facts, "2013-06-06")

    def test_a_correction_is_as_if_it_had_always_been_so(self):
        assert self.rated_as_known(None) == ("date needed", "Date needed, accepted 8 days ago")

    def test_as_known_before_it_the_wrong_row_still_stands(self):
        assert self.rated_as_known("2013-06-09") == ("not rated", "Not accepted")


class TestPoliciesInTime:
    stricter = (
        Policy(),
        Policy(in_force_from=d("2014-01-01"), overdue_red_after=14, moved_red_after=30),
        Policy(in_force_from=d("2015-01-01"), overdue_red_after=400),
    )

    @pytest.mark.parametrize(
        ("on", "rag"),
        [
            ("2013-12-31", "amber"),
            ("2014-01-01", "red"),
            ("2014-12-31", "red"),
            ("2015-01-01", "amber"),
        ],
    )
    def test_each_day_is_rated_by_the_policy_of_its_day(self, on, rag):
        assert said(accepted(step("2013-12-10")), on, self.stricter)[0] == rag

    def test_an_acceptance_covers_by_the_policy_of_the_day_it_was_given(self):
        facts = accepted(
            step("2013-12-10"),
            updates=(update("2013-12-15", "green"),),
            acceptances=(covers("2013-12-20"),),
        )
        assert said(facts, "2013-12-31", self.stricter)[0] == "green"
        assert said(facts, "2014-01-01", self.stricter) == ("red", "Overdue by 22 days")


class TestFloors:
    def test_after_the_elections_is_never_overdue(self):
        facts = accepted(
            promised("at least", n=18, unit="months", event="the elections"),
            events=event("the elections", happened("2013-05-02")),
        )
        assert said(facts, "2014-11-01") == ("green", "Not before 2 November 2014")
        words = "Date needed, may be done since 2 November 2014"
        assert said(facts, "2014-11-02") == ("date needed", words)
        assert said(facts, "2034-11-02") == ("date needed", words)

    def test_the_earlier_of_two_says_from_when_it_may_be_done(self):
        facts = accepted(
            promised("after", event="the elections"),
            promised("at least", n=6, unit="months", event="the elections", name="b"),
            events=event("the elections", happened("2013-07-01", on="2013-05-02")),
        )
        assert said(facts, "2013-06-06") == ("green", "Not before 1 July 2013")
        assert said(facts, "2014-06-06")[1] == "Date needed, may be done since 1 July 2013"


class TestPeriods:
    def test_one_that_ended_beside_a_step_without_a_day_is_not_silently_on_track(self):
        period = promised("for a period", n=1, unit="months", **{"from": "2013-06-01"})
        facts = accepted(period, promised("none", name="b"))
        assert said(facts, "2013-06-30") == ("green", "On track")
        words = "Period ended; completion not reported"
        assert said(facts, "2013-07-01") == ("date needed", words)

    def test_one_that_ended_waits_for_the_steps_that_have_a_day(self):
        period = promised("for a period", n=1, unit="months", **{"from": "2013-06-01"})
        facts = accepted(period, step("2014-06-30", name="b"))
        assert said(facts, "2013-07-01") == ("green", "On track")


class TestMoves:
    def test_what_is_done_has_not_moved(self):
        moved = step("2013-09-30", granted("2014-03-31", "2013-09-20"), done_on="2014-01-10")
        facts = accepted(moved, step("2014-09-01", name="b"))
        assert said(facts, "2014-01-09") == ("red", "Moved 182 days in 1 change")
        assert said(facts, "2014-01-10") == ("green", "On track")

    def test_the_farthest_of_two_is_printed_first(self):
        facts = accepted(
            step("2013-09-30", granted("2013-10-10", "2013-09-20")),
            step("2013-09-30", granted("2013-12-09", "2013-09-20"), name="b"),
        )
        assert reasons(facts, "2013-09-20") == ["Moved 70 days", "Moved 10 days", "Due in 20 days"]

    def test_a_leave_counts_from_the_day_it_was_given(self):
        facts = accepted(step("2013-09-30", granted("2013-12-01", "2013-10-20")))
        assert said(facts, "2013-10-19") == ("amber", "Overdue by 19 days")
        assert said(facts, "2013-10-20") == ("amber", "Moved 62 days")


class TestRecurringDuties:
    def test_at_each_meeting_of_a_body(self):
        each = promised("each meeting", body="csc", **{"from": "2013-05-29"})
        done = replace(each, outcomes=(outcome("2013-06-06", "done"),))
        meetings = {"csc": (d("2013-06-06"), d("2013-09-10"))}
        facts = accepted(done, meetings=meetings)
        assert said(facts, "2013-09-10") == ("green", "Due today")
        assert said(facts, "2013-09-11") == ("amber", "Overdue by 1 day")

    def test_where_no_further_meeting_is_in_the_calendar_a_date_is_needed(self):
        each = promised("each meeting", body="csc", **{"from": "2013-05-29"})
        done = replace(each, outcomes=(outcome("2013-06-06", "done"),))
        facts = accepted(done, meetings={"csc": (d("2013-06-06"),)})
        assert said(facts, "2013-06-06")[0] == "date needed"

    def test_an_end_that_is_past_with_all_done_asks_for_the_report_of_complete(self):
        all_done = (outcome("2014-01-15", "done"), outcome("2014-04-15", "done"))
        facts = accepted(quarterly(*all_done, until="2014-05-31"))
        words = "All steps done; completion not reported"
        assert said(facts, "2014-04-15") == ("date needed", words)

    def test_an_end_that_is_past_with_one_missed_is_a_period_ended(self):
        facts = accepted(
            quarterly(outcome("2014-04-15", "done"), until="2014-05-31"),
            positions=(says("2014-06-06"),),
        )
        words = "Period ended; completion not reported"
        assert said(facts, "2014-06-06") == ("date needed", words)

    def test_one_that_ends_before_it_first_falls_due_has_no_day(self):
        facts = accepted(quarterly(until="2013-12-31"))
        assert said(facts, "2013-12-31")[1] == "Date needed, accepted 216 days ago"
        assert said(facts, "2014-01-01")[1] == "Period ended; completion not reported"

    def test_the_last_one_not_done_stays_overdue(self):
        facts = accepted(quarterly(outcome("2014-01-15", "done"), until="2014-05-31"))
        assert said(facts, "2014-12-31") == ("red", "Overdue by 260 days")


def test_every_rating_says_what_was_answered():
    assert rated(published(), "2013-04-01").answer == "awaiting"
    for decision in ("accepted", "accepted in part", "rejected", "deferred", "noted"):
        assert rated(answered(decision), "2013-06-06").answer == decision
    closed = answered("noted", positions=(closes("2013-06-01"),))
    assert rated(closed, "2013-06-06").answer == "noted"


class TestNextDay:
    def test_it_is_the_oldest_day_still_due(self):
        facts = accepted(step("2013-12-31"), step("2013-09-30", name="b"))
        assert rated(facts, "2013-06-06").next_day == d("2013-09-30")
        assert rated(facts, "2013-10-10").next_day == d("2013-09-30")

    def test_a_response_and_a_decision_are_due_too(self):
        assert rated(published(notices=(notice(),)), "2013-06-06").next_day == d("2013-05-27")
        deferred = answered("deferred", decide_by="2013-09-30")
        assert rated(deferred, "2013-06-06").next_day == d("2013-09-30")

    def test_what_is_closed_or_has_no_date_has_none(self):
        closed = accepted(step("2013-12-31"), positions=(closes("2013-06-01"),))
        assert rated(closed, "2013-06-06").next_day is None
        assert rated(accepted(), "2013-06-06").next_day is None


def test_the_officer_may_state_red_where_only_a_date_is_needed():
    facts = accepted(updates=(update("2013-06-01", "red"),))
    rating = rated(facts, "2013-06-06")
    assert (rating.rag, rating.record, rating.officer_says) == (
        Rag.RED,
        Rag.DATE_NEEDED,
        Rag.RED,
    )
