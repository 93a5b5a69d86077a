"""What a page acts on: one recommendation as it stands today, and a milestone of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from recommendations.access import one_to_act_on
from recommendations.models import Milestone, Recommendation, Viewer
from recommendations.rules.ratings import ReasonKind
from recommendations.rules.roles import Permission
from recommendations.standing.register import Item, MilestoneNow, register_of
from recommendations.standing.rows import Rows


@dataclass(frozen=True, kw_only=True)
class Subject:
    """``whole`` is the recommendation that ``item`` is or is a part of, ``rows`` what was read."""

    viewer: Viewer
    today: date
    rows: Rows
    item: Item
    whole: Item
    milestone: MilestoneNow | None = None

    @property
    def recommendation(self) -> Recommendation:
        return self.item.recommendation

    @property
    def address(self) -> str:
        return self.recommendation.get_absolute_url()

    @property
    def record(self) -> list[str]:
        """Why the record says what it says, whatever an officer states."""
        rating = self.item.rating
        return [
            reason.words(self.today)
            for reason in (rating.reasons if rating else ())
            if reason.kind is not ReasonKind.OFFICER_SAYS
        ]


def subject_of(viewer: Viewer, printed: Recommendation, *, milestone: int | None = None) -> Subject:
    """As it stands today; not found before its day, or without that milestone."""
    now = timezone.now()
    today = timezone.localdate(now)
    stands = register_of(viewer, printed, as_at=today, known_at=now)
    item = stands.by_address.get(printed.address)
    if item is None:
        raise Http404
    named = (step for step in item.steps if milestone in (step.row.pk, step.row.root_id))
    step = next(named, None)
    if milestone is not None and step is None:
        raise Http404
    return Subject(
        viewer=viewer,
        today=today,
        rows=stands.rows,
        item=item,
        whole=stands.items[0],
        milestone=step,
    )


def around(subject: Subject, *, heading: str) -> dict[str, Any]:
    """What a page that adds something to a recommendation is told."""
    return {
        "viewer": subject.viewer,
        "subject": subject,
        "report": subject.recommendation.report,
        "whole": subject.recommendation,
        "heading": heading,
        "here": "recommendations",
        "back": subject.address,
    }


def seen(viewer: Viewer, *, report: str, address: str) -> Recommendation:
    """A recommendation or part, for somebody who may read it."""
    recommendations = Recommendation.objects.visible_to(viewer).for_listing()
    return get_object_or_404(recommendations, report__slug=report, address=address)


def acted_on(
    viewer: Viewer, permission: Permission, *, report: str, address: str
) -> Recommendation:
    """A recommendation or part, for somebody who may do this with it."""
    recommendations = Recommendation.objects.visible_to(viewer).for_listing()
    return one_to_act_on(recommendations, viewer, permission, report__slug=report, address=address)


def milestone_acted_on(
    viewer: Viewer, permission: Permission, *, report: str, address: str, milestone: int
) -> Milestone:
    """A milestone that serves this recommendation or a part of it, for its owner."""
    recommendations = Recommendation.objects.visible_to(viewer)
    served = recommendations.filter(report__slug=report, address=address)
    serving = Milestone.objects.visible_to(viewer).serving(served.values("pk"))
    return one_to_act_on(serving, viewer, permission, pk=milestone)


def acts_for(viewer: Viewer, printed: Recommendation) -> bool:
    """Whether a viewer acts for this item, or for a milestone that serves it."""
    may = Permission.FACT_CORRECT
    editable = Recommendation.objects.editable_by(viewer, to=may).filter(pk=printed.pk)
    return (
        editable.exists()
        or Milestone.objects.editable_by(viewer, to=may).serving([printed.pk]).exists()
    )


def number_or_404(typed: str | None) -> int | None:
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 16):
        raise Http404
    return int(typed)


def day_or_404(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Http404 from None
