"""Reads the example cases, which come as JSON, into what the rules take."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from recommendations.rules import facts as fact
from recommendations.rules.deadlines import CLOCKS
from recommendations.rules.due import Due
from recommendations.rules.policies import Policy
from recommendations.rules.ratings import Rag

Json = Mapping[str, Any]

FOLDER = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return cases


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Reader:
    """Reads the facts of one case as known at a day; ``known_at`` None knows everything."""

    def __init__(self, known_at: date | None = None) -> None:
        self.known_at = known_at

    def facts(self, case: Json) -> fact.Facts:
        superseded = case.get("superseded")
        return fact.Facts(
            kind=fact.Kind(case.get("kind", "recommendation")),
            published_on=day(case.get("published_on")),
            made_on=day(case.get("made_on")),
            scrutinys_own=case.get("scrutinys_own", False),
            limb=case.get("limb", False),
            prior_decision_on=day(case.get("prior_decision_on")),
            endorsements=tuple(
                fact.Endorsement(on=self._on(row), decision=fact.Endorsing(row["decision"]))
                for row in self._known(case.get("endorsements", ()))
            ),
            withdrawn_on=day(case.get("withdrawn_on")),
            superseded=superseded and fact.Superseded(on=self._on(superseded), by=superseded["by"]),
            notices=tuple(self._notice(row) for row in self._notices(case)),
            responses=tuple(
                fact.Response(
                    id=row["id"],
                    body=row.get("body", ""),
                    kind=fact.ResponseKind(row["kind"]),
                    given_on=day(row.get("given_on")),
                    decided_on=day(row.get("decided_on")),
                    in_force_on=day(row.get("in_force_on")),
                    withdrawn_on=day(row.get("withdrawn_on")),
                )
                for row in case.get("responses", ())
            ),
            answers=tuple(
                fact.Answer(
                    response=row["response"],
                    decision=fact.Decision(row["decision"]),
                    decide_by=day(row.get("decide_by")),
                )
                for row in self._known(case.get("answers", ()))
            ),
            asked=Due.from_json(case.get("asked", {"shape": "none"})),
            milestones=tuple(
                self._milestone(row) for row in self._known(case.get("milestones", ()))
            ),
            events={
                name: fact.Event(
                    name=name,
                    days=tuple(
                        fact.EventDay(
                            on=self._on(row),
                            kind=fact.EventDayKind(row["kind"]),
                            day=date.fromisoformat(row["day"]),
                        )
                        for row in self._known(rows)
                    ),
                )
                for name, rows in case.get("events", {}).items()
            },
            meetings={
                body: tuple(date.fromisoformat(text) for text in days)
                for body, days in case.get("meetings", {}).items()
            },
            conditions=tuple(
                fact.Condition(event=row["event"])
                for row in self._known(case.get("conditions", ()))
            ),
            rounds=tuple(
                fact.Round(
                    opens=date.fromisoformat(row["opens"]),
                    closes=date.fromisoformat(row["closes"]),
                    owed=row["owed"],
                )
                for row in case.get("rounds", ())
            ),
            updates=tuple(
                fact.Update(
                    on=self._on(row),
                    id=row.get("id", ""),
                    owner=row.get("owner", ""),
                    stated=Rag(row["stated"]) if row.get("stated") else None,
                    complete=row.get("complete", False),
                )
                for row in self._known(case.get("updates", ()))
            ),
            acceptances=tuple(
                fact.Acceptance(on=self._on(row), update=row["update"])
                for row in self._known(case.get("acceptances", ()))
            ),
            positions=tuple(
                fact.Position(
                    on=self._on(row),
                    status=row.get("status", ""),
                    closes=fact.Closing(row["closes"]) if row.get("closes") else None,
                )
                for row in self._known(case.get("positions", ()))
            ),
            parts={name: self.facts(part) for name, part in case.get("parts", {}).items()},
        )

    @staticmethod
    def policies(case: Json) -> tuple[Policy, ...]:
        return tuple(
            Policy(
                **{name: value for name, value in row.items() if not isinstance(value, str)},
                in_force_from=date.fromisoformat(row["in_force_from"]),
                due_soon_rating=Rag(row.get("due_soon_rating", "green")),
            )
            for row in case.get("policies", ())
        )

    def _known(self, rows: Iterable[Json]) -> list[Json]:
        """The rows that stand as known: not corrected by a known row, nor themselves a taking
        back."""
        known = [
            row
            for row in rows
            if self.known_at is None
            or date.fromisoformat(row.get("recorded_on") or row.get("on") or "0001-01-01")
            <= self.known_at
        ]
        corrected = {row["corrects"] for row in known if "corrects" in row}
        return [
            row for row in known if row.get("id") not in corrected and not row.get("takes_back")
        ]

    @staticmethod
    def _on(row: Json) -> date:
        return date.fromisoformat(row["on"])

    @staticmethod
    def _notices(case: Json) -> list[Json]:
        return [*case.get("notices", ()), *([case["notice"]] if "notice" in case else [])]

    @staticmethod
    def _notice(row: Json) -> fact.Notice:
        return fact.Notice(
            on=date.fromisoformat(row["served_on"]),
            body=row.get("body", ""),
            clock=CLOCKS[row["rule"]],
            report_received_on=day(row.get("report_received_on")),
            notice_received_on=day(row.get("notice_received_on")),
            hard=row.get("hard", True),
            response_required=row.get("response_required", True),
            last_day=day(row.get("last_day")),
        )

    def _milestone(self, row: Json) -> fact.Milestone:
        return fact.Milestone(
            id=row["id"],
            due=Due.from_json(row["due"]),
            body=row.get("body", ""),
            done_on=day(row.get("done_on")),
            changes=tuple(
                fact.DateChange(
                    to=date.fromisoformat(change["to"]),
                    asked_on=day(change.get("asked_on")),
                    decided_on=day(change.get("decided_on")),
                    decision=fact.Granting(change["decision"]) if "decision" in change else None,
                    by=fact.Granter(change["by"]) if "by" in change else None,
                )
                for change in self._known(row.get("changes", ()))
            ),
            outcomes=tuple(
                fact.OccurrenceOutcome(
                    on=self._on(outcome),
                    due=date.fromisoformat(outcome["due"]),
                    outcome=fact.Outcome(outcome["outcome"]),
                )
                for outcome in self._known(row.get("outcomes", ()))
            ),
        )
