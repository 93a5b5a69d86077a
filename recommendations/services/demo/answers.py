"""What came of a report: the notice, the responses to it, and the story of each recommendation."""

from __future__ import annotations

from random import Random

from recommendations.models import ExecutiveResponse, Resolution, ResponseStage, ScrutinyReport
from recommendations.services import facts, notices, responses
from recommendations.services.demo.reports import MadeReport
from recommendations.services.demo.setting import Setting
from recommendations.services.demo.sittings import Committee
from recommendations.services.demo.stories import STORIES
from recommendations.services.demo.told import Answering, Told
from recommendations.services.fixtures import Entry

DRAFTED_BEFORE = 21


def tell(made_report: MadeReport) -> None:
    """What came of a report, and then of each recommendation in it."""
    setting, report, entry = made_report.setting, made_report.report, made_report.entry
    committee = setting.committees[entry["committee"]]
    committee.resolve(
        committee.after(report.published_on),
        kind=Resolution.Kind.ENDORSE,
        text="That the report and its recommendations are endorsed and sent to the Cabinet.",
        report=report,
    )
    _serve_notice(entry["notice"], setting=setting, report=report)
    full = [
        answering
        for response in entry["responses"]
        if (answering := _respond(response, made_report=made_report, committee=committee))
    ]
    by_title = {made.entry["title"]: made.row for made in made_report.rows if "title" in made.entry}
    for made in made_report.rows:
        told = Told(
            setting=setting,
            report=report,
            row=made.row,
            entry=made.entry,
            owners=made.owners,
            committee=committee,
            answering=full[0] if full else None,
            later=full[1] if len(full) > 1 else None,
            rng=Random(f"{report.slug} {made.row.address}"),  # noqa: S311  # only to be varied
            by_title=by_title,
        )
        if made.row.is_rated:
            STORIES[made.entry["story"]](told)


def _serve_notice(entry: Entry, *, setting: Setting, report: ScrutinyReport) -> None:
    served_on = setting.diary.workday(entry["served_ago"])
    received_on = setting.diary.workday(entry["received_ago"])
    receipts = {"report_received_on": received_on, "notice_received_on": received_on}
    came_later = entry.get("receipt_later", False)
    with setting.diary.recording(served_on if came_later else received_on):
        notice = notices.serve_notice(
            report=report,
            body=setting.body("cabinet"),
            rule=entry["rule"],
            by=setting.scrutiny_officer,
            on=served_on,
            report_received_on=None if came_later else received_on,
            notice_received_on=None if came_later else received_on,
        )
    if came_later:
        with setting.diary.recording(received_on):
            facts.correct_fact(
                row=notice,
                by=setting.scrutiny_officer,
                why="The receipts have come.",
                **receipts,
            )


def _respond(entry: Entry, *, made_report: MadeReport, committee: Committee) -> Answering | None:
    """None of a holding response, which answers nothing."""
    setting, report = made_report.setting, made_report.report
    stages = ResponseStage.Stage
    days_ago = entry.get("given_ago") or entry["decided_ago"]
    with setting.diary.recording(setting.diary.workday(days_ago + DRAFTED_BEFORE)):
        response = responses.enter_response(
            report=report, body=setting.body("cabinet"), kind=entry["kind"]
        )
    setting.counted["responses"] += 1
    reached = [(stages.DRAFTED, days_ago + DRAFTED_BEFORE), (stages.CLEARED, days_ago + 8)]
    reached.append((stages.GIVEN if "given_ago" in entry else stages.DECIDED, days_ago))
    for stage, ago in reached:
        day = setting.diary.workday(ago)
        ahead = entry.get("in_force_ahead") if stage is stages.DECIDED else None
        with setting.diary.recording(day):
            responses.reach_stage(
                response=response,
                stage=stage,
                by=setting.scrutiny_officer,
                on=day,
                in_force_on=setting.diary.ahead(ahead) if ahead else None,
            )
    if entry["kind"] != "full":
        return None
    _print_lines(response, made_report=made_report, later="given_ago" not in entry)
    if "given_ago" in entry:
        committee.resolve(
            committee.after(setting.diary.workday(days_ago)),
            kind=Resolution.Kind.NOTE,
            text="That the response of the Cabinet is noted.",
            report=report,
            response=response,
        )
    return Answering(response=response, days_ago=days_ago)


def _print_lines(response: ExecutiveResponse, *, made_report: MadeReport, later: bool) -> None:
    """What it answers, line by line; parts are answered within the line of their whole."""
    answered = [
        made
        for made in made_report.rows
        if made.row.parent_id is None
        and ("answer" in made.entry or "reason" in made.entry)
        and (made.entry["story"] == "in_force_soon") is later
    ]
    group = responses.add_group(
        response=response,
        words="The Cabinet's answer to each recommendation",
        count_claimed=len(answered),
    )
    for made in answered:
        responses.add_line(
            response=response,
            group=group,
            reference=made.row.reference,
            words=made.entry["title"],
            recommendation=made.row,
        )
