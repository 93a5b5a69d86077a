"""A notice, drafted or served, with the words it covers as they stood on its day."""

from __future__ import annotations

from datetime import date, datetime

from recommendations.models import Body, Recommendation, Resolution, ScrutinyReport, Viewer
from recommendations.models import Notice as Served
from recommendations.rules.deadlines import clock_words
from recommendations.rules.notices import Answering, NoticeRule, asked_of
from recommendations.rules.ratings import ReasonKind
from recommendations.standing.register import Item, Register, register
from reports.builders.names import Names
from reports.documents.lines import Part
from reports.documents.notice import Covered, Notice

DROPPED = frozenset({ReasonKind.NOT_ENDORSED, ReasonKind.WITHDRAWN, ReasonKind.REPLACED})
ENDORSED = (Resolution.Kind.ENDORSE, Resolution.Kind.ENDORSE_AS_AMENDED)


def served_notice(viewer: Viewer, row: Served, rule: NoticeRule, *, known_at: datetime) -> Notice:
    """As it was served: with the words of that day, as known when it was recorded."""
    return notice(
        viewer,
        row.report,
        body=row.body,
        rule=rule,
        response_required=row.response_required,
        as_at=row.on,
        known_at=known_at,
        served_on=row.on,
    )


def notice(
    viewer: Viewer,
    report: ScrutinyReport,
    *,
    body: Body,
    rule: NoticeRule,
    response_required: bool,
    as_at: date,
    known_at: datetime,
    served_on: date | None = None,
) -> Notice:
    """What it asks and covers, in a fixed number of queries; without a day of service a draft.

    What this viewer may not see is counted as withheld. Served before the report is published, it
    has the words of that day.
    """
    day, as_at = served_on or as_at, max(as_at, report.published_on)
    council, names = viewer.council, Names(viewer, as_at=as_at)
    made = Recommendation.objects.visible_to(viewer).filter(report=report)
    now = register(viewer, made, as_at=as_at, known_at=known_at)
    asked = [item for item in now.rated if not is_dropped(item)]
    of_others = [item for item in asked if not item.recommendation.scrutinys_own]
    covered = owned_by(body, of_others) if rule.answering is Answering.NOT_ASKED else of_others
    endorsed = endorsement(report, now)
    hidden = Recommendation.objects.filter(report=report).counted().hidden_from(viewer)
    return Notice(
        council=council.name,
        letterhead=council.letterhead,
        body=names.of(body),
        report=report.title,
        report_slug=report.slug,
        published_on=report.published_on,
        as_at=as_at,
        known_at=known_at,
        law=rule.law,
        asks=asked_of(rule, response_required=response_required),
        served_on=served_on,
        committee=names.of(report.commissioned_by),
        endorsed_on=endorsed.on if endorsed else None,
        endorsed_by=names.of(endorsed.item.meeting.body) if endorsed else "",
        contents=rule.contents,
        last_day=clock_words(
            rule.clock, council.working_days, report_received_on=day, notice_received_on=day
        )
        if response_required and rule.clock.n
        else "",
        covered=tuple(map(in_full, covered)),
        to_scrutiny=tuple(item.address for item in asked if item not in of_others),
        withheld=hidden.count(),
        to_confirm=rule.to_confirm,
    )


def is_dropped(item: Item) -> bool:
    """Whether the committee let it go, or put another in its place."""
    return item.rating is not None and item.rating.deciding.kind in DROPPED


def owned_by(body: Body, items: list[Item]) -> list[Item]:
    """Those this body owns, wholly or in part; where it owns none, all."""
    own = [item for item in items if any(body in one.bodies for one in (item, *item.parts))]
    return own or items


def endorsement(report: ScrutinyReport, now: Register) -> Resolution | None:
    """The resolution that endorsed the report as a whole, last."""
    whole = [
        row
        for row in now.rows.resolutions[report.pk]
        if row.kind in ENDORSED and row.recommendation_id is None and row.may_be_seen
    ]
    return whole[-1] if whole else None


def in_full(item: Item) -> Covered:
    wording = item.wording
    return Covered(
        address=item.address,
        title=wording.title if wording else "",
        text=wording.text if wording else "",
        parts=tuple(
            Part(mark=part.recommendation.reference, text=part.wording.text)
            for part in item.listed_parts
            if part.wording
        ),
        closing=wording.closing if wording else "",
    )
