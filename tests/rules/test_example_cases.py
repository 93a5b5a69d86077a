"""The example cases, as they stand: what is known, the day, and what must come out."""

from datetime import date
from typing import Any

import pytest

from recommendations.rules.deadlines import CLOCKS, days_overdue, last_lawful_day
from recommendations.rules.due import Due, due_days
from recommendations.rules.rag import rate, why_unrated
from tests.rules.cases import Reader, day, read_cases

RATINGS = read_cases("rating_cases.json")
DEADLINES = read_cases("deadline_cases.json")


def test_no_case_is_lost():
    assert len({case["id"] for case in RATINGS}) == 67
    assert len({case["id"] for case in DEADLINES}) == 43


@pytest.mark.parametrize("case", RATINGS, ids=lambda case: case["id"])
def test_rating(case: dict[str, Any]):
    as_at = date.fromisoformat(case["as_at"])
    reader = Reader(known_at=day(case.get("known_at")))
    facts = reader.facts(case["facts"])
    rating = rate(facts, policies=reader.policies(case["facts"]), as_at=as_at)
    if case["rating"] is None:
        assert rating is None
        assert why_unrated(facts, as_at=as_at) == case["words"]
        return
    assert rating is not None
    assert (rating.rag, rating.words(as_at)) == (case["rating"], case["words"])
    assert rating.officer_says == case.get("officer_says")
    if "worst" in case:
        assert rating.worst == case["worst"]
    if "reasons" in case:
        assert [reason.words(as_at) for reason in rating.reasons] == case["reasons"]


@pytest.mark.parametrize("case", DEADLINES, ids=lambda case: case["id"])
def test_deadline(case: dict[str, Any]):
    inputs = case["inputs"]
    match case["rule"]:
        case "last lawful day":
            last = last_lawful_day(
                CLOCKS[inputs["clock"]],
                report_received_on=day(inputs["report_received_on"]),
                notice_received_on=day(inputs["notice_received_on"]),
            )
            assert ([last.isoformat()] if last else []) == case["expected"]
            assert ("last day" if last else "no clock") == case["meaning"]
        case "days overdue":
            last_day = date.fromisoformat(inputs["last_day"])
            as_at = date.fromisoformat(inputs["as_at"])
            assert days_overdue(last_day, as_at=as_at) == case["expected"]
        case "due":
            found = due_days(
                Due.from_json(inputs["due"]),
                event_day=day(inputs.get("event_day")),
                meetings=[date.fromisoformat(text) for text in inputs.get("meetings", ())],
                first=inputs.get("first", 1),
            )
            assert [str(day) for day in found.days] == case["expected"]
            assert found.meaning == case["meaning"]
        case unknown:
            pytest.fail(f"No such rule: {unknown}")
