"""The rating table: the order of its rows, and what each is not for."""

from dataclasses import replace
from itertools import pairwise

import pytest

from recommendations.rules.deadlines import CLOCKS
from recommendations.rules.facts import Kind
from recommendations.rules.policies import Policy
from recommendations.rules.rag import ANSWER, PROGRESS, rate, why_unrated
from recommendations.rules.ratings import Rag
from tests.rules.building import (
    AMBER_WARNING,
    ON_TRACK,
    accepted,
    answered,
    closes,
    d,
    due,
    granted,
    notice,
    outcome,
    promised,
    published,
    quarterly,
    reasons,
    round_,
    said,
    step,
    update,
)

LATE_STEP = step("2013-09-30")

ANSWERS_WITHOUT_PROGRESS = [
    ("rejected", "Not accepted"),
    ("noted", "Noted, no action proposed"),
]


@pytest.mark.parametrize(("decision", "words"), ANSWERS_WITHOUT_PROGRESS)
def test_an_answer_that_promises_nothing_is_not_rated_whatever_is_late(decision, words):
    assert said(answered(decision, milestones=(LATE_STEP,)), "2014-01-01") == ("not rated", words)


CLOSINGS = [
    ("implemented", "Complete"),
    ("not implemented", "Closed: not implemented"),
    ("overtaken", "Closed: overtaken"),
    ("merged", "Closed: merged"),
    ("refused", "Closed: refused"),
]


@pytest.mark.parametrize(("reason", "words"), CLOSINGS)
def test_only_what_was_implemented_is_complete(reason, words):
    facts = accepted(positions=(closes("2013-06-06", reason),))
    assert said(facts, "2013-06-06") == ("closed", words)


DATES_NEEDED = [
    (answered("deferred"), "Decision date needed"),
    (answered("accepted in part"), "Date needed, accepted 8 days ago"),
    (accepted(promised("none")), "Date needed, accepted 8 days ago"),
    (accepted(promised("unending", **{"from": "2013-05-29"})), "Review date needed"),
    (accepted(promised("before", event="the elections")), "Day of the elections needed"),
]


@pytest.mark.parametrize(("facts", "words"), DATES_NEEDED)
def test_a_date_is_needed(facts, words):
    assert said(facts, "2013-06-06") == ("date needed", words)


def test_what_was_reported_complete_needs_no_date():
    for facts, _ in DATES_NEEDED:
        with_report = replace(facts, updates=(update("2013-06-01", complete=True),))
        assert said(with_report, "2013-06-06") == ("green", "Reported complete")


def test_an_overdue_milestone_outranks_the_officers_report_of_complete():
    facts = accepted(LATE_STEP, updates=(update("2013-09-01", complete=True),))
    assert reasons(facts, "2013-10-10") == ["Overdue by 10 days", "Reported complete"]


# In the order of the table: facts of which each holds on 10 December 2013 beside the next.
IN_ORDER = [
    ("Overdue by 71 days", {"milestones": (LATE_STEP,)}),
    (
        "Moved 91 days in 1 change",
        {"milestones": (step("2013-12-30", granted("2014-03-31", "2013-09-20"), name="b"),)},
    ),
    ("Overdue by 9 days", {"milestones": (step("2013-12-01", name="c"),)}),
    (
        "Moved 2 days",
        {"milestones": (step("2013-12-30", granted("2014-01-01", "2013-09-20"), name="d"),)},
    ),
    (
        "Moved 92 days, agreed by the committee",
        {
            "milestones": (
                step("2013-12-30", granted("2014-04-01", "2013-09-20", "committee"), name="e"),
            )
        },
    ),
    (
        "Day of the elections needed",
        {"milestones": (promised("before", event="the elections", name="f"),)},
    ),
    ("No update received", {"rounds": (round_("2013-11-01", "2013-11-20"),)}),
    (
        "1 of 2 missed",
        {
            "milestones": (
                quarterly(
                    outcome("2013-09-01", "missed"),
                    outcome("2013-12-01", "done"),
                    start="2013-06-01",
                ),
            )
        },
    ),
    ("Due in 5 days", {"milestones": (step("2013-12-15", name="g"),)}),
]


def test_every_row_that_holds_is_printed_in_the_order_of_the_table():
    milestones = [one for _, facts in IN_ORDER for one in facts.get("milestones", ())]
    rounds = [one for _, facts in IN_ORDER for one in facts.get("rounds", ())]
    facts = accepted(*milestones, rounds=tuple(rounds))
    assert reasons(facts, "2013-12-10") == [words for words, _ in IN_ORDER]


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(IN_ORDER)), ids=lambda row: row[0])
def test_of_two_rows_that_hold_the_first_decides(earlier, later):
    milestones = (*later[1].get("milestones", ()), *earlier[1].get("milestones", ()))
    rounds = (*later[1].get("rounds", ()), *earlier[1].get("rounds", ()))
    facts = accepted(*(milestones or (step("2014-09-01"),)), rounds=rounds)
    assert reasons(facts, "2013-12-10")[:2] == [earlier[0], later[0]]


def test_nothing_is_printed_beneath_what_is_not_rated_or_closed():
    late = (LATE_STEP,)
    for facts in (
        answered("noted", milestones=late),
        accepted(*late, withdrawn_on=d("2013-06-01")),
        accepted(*late, positions=(closes("2013-06-06"),)),
    ):
        assert len(reasons(facts, "2014-01-01")) == 1


def test_the_table_gives_the_ratings_in_the_order_of_the_design():
    assert [rag for rag, _ in ANSWER] == [
        Rag.CLOSED,
        Rag.NOT_RATED,  # not endorsed, withdrawn, replaced
        Rag.RED,  # response overdue
        Rag.NOT_RATED,  # awaiting
        Rag.NOT_RATED,  # left unanswered
        Rag.NOT_RATED,  # rejected, noted, dormant, not yet endorsed
    ]
    assert [rag for rag, _ in PROGRESS] == [
        *(Rag.RED,) * 3,
        *(Rag.AMBER,) * 4,
        Rag.DATE_NEEDED,
        *(Rag.AMBER,) * 3,  # no update, missed, the warning where a policy makes it amber
        Rag.DATE_NEEDED,
        *(Rag.GREEN,) * 2,
    ]


def test_a_policy_may_make_the_early_warning_amber():
    facts = accepted(LATE_STEP)
    assert said(facts, "2013-09-01", AMBER_WARNING) == ON_TRACK
    assert said(facts, "2013-09-02", AMBER_WARNING) == ("amber", "Due in 28 days")


NUMBERS = [
    (Policy(overdue_red_after=14), "2013-10-14", "amber", "2013-10-15", "red"),
    (Policy(overdue_red_after=0), "2013-09-30", "green", "2013-10-01", "red"),
    (Policy(due_soon=7, due_soon_rating=Rag.AMBER), "2013-09-22", "green", "2013-09-23", "amber"),
]


@pytest.mark.parametrize(("policy", "before", "rag", "after", "then"), NUMBERS)
def test_a_council_sets_its_own_numbers(policy, before, rag, after, then):
    facts = accepted(LATE_STEP)
    assert said(facts, before, (policy,))[0] == rag
    assert said(facts, after, (policy,))[0] == then


def test_a_move_is_measured_by_the_policy_too():
    facts = accepted(step("2013-12-31", granted("2014-01-20", "2013-10-10")))
    assert said(facts, "2013-10-10", (Policy(moved_red_after=19),))[0] == "red"
    assert said(facts, "2013-10-10", (Policy(moved_red_after=20),))[0] == "amber"


@pytest.mark.parametrize("kind", [Kind.GUIDELINE, Kind.COMMENDATION, Kind.FINDING])
def test_what_asks_for_nothing_is_listed_and_not_rated(kind):
    facts = accepted(LATE_STEP, kind=kind)
    assert rate(facts, policies=(), as_at=d("2014-01-01")) is None
    assert why_unrated(facts, as_at=d("2014-01-01")) == "Listed, not rated"


def test_a_draft_without_a_day_of_publication_is_in_no_document():
    facts = published(published_on=None)
    assert why_unrated(facts, as_at=d("2014-01-01")) == "In no document yet"


def test_only_an_interim_exists_before_its_report():
    early = {"made_on": d("2013-02-01"), "published_on": d("2013-03-28")}
    assert why_unrated(published(**early), as_at=d("2013-03-27")) == "In no document yet"
    assert said(published(kind=Kind.INTERIM, **early), "2013-02-01")[0] == "not rated"


def test_what_is_rated_says_no_reason_why_it_is_not():
    assert why_unrated(published(), as_at=d("2014-01-01")) == ""


def test_the_clock_chosen_for_the_notice_counts():
    facts = published(notices=(notice(clock=CLOCKS["28 days"]),))
    assert said(facts, "2013-04-24")[1] == "Awaiting response until 24 April 2013"
    assert said(facts, "2013-04-25") == ("red", "Response overdue by 1 day")


def test_a_last_day_that_a_person_confirmed_outranks_the_clock():
    facts = published(notices=(notice(last_day=d("2013-06-30")),))
    assert said(facts, "2013-06-30")[1] == "Awaiting response until 30 June 2013"


def test_what_was_asked_stands_in_only_until_a_step_is_promised():
    asked = due("on a day", day="2013-06-30")
    assert said(accepted(asked=asked), "2013-07-01") == ("amber", "Overdue by 1 day")
    assert said(accepted(step("2014-06-30"), asked=asked), "2013-07-01") == ON_TRACK
