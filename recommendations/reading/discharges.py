"""What a committee may decide of at once: what is reported complete, and what has grown old."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from recommendations.models import (
    Evidence,
    Meeting,
    Position,
    ProgressUpdate,
    Recommendation,
    Standing,
    Viewer,
)
from recommendations.models.recommendations import RecommendationQuerySet, whole_of
from recommendations.models.remits import watched_by
from recommendations.rules.deadlines import months_after
from recommendations.rules.ratings import Rag
from recommendations.rules.roles import Permission
from recommendations.rules.wording import day_words
from recommendations.services.positions import latest_positions
from recommendations.standing.evidence import claim_of, evidence_of, is_claimed
from recommendations.standing.owing import OPEN
from recommendations.standing.register import Item, register

OLD, QUIET = 24, 12
"""In months: open for longer than the one, without an update for longer than the other."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """``last`` is the position last written of it, whoever may read that."""

    item: Item
    evidence: Sequence[Evidence]
    last: Position | None
    met: date

    @property
    def recommendation(self) -> Recommendation:
        return self.item.recommendation

    @property
    def seen(self) -> str:
        """What whoever ticks it looked at: it differs once anything of this has changed."""
        rows = (self.last, self.item.position, self.item.update)
        numbers = (self.recommendation.pk, *(row.pk if row else 0 for row in rows))
        return "-".join(map(str, numbers))

    @property
    def report_of_complete(self) -> ProgressUpdate | None:
        """The update that reported the whole of it complete, where it is its own."""
        own = (row for row in reversed(self.item.updates) if row.milestone_id is None)
        return next((row for row in own if row.complete), None)

    @property
    def claim(self) -> str:
        return claim_of(self.item, self.evidence)

    @property
    def open_parts(self) -> list[str]:
        """The parts that are neither closed nor reported complete."""
        return [
            part.address
            for part in self.item.parts
            if part.rating and part.rating.rag in OPEN and not part.reported_complete_on
        ]

    @property
    def later(self) -> date | None:
        """The day after this meeting on which the committee has spoken of it already."""
        said = self.item.position
        return said.on if said and said.on > self.met else None


def candidates(
    viewer: Viewer,
    meeting: Meeting,
    *,
    old: bool,
    chosen: Collection[int] | None,
    today: date,
    now: datetime,
) -> list[Candidate]:
    """What the body that meets watches, and may decide of today; in a fixed number of queries.

    ``chosen`` are the numbers of some that are to be decided of, whatever their age.
    """
    watched = Recommendation.objects.editable_by(viewer, to=Permission.POSITION_RECORD).filter(
        watched_by(meeting.body, day=meeting.day), parent__isnull=True
    )
    readable = Standing.objects.visible_to(viewer, whole=True)
    standing = readable.on(today).exclude(rag=Rag.CLOSED.value)
    still_open = watched.filter(pk__in=standing.values("recommendation"))
    if chosen is None:
        families = narrowed(viewer, still_open, old=old, today=today)
    else:
        families = still_open.filter(pk__in=chosen)
    items = register(viewer, families, as_at=today, known_at=now).items
    found = list(items if chosen is not None else (grown_old if old else complete)(items, today))
    numbers = [item.recommendation.pk for item in found]
    evidence = evidence_of(viewer, found, as_at=today, known_at=now)
    last = latest_positions(numbers)
    return [
        Candidate(
            item=item,
            evidence=evidence[item.recommendation.pk],
            last=last.get(item.recommendation.pk),
            met=meeting.day,
        )
        for item in found
    ]


def narrowed(
    viewer: Viewer, watched: RecommendationQuerySet, *, old: bool, today: date
) -> RecommendationQuerySet:
    """Those of them that can be among the candidates, so that no others are rated."""
    if old:
        return watched.filter(report__published_on__lt=months_after(today, -OLD))
    told = ProgressUpdate.objects.visible_to(viewer).filter(
        state=ProgressUpdate.State.SUBMITTED, complete=True, milestone__isnull=True
    )
    return watched.filter(pk__in=told.order_by().values_list(whole_of("recommendation")))


def complete(items: tuple[Item, ...], today: date) -> Iterator[Item]:
    """The wholes that are reported complete and open; of another its parts that are."""
    for whole in items:
        found = [one for one in (whole, *whole.parts) if is_claimed(one)]
        yield from found[:1] if whole in found else found


def grown_old(items: tuple[Item, ...], today: date) -> Iterator[Item]:
    """The wholes that are not closed, are old, and of which nothing has been heard for long."""
    for whole in items:
        opened = whole.reopened_on or whole.recommendation.exists_from
        told = [row.on for one in (whole, *whole.parts) for row in one.updates]
        is_quiet = max(told, default=opened) < months_after(today, -QUIET)
        is_closed = whole.rating is None or whole.rating.rag is Rag.CLOSED
        if not is_closed and opened < months_after(today, -OLD) and is_quiet:
            yield whole


def what_changed(candidate: Candidate, seen: str) -> str:
    """What others have recorded since somebody looked at one that may still be decided of."""
    position, update = candidate.item.position, candidate.item.update
    if candidate.seen.rpartition("-")[0] == seen.rpartition("-")[0] and update:
        return f"Meanwhile an update of {day_words(update.on)} was recorded."
    if position:
        return f"Meanwhile the committee’s position was recorded as “{position.status}”."
    return "Meanwhile another position was recorded."


def why_gone(viewer: Viewer, numbers: Sequence[int]) -> list[str]:
    """Why those that were listed no longer are, as far as this viewer may read it."""
    printed = Recommendation.objects.visible_to(viewer).for_listing().in_bulk(numbers)
    positions = Position.objects.visible_to(viewer).filter(recommendation__in=numbers)
    last = positions.filter(followed_by__isnull=True).select_related("by").order_by("pk")
    said = {row.recommendation_id: row for row in last}
    sentences = (gone_words(printed.get(number), said.get(number)) for number in numbers)
    return list(dict.fromkeys(sentences))


def gone_words(printed: Recommendation | None, said: Position | None) -> str:
    if printed is None:
        return "One that was listed cannot be read any more."
    called = f"{printed.address} of “{printed.report.title}”"
    if said and said.closes:
        return f"{called} is closed: {said.by} recorded “{said.status}” meanwhile."
    return f"{called} is no longer among them: an update of it was sent or taken back meanwhile."
