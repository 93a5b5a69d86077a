"""What a paper says came of a report: the responses, the meetings and the positions taken."""

from __future__ import annotations

from datetime import date

from recommendations.models import ExecutiveResponse, Resolution, ScrutinyReport
from recommendations.services import (
    meetings,
    positions,
    resolutions,
    responses,
)
from recommendations.services.fixtures import Entry
from recommendations.services.papers.paper import Paper


def read_response(entry: Entry, *, paper: Paper) -> ExecutiveResponse:
    report = paper.report(entry["report"])
    response = responses.enter_response(
        report=report,
        body=paper.body(entry["body"]),
        kind=entry["kind"],
        source=entry["source"],
        source_note=entry["source_note"],
    )
    paper.counted["responses"] += 1
    stages = [
        responses.reach_stage(
            response=response,
            stage=stage["stage"],
            by=paper.by,
            on=date.fromisoformat(stage["on"]),
            brought_in=True,
        )
        for stage in entry["stages"]
    ]
    on = stages[0].on
    for group in entry.get("groups", []):
        _read_group(group, paper=paper, response=response, on=on)
    for answer in entry.get("answers", []):
        responses.answer(
            response=response,
            recommendation=report.recommendations.get(address=answer["recommendation"]),
            decision=answer["decision"],
            by=paper.by,
            on=on,
            brought_in=True,
        )
        paper.counted["answers"] += 1
    return response


def _read_group(entry: Entry, *, paper: Paper, response: ExecutiveResponse, on: date) -> None:
    group = responses.add_group(
        response=response, words=entry["words"], count_claimed=entry.get("count_claimed")
    )
    for row in entry["lines"]:
        matched = (
            response.report.recommendations.get(address=row["recommendation"])
            if "recommendation" in row
            else None
        )
        line = responses.add_line(
            response=response,
            group=group,
            reference=row["reference"],
            words=row["words"],
            recommendation=matched,
            note=row.get("match", ""),
        )
        paper.counted["lines"] += 1
        if matched and "answer" in row:
            responses.answer(
                response=response,
                recommendation=matched,
                line=line,
                decision=row["answer"]["decision"],
                reason=row["answer"].get("reason", ""),
                by=paper.by,
                on=on,
                brought_in=True,
            )
            paper.counted["answers"] += 1


def read_meeting(
    entry: Entry, *, paper: Paper, response: ExecutiveResponse
) -> dict[str, Resolution]:
    """The resolutions of the meeting by their references in the minutes."""
    meeting = meetings.call_meeting(
        body=paper.body(entry["body"]), day=date.fromisoformat(entry["day"])
    )
    paper.counted["meetings"] += 1
    resolved = {}
    for row in entry["items"]:
        item = meetings.add_item(meeting=meeting, title=row["title"])
        for resolution in row["resolutions"]:
            target = resolution["target"]
            resolved[resolution["reference"]] = resolutions.resolve(
                item=item,
                reference=resolution["reference"],
                kind=resolution["kind"],
                text=resolution["text"],
                report=response.report if target == "report" else None,
                response=response if target == "response" else None,
                recommendation=response.report.recommendations.filter(address=target).first(),
                by=paper.by,
                brought_in=True,
            )
            paper.counted["resolutions"] += 1
    return resolved


def read_position(
    entry: Entry, *, paper: Paper, report: ScrutinyReport, resolved: dict[str, Resolution]
) -> None:
    resolution = resolved[entry["resolution"]]
    positions.take_position(
        recommendation=report.recommendations.get(address=entry["recommendation"]),
        status=entry["status"],
        closes=entry["closes"],
        resolution=resolution,
        by=paper.by,
        on=resolution.on,
        brought_in=True,
    )
    paper.counted["positions"] += 1
