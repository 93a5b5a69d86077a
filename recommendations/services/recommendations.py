"""Recommendations: made, put right, worded, owned, watched, linked."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from recommendations.models import (
    Answer,
    Body,
    Condition,
    Event,
    Link,
    Milestone,
    Ownership,
    Position,
    Post,
    ProgressUpdate,
    Recommendation,
    Remit,
    Resolution,
    ScrutinyReport,
    Theme,
    User,
    Wording,
)
from recommendations.models.recommendations import RecommendationQuerySet
from recommendations.models.recording import moment_of_recording
from recommendations.rules.addresses import (
    ADDRESS,
    address_of,
    limb_address_of,
    listed_address_of,
)
from recommendations.rules.due import Due
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because, change, correct, refuse_the_future
from recommendations.services.editing import edited
from recommendations.services.order import arrange, next_place, one_at_a_time, put_inside
from recommendations.services.submissions import Conflict


def make_recommendation(
    *,
    report: ScrutinyReport,
    address: str = "",
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
        one_at_a_time(report)
        refuse_another_reports(theme, report)
        taken = set(report.recommendations.values_list("address", flat=True))
        address = address or allotted(reference, kind, parent, part_kind, taken=taken)
        refuse_an_address(address, taken=taken)
        recommendation = Recommendation.objects.create(
            council=report.council,
            report=report,
            address=address,
            reference=reference,
            kind=kind,
            theme=theme,
            parent=parent,
            part_kind=part_kind,
            position=next_place(report.recommendations.all()),
            made_on=made_on,
            scrutinys_own=scrutinys_own,
            asked=asked or Due(),
            prior_decision_body=prior_decision_body,
            prior_decision_on=prior_decision_on,
            prior_decision_words=prior_decision_words,
        )
        touched.touch(recommendation)
        return recommendation


def allotted(
    reference: str,
    kind: str,
    whole: Recommendation | None,
    part_kind: str,
    *,
    taken: Container[str],
) -> str:
    """An address made of what the report prints; one of a reference may be taken."""
    if whole is None:
        return address_of(reference, kind=kind, taken=taken)
    if part_kind == Recommendation.PartKind.LIMB:
        listed = whole.parts.filter(part_kind=Recommendation.PartKind.LISTED.value)
        return limb_address_of(whole=whole.address, follows_parts=listed.exists(), taken=taken)
    return listed_address_of(reference, whole=whole.address, taken=taken)


def refuse_an_address(address: str, *, taken: Container[str]) -> None:
    if not ADDRESS.fullmatch(address):
        raise Refused(
            f"No address can be made of “{address}”: give it one of your own, for example R5."
        )
    if address in taken:
        raise Refused(
            f"{address} is in this report already. If it is not the same, give this one an "
            "address of its own."
        )


def refuse_another_reports(theme: Theme | None, report: ScrutinyReport) -> None:
    if theme is not None and not report.themes.filter(pk=theme.pk).exists():
        raise Refused("The theme is not, or no longer, one of this report.")


def enter_recommendation(
    *,
    report: ScrutinyReport,
    by: User,
    words: Mapping[str, Any],
    owner: Post | Body | None = None,
    address: str = "",
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
    """Make a recommendation with the schedule's words and whoever the report says leads it."""
    with change():
        made = make_recommendation(
            report=report,
            address=address,
            reference=reference,
            kind=kind,
            theme=theme,
            parent=parent,
            part_kind=part_kind,
            made_on=made_on,
            scrutinys_own=scrutinys_own,
            asked=asked,
            prior_decision_body=prior_decision_body,
            prior_decision_on=prior_decision_on,
            prior_decision_words=prior_decision_words,
        )
        on = made.exists_from
        schedule = Wording.Printing.SCHEDULE.value
        word(recommendation=made, printing=schedule, by=by, on=on, **words)
        if owner is not None:
            give_to_owner(
                recommendation=made,
                post=owner if isinstance(owner, Post) else None,
                body=owner if isinstance(owner, Body) else None,
                since=on,
                by=by,
                why="Named in the report.",
            )
        return made


def edit_recommendation(
    *,
    recommendation: Recommendation,
    seen: str,
    by: User,
    reference: str,
    kind: str,
    theme: Theme | None,
    part_kind: str,
    made_on: date | None,
    scrutinys_own: bool,
    asked: Due,
    prior_decision_body: Body | None,
    prior_decision_on: date | None,
    prior_decision_words: str,
) -> Recommendation:
    """Put right what a recommendation is; its words are dated rows, and its address stays.

    Its parts are of its kind, and what it printed moves with the day it was made.
    """
    was_kind, was_made = recommendation.kind, recommendation.exists_from
    with change() as touched:
        refuse_another_reports(theme, recommendation.report)
        edited(
            recommendation,
            seen,
            by=by,
            reference=reference,
            kind=kind,
            theme=theme,
            part_kind=part_kind,
            made_on=made_on,
            scrutinys_own=scrutinys_own,
            asked=asked,
            prior_decision_body=prior_decision_body,
            prior_decision_on=prior_decision_on,
            prior_decision_words=prior_decision_words,
        )
        touched.touch(recommendation)
        if kind != was_kind:
            refuse_to_unrate(recommendation)
            with because("", by=by):
                for part in recommendation.parts.all():
                    part.kind = kind
                    part.save(update_fields=["kind"])
        made = recommendation.exists_from
        if made != was_made:
            refuse_the_future(made)
            itself = Recommendation.objects.filter(pk=recommendation.pk)
            print_on(made, itself, was=was_made, by=by)
        return recommendation


def refuse_to_unrate(recommendation: Recommendation) -> None:
    """What was answered or reported on is rated, so it becomes no guideline."""
    if recommendation.is_rated:
        return
    of_family = {"recommendation__in": Recommendation.objects.family_of(recommendation)}
    told = (
        Answer.objects.filter(**of_family),
        Position.objects.filter(**of_family),
        ProgressUpdate.objects.filter(**of_family),
        Milestone.objects.filter(recommendations__in=of_family["recommendation__in"]),
    )
    if any(rows.exists() for rows in told):
        raise Refused("It has been answered or reported on, so it stays a recommendation.")


def place_recommendation(
    *, recommendation: Recommendation, after: Recommendation | None, by: User
) -> None:
    """Put it after another one of its report, or a part after another part; None is first."""
    rows = recommendation.report.recommendations.all()
    with change() as touched:
        one_at_a_time(recommendation.report)
        beside = rows.filter(parent=recommendation.parent_id).exclude(pk=recommendation.pk)
        to = list(beside).index(after) + 2 if after else 1
        if arrange(rows, put_inside(recommendation, rows, to=to), by=by):
            touched.touch_all(rows)


def print_on(on: date, recommendations: RecommendationQuerySet, *, was: date, by: User) -> None:
    """Correct the day of what was printed with these on the day they were said to be made."""
    printed = (
        Wording.objects.filter(recommendation__in=recommendations),
        Condition.objects.filter(recommendation__in=recommendations),
        Link.objects.filter(from_recommendation__in=recommendations),
    )
    why = "The day it was printed is put right."
    for rows in printed:
        for row in rows.filter(on=was).standing(as_at=was, known_at=timezone.now()):
            correct(row, by=by, why=why, on=on)


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


def word_anew(
    *,
    recommendation: Recommendation,
    seen: str,
    printing: str,
    by: User,
    on: date,
    title: str,
    text: str,
    lead_in: str,
    closing: str,
    notes: str,
    resolution: Resolution | None = None,
) -> Wording:
    """Add words beside those recorded; ``seen`` is the last row that whoever adds looked at."""
    with change():
        one_at_a_time(recommendation.report)
        latest = latest_wording(recommendation)
        if latest is not None and seen != str(latest.pk):
            raise Conflict(latest)
        standing = recommendation.wordings.standing(as_at=date.max, known_at=timezone.now())
        body = Wording.Printing.BODY
        if printing == body and standing.filter(printing=body.value).exists():
            raise Refused("The words of the body are entered already: correct those instead.")
        return word(
            recommendation=recommendation,
            printing=printing,
            by=by,
            on=on,
            title=title,
            text=text,
            lead_in=lead_in,
            closing=closing,
            notes=notes,
            resolution=resolution,
        )


def latest_wording(recommendation: Recommendation) -> Wording | None:
    """The row of its words that was recorded last, whatever it says."""
    return Wording.objects.filter(recommendation=recommendation).order_by("pk").last()


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
    still = recommendation.ownerships.filter(post=post, body=body, until__isnull=True)
    if still.exists():
        raise Refused(f"{owner} owns it already.")
    with change() as touched, because(why, by=by):
        touched.touch(recommendation)
        return Ownership.objects.create(
            recommendation=recommendation, post=post, body=body, share=share, since=since
        )


def end_ownership(*, ownership: Ownership, until: date, by: User, why: str) -> None:
    """``until`` is the last day on which it is theirs; once said, it stays."""
    refuse_the_future(until)
    if ownership.since and until < ownership.since:
        raise Refused(f"{ownership} owns it only from {day_words(ownership.since)}.")
    with change() as touched, because(why, by=by):
        still = Ownership.objects.select_for_update(no_key=True)
        if not still.filter(pk=ownership.pk, until__isnull=True).exists():
            raise Refused("Its last day is entered already.")
        touched.touch(ownership.recommendation)
        ownership.until, ownership.until_recorded_at = until, moment_of_recording()
        ownership.save(update_fields=["until", "until_recorded_at"])


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
    standing = recommendation.conditions.standing(as_at=date.max, known_at=timezone.now())
    if standing.filter(event=event).exists():
        raise Refused("It waits for this event already.")
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
    standing = from_recommendation.links.standing(as_at=date.max, known_at=timezone.now())
    if standing.filter(to_recommendation=to_recommendation, kind=kind).exists():
        raise Refused("They are linked so already.")
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
