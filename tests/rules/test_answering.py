"""What an answer has to say, box by box."""

from datetime import date

import pytest

from recommendations.rules.answering import Said, missing
from recommendations.rules.facts import Decision

DAY = date(2024, 9, 1)
STEP = {"action": "Mend", "owned": True, "day": DAY, "success_measure": "Mended"}
BOXES_OF_A_STEP = ["action", "owner", "day", "success_measure"]


def boxes(said, *, required=True):
    return [name for name, _ in missing(said, required=required)]


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({}, ["decision"]),
        ({"decision": Decision.ACCEPTED}, BOXES_OF_A_STEP),
        ({"decision": Decision.ACCEPTED, **STEP}, []),
        ({"decision": Decision.ACCEPTED, **STEP, "day": None}, ["day"]),
        ({"decision": Decision.ACCEPTED, "further": True}, []),
        ({"decision": Decision.ACCEPTED, "promised": True}, []),
        ({"decision": Decision.ACCEPTED, "promised": True, "action": "More"}, BOXES_OF_A_STEP[1:]),
        ({"decision": Decision.IN_PART, **STEP}, ["reason"]),
        ({"decision": Decision.IN_PART, **STEP, "reason": "Costs"}, []),
        ({"decision": Decision.REJECTED}, ["reason"]),
        ({"decision": Decision.REJECTED, "reason": "Costs"}, []),
        ({"decision": Decision.REJECTED, "reason": "Costs", **STEP}, None),
        ({"decision": Decision.REJECTED, "reason": "Costs", "further": True}, ["decision"]),
        ({"decision": Decision.REJECTED, "reason": "Costs", "promised": True}, []),
        ({"decision": Decision.DEFERRED}, ["reason", "day"]),
        ({"decision": Decision.DEFERRED, "reason": "Costs", "day": DAY}, []),
        ({"decision": Decision.DEFERRED, "reason": "Costs", **STEP}, None),
        ({"decision": Decision.NOTED, "reason": "It is so already"}, []),
        ({"decision": Decision.NOTED, "reason": "It is so", "day": DAY}, ["day"]),
    ],
)
def test_what_is_missing_or_too_much(said, lacks):
    found = boxes(Said(**said))
    if lacks is None:
        assert {"action", "owner", "success_measure"} <= set(found)
    else:
        assert found == lacks


def test_what_may_stand_under_its_whole_needs_nothing_until_something_is_said():
    assert boxes(Said(), required=False) == []
    assert boxes(Said(promised=True), required=False) == []
    assert boxes(Said(text="We agree"), required=False) == ["decision"]
    assert boxes(Said(decision=Decision.REJECTED), required=False) == ["reason"]
