"""The full schedule of a report: every recommendation with its answer and its milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from recommendations.models import Classification, Recommendation, ScrutinyReport, Viewer
from recommendations.standing.register import Item, MilestoneNow, Register, register
from reports.builders import lines
from reports.builders.held import Held
from reports.builders.names import Names
from reports.documents.schedule import Entry, Schedule, Step


def schedule(
    viewer: Viewer,
    report: ScrutinyReport,
    *,
    as_at: date,
    known_at: datetime,
    held: Held | None = None,
) -> Schedule:
    """What this viewer may see of it, in a fixed number of queries; the rest by number alone.

    ``held`` hears of every row that is printed.
    """
    names, held = Names(viewer, as_at=as_at), held or Held()
    made = Recommendation.objects.filter(report=report)
    now = register(viewer, made, as_at=as_at, known_at=known_at)
    shown = lines.evidence_of_claims(viewer, now)
    seen = {item.recommendation.pk: item for item in now.items}
    return Schedule(
        council=viewer.council.name,
        report=held(report).title,
        report_slug=report.slug,
        kind=report.get_kind_display(),
        published_on=report.published_on,
        as_at=as_at,
        known_at=known_at,
        task_group=names.of(report.task_group),
        committee=names.of(report.commissioned_by),
        entries=tuple(
            _entry(seen[row.pk], now, names, held, shown) if row.pk in seen else _withheld(row)
            for row in now.rows.recommendations
            if row.parent_id is None and row.exists_from <= as_at
        ),
    )


def _entry(item: Item, now: Register, names: Names, held: Held, shown: Mapping[int, int]) -> Entry:
    wording, rating, given = item.wording, item.rating, held(item.answer)
    rated = rating is not None
    return Entry(
        address=held(item.recommendation).address,
        kind=item.recommendation.get_kind_display(),
        theme=_theme(item.recommendation),
        title=wording.title if wording else "",
        text=wording.text if wording else "",
        parts=tuple(lines.printed_parts(item, held)),
        closing=wording.closing if wording else "",
        rag=rating.rag if rating else None,
        reasons=lines.reasons(rating, now.as_at) if rating else (),
        evidence=shown.get(item.recommendation.pk),
        owners=lines.owners(item, names),
        portfolio_holder=item.portfolio_holder.title if item.portfolio_holder else "",
        answer=lines.answer(item, held) if rated else "",
        answer_words=(given.text or given.reason) if given else "",
        steps=tuple(_step(step, now, held) for step in item.steps),
        position=lines.position(item, held),
    )


def _theme(recommendation: Recommendation) -> str:
    theme = recommendation.theme
    if theme is None:
        return ""
    return f"{theme.parent.title}: {theme.title}" if theme.parent else theme.title


def _step(step: MilestoneNow, now: Register, held: Held) -> Step:
    """A milestone as it stands: first promise, promise now, and whether it is done."""
    recurs = len(step.original.days) > 1
    return Step(
        text=held(step.row).text,
        owner=step.owner.title if step.owner else "",
        original=None if recurs else step.original_day,
        now=step.day,
        words=lines.in_words(step.row.original_due, now),
        times_moved=step.moves,
        days_moved=lines.moved(step),
        done_on=step.done_on,
        success_measure=step.row.success_measure,
    )


def _withheld(row: Recommendation) -> Entry:
    """Its number, and what the public may read in its place."""
    instead = "Withheld"
    if row.classification == Classification.EXEMPT:
        instead = row.public_summary or f"Withheld: paragraph {row.exempt_paragraphs}"
    return Entry(
        address=row.address,
        kind=row.get_kind_display(),
        theme=_theme(row),
        withheld=instead,
    )
