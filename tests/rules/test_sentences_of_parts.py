"""The sentences S1 and S17 that complete the rating table: of a whole and its parts."""

from recommendations.rules.facts import Facts
from tests.rules.building import (
    ON_TRACK,
    accepted,
    due,
    rated,
    said,
    step,
    update,
)


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
