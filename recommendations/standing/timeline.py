"""Every dated fact about one recommendation, with what was corrected and what was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from recommendations import models
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.recommendations import Recommendation
from recommendations.rules.reopening import reopenings
from recommendations.standing.marking import Marks


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, the row that corrected it, and whether it was one that took another back."""

    row: Dated
    corrected_by: Dated | None
    reopens: bool = False
    """Whether it is a position from whose day an item is measured anew."""

    @property
    def noun(self) -> str:
        """The row's own noun, so that a page can pick its words: ``answer``, ``position`` …"""
        return self.row._meta.model_name or ""

    @property
    def stands(self) -> bool:
        return self.corrected_by is None and not self.row.takes_back

    @property
    def was_taken_back(self) -> bool:
        return self.corrected_by is not None and self.corrected_by.takes_back


def timeline(
    viewer: models.Viewer, recommendation: Recommendation, *, known_at: datetime
) -> list[Entry]:
    """All that this viewer may read of what was recorded about an item, newest first.

    What was recorded at one moment stands in the order of its nouns, of which one follows from
    another; numbers of two tables say nothing of each other.
    """
    story = Story(recommendation)
    marks = Marks(viewer, story.family, story.milestones)
    placed = sorted(
        (
            (row.on, row.recorded_at, place, row.pk, row)
            for place, source in enumerate(story.sources())
            for row in marks.seen(list(source.filter(recorded_at__lte=known_at).order_by()))
        ),
        key=lambda found: found[:-1],
        reverse=True,
    )
    rows = [row for *_, row in placed]
    correcting = {(type(row), row.corrects_id): row for row in rows if row.corrects_id is not None}
    entries = [Entry(row, correcting.get((type(row), row.pk))) for row in rows]
    again = opening_again([entry.row for entry in entries if entry.stands])
    return [replace(entry, reopens=entry.row in again) for entry in entries]


def opening_again(standing: Iterable[Dated]) -> set[Dated]:
    """The positions that open again what was closed.

    What closes a whole closes its parts too, and on one day comes first.
    """
    positions = [row for row in standing if isinstance(row, models.Position)]
    found: set[Dated] = set()
    for about in {row.recommendation for row in positions}:
        of_item = [
            row
            for row in positions
            if row.recommendation == about
            or (row.closes and row.recommendation_id == about.parent_id)
        ]
        of_item.sort(key=lambda row: (row.on, row.recommendation == about, row.recorded_at, row.pk))
        found |= {position for _, position in reopenings(of_item)}
    return found


class Story:
    """What has to do with a recommendation.

    What befell a part belongs to the story of its whole; a part shares what was said of its whole.
    """

    def __init__(self, recommendation: Recommendation) -> None:
        own = [recommendation, *recommendation.parts.order_by()]
        promised = models.Milestone.objects.filter(recommendations__in=own).distinct()
        self.recommendation = recommendation
        self.family = [*own, recommendation.parent] if recommendation.parent else own
        self.milestones = {milestone.pk: milestone for milestone in promised.order_by()}

    def sources(self) -> Iterator[DatedQuerySet[Any]]:
        """A query for each noun that can say something of it, in the order of a story.

        Each brings along what it is about, which tells whether anything withholds it.
        """
        recommendation, report = self.recommendation, self.recommendation.report
        milestones = self.milestones
        of_family = Q(recommendation__in=self.family)
        yield models.Wording.objects.filter(recommendation=recommendation)
        yield models.Condition.objects.filter(of_family).select_related("recommendation", "event")
        yield models.EventDay.objects.filter(event__in=self.events).select_related("event")
        yield models.Link.objects.filter(
            Q(from_recommendation=recommendation) | Q(to_recommendation=recommendation)
        ).select_related("from_recommendation__report", "to_recommendation__report")
        of_report = Q(report=report) | Q(response__report=report)
        resolutions = models.Resolution.objects.filter(
            of_family | (of_report & Q(recommendation__isnull=True))
        )
        yield resolutions.select_related("recommendation", "item__meeting__body", "owner")
        for noun in (models.ResolutionUpdate, models.ResolutionDone):
            yield (
                noun.objects.filter(resolution__in=resolutions.order_by().values("pk"))
                .select_related("resolution__owner", "resolution__item__meeting__body")
                .prefetch_related("resolution__ownerships__post")
            )
        yield models.Notice.objects.filter(report=report).select_related("body", "report")
        yield models.ResponseStage.objects.filter(response__report=report).select_related(
            "response__body", "response__report"
        )
        yield models.Answer.objects.filter(of_family).select_related(
            "recommendation", "response__body"
        )
        yield models.Milestone.objects.filter(pk__in=milestones)
        yield (
            models.MilestoneDone.objects.filter(milestone__in=milestones)
            .select_related("milestone")
            .prefetch_related("milestone__ownerships__post")
        )
        yield models.DateChange.objects.filter(milestone__in=milestones).select_related("milestone")
        yield models.DateDecision.objects.filter(change__milestone__in=milestones).select_related(
            "change__milestone", "resolution__item__meeting__body"
        )
        yield models.OccurrenceOutcome.objects.filter(milestone__in=milestones).select_related(
            "milestone"
        )
        yield models.ProgressUpdate.objects.filter(
            of_family, state=models.ProgressUpdate.State.SUBMITTED
        ).select_related("recommendation", "post", "body")
        yield models.Evidence.objects.filter(of_family).select_related("recommendation", "update")
        yield models.EvidenceRelease.objects.filter(
            evidence__recommendation__in=self.family
        ).select_related("evidence__update", "evidence__milestone")
        yield models.RatingAcceptance.objects.filter(
            update__recommendation__in=self.family
        ).select_related("update")
        yield models.Position.objects.filter(of_family).select_related(
            "recommendation", "resolution__item__meeting__body"
        )

    @property
    def events(self) -> set[int]:
        """Those that its conditions and its dates hang on."""
        dues = [one.original_due for one in self.milestones.values()]
        named = {int(due.event) for due in (self.recommendation.asked, *dues) if due.event}
        return named | set(self.recommendation.conditions.values_list("event", flat=True))
