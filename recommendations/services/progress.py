"""Progress that owners submit, and the better ratings that scrutiny accepts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from recommendations.models import (
    Body,
    Milestone,
    MilestoneDone,
    OccurrenceOutcome,
    Post,
    ProgressUpdate,
    RatingAcceptance,
    Recommendation,
    User,
)
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import day_words
from recommendations.services import milestones
from recommendations.services.change import Refused, change, refuse_the_future, take_back
from recommendations.services.following import LATEST, Latest, last_written, write_after


def submit_update(
    *,
    recommendation: Recommendation,
    by: User,
    on: date,
    stated: str = "",
    complete: bool = False,
    cause: str = "",
    remedy: str = "",
    effect: str = "",
    why_differs: str = "",
    narrative: str = "",
    outcome: str = "",
    milestone: Milestone | None = None,
    occurrence: date | None = None,
    post: Post | None = None,
    body: Body | None = None,
    follows: ProgressUpdate | Latest | None = LATEST,
) -> ProgressUpdate:
    """Submit an owner's report on a recommendation, or on a milestone or occurrence of it.

    Amber and red need cause, remedy and effect. A milestone or occurrence reported complete is
    done from that day, and nothing more is reported on it. ``follows`` is the update its author was
    looking at; somebody else's since then is a ``Conflict``.
    """
    needs_why = stated in {ProgressUpdate.Stated.RED, ProgressUpdate.Stated.AMBER}
    if needs_why and not (cause.strip() and remedy.strip() and effect.strip()):
        raise Refused(f"{Rag.AMBER.label} and {Rag.RED.word} need a cause, a remedy and an effect.")
    refuse_the_future(on)
    with change() as touched:
        touched.touch(recommendation)
        update = write_after(
            updates_about(recommendation, milestone, occurrence),
            follows,
            recommendation=recommendation,
            milestone=milestone and milestone.root,
            occurrence=occurrence,
            post=post,
            body=body,
            stated=stated,
            complete=complete,
            cause=cause,
            remedy=remedy,
            effect=effect,
            why_differs=why_differs,
            narrative=narrative,
            outcome=outcome,
            by=by,
            on=on,
        )
        if milestone is not None:
            refuse_what_is_recorded(milestone, occurrence)
            if complete:
                finish(milestone=milestone, occurrence=occurrence, by=by, on=on)
        return update


def refuse_what_is_recorded(milestone: Milestone, occurrence: date | None) -> None:
    """Somebody may have recorded what became of it while another was typing."""
    today, now = timezone.localdate(), timezone.now()
    row: MilestoneDone | OccurrenceOutcome | None
    if occurrence is None:
        row = milestone.root.done.standing(as_at=today, known_at=now).first()
    else:
        told = milestone.root.outcomes.filter(due=occurrence)
        row = told.standing(as_at=today, known_at=now).first()
    if row is None:
        return
    became = row.get_outcome_display().lower() if isinstance(row, OccurrenceOutcome) else "done"
    due = f", due {day_words(occurrence)}," if occurrence else ""
    raise Refused(
        f"{row.by} recorded meanwhile that “{milestone.text}”{due} was {became} on"
        f" {day_words(row.on)}, so nothing more is asked about it. What there is still to say"
        " belongs to the recommendation itself."
    )


def updates_about(
    recommendation: Recommendation, milestone: Milestone | None, occurrence: date | None
) -> QuerySet[ProgressUpdate]:
    """What was submitted about exactly this: the whole item, one milestone, or one occurrence."""
    return ProgressUpdate.objects.filter(
        recommendation=recommendation,
        milestone=milestone and milestone.root,
        occurrence=occurrence,
        state=ProgressUpdate.State.SUBMITTED,
    )


def latest_about(
    recommendation: Recommendation, milestone: Milestone | None, occurrence: date | None
) -> ProgressUpdate | None:
    """What a new update follows, whoever may read it."""
    return last_written(updates_about(recommendation, milestone, occurrence))


About = tuple[int, int | None, date | None]
"""What an update is about, by number: the item, a milestone of it, and the occurrence's day."""


def latest_of_each(recommendations: Collection[int]) -> dict[About, int]:
    """What a new update about each of these, or about a milestone, follows: at one question."""
    newest = ProgressUpdate.objects.filter(
        recommendation__in=recommendations,
        state=ProgressUpdate.State.SUBMITTED,
        corrects__isnull=True,
        followed_by__isnull=True,
    ).order_by("pk")
    about = newest.values_list("recommendation", "milestone", "occurrence", "pk")
    return {(item, milestone, occurrence): pk for item, milestone, occurrence, pk in about}


def update_named(
    number: str,
    *,
    recommendation: Recommendation,
    milestone: Milestone | None,
    occurrence: date | None,
) -> ProgressUpdate | None:
    """The update that a form was looking at; none where it names none about the same."""
    about = updates_about(recommendation, milestone, occurrence)
    return about.filter(pk=number).first() if number.isdecimal() else None


def finish(*, milestone: Milestone, occurrence: date | None, by: User, on: date) -> None:
    """Record that a milestone, or one occurrence of it, was done on a day."""
    if occurrence is None:
        milestones.complete(milestone=milestone, by=by, on=on)
    else:
        done = OccurrenceOutcome.Outcome.DONE
        milestones.record_outcome(milestone=milestone, due=occurrence, outcome=done, by=by, on=on)


def take_update_back(*, update: ProgressUpdate, by: User, why: str) -> ProgressUpdate:
    """Take a submitted update back, and what it reported done; the timeline keeps all of it."""
    with change() as touched:
        touched.touch(update.recommendation)
        for row in reported_done_in(update):
            touched.touch_all(row.milestone.recommendations.all())
            take_back(row, by=by, why=why)
        return take_back(update, by=by, why=why)


def reported_done_in(update: ProgressUpdate) -> list[MilestoneDone | OccurrenceOutcome]:
    """The milestone or occurrence that was recorded as done with this update."""
    if update.milestone is None or not update.complete:
        return []
    with_it = {"on": update.on, "by": update.by, "takes_back": False, "corrected_by": None}
    if update.occurrence is None:
        return list(MilestoneDone.objects.filter(milestone=update.milestone, **with_it))
    return list(
        OccurrenceOutcome.objects.filter(
            milestone=update.milestone, due=update.occurrence, **with_it
        )
    )


def save_draft(
    *,
    recommendation: Recommendation,
    by: User,
    on: date,
    milestone: Milestone | None = None,
    occurrence: date | None = None,
    **texts: Any,
) -> ProgressUpdate:
    """Keep what somebody has typed so far: one draft of each person for each thing reported on."""
    draft, _ = ProgressUpdate.objects.update_or_create(
        recommendation=recommendation,
        milestone=milestone and milestone.root,
        occurrence=occurrence,
        by=by,
        state=ProgressUpdate.State.DRAFT,
        defaults={"on": on, **texts},
    )
    return draft


def discard_draft(
    *,
    recommendation: Recommendation,
    by: User,
    milestone: Milestone | None = None,
    occurrence: date | None = None,
) -> None:
    ProgressUpdate.objects.filter(
        recommendation=recommendation,
        milestone=milestone and milestone.root,
        occurrence=occurrence,
        by=by,
        state=ProgressUpdate.State.DRAFT,
    ).delete()


def accept_rating(*, update: ProgressUpdate, reason: str, by: User, on: date) -> RatingAcceptance:
    """Accept an officer's rating that is better than the record, for a reason."""
    if not reason.strip():
        raise Refused("Say why the officer's better rating is accepted.")
    refuse_the_future(on)
    with change() as touched:
        touched.touch(update.recommendation)
        return RatingAcceptance.objects.create(update=update, reason=reason, by=by, on=on)
