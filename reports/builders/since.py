"""What has changed since the day a report is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from recommendations.models import Milestone
from recommendations.models.dated import Dated
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import day_words
from recommendations.standing.register import Item, Register
from reports.builders.held import Held
from reports.builders.lines import closed_words, rating_of, reasons
from reports.builders.names import Names
from reports.documents.exception_report import Left
from reports.documents.lines import Direction, Way

LISTED = (Rag.RED, Rag.AMBER)
UNASKED = (Rag.GREEN, Rag.NOT_RATED, Rag.CLOSED)


def direction(item: Item, now: Register, before: Register | None) -> Direction | None:
    """Where the rating has gone; new where there was no recommendation on the earlier day.

    One rolled forward from an earlier report is not new: it goes on from what it took over.
    """
    if before is None:
        return None
    earlier = _earlier(item, before) or _rolled_forward(item, now, before)
    if earlier is None:
        return Direction(Way.NEW)
    was, rag = rating_of(earlier).rag, rating_of(item).rag
    if was is rag:
        return Direction(Way.SAME, was)
    return Direction(Way.WORSE if rag.severity > was.severity else Way.BETTER, was)


def left(now: Register, before: Register, names: Names, held: Held) -> tuple[Left, ...]:
    """Red and amber then and neither now; a date needed then, and nothing asked now."""
    rows = []
    for item in now.rated:
        earlier = _earlier(item, before)
        if earlier is None:
            continue
        was, rag = rating_of(earlier).rag, rating_of(item).rag
        off_the_list = was in LISTED and rag not in LISTED
        has_its_date = was is Rag.DATE_NEEDED and rag in UNASKED
        if off_the_list or has_its_date:
            rows.append(
                Left(
                    address=item.address,
                    report=item.recommendation.report.title,
                    report_slug=item.recommendation.report.slug,
                    was=was,
                    rag=rag,
                    reason=reasons(rating_of(item), now.as_at)[0],
                    why=closed_words(item, names, held)
                    or _latest(item, now, held, since=before.as_at),
                )
            )
    return tuple(rows)


def _earlier(item: Item, before: Register) -> Item | None:
    return next(
        (one for one in before.rated if one.recommendation.pk == item.recommendation.pk), None
    )


def _rolled_forward(item: Item, now: Register, before: Register) -> Item | None:
    """What this one took the place of, as it was."""
    number = item.recommendation.pk
    for one in before.rated:
        links = now.rows.superseded[one.recommendation.pk]
        if any(link.from_recommendation_id == number for link in links):
            return one
    return None


def _latest(item: Item, now: Register, held: Held, *, since: date) -> str:
    """The last thing that took effect after the earlier day."""
    told = (fact for one in (item, *item.parts) for fact in facts(one, now))
    later = (fact for fact in told if fact.row.on > since)
    last = max(later, default=None, key=lambda fact: fact.row.on)
    return f"{last.what(held)}, {day_words(last.row.on)}." if last else ""


@dataclass(frozen=True)
class Fact:
    """A dated row about an item, what to call it, and the milestone named with it."""

    called: str
    row: Dated
    milestone: Milestone | None = None

    @property
    def on(self) -> date:
        return self.row.on

    @property
    def recorded_on(self) -> date:
        return timezone.localdate(self.row.recorded_at)

    @property
    def is_late(self) -> bool:
        return self.row.entered_late

    def what(self, held: Held) -> str:
        held(self.row)
        if milestone := held(self.milestone):
            return f"{self.called}: “{milestone.text}”"
        return self.called


def facts(item: Item, now: Register) -> Iterator[Fact]:
    rows = now.rows
    if item.answer:
        answered = item.answer.get_decision_display().lower()
        yield Fact(f"Answer: {answered}", item.answer)
    for update in item.updates:
        yield Fact("Update received", update)
    if item.position:
        yield Fact(f"Position taken: {item.position.status}", item.position)
    for step in item.milestones:
        milestone = step.row
        yield Fact("Milestone set", milestone, milestone)
        for done in rows.done[milestone.root_id]:
            yield Fact("Milestone done", done, milestone)
        for change in rows.changes[milestone.root_id]:
            if not change.may_be_seen:
                continue
            yield Fact("New date asked for", change, milestone)
            for decision in rows.decisions[change.pk]:
                decided = decision.get_decision_display().lower()
                yield Fact(f"New date {decided}", decision, milestone)
        for outcome in step.outcomes:
            yield Fact(outcome.get_outcome_display(), outcome, milestone)
