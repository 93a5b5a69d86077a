"""What is to be handed over, and to whom, as it is being chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from recommendations.models import (
    Body,
    Meeting,
    MilestoneOwnership,
    Owed,
    Ownership,
    PartTwoGrant,
    PostHolding,
    Recommendation,
    Remit,
    Resolution,
    ResolutionDone,
    ResolutionOwed,
    ResolutionOwnership,
    Theme,
    Topic,
    UpdateRound,
    Viewer,
)
from recommendations.reading.audit import reader_of
from recommendations.rules.wording import count, day_words, times
from recommendations.standing.leaving import Leaving, Owner, heir_of, key_of
from recommendations.standing.register import Item

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    item: Item
    heir: Owner
    is_ticked: bool


def seen_by(viewer: Viewer, items: Iterable[Item]) -> list[Item]:
    """Those that this person may know of; the others pass on with them, unsaid."""
    found = list(items)
    visible = Recommendation.objects.visible_to(reader_of(viewer))
    seen = set(
        visible.filter(pk__in=[one.recommendation.pk for one in found]).values_list("pk", flat=True)
    )
    return [one for one in found if one.recommendation.pk in seen]


def resolved_of(viewer: Viewer, left: Leaving) -> list[Resolution]:
    """What was to be acted on and not done, as far as this person may know of it."""
    reader, now = reader_of(viewer), timezone.now()
    done = (
        ResolutionDone.objects.visible_to(reader).standing(as_at=left.last, known_at=now).order_by()
    )
    passing = Resolution.objects.visible_to(reader).filter(
        pk__in=[row.pk for row in left.resolutions]
    )
    return list(passing.exclude(pk__in=done.values("resolution")))


def topics_of(viewer: Viewer, left: Leaving) -> int:
    """How many topics of its work programme pass on, as far as this person may know of them."""
    passing = [topic.pk for topic in left.topics]
    return Topic.objects.visible_to(reader_of(viewer)).filter(pk__in=passing).count()


class Sheet:
    """The open items in the order of print, a page at a time, and who is to have each.

    What is ``closed`` is not listed, and goes with its report or theme, else to the first.
    However many there are, a page sends few fields: what was chosen on the others is carried in
    two, ``instead`` ("item:successor", for what does not go to the first) and ``ticked``.
    """

    def __init__(
        self,
        items: Sequence[Item],
        to: Sequence[Owner],
        sent: QueryDict,
        *,
        closed: Sequence[Item] = (),
    ) -> None:
        self.items = items
        self.closed = closed
        self.to = to
        self.by_number = {item.recommendation.pk: item for item in (*items, *closed)}
        heirs = {str(heir.pk): heir for heir in to[1:]}
        pairs = (pair.partition(":") for pair in sent.get("instead", "").split())
        self.instead = {
            number: heirs[heir]
            for item, _, heir in pairs
            if (number := self._number(item)) and heir in heirs
        }
        shown = self._rows_of(self._page(sent.get("shown", "")))
        on_it = {item.recommendation.pk for item in shown}
        before = {
            number for word in sent.get("ticked", "").split() if (number := self._number(word))
        }
        now = {number for word in sent.getlist("item") if (number := self._number(word))}
        self.ticks = (before - on_it) | now
        self.page = self._page(sent.get("page", "") or sent.get("shown", ""))

    def _number(self, word: str) -> int:
        """The number of an item that is here, else 0."""
        number = int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else 0
        return number if number in self.by_number else 0

    def _numbers(self, words: Iterable[str]) -> set[int]:
        return {number for word in words if (number := self._number(word))}

    def _page(self, word: str) -> int:
        number = int(word) if word.isascii() and word.isdecimal() and len(word) < 7 else 1
        return min(max(number, 1), self.pages)

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.items) // PER_PAGE))

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def following(self) -> int:
        """0 on the last page."""
        return self.page + 1 if self.page < self.pages else 0

    def _rows_of(self, page: int) -> Sequence[Item]:
        return self.items[(page - 1) * PER_PAGE : page * PER_PAGE]

    def give(self, some: str, heir: str) -> int:
        """Give what is ticked, or a report or theme as "report-1", to a successor; how many."""
        to = next(one for one in self.to if str(one.pk) == heir)
        given = [
            item.recommendation.pk
            for item in self.by_number.values()
            if (some in keys_of(item) if some else item.recommendation.pk in self.ticks)
        ]
        for number in given:
            if to == self.to[0]:
                self.instead.pop(number, None)
            else:
                self.instead[number] = to
        self.ticks = set()
        return len(given)

    def heir_of(self, item: Item) -> Owner:
        return heir_of(item.recommendation, first=self.to[0], instead=self.instead)

    @property
    def rows(self) -> list[Row]:
        """Of the page that is shown."""
        return [
            Row(item, self.heir_of(item), item.recommendation.pk in self.ticks)
            for item in self._rows_of(self.page)
        ]

    @property
    def shares(self) -> list[tuple[Owner, int]]:
        """How many each successor is to have."""
        counts = Counter(self.heir_of(item) for item in self.items)
        return [(heir, counts[heir]) for heir in self.to]

    @property
    def as_sent(self) -> list[tuple[str, str]]:
        """What is carried to the next page, by the names of its hidden fields."""
        shown = {item.recommendation.pk for item in self._rows_of(self.page)}
        return [
            ("instead", " ".join(f"{number}:{heir.pk}" for number, heir in self.instead.items())),
            ("ticked", " ".join(map(str, sorted(self.ticks - shown)))),
            ("shown", str(self.page)),
        ]

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The reports and themes of which something passes on, each under its key."""
        found: dict[str, str] = {}
        for item in self.by_number.values():
            made = item.recommendation
            found.setdefault(f"report-{made.report_id}", made.report.title)
            theme = _theme_of(made)
            if theme is not None:
                for one in (theme.parent, theme):
                    if one is not None:
                        found.setdefault(f"theme-{one.pk}", f"{made.report.title}: {one.title}")
        return list(found.items())


def keys_of(item: Item) -> Iterator[str]:
    """Of its report, its theme, and the theme that is inside."""
    yield f"report-{item.recommendation.report_id}"
    theme = _theme_of(item.recommendation)
    if theme is not None:
        yield f"theme-{theme.pk}"
        yield f"theme-{theme.parent_id}"


def _theme_of(made: Recommendation) -> Theme | None:
    return made.theme or (made.parent.theme if made.parent else None)


def stays_behind(viewer: Viewer, old: Owner, left: Leaving, *, today: date) -> Iterator[str]:
    """What whoever hands over may expect to pass on, and does not, in words."""
    if later := begun_later(viewer, old, on=left.on):
        yield (
            f"{count(later, 'thing')} it watches or owns only from {day_words(left.on)} or "
            "later: hand that over from a later day."
        )
    if since := topics_since(viewer, old, on=left.on, today=today):
        yield (
            f"{count(since, 'topic')} of its work programme, proposed or planned on "
            f"{day_words(left.on)} or later: hand that over from a later day."
        )
    yield from (_of_a_body if isinstance(old, Body) else _of_a_post)(viewer, old, today=today)


def begun_later(viewer: Viewer, old: Owner, *, on: date) -> int:
    """The reports, recommendations, milestones and resolutions not its own yet on its last day."""
    reader, begun = reader_of(viewer), {"until__isnull": True, "since__gte": on}
    owned = Ownership.objects.visible_to(reader).filter(**begun, **key_of(old)).count()
    if isinstance(old, Body):
        return owned + Remit.objects.visible_to(reader).filter(**begun, body=old).count()
    nouns = (MilestoneOwnership, ResolutionOwnership)
    owed = sum(noun.objects.visible_to(reader).filter(**begun, post=old).count() for noun in nouns)
    named = Resolution.objects.visible_to(reader).standing(as_at=date.max, known_at=timezone.now())
    new = named.filter(on__gte=on, owner=old.pk, ownerships__isnull=True).count()
    return owned + owed + new


def topics_since(viewer: Viewer, old: Owner, *, on: date, today: date) -> int:
    """The open topics of its work programme of which something was said from that day on."""
    if not isinstance(old, Body):
        return 0
    every = Topic.objects.visible_to(reader_of(viewer)).filter(body=old)
    found = every.with_stages(as_at=date.max, known_at=timezone.now())
    return sum(
        one.last.on >= on and not one.is_dropped and not one.is_taken_by(today) for one in found
    )


def _of_a_body(viewer: Viewer, old: Owner, *, today: date) -> Iterator[str]:
    meetings = Meeting.objects.visible_to(viewer).filter(body=old.pk, day__gte=today)
    if coming := meetings.count():
        yield f"{count(coming, 'meeting')} still to come, with what is on the agenda."
    rounds = UpdateRound.objects.visible_to(viewer).filter(meeting__body=old.pk)
    if planned := rounds.filter(opened_at__isnull=True).count():
        yield (
            f"{count(planned, 'round')} of updates planned for its meetings: on opening, nobody "
            "is asked about what has passed on. Plan one for a meeting of the successor."
        )
    if under_way := rounds.under_way(today).count():
        yield f"{count(under_way, 'round')} of updates under way: what was asked stays asked."
    grants = PartTwoGrant.objects.visible_to(viewer).not_over(today).filter(body=old.pk)
    if given := grants.count():
        yield (
            f"Leave to read its exempt matter, given {times(given)}: nobody reads more by a "
            "hand-over. An administrator gives new leave for the successor."
        )


def _of_a_post(viewer: Viewer, old: Owner, *, today: date) -> Iterator[str]:
    holdings = PostHolding.objects.visible_to(viewer).not_over(today).filter(post=old.pk)
    if acting := holdings.count():
        acts = "1 person acts" if acting == 1 else f"{acting} people act"
        yield f"{acts} for it, and for no successor: that is said on the successor’s own page."
    asked = {"post": old.pk, "round__closes__gte": today}
    owed = Owed.objects.visible_to(viewer).filter(**asked)
    resolved = ResolutionOwed.objects.visible_to(viewer).filter(**asked).still_asked()
    if owed.exists() or resolved.exists():
        yield "What it was asked in a round of updates that is under way."
