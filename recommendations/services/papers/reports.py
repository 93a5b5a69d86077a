"""The report in a paper: its themes, and each recommendation with what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from recommendations.models import Recommendation, ScrutinyReport, Theme
from recommendations.rules.due import Due
from recommendations.services import (
    conditions,
    links,
    milestones,
    ownerships,
    recommendations,
    remits,
    scrutiny_reports,
    wordings,
)
from recommendations.services.fixtures import Entry
from recommendations.services.papers.paper import Paper


def read_report(entry: Entry, *, paper: Paper) -> None:
    report = scrutiny_reports.enter_report(
        council=paper.council,
        title=entry["title"],
        slug=entry["slug"],
        kind=entry["kind"],
        published_on=date.fromisoformat(entry["published_on"]),
        task_group=paper.body(entry["task_group"]) if "task_group" in entry else None,
        commissioned_by=(
            paper.body(entry["commissioned_by"]) if "commissioned_by" in entry else None
        ),
        terms_of_reference=entry.get("terms_of_reference", ""),
        source=entry["source"],
        source_note=entry["source_note"],
    )
    paper.counted["reports"] += 1
    for member in entry.get("members", []):
        scrutiny_reports.add_member(report=report, **member)
        paper.counted["members"] += 1
    for slug in entry.get("remit", []):
        remits.watch(
            body=paper.body(slug),
            report=report,
            since=report.published_on,
            by=paper.by,
            why=f"From {report.source}",
        )
    for theme in entry.get("themes", []):
        _read_theme(theme, paper=paper, report=report)
    for row in entry.get("recommendations", []):
        _read_recommendation(row, paper=paper, report=report)
    for row in _rows(entry):
        _read_links(row, paper=paper, report=report)


def _read_theme(
    entry: Entry, *, paper: Paper, report: ScrutinyReport, parent: Theme | None = None
) -> None:
    theme = scrutiny_reports.add_theme(
        report=report,
        parent=parent,
        title=entry["title"],
        note=entry.get("note", ""),
        evidence_section=entry.get("evidence_section", ""),
    )
    paper.counted["groups" if parent else "themes"] += 1
    for row in entry.get("recommendations", []):
        _read_recommendation(row, paper=paper, report=report, theme=theme)
    for group in entry.get("groups", []):
        _read_theme(group, paper=paper, report=report, parent=theme)


def _read_recommendation(
    entry: Entry,
    *,
    paper: Paper,
    report: ScrutinyReport,
    theme: Theme | None = None,
    parent: Recommendation | None = None,
) -> None:
    prior = entry.get("prior_decision")
    made = recommendations.make_recommendation(
        report=report,
        address=entry["address"],
        reference=entry.get("reference", ""),
        kind=parent.kind if parent else entry.get("kind", "recommendation"),
        theme=theme,
        parent=parent,
        part_kind=entry.get("part_kind", ""),
        made_on=_day(entry, "made_on"),
        scrutinys_own=entry.get("scrutinys_own", False),
        asked=paper.due(entry["asked"]) if "asked" in entry else Due(),
        prior_decision_body=paper.body(prior["body"]) if prior else None,
        prior_decision_on=date.fromisoformat(prior["on"]) if prior else None,
        prior_decision_words=prior["words"] if prior else "",
    )
    paper.counted[_what(entry)] += 1
    on = made.exists_from
    for wording in entry["wordings"]:
        wordings.word(recommendation=made, by=paper.by, on=on, brought_in=True, **wording)
    for owner in entry.get("owners", []):
        ownerships.give_to_owner(
            recommendation=made,
            post=paper.post(owner["post"]) if "post" in owner else None,
            body=paper.body(owner["body"]) if "body" in owner else None,
            share=owner["share"],
            since=on,
            by=paper.by,
            why=f"From {report.source}",
        )
    for condition in entry.get("conditions", []):
        conditions.set_condition(
            recommendation=made,
            event=paper.event(condition["event"]),
            words=condition["words"],
            by=paper.by,
            on=on,
            brought_in=True,
        )
    for milestone in entry.get("milestones", []):
        _read_milestone(milestone, paper=paper, recommendation=made)
    for part in entry.get("parts", []):
        _read_recommendation(part, paper=paper, report=report, parent=made)


def _read_milestone(entry: Entry, *, paper: Paper, recommendation: Recommendation) -> None:
    """A step that the paper prints as done, and no day by which it was due."""
    milestone = milestones.promise(
        recommendations=[recommendation],
        text=entry["text"],
        due=Due(),
        by=paper.by,
        on=recommendation.exists_from,
        brought_in=True,
    )
    milestones.complete(
        milestone=milestone,
        note=entry["done"]["narrative"],
        by=paper.by,
        on=date.fromisoformat(entry["done"]["on"]),
        brought_in=True,
    )
    paper.counted["milestones"] += 1


def _read_links(entry: Entry, *, paper: Paper, report: ScrutinyReport) -> None:
    for link in entry.get("links", []):
        links.link(
            from_recommendation=report.recommendations.get(address=entry["address"]),
            to_recommendation=report.recommendations.get(address=link["to"]),
            kind=link["kind"],
            words=link["words"],
            by=paper.by,
            on=report.published_on,
            brought_in=True,
        )
        paper.counted["links"] += 1


def _rows(entry: Entry) -> Iterator[Entry]:
    """Every recommendation and part beneath a report, a theme or another recommendation."""
    for within in ("themes", "groups"):
        for theme in entry.get(within, []):
            yield from _rows(theme)
    for within in ("recommendations", "parts"):
        for row in entry.get(within, []):
            yield row
            yield from _rows(row)


def _what(entry: Entry) -> str:
    """What a row is called when rows are counted."""
    if "part_kind" in entry:
        return "listed parts" if entry["part_kind"] == "listed" else "limbs"
    return f"{entry.get('kind', 'recommendation')}s"


def _day(entry: Entry, key: str) -> date | None:
    return date.fromisoformat(entry[key]) if key in entry else None
