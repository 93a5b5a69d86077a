"""The schedule of one response, as printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from recommendations.models import (
    Answer,
    ExecutiveResponse,
    Recommendation,
    Resolution,
    ResponseLine,
    ResponseStage,
    Viewer,
    Wording,
)
from recommendations.models.wordings import words_of
from recommendations.rules.reconcile import discrepancies
from recommendations.standing.rows import When
from reports.builders.held import Held
from reports.builders.names import Names
from reports.documents.response_schedule import (
    Answered,
    PrintedGroup,
    PrintedLine,
    Reached,
    Resolved,
    ResponseSchedule,
)


def response_schedule(
    viewer: Viewer,
    response: ExecutiveResponse,
    *,
    as_at: date,
    known_at: datetime,
    held: Held | None = None,
) -> ResponseSchedule:
    """What this viewer may see of it, in a fixed number of queries.

    What they may not is counted as withheld, so that the sums of the paper still come out.
    ``held`` hears of every row that is printed.
    """
    held = held or Held()
    report, names = held(held(response).report), Names(viewer, as_at=as_at)
    when: When = {"as_at": as_at, "known_at": known_at}
    lines = list(
        ResponseLine.objects.filter(response=response)
        .marked_for(viewer)
        .select_related("recommendation__report", "recommendation__council")
    )
    answers = list(
        Answer.objects.visible_to(viewer)
        .filter(response=response)
        .standing(**when)
        .select_related("recommendation__report", "recommendation__council")
        .prefetch_related(words_of("recommendation", **when))
        .order_by("recommendation__position", "on", "recorded_at", "pk")
    )
    groups = list(response.groups.all())
    made = Recommendation.objects.filter(report=report, parent__isnull=True).select_related(
        "report"
    )
    addresses = [row.address for row in made if row.is_rated and row.exists_from <= as_at]
    stages = ResponseStage.objects.filter(response=response).standing(**when)
    resolved = Resolution.objects.visible_to(viewer).standing(**when).about(report)
    claimed = [
        group.claimed(line for line in lines if line.group_id == group.pk) for group in groups
    ]
    return ResponseSchedule(
        council=viewer.council.name,
        report=report.title,
        report_slug=report.slug,
        published_on=report.published_on,
        body=names.of(response.body),
        kind=response.get_kind_display(),
        version=response.version,
        as_at=as_at,
        known_at=known_at,
        in_report=len(addresses),
        stages=tuple(
            Reached(stage.get_stage_display(), stage.on, stage.in_force_on) for stage in stages
        ),
        groups=tuple(
            PrintedGroup(
                words=group.words,
                claimed=group.count_claimed,
                lines=tuple(
                    _line(line, answers, held)
                    for line in lines
                    if line.group_id == group.pk and line.may_be_seen
                ),
                withheld=sum(line.group_id == group.pk and not line.may_be_seen for line in lines),
            )
            for group in groups
        ),
        answers=tuple(_answered(answer, held) for answer in answers if answer.line_id is None),
        discrepancies=discrepancies(claimed, addresses=addresses),
        resolved=tuple(
            Resolved(
                body=names.of(row.item.meeting.body),
                on=row.on,
                reference=row.reference,
                kind=row.get_kind_display(),
                text=row.text,
            )
            for row in map(held, resolved)
        ),
        source_note=response.source_note,
    )


def _line(line: ResponseLine, answers: Sequence[Answer], held: Held) -> PrintedLine:
    return PrintedLine(
        reference=held(line).reference,
        words=line.words,
        address=line.recommendation.address if line.recommendation else "",
        note=line.note,
        answers=tuple(_answered(answer, held) for answer in answers if answer.line_id == line.pk),
    )


def _answered(answer: Answer, held: Held) -> Answered:
    wordings: list[Wording] = getattr(answer.recommendation, "wordings_today")  # noqa: B009
    words = wordings[-1] if wordings else None
    return Answered(
        address=held(answer).recommendation.address,
        words=(words.title or words.text) if words else "",
        decision=answer.get_decision_display(),
        reason=answer.reason,
        text=answer.text,
        decide_by=answer.decide_by,
    )
