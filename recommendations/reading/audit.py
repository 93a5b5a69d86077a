"""Who changed what, when and why: dated rows, and the history of what is edited in place.

A scrutiny officer reads what ``visible_to`` gives them. An administrator reads everything about
people, posts and settings; of what scrutiny is looking into only that a row was written, by whom
and when, of what every member may read: its number and no word of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils import timezone

from recommendations import models
from recommendations.models import Recommendation, Viewer
from recommendations.reading.traces import Altered, Trace, moment_column, person_column, told
from recommendations.standing.timeline import Story

DATED: tuple[Any, ...] = (
    models.Answer,
    models.Condition,
    models.DateChange,
    models.DateDecision,
    models.EventDay,
    models.Evidence,
    models.EvidenceRelease,
    models.Link,
    models.Milestone,
    models.MilestoneDone,
    models.Notice,
    models.OccurrenceOutcome,
    models.Position,
    models.ProgressUpdate,
    models.RatingAcceptance,
    models.ReportReturn,
    models.Resolution,
    models.ResolutionDone,
    models.ResolutionUpdate,
    models.ResponseStage,
    models.TopicStage,
    models.Wording,
)
CONTENT: tuple[Any, ...] = (
    models.AgendaItem,
    models.ExecutiveResponse,
    models.Meeting,
    models.MilestoneOwnership,
    models.Ownership,
    models.Recommendation,
    models.Remit,
    models.ResolutionOwnership,
    models.ResponseGroup,
    models.ResponseLine,
    models.ScrutinyReport,
    models.Topic,
    models.UpdateRound,
)
"""What is edited in place and says what scrutiny is looking into."""

REMOVED: dict[Any, str] = {
    models.ReportMember: "report__council",
    models.Theme: "report__council",
}
"""What may also be removed, so that its history is found by its council; open to who reads."""

PEOPLE: dict[Any, str] = {
    models.Body: "council",
    models.ChosenCommittee: "body__council",
    models.Membership: "council",
    models.PartTwoGrant: "body__council",
    models.Policy: "council",
    models.Post: "council",
    models.PostHolding: "post__council",
}
"""What is edited in place and is an administrator's, with the path to its council."""


AT_ONCE = 2000
"""So many changes of a long file are read at a time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes somebody asked for."""

    since: date | None = None
    until: date | None = None
    person: models.User | None = None


class Audit:
    """The changes of a council that a viewer may know of, newest first; a page reads its own."""

    def __init__(self, viewer: Viewer, wanted: Wanted) -> None:
        self.viewer = viewer
        self.reader = reader_of(viewer)
        self.sources = dict(self._sources())
        keys = [
            _keys(name, rows, wanted=wanted, person=person_column(rows))
            for name, rows in self.sources.items()
        ]
        self.keys = (
            keys[0].union(*keys[1:], all=True).order_by("-of_moment", "of_source", "-of_number")
        )

    def __len__(self) -> int:
        return self.keys.count()

    def __getitem__(self, part: slice) -> list[Trace]:
        """The changes of one page."""
        return self._traces(list(self.keys[part]))

    def every(self) -> Iterator[Trace]:
        """All of them: which they are is decided now; what they say is read while it is taken."""
        keys = list(self.keys)
        return (
            trace
            for first in range(0, len(keys), AT_ONCE)
            for trace in self._traces(keys[first : first + AT_ONCE])
        )

    def _traces(self, keys: Sequence[tuple[str, int, datetime]]) -> list[Trace]:
        """One query or a few for each noun; what is withheld meanwhile is left out."""
        numbers: dict[str, list[int]] = {}
        for name, number, _ in keys:
            numbers.setdefault(name, []).append(number)
        found = {
            (name, row.pk): trace
            for name, wanted in numbers.items()
            for row, trace in self._told(self.sources[name].filter(pk__in=wanted))
        }
        return [found[name, number] for name, number, _ in keys if (name, number) in found]

    def _told(self, rows: QuerySet[Any]) -> Iterator[tuple[Any, Trace]]:
        words = self.viewer.reads_the_register or rows.model.__name__ in _PEOPLE_HISTORIES
        yield from told(rows, reader=self.reader, words=words)

    def _sources(self) -> Iterator[tuple[str, QuerySet[Any]]]:
        for model in DATED:
            yield model._meta.label_lower, _submitted(model.objects.visible_to(self.reader))
        yield "classification", models.ClassificationChange.objects.visible_to(self.reader)
        yield "succession", models.Succession.objects.visible_to(self.viewer)
        for model in CONTENT:
            visible = model.objects.visible_to(self.reader).values("pk")
            yield f"history of {model._meta.label_lower}", model.history.filter(id__in=visible)
        for model, path in (REMOVED | PEOPLE).items():
            of_council = model.history.filter(**{path: self.viewer.council})
            yield f"history of {model._meta.label_lower}", of_council
        had_a_part = models.Membership.history.filter(council=self.viewer.council).values("user")
        yield "history of people", models.User.history.filter(id__in=had_a_part)


_PEOPLE_HISTORIES = {model.history.model.__name__ for model in (*PEOPLE, models.User)}


def of_item(viewer: Viewer, recommendation: Recommendation) -> list[Trace]:
    """Every change of one recommendation and of what was recorded about it, newest first."""
    reader = reader_of(viewer)
    story = Story.of(recommendation, known_at=timezone.now())
    facts: dict[Any, QuerySet[Any]] = {
        noun: noun.objects.visible_to(reader).filter(pk__in=[row.pk for row in rows])
        for noun, rows in story.nouns.items()
    }
    facts[models.Evidence] = models.Evidence.objects.visible_to(reader).filter(
        recommendation=recommendation
    )
    itself = Recommendation.objects.visible_to(reader).filter(pk=recommendation.pk)
    changes = models.ClassificationChange.objects.visible_to(reader)
    classified = [
        changes.about(rows)
        for rows in (itself, *facts.values())
        if issubclass(rows.model, models.Classified)
    ]
    owners = models.Ownership.objects.visible_to(reader).filter(recommendation=recommendation)
    remits = models.Remit.objects.visible_to(reader).over(recommendation)
    steps = models.MilestoneOwnership.objects.visible_to(reader).filter(
        milestone__in=facts[models.Milestone].values("pk")
    )
    resolved = models.ResolutionOwnership.objects.visible_to(reader).filter(
        resolution__in=facts[models.Resolution].values("pk")
    )
    histories = [
        rows.model.history.filter(id__in=rows.values("pk"))
        for rows in (itself, owners, remits, steps, resolved)
    ]
    found = [
        trace
        for rows in (*facts.values(), *classified, *histories)
        for _, trace in told(rows, reader=reader, words=viewer.reads_the_register)
    ]
    return sorted(found, key=lambda trace: (trace.at, trace.noun, trace.number), reverse=True)


def reader_of(viewer: Viewer) -> Viewer:
    """Whose eyes decide which rows there are: an administrator's are those of every member."""
    return viewer if viewer.reads_the_register else Viewer.member(viewer.council)


def _submitted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """A draft is its author's alone."""
    if rows.model is models.ProgressUpdate:
        return rows.filter(state=models.ProgressUpdate.State.SUBMITTED)
    return rows


def _keys(name: str, rows: QuerySet[Any], *, wanted: Wanted, person: str) -> QuerySet[Any, Any]:
    """Which rows there are: their source, number and moment; nothing else is read for a page."""
    moment = moment_column(rows)
    if wanted.since:
        rows = rows.filter(**{f"{moment}__date__gte": wanted.since})
    if wanted.until:
        rows = rows.filter(**{f"{moment}__date__lte": wanted.until})
    if wanted.person:
        rows = rows.filter(**{person: wanted.person})
    keys: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(of_source=Value(name), of_number=F("pk"), of_moment=F(moment))
        .values_list("of_source", "of_number", "of_moment")
    )
    return keys


COLUMNS = (
    *("When", "Who", "What", "Number", "About", "Act", "Took effect on"),
    *("Column", "From", "To", "Why"),
)


def rows_of(traces: Iterable[Trace]) -> Iterator[tuple[str | int | date | None, ...]]:
    """A row for each column altered, and one for a change that tells of none."""
    for trace in traces:
        at = timezone.localtime(trace.at)
        for one in trace.altered or (Altered("", "", ""),):
            yield (
                at,
                trace.who,
                trace.noun,
                trace.number,
                trace.about,
                trace.act,
                trace.on,
                one.name,
                one.was,
                one.became,
                trace.why,
            )
