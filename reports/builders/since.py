"""What has changed since the day a report is compared with."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from recommendations.models.dated import Dated
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import day_words
from recommendations.standing.register import Item, Register
from reports.builders.lines import closed_words, rating_of, reasons
from reports.builders.names import Names
from reports.documents.exception_report import Direction, Entered, Left, Way

LISTED = (Rag.RED, Rag.AMBER)
UNASKED = (Rag.GREEN, Rag.NOT_RATED, Rag.CLOSED)


def direction(item: Item, before: Register | None) -> Direction | None:
    """Where the rating has gone; new where there was no recommendation on the earlier day."""
    if before is None:
        return None
    earlier = _earlier(item, before)
    if earlier is None:
        return Direction(Way.NEW)
    was, now = rating_of(earlier).rag, rating_of(item).rag
    if was is now:
        return Direction(Way.SAME, was)
    return Direction(Way.WORSE if now.severity > was.severity else Way.BETTER, was)


def left(now: Register, before: Register, names: Names) -> tuple[Left, ...]:
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
                    why=closed_words(item, names) or _latest(item, now, since=before.as_at),
                )
            )
    return tuple(rows)


def entered(now: Register, before: Register) -> tuple[Entered, ...]:
    """What was recorded since the earlier day, long after its own, save what a paper brought."""
    rows = []
    for item in now.rated:
        for one in (item, *item.parts):
            for what, row in _facts(one, now):
                recorded_on = timezone.localdate(row.recorded_at)
                if row.entered_late and recorded_on > before.as_at:
                    rows.append(
                        Entered(
                            address=one.address,
                            report=item.recommendation.report.title,
                            report_slug=item.recommendation.report.slug,
                            what=what,
                            on=row.on,
                            recorded_on=recorded_on,
                        )
                    )
    return tuple(rows)


def _earlier(item: Item, before: Register) -> Item | None:
    return next(
        (one for one in before.rated if one.recommendation.pk == item.recommendation.pk), None
    )


def _latest(item: Item, now: Register, *, since: date) -> str:
    """The last thing that took effect after the earlier day."""
    told = [
        (row.on, f"{what}, {day_words(row.on)}.")
        for one in (item, *item.parts)
        for what, row in _facts(one, now)
        if row.on > since
    ]
    return max(told, default=(since, ""), key=lambda pair: pair[0])[1]


def _facts(item: Item, now: Register) -> Iterator[tuple[str, Dated]]:
    """Each dated row about an item, and what to call it."""
    rows = now.rows
    if item.answer:
        yield f"Answer: {item.answer.get_decision_display().lower()}", item.answer
    for row in item.updates:
        yield "Update received", row
    if item.position:
        yield f"Position taken: {item.position.status}", item.position
    for milestone in item.milestones:
        name = f"“{milestone.row.text}”"
        yield f"Milestone set: {name}", milestone.row
        for done in rows.done[milestone.row.pk]:
            yield f"Milestone done: {name}", done
        for change in rows.changes[milestone.row.pk]:
            if not change.may_be_seen:
                continue
            yield f"New date asked for: {name}", change
            for decision in rows.decisions[change.pk]:
                yield f"New date {decision.get_decision_display().lower()}: {name}", decision
        for outcome in milestone.outcomes:
            yield f"{outcome.get_outcome_display()}: {name}", outcome
