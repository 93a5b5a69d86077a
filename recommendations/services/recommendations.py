"""Recommendations: made, worded, owned, watched, linked."""

from __future__ import annotations

from datetime import date

from recommendations.models import (
    Body,
    Condition,
    Event,
    Link,
    Ownership,
    Post,
    Recommendation,
    Remit,
    Resolution,
    ScrutinyReport,
    Theme,
    User,
    Wording,
)
from recommendations.rules.due import Due
from recommendations.services.change import Refused, because, change, refuse_the_future


def make_recommendation(
    *,
    report: ScrutinyReport,
    address: str,
    reference: str = "",
    kind: str = Recommendation.Kind.RECOMMENDATION,
    theme: Theme | None = None,
    parent: Recommendation | None = None,
    part_kind: str = "",
    made_on: date | None = None,
    scrutinys_own: bool = False,
    asked: Due | None = None,
    prior_decision_body: Body | None = None,
    prior_decision_on: date | None = None,
    prior_decision_words: str = "",
) -> Recommendation:
    """Allot the next place in the report, and an address that is never given again."""
    if parent is not None and parent.report_id != report.pk:
        raise Refused("A part stands in the report of its whole.")
    with change() as touched:
        recommendation = Recommendation.objects.create(
            council=report.council,
            report=report,
            address=address,
            reference=reference,
            kind=kind,
            theme=theme,
            parent=parent,
            part_kind=part_kind,
            position=report.recommendations.count() + 1,
            made_on=made_on,
            scrutinys_own=scrutinys_own,
            asked=asked or Due(),
            prior_decision_body=prior_decision_body,
            prior_decision_on=prior_decision_on,
            prior_decision_words=prior_decision_words,
        )
        touched.touch(recommendation)
        return recommendation


def word(
    *,
    recommendation: Recommendation,
    printing: str,
    text: str,
    by: User,
    on: date,
    title: str = "",
    lead_in: str = "",
    closing: str = "",
    notes: str = "",
    resolution: Resolution | None = None,
    brought_in: bool = False,
) -> Wording:
    refuse_the_future(on)
    with change() as touched:
        touched.touch(recommendation)
        return Wording.objects.create(
            recommendation=recommendation,
            printing=printing,
            title=title,
            text=text,
            lead_in=lead_in,
            closing=closing,
            notes=notes,
            resolution=resolution,
            by=by,
            on=on,
            brought_in=brought_in,
        )


def give_to_owner(
    *,
    recommendation: Recommendation,
    by: User,
    why: str,
    post: Post | None = None,
    body: Body | None = None,
    share: str = Ownership.Share.LEAD,
    since: date | None = None,
) -> Ownership:
    """Name a post or a body as owner; a post that answers for another council is refused."""
    owner = post or body
    if owner is None or owner.council_id != recommendation.council_id:
        raise Refused("The owner must be a post or a body of the same council.")
    with change() as touched, because(why, by=by):
        touched.touch(recommendation)
        return Ownership.objects.create(
            recommendation=recommendation, post=post, body=body, share=share, since=since
        )


def watch(
    *,
    body: Body,
    by: User,
    why: str,
    report: ScrutinyReport | None = None,
    recommendation: Recommendation | None = None,
    since: date | None = None,
) -> Remit:
    """Say which body watches a report, or one recommendation of it."""
    with change(), because(why, by=by):
        return Remit.objects.create(
            body=body, report=report, recommendation=recommendation, since=since
        )


def set_condition(
    *,
    recommendation: Recommendation,
    event: Event,
    words: str,
    by: User,
    on: date,
    brought_in: bool = False,
) -> Condition:
    """Put a recommendation to sleep until an event has happened."""
    refuse_the_future(on)
    with change() as touched:
        touched.touch(recommendation)
        return Condition.objects.create(
            recommendation=recommendation,
            event=event,
            words=words,
            by=by,
            on=on,
            brought_in=brought_in,
        )


def link(
    *,
    from_recommendation: Recommendation,
    to_recommendation: Recommendation,
    kind: str,
    by: User,
    on: date,
    words: str = "",
    brought_in: bool = False,
) -> Link:
    if from_recommendation == to_recommendation:
        raise Refused("A recommendation is not linked to itself.")
    if from_recommendation.council_id != to_recommendation.council_id:
        raise Refused("Only recommendations of one council are linked.")
    refuse_the_future(on)
    with change() as touched:
        touched.touch(from_recommendation, to_recommendation)
        return Link.objects.create(
            from_recommendation=from_recommendation,
            to_recommendation=to_recommendation,
            kind=kind,
            words=words,
            by=by,
            on=on,
            brought_in=brought_in,
        )
