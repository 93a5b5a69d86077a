"""Recommendations: made, put in their places, put right."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.utils import timezone

from recommendations.models import (
    Answer,
    Body,
    Condition,
    Link,
    Milestone,
    Position,
    Post,
    ProgressUpdate,
    Recommendation,
    ScrutinyReport,
    Theme,
    User,
    Wording,
)
from recommendations.models.recommendations import RecommendationQuerySet
from recommendations.rules.addresses import (
    ADDRESS,
    address_of,
    limb_address_of,
    listed_address_of,
)
from recommendations.rules.due import Due
from recommendations.services import ownerships, wordings
from recommendations.services.change import Refused, because, change, correct, refuse_the_future
from recommendations.services.editing import edited
from recommendations.services.order import arrange, next_place, one_at_a_time, put_inside


class Printed(TypedDict, total=False):
    """What a report says of a recommendation beside its words; the rest is as the model has it."""

    reference: str
    kind: str
    theme: Theme | None
    part_kind: str
    made_on: date | None
    scrutinys_own: bool
    asked: Due
    prior_decision_body: Body | None
    prior_decision_on: date | None
    prior_decision_words: str


def make_recommendation(
    *,
    report: ScrutinyReport,
    address: str = "",
    parent: Recommendation | None = None,
    **printed: Unpack[Printed],
) -> Recommendation:
    """Allot the next place in the report, and an address that is never given again."""
    if parent is not None and parent.report_id != report.pk:
        raise Refused("A part stands in the report of its whole.")
    with change() as touched:
        one_at_a_time(report)
        refuse_another_reports(printed.get("theme"), report)
        taken = set(report.recommendations.values_list("address", flat=True))
        address = address or allotted(parent, printed, taken=taken)
        refuse_an_address(address, taken=taken)
        recommendation = Recommendation.objects.create(
            council=report.council,
            report=report,
            address=address,
            parent=parent,
            position=next_place(report.recommendations.all()),
            **printed,
        )
        touched.touch(recommendation)
        return recommendation


def allotted(whole: Recommendation | None, printed: Printed, *, taken: Container[str]) -> str:
    """An address made of what the report prints; one of a reference may be taken."""
    reference = printed.get("reference", "")
    if whole is None:
        kind = printed.get("kind", Recommendation.Kind.RECOMMENDATION)
        return address_of(reference, kind=kind, taken=taken)
    if printed.get("part_kind") == Recommendation.PartKind.LIMB:
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
    parent: Recommendation | None = None,
    **printed: Unpack[Printed],
) -> Recommendation:
    """Make a recommendation with the schedule's words and whoever the report says leads it."""
    with change():
        made = make_recommendation(report=report, address=address, parent=parent, **printed)
        on = made.exists_from
        schedule = Wording.Printing.SCHEDULE.value
        wordings.word(recommendation=made, printing=schedule, by=by, on=on, **words)
        if owner is not None:
            ownerships.give_to_owner(
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
    **printed: Unpack[Printed],
) -> Recommendation:
    """Put right what a recommendation is; its words are dated rows, and its address stays.

    Its parts are of its kind, and what it printed moves with the day it was made.
    """
    was_kind, was_made = recommendation.kind, recommendation.exists_from
    with change() as touched:
        refuse_another_reports(printed.get("theme"), recommendation.report)
        edited(recommendation, seen, by=by, **printed)
        touched.touch(recommendation)
        if recommendation.kind != was_kind:
            refuse_to_unrate(recommendation)
            with because("", by=by):
                for part in recommendation.parts.all():
                    part.kind = recommendation.kind
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
