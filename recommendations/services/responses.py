"""Responses given, and the answers in them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from recommendations.models import (
    Answer,
    Body,
    ExecutiveResponse,
    Recommendation,
    ResponseGroup,
    ResponseLine,
    ResponseStage,
    ScrutinyReport,
    User,
)
from recommendations.services.change import Refused, change, refuse_the_future


@transaction.atomic
def enter_response(
    *,
    report: ScrutinyReport,
    body: Body,
    kind: str = ExecutiveResponse.Kind.FULL,
    source: str = "",
    source_note: str = "",
    words: str = "",
) -> ExecutiveResponse:
    """Open the next version of what a body says; it counts for nothing before a stage says so."""
    version = ExecutiveResponse.objects.filter(report=report, body=body).count() + 1
    return ExecutiveResponse.objects.create(
        report=report,
        body=body,
        kind=kind,
        version=version,
        source=source,
        source_note=source_note,
        words=words,
    )


def open_response(
    *,
    report: ScrutinyReport,
    body: Body,
    kind: str,
    words: str,
    source: str,
    by: User,
    on: date,
) -> ExecutiveResponse:
    """Open a response to be built; a holding one says what it says, and so is drafted at once."""
    full = ExecutiveResponse.Kind.FULL
    with change():
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
        there = ExecutiveResponse.objects.filter(report=report, body=body, kind=full)
        if kind == full and there.exists():
            raise Refused(
                f"{body} has a full response to this report already: "
                "go on with it, or begin a new version of it from its page."
            )
        response = enter_response(report=report, body=body, kind=kind, words=words, source=source)
        if kind != full:
            reach_stage(response=response, stage=ResponseStage.Stage.DRAFTED, by=by, on=on)
        return response


def reach_stage(
    *,
    response: ExecutiveResponse,
    stage: str,
    by: User,
    on: date,
    in_force_on: date | None = None,
    brought_in: bool = False,
) -> ResponseStage:
    """Record that a response was given, decided or withdrawn; its answers stand accordingly."""
    refuse_the_future(on)
    if in_force_on is not None and in_force_on < on:
        raise Refused("A decision does not come into force before it is made.")
    with change() as touched:
        touched.touch_all(response.report.recommendations.all())
        return ResponseStage.objects.create(
            response=response,
            stage=stage,
            in_force_on=in_force_on,
            by=by,
            on=on,
            brought_in=brought_in,
        )


@transaction.atomic
def add_group(
    *, response: ExecutiveResponse, words: str, count_claimed: int | None = None
) -> ResponseGroup:
    return ResponseGroup.objects.create(
        response=response,
        words=words,
        count_claimed=count_claimed,
        position=response.groups.count() + 1,
    )


@transaction.atomic
def add_line(
    *,
    response: ExecutiveResponse,
    words: str,
    reference: str = "",
    group: ResponseGroup | None = None,
    recommendation: Recommendation | None = None,
    note: str = "",
) -> ResponseLine:
    """Keep a line as printed; it answers nothing until a person matches it."""
    return ResponseLine.objects.create(
        response=response,
        group=group,
        reference=reference,
        words=words,
        recommendation=recommendation,
        note=note,
        position=response.lines.count() + 1,
    )


def answer(
    *,
    response: ExecutiveResponse,
    recommendation: Recommendation,
    decision: str,
    by: User,
    on: date,
    line: ResponseLine | None = None,
    reason: str = "",
    decide_by: date | None = None,
    text: str = "",
    success_measure: str = "",
    brought_in: bool = False,
) -> Answer:
    """Answer one recommendation in a response; what scrutiny asks of itself is not answered."""
    if recommendation.scrutinys_own:
        raise Refused("This is scrutiny's own action: nobody else accepts or refuses it.")
    if recommendation.report_id != response.report_id:
        raise Refused("A response answers the recommendations of its own report.")
    if line is not None and line.recommendation_id != recommendation.pk:
        raise Refused("The line of the response is not matched to this recommendation.")
    refuse_the_future(on)
    with change() as touched:
        touched.touch(recommendation)
        return Answer.objects.create(
            response=response,
            recommendation=recommendation,
            line=line,
            decision=decision,
            reason=reason,
            decide_by=decide_by,
            text=text,
            success_measure=success_measure,
            by=by,
            on=on,
            brought_in=brought_in,
        )
