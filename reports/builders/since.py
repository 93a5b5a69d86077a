"""What has changed since the day a report is compared with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from recommendations.models import (
    Condition,
    EventDay,
    Link,
    Milestone,
    Notice,
    RatingAcceptance,
    Resolution,
    ResponseStage,
    ScrutinyReport,
    Wording,
)
from recommendations.models.dated import Dated
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import day_words
from recommendations.standing.register import Item, Register
from reports.builders.held import Held
from reports.builders.lines import closed_words, rating_of, reasons
from reports.builders.names import Names
from reports.documents.exception_report import Entered, Left
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


def entered(now: Register, before: Register, held: Held) -> tuple[Entered, ...]:
    """What was recorded since the earlier day, long after its own, save what a paper brought."""
    rows = []
    for report, address, fact in _all_facts(now):
        row = fact.row
        recorded_on = timezone.localdate(row.recorded_at)
        if row.entered_late and recorded_on > before.as_at:
            rows.append(
                Entered(
                    address=address,
                    report=report.title,
                    report_slug=report.slug,
                    what=fact.what(held),
                    on=row.on,
                    recorded_on=recorded_on,
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
    facts = [fact for one in (item, *item.parts) for fact in _facts(one, now)]
    later = (fact for fact in facts if fact.row.on > since)
    last = max(later, default=None, key=lambda fact: fact.row.on)
    return f"{last.what(held)}, {day_words(last.row.on)}." if last else ""


@dataclass(frozen=True)
class Fact:
    """A dated row about an item, what to call it, and the milestone named with it."""

    called: str
    row: Dated
    milestone: Milestone | None = None

    def what(self, held: Held) -> str:
        held(self.row)
        if milestone := held(self.milestone):
            return f"{self.called}: “{milestone.text}”"
        return self.called


def _facts(item: Item, now: Register) -> Iterator[Fact]:
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


CALLED: dict[type[Dated], Callable[[Any], str]] = {
    Notice: lambda row: "Notice served",
    ResponseStage: lambda row: f"Response {row.get_stage_display().lower()}",
    Resolution: lambda row: f"Resolution: {row.get_kind_display().lower()}",
    Wording: lambda row: f"Wording, {row.get_printing_display().lower()}",
    Condition: lambda row: "Waits for an event",
    Link: lambda row: "Replaced by another",
    RatingAcceptance: lambda row: "Owner’s better rating accepted",
    EventDay: lambda row: f"Day of an event, {row.get_kind_display().lower()}",
}
"""In words of the row alone: what it leads to is not read with it."""


def _all_facts(now: Register) -> Iterator[tuple[ScrutinyReport, str, Fact]]:
    """Of each report what is said of it as a whole, then of each item of it."""
    told: set[int] = set()
    for item in now.rated:
        report = item.recommendation.report
        if report.pk not in told:
            told.add(report.pk)
            for row in _of_report(report, now):
                yield report, "", Fact(CALLED[type(row)](row), row)
        for one in (item, *item.parts):
            for fact in _facts(one, now):
                yield report, one.address, fact
            for row in _of_item(one, now):
                yield report, one.address, Fact(CALLED[type(row)](row), row)


def _of_report(report: ScrutinyReport, now: Register) -> Iterator[Dated]:
    rows = now.rows
    yield from rows.notices[report.pk]
    for response in rows.responses[report.pk]:
        yield from rows.stages[response.pk]
    for row in rows.resolutions[report.pk]:
        if row.recommendation_id is None and row.may_be_seen:
            yield row


def _of_item(item: Item, now: Register) -> Iterator[Dated]:
    """What bears on an item besides its answer, its updates, its milestones and its position."""
    rows, number = now.rows, item.recommendation.pk
    yield from item.wordings
    yield from rows.conditions[number]
    yield from rows.superseded[number]
    for row in rows.resolutions[item.recommendation.report_id]:
        if row.recommendation_id == number and row.may_be_seen:
            yield row
    seen = {update.pk for update in item.updates}
    yield from (row for row in rows.acceptances[number] if row.update_id in seen)
    dues = (item.recommendation.asked, *(step.row.original_due for step in item.milestones))
    events = {int(due.event) for due in dues if due.event}
    events |= {row.event_id for row in rows.conditions[number]}
    for event in sorted(events):
        yield from rows.event_days[event]
