"""The rules of notices: whom each binds, by when, and how a clock stands."""

from datetime import date

import pytest

from recommendations.models import Body, Council, Notice
from recommendations.rules.deadlines import CLOCKS
from recommendations.rules.notices import (
    AT_FIRST,
    KINDS,
    RULES,
    TO_CONFIRM,
    Answering,
    asked_of,
    impossible_days,
    offered,
    rule_of,
    time_left,
    why_not,
)

SERVED = date(2013, 3, 28)
LATER = date(2013, 4, 2)


def test_every_nation_and_kind_of_body_is_one_of_the_register():
    nations = {str(nation) for nation in Council.Nation.values}
    assert set(KINDS) == set(Body.Kind.values)
    for rule in RULES.values():
        assert rule.nations <= nations
        assert rule.kinds <= set(KINDS)
        assert rule.clock.name in Notice.Clock.values


@pytest.mark.parametrize(
    ("name", "clock", "hard", "answering"),
    [
        ("executive", "two months", True, Answering.REQUIRED),
        ("health-body", "28 days", True, Answering.CHOSEN),
        ("crime-and-disorder", "28 days", False, Answering.REQUIRED),
        ("have-regard", "none", True, Answering.NOT_ASKED),
        ("local-rule", "eight weeks", True, Answering.CHOSEN),
        ("no-duty", "none", True, Answering.CHOSEN),
    ],
)
def test_what_each_rule_asks(name, clock, hard, answering):
    rule = RULES[name]
    assert (rule.clock, rule.hard, rule.answering) == (CLOCKS[clock], hard, answering)


@pytest.mark.parametrize(
    ("nation", "names"),
    [
        ("England", list(AT_FIRST)),
        ("Wales", ["local-rule", "no-duty"]),
        ("Scotland", ["local-rule", "no-duty"]),
        ("Northern Ireland", ["local-rule", "no-duty"]),
    ],
)
def test_a_nation_is_offered_the_rules_that_are_its_own(nation, names):
    found = offered(nation, in_use=AT_FIRST, local=CLOCKS["eight weeks"])
    assert [rule.name for rule in found] == names


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("executive", {"executive", "full council"}),
        ("health-body", {"partner", "board"}),
        ("crime-and-disorder", {"executive", "full council", "partner", "board"}),
        ("have-regard", {"partner", "board"}),
        ("local-rule", set(KINDS)),
        ("no-duty", set(KINDS)),
    ],
)
def test_a_rule_fits_its_kinds_of_body_and_says_so_of_others(name, kinds):
    reasons = {kind: why_not(RULES[name], nation="England", kind=kind, beside=()) for kind in KINDS}
    assert {kind for kind, reason in reasons.items() if not reason} == kinds
    assert all("This rule is for" in reason for reason in reasons.values() if reason)


def test_no_partner_is_asked_to_have_regard_to_what_went_to_a_health_body():
    refused = why_not(
        RULES["have-regard"], nation="England", kind="partner", beside={"health-body"}
    )
    assert "went to a health body" in refused
    assert not why_not(RULES["have-regard"], nation="England", kind="partner", beside={""})


def test_a_rule_of_england_is_not_one_of_scotland():
    reason = why_not(RULES["executive"], nation="Scotland", kind="executive", beside=())
    assert reason == "This rule is not one of Scotland"


def test_only_a_health_body_needs_the_four_contents():
    contents = {name: len(rule.contents) for name, rule in RULES.items() if rule.contents}
    assert contents == {"health-body": 4}


def test_what_is_known_from_practice_is_said_to_be():
    to_confirm = {name for name, rule in RULES.items() if rule.to_confirm}
    assert to_confirm == {
        *("executive", "health-body", "crime-and-disorder", "no-duty"),
        *("flood-risk", "combined-authority"),
    }
    assert TO_CONFIRM == "Usual practice, confirm locally."


def test_a_notice_says_by_when_an_answer_is_due():
    _, answer, *_ = asked_of(RULES["executive"], response_required=True)
    assert answer.startswith("within two months beginning with the day on which you receive")
    assert answer.endswith("saying what action, if any, you propose to take")


def test_a_soft_clock_says_so():
    _, answer = asked_of(RULES["crime-and-disorder"], response_required=True)
    assert ", or as soon as reasonably possible thereafter, respond" in answer


def test_without_an_answer_nothing_of_one_is_asked():
    assert asked_of(RULES["health-body"], response_required=False) == RULES["health-body"].asks


def test_no_clock_names_no_time():
    assert asked_of(RULES["no-duty"], response_required=True)[1].startswith("respond in writing")


@pytest.mark.parametrize(
    ("name", "clock", "nation", "kind", "found"),
    [
        ("local-rule", "two months", "England", "executive", "local-rule"),
        ("", "two months", "England", "executive", "executive"),
        ("", "eight weeks", "Scotland", "executive", "local-rule"),
        ("", "28 days", "England", "board", None),
        ("", "two months", "Wales", "executive", None),
    ],
)
def test_a_clock_tells_its_rule_where_only_one_has_it(name, clock, nation, kind, found):
    rule = rule_of(name, clock=clock, nation=nation, kind=kind)
    assert (rule.name if rule else None) == found


@pytest.mark.parametrize(
    ("days", "refused"),
    [
        ({}, []),
        ({"notice_received_on": SERVED}, []),
        ({"report_received_on": date(2013, 3, 1)}, []),
        ({"notice_received_on": date(2013, 3, 27)}, ["notice_received_on"]),
        ({"acknowledged_on": date(2013, 3, 27)}, ["acknowledged_on"]),
        ({"report_received_on": date(2013, 4, 3)}, ["report_received_on"]),
        ({"on": date(2013, 4, 3), "notice_received_on": LATER}, ["on", "notice_received_on"]),
    ],
)
def test_days_that_cannot_be(days, refused):
    typed = {"on": SERVED, "report_received_on": None, "notice_received_on": None, **days}
    assert [name for name, _ in impossible_days(**typed, today=LATER)] == refused


@pytest.mark.parametrize(
    ("day", "hard", "words"),
    [
        (date(2013, 4, 4), True, "2 days left"),
        (date(2013, 4, 3), True, "1 day left"),
        (LATER, True, "Last day today"),
        (date(2013, 4, 1), True, "Overdue by 1 day"),
        (SERVED, True, "Overdue by 5 days"),
        (SERVED, False, "Expected 5 days ago"),
    ],
)
def test_how_a_clock_stands(day, hard, words):
    assert time_left(day, as_at=LATER, hard=hard) == words
