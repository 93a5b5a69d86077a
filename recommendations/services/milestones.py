"""Milestones: promised, moved with leave, done; and the outcomes of recurring ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from recommendations.models import (
    Answer,
    DateChange,
    DateDecision,
    Milestone,
    MilestoneDone,
    MilestoneOwnership,
    OccurrenceOutcome,
    Post,
    Recommendation,
    Resolution,
    User,
)
from recommendations.models.recording import moment_of_recording
from recommendations.rules.due import Due
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because, change, refuse_the_future
from recommendations.services.following import LATEST, write_after
from recommendations.services.submissions import Conflict


def promise(
    *,
    recommendations: Iterable[Recommendation],
    text: str,
    due: Due,
    by: User,
    on: date,
    owner: Post | None = None,
    answer: Answer | None = None,
    success_measure: str = "",
    brought_in: bool = False,
) -> Milestone:
    """Record a milestone for one or more recommendations of one report."""
    served = list(recommendations)
    reports = {recommendation.report_id for recommendation in served}
    if len(reports) != 1:
        raise Refused("A milestone serves recommendations of one report.")
    refuse_the_future(on)
    with change() as touched:
        milestone = Milestone.objects.create(
            report_id=reports.pop(),
            text=text,
            original_due=due,
            owner=owner,
            answer=answer,
            success_measure=success_measure,
            by=by,
            on=on,
            brought_in=brought_in,
        )
        milestone.recommendations.set(served)
        if owner is not None:
            with because("Named in the promise.", by=by):
                MilestoneOwnership.objects.create(milestone=milestone, post=owner)
        touched.touch(*served)
        return milestone


def give_to(
    *, milestone: Milestone, post: Post, since: date, by: User, why: str
) -> MilestoneOwnership:
    """Another post owes it from that day; up to the day before it stays with whoever owed it."""
    if post.council_id != milestone.report.council_id:
        raise Refused("The post must be one of the same council.")
    refuse_the_future(since)
    if since < milestone.on:
        raise Refused(f"It was promised on {day_words(milestone.on)}: enter that day or a later.")
    with change(), because(why, by=by):
        root = Milestone.objects.select_for_update(no_key=True).get(pk=milestone.root_id)
        now = root.ownerships.filter(until__isnull=True).select_related("post").first()
        if now is not None:
            if now.post == post:
                raise Refused(f"{post} owes it already.")
            if now.since and since <= now.since:
                raise Refused(f"{now} owes it from {day_words(now.since)}: enter a later day.")
            now.until = since - timedelta(days=1)
            now.until_recorded_at = moment_of_recording()
            now.save(update_fields=["until", "until_recorded_at"])
        return MilestoneOwnership.objects.create(milestone=root, post=post, since=since)


def complete(
    *, milestone: Milestone, by: User, on: date, note: str = "", brought_in: bool = False
) -> MilestoneDone:
    refuse_the_future(on)
    with change() as touched:
        touched.touch_all(milestone.recommendations.all())
        return MilestoneDone.objects.create(
            milestone=milestone.root, note=note, by=by, on=on, brought_in=brought_in
        )


def ask_for_new_date(
    *,
    milestone: Milestone,
    to_day: date,
    reason: str,
    by: User,
    on: date,
    from_day: date | None = None,
) -> DateChange:
    """Ask for another date; the old one stays until somebody entitled decides.

    While another request waits, or came at the same moment, this one is a ``Conflict``.
    """
    if not reason.strip():
        raise Refused("Say why the date has to move.")
    refuse_the_future(on)
    with change() as touched:
        touched.touch_all(milestone.recommendations.all())
        asked = DateChange.objects.filter(milestone=milestone.root)
        if waiting := asked.undecided(as_at=date.max, known_at=timezone.now()).first():
            raise Conflict(waiting)
        return write_after(
            asked,
            LATEST,
            milestone=milestone.root,
            from_day=from_day,
            to_day=to_day,
            reason=reason,
            by=by,
            on=on,
        )


def decide_new_date(
    *,
    asked: DateChange,
    decision: str,
    by: User,
    on: date,
    resolution: Resolution | None = None,
    leave: str = "",
) -> DateDecision:
    """Grant or refuse a date, by the committee's resolution or the portfolio holder's leave.

    Whoever asked for the date does not decide it; who decides what is decided already, or is
    being decided at the same moment, meets a ``Conflict``.
    """
    if by == asked.by:
        raise Refused("Whoever asked for a date does not decide it.")
    if resolution is None and not leave.strip():
        raise Refused("Name the resolution, or record the portfolio holder's leave.")
    refuse_the_future(on)
    committee = DateDecision.ByWhom.COMMITTEE
    with change() as touched:
        touched.touch_all(asked.milestone.recommendations.all())
        decided = DateDecision.objects.filter(change=asked)
        if earlier := decided.standing(as_at=date.max, known_at=timezone.now()).last():
            raise Conflict(earlier)
        return write_after(
            decided,
            LATEST,
            change=asked,
            decision=decision,
            by_whom=committee if resolution else DateDecision.ByWhom.PORTFOLIO_HOLDER,
            resolution=resolution,
            leave=leave,
            by=by,
            on=on,
        )


def record_outcome(
    *,
    milestone: Milestone,
    due: date,
    outcome: str,
    by: User,
    on: date,
    reason: str = "",
    leave: str = "",
) -> OccurrenceOutcome:
    """Say what became of the occurrence due on a day; a skipped one says why and by whose leave."""
    refuse_the_future(on)
    with change() as touched:
        touched.touch_all(milestone.recommendations.all())
        return OccurrenceOutcome.objects.create(
            milestone=milestone.root,
            due=due,
            outcome=outcome,
            reason=reason,
            leave=leave,
            by=by,
            on=on,
        )
