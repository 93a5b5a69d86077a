"""The rating table: each row on both sides of each of its edges."""

from datetime import timedelta

import pytest

from recommendations.rules.facts import Condition, Endorsement, Endorsing, Superseded
from tests.rules.building import (
    ON_TRACK,
    accepted,
    answered,
    closes,
    d,
    event,
    expected,
    granted,
    happened,
    notice,
    outcome,
    promised,
    published,
    quarterly,
    response,
    round_,
    said,
    step,
    update,
)

LATE_STEP = step("2013-09-30")
not_endorsed = (Endorsement(on=d("2013-06-06"), decision=Endorsing.NOT_ENDORSED),)
decided = answered(
    "accepted",
    responses=(response(given_on=None, decided_on="2013-05-20", in_force_on="2013-06-04"),),
)

# The name of the edge; the facts; the day; before it; from it on.
EDGES = [
    (
        "closed",
        accepted(LATE_STEP, positions=(closes("2013-11-05"),)),
        "2013-11-05",
        ("red", "Overdue by 35 days"),
        ("closed", "Complete"),
    ),
    (
        "not endorsed",
        published(endorsements=not_endorsed),
        "2013-06-06",
        ("not rated", "Awaiting response, no notice served"),
        ("not rated", "Not endorsed"),
    ),
    (
        "withdrawn",
        accepted(LATE_STEP, withdrawn_on=d("2013-11-05")),
        "2013-11-05",
        ("red", "Overdue by 35 days"),
        ("not rated", "Withdrawn"),
    ),
    (
        "replaced",
        accepted(LATE_STEP, superseded=Superseded(on=d("2013-11-05"), by="R7")),
        "2013-11-05",
        ("red", "Overdue by 35 days"),
        ("not rated", "Replaced by R7"),
    ),
    (
        "notice served",
        published(notices=(notice("2013-04-10", received_on="2013-04-10"),)),
        "2013-04-10",
        ("not rated", "Awaiting response, no notice served"),
        ("not rated", "Awaiting response until 9 June 2013"),
    ),
    (
        "response overdue",
        published(notices=(notice(),)),
        "2013-05-28",
        ("not rated", "Awaiting response until 27 May 2013"),
        ("red", "Response overdue by 1 day"),
    ),
    (
        "response given",
        accepted(notices=(notice(),)),
        "2013-05-29",
        ("red", "Response overdue by 1 day"),
        ("date needed", "Date needed, accepted today"),
    ),
    (
        "response decided",
        decided,
        "2013-05-20",
        ("not rated", "Awaiting response, no notice served"),
        ("not rated", "Decided, in force from 4 June 2013"),
    ),
    (
        "response in force",
        decided,
        "2013-06-04",
        ("not rated", "Decided, in force from 4 June 2013"),
        ("date needed", "Date needed, acceptance in force today"),
    ),
    (
        "response withdrawn",
        published(
            responses=(response(given_on="2013-05-20", withdrawn_on="2013-06-10"),),
            notices=(notice(),),
        ),
        "2013-06-10",
        ("not rated", "Not answered in the response of 20 May 2013"),
        ("red", "Response overdue by 14 days"),
    ),
    (
        "left unanswered",
        published(responses=(response(),)),
        "2013-05-29",
        ("not rated", "Awaiting response, no notice served"),
        ("not rated", "Not answered in the response of 29 May 2013"),
    ),
    (
        "woken",
        accepted(
            conditions=(Condition(event="the board is disbanded"),),
            events=event("the board is disbanded", happened("2013-12-01")),
        ),
        "2013-12-01",
        ("not rated", "Dormant until the board is disbanded"),
        ("date needed", "Date needed, woken today"),
    ),
    (
        "decision due soon",
        answered("deferred", decide_by="2013-09-30"),
        "2013-09-02",
        ("green", "Decision due by 30 September 2013"),
        ("green", "Decision due in 28 days"),
    ),
    (
        "decision overdue",
        answered("deferred", decide_by="2013-09-30"),
        "2013-10-01",
        ("green", "Decision due today"),
        ("amber", "Decision overdue by 1 day"),
    ),
    (
        "decision long overdue",
        answered("deferred", decide_by="2013-09-30"),
        "2013-10-29",
        ("amber", "Decision overdue by 28 days"),
        ("red", "Decision overdue by 29 days"),
    ),
    (
        "due soon",
        accepted(LATE_STEP),
        "2013-09-02",
        ON_TRACK,
        ("green", "Due in 28 days"),
    ),
    (
        "overdue",
        accepted(LATE_STEP),
        "2013-10-01",
        ("green", "Due today"),
        ("amber", "Overdue by 1 day"),
    ),
    (
        "long overdue",
        accepted(LATE_STEP),
        "2013-10-29",
        ("amber", "Overdue by 28 days"),
        ("red", "Overdue by 29 days"),
    ),
    (
        "moved",
        accepted(step("2013-12-31", granted("2014-01-01", "2013-10-10"))),
        "2013-10-10",
        ON_TRACK,
        ("amber", "Moved 1 day"),
    ),
    (
        "moved farther",
        accepted(
            step(
                "2013-12-31",
                granted("2014-03-31", "2013-10-10"),
                granted("2014-04-01", "2013-11-10"),
            )
        ),
        "2013-11-10",
        ("amber", "Moved 90 days"),
        ("red", "Moved 91 days in 2 changes"),
    ),
    (
        "moved by agreement",
        accepted(
            step(
                "2013-12-31",
                granted("2014-03-31", "2013-10-10", "committee"),
                granted("2014-04-01", "2013-11-10", "committee"),
            )
        ),
        "2013-11-10",
        ON_TRACK,
        ("amber", "Moved 91 days, agreed by the committee"),
    ),
    (
        "day of the event entered",
        accepted(
            promised("within", n=6, unit="months", event="the report is approved"),
            events=event("the report is approved", happened("2013-11-30")),
        ),
        "2013-11-30",
        ("date needed", "Day of the report is approved needed"),
        ON_TRACK,
    ),
    (
        "silent in a round",
        accepted(step("2014-03-31"), rounds=(round_("2013-06-10", "2013-06-28"),)),
        "2013-06-29",
        ON_TRACK,
        ("amber", "No update received"),
    ),
    (
        "heard after the round",
        accepted(
            step("2014-03-31"),
            rounds=(round_("2013-06-10", "2013-06-28"),),
            updates=(update("2013-07-05"),),
        ),
        "2013-07-05",
        ("amber", "No update received"),
        ON_TRACK,
    ),
    (
        "missed",
        accepted(quarterly(outcome("2014-04-15", "done"))),
        "2014-04-15",
        ("red", "Overdue by 89 days"),
        ("amber", "1 of 2 missed"),
    ),
    (
        "all steps done",
        accepted(step("2013-09-30", done_on="2013-09-10")),
        "2013-09-10",
        ("green", "Due in 21 days"),
        ("date needed", "All steps done; completion not reported"),
    ),
    (
        "period ended",
        accepted(promised("for a period", n=12, unit="months", **{"from": "2013-06-01"})),
        "2014-06-01",
        ON_TRACK,
        ("date needed", "Period ended; completion not reported"),
    ),
    (
        "floor reached",
        accepted(
            promised("after", event="the elections"),
            events=event("the elections", happened("2013-11-05", on="2013-10-01")),
        ),
        "2013-11-05",
        ("green", "Not before 5 November 2013"),
        ("date needed", "Date needed, may be done since 5 November 2013"),
    ),
    (
        "expected day passed",
        accepted(
            promised("within", n=6, unit="months", event="the elections"),
            events=event("the elections", expected("2013-11-05")),
        ),
        "2013-11-06",
        ON_TRACK,
        ("date needed", "Day of the elections to be confirmed"),
    ),
    (
        "reported complete",
        accepted(updates=(update("2013-06-20", complete=True),)),
        "2013-06-20",
        ("date needed", "Date needed, accepted 21 days ago"),
        ("green", "Reported complete"),
    ),
]


@pytest.mark.parametrize(
    ("facts", "edge", "before", "after"),
    [row[1:] for row in EDGES],
    ids=[row[0] for row in EDGES],
)
def test_both_sides_of_an_edge(facts, edge, before, after):
    day_before = (d(edge) - timedelta(days=1)).isoformat()
    assert (said(facts, day_before), said(facts, edge)) == (before, after)
