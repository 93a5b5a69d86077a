"""Every dated fact about one recommendation, with what was corrected and what was taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.db.models import Model, Prefetch, Q, prefetch_related_objects

from recommendations import models
from recommendations.models.dated import Dated, DatedQuerySet
from recommendations.models.recommendations import Recommendation
from recommendations.rules.reopening import reopenings
from recommendations.standing.rows import Rows, read

M = TypeVar("M", bound=Model)
D = TypeVar("D", bound=Dated)


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


def timeline(recommendation: Recommendation, rows: Rows) -> list[Entry]:
    """All that was recorded about an item and may be read by whom its family was read for.

    Newest first. What was recorded at one moment stands in the order of its nouns, of which one
    follows from another; numbers of two tables say nothing of each other.
    """
    if rows.marks is None:
        raise ValueError("A timeline is read for somebody.")
    placed = sorted(
        (
            (row.on, row.recorded_at, place, row.pk, row)
            for place, told in enumerate(Story(recommendation, rows).nouns.values())
            for row in rows.marks.seen(told)
        ),
        key=lambda found: found[:-1],
        reverse=True,
    )
    seen = [row for *_, row in placed]
    correcting = {(type(row), row.corrects_id): row for row in seen if row.corrects_id is not None}
    entries = [Entry(row, correcting.get((type(row), row.pk))) for row in seen]
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
    """What has to do with a recommendation, by noun in the order of a story.

    What befell a part belongs to the story of its whole; a part shares what was said of its whole.
    It is found among the rows that were read of its family; what no rating asks for is read here.
    Each row brings along what it is about, which tells whether anything withholds it.
    """

    def __init__(self, recommendation: Recommendation, rows: Rows) -> None:
        self.recommendation = recommendation
        self.rows = rows
        own = {row.pk for row in rows.recommendations if row.parent_id == recommendation.pk}
        own.add(recommendation.pk)
        self.family = own | {recommendation.whole_id}
        self.milestones = {number for number, served in rows.served.items() if served & own}
        self.at_hand: dict[tuple[type[Model], int], Model] = {}
        self.nouns: dict[Any, list[Any]] = {}
        self._tell()

    @classmethod
    def of(cls, recommendation: Recommendation, *, known_at: datetime) -> Self:
        """Whoever may read it."""
        family = models.Recommendation.objects.family_of(recommendation)
        rows = read(recommendation.council, family, as_at=date.max, known_at=known_at)
        return cls(recommendation, rows)

    def _tell(self) -> None:
        itself, report = {self.recommendation.pk}, self.recommendation.report_id
        responses = self.rows.responses[report]
        self._join([row.report for row in self.rows.recommendations])
        self._join(self.rows.recommendations)
        self._join(self.rows.events)
        self._join(responses)
        self._join(self.rows.recorded[models.Milestone])
        self._among(models.Wording, recommendation_id=itself)
        self._among(models.Condition, recommendation_id=self.family)
        self._among(models.EventDay, event_id=self._events())
        self._read(
            models.Link.objects.filter(
                Q(from_recommendation__in=itself) | Q(to_recommendation__in=itself)
            ).select_related("from_recommendation__report", "to_recommendation__report")
        )
        of_report = Q(report=report) | Q(response__report=report)
        resolutions = self._read(
            models.Resolution.objects.filter(
                Q(recommendation__in=self.family) | (of_report & Q(recommendation__isnull=True))
            ).select_related("item__meeting__body", "owner")
        )
        resolved = {"resolution__in": numbers(resolutions)}
        told = self._read(models.ResolutionUpdate.objects.filter(**resolved))
        ended = self._read(models.ResolutionDone.objects.filter(**resolved))
        if told or ended:
            acting = models.ResolutionOwnership.objects.select_related("post")
            prefetch_related_objects(resolutions, Prefetch("ownerships", acting))
        self._among(models.Notice, report_id={report})
        self._among(models.ResponseStage, response_id=numbers(responses))
        self._among(models.Answer, recommendation_id=self.family)
        self._among(models.Milestone, pk=self.milestones)
        done = self._among(models.MilestoneDone, milestone_id=self.milestones)
        owing = models.MilestoneOwnership.objects.select_related("post")
        prefetch_related_objects(done, Prefetch("milestone__ownerships", owing))
        changes = self._among(models.DateChange, milestone_id=self.milestones)
        self._among(models.DateDecision, change_id=numbers(changes))
        self._among(models.OccurrenceOutcome, milestone_id=self.milestones)
        updates = self._among(models.ProgressUpdate, recommendation_id=self.family)
        evidence = self._read(models.Evidence.objects.filter(recommendation__in=self.family))
        self._read(models.EvidenceRelease.objects.filter(evidence__in=numbers(evidence)))
        self._among(models.RatingAcceptance, update_id=numbers(updates))
        self._among(models.Position, recommendation_id=self.family)

    def _events(self) -> set[int]:
        """Those that its conditions and its dates hang on."""
        promised = (
            row for row in self.rows.recorded[models.Milestone] if row.pk in self.milestones
        )
        dues = (self.recommendation.asked, *(row.original_due for row in promised))
        waits_for = {
            row.event_id
            for row in self.rows.recorded[models.Condition]
            if row.recommendation_id == self.recommendation.pk
        }
        return waits_for | {int(due.event) for due in dues if due.event}

    def _among(self, noun: type[D], **leads_to: Collection[int]) -> list[D]:
        """What was read of a noun and by this column leads to one of these."""
        ((column, those),) = leads_to.items()
        rows = [row for row in self.rows.recorded[noun] if getattr(row, column) in those]
        self.nouns[noun] = self._join(rows)
        return rows

    def _read(self, rows: DatedQuerySet[D]) -> list[D]:
        known = list(rows.filter(recorded_at__lte=self.rows.known_at).order_by())
        self.nouns[rows.model] = self._join(known)
        return known

    def _join(self, rows: list[M]) -> list[M]:
        """Each with the rows that it leads to, as far as those are at hand, and at hand itself."""
        self.at_hand |= {(type(row), row.pk): row for row in rows}
        for row in rows:
            fields: Iterable[Any] = row._meta.concrete_fields
            for field in fields:
                if not field.is_relation or field.is_cached(row):
                    continue
                key = (field.related_model, getattr(row, field.attname))
                if key in self.at_hand:
                    field.set_cached_value(row, self.at_hand[key])
        return rows


def numbers(rows: Iterable[Model]) -> set[int]:
    return {row.pk for row in rows}
