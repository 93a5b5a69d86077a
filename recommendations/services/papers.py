"""Bringing a paper in: a file of fixtures, read from top to bottom through the other services.

A file holds a council with its bodies, posts, events and reports, or what came of a report:
meetings, responses and positions. What names another thing does so by its slug or its address.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from recommendations.models import (
    Body,
    Council,
    Event,
    ExecutiveResponse,
    Post,
    Recommendation,
    Resolution,
    ScrutinyReport,
    Theme,
    User,
)
from recommendations.rules.due import Due
from recommendations.services import (
    councils,
    events,
    meetings,
    milestones,
    recommendations,
    responses,
    scrutiny_reports,
)
from recommendations.services.change import change

ORDER = ("wiltshire", "wiltshire-response", "wirral", "herefordshire", "shropshire")
"""A response comes after the report that it answers."""

Entry = dict[str, Any]


@transaction.atomic
def papers_account() -> User:
    """The account in whose name the papers are brought in; nobody can sign in with it."""
    user, made = User.objects.get_or_create(
        username="papers",
        defaults={"first_name": "The", "last_name": "papers", "is_active": False},
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def load_paper(file: Path, *, by: User) -> Counter[str] | None:
    """Bring in the whole of a paper, or nothing of one that is in the register already.

    What was brought in is counted by what it is called; None says that nothing was.
    """
    data: Entry = json.loads(file.read_text(encoding="utf-8"))
    with change():
        reading = _Reading(council=_council(data["council"]), by=by)
        if reading.is_done(data):
            return None
        reading.read(data)
        return reading.counted


def _council(entry: Entry | str) -> Council:
    if isinstance(entry, str):
        return Council.objects.get(slug=entry)
    return Council.objects.filter(slug=entry["slug"]).first() or councils.found_council(**entry)


def _day(entry: Entry, key: str) -> date | None:
    return date.fromisoformat(entry[key]) if key in entry else None


@dataclass
class _Reading:
    """One paper under way: whose it is, who brings it in, and how much has come."""

    council: Council
    by: User
    counted: Counter[str] = field(default_factory=Counter)

    def is_done(self, data: Entry) -> bool:
        """Papers come in whole, so the first report or response of one speaks for the rest."""
        if "reports" in data:
            return self.council.reports.filter(slug=data["reports"][0]["slug"]).exists()
        return ExecutiveResponse.objects.filter(report=self.report(data["report"])).exists()

    def read(self, data: Entry) -> None:
        for entry in data.get("bodies", []):
            self.read_body(entry)
        for entry in data.get("posts", []):
            self.read_post(entry)
        for entry in data.get("events", []):
            self.read_event(entry)
        for entry in data.get("reports", []):
            self.read_report(entry)
        given = [self.read_response(entry) for entry in data.get("responses", [])]
        resolved: dict[str, Resolution] = {}
        for entry in data.get("meetings", []):
            resolved |= self.read_meeting(entry, response=given[0])
        for entry in data.get("positions", []):
            self.read_position(entry, report=given[0].report, resolved=resolved)

    # what a slug or an address names

    def body(self, slug: str) -> Body:
        return self.council.bodies.get(slug=slug)

    def post(self, slug: str) -> Post:
        return self.council.posts.get(slug=slug)

    def event(self, slug: str) -> Event:
        return self.council.events.get(slug=slug)

    def report(self, slug: str) -> ScrutinyReport:
        return self.council.reports.get(slug=slug)

    # the council

    def read_body(self, entry: Entry) -> None:
        if not self.council.bodies.filter(slug=entry["slug"]).exists():
            parent = self.body(entry["parent"]) if "parent" in entry else None
            councils.establish_body(council=self.council, **{**entry, "parent": parent})

    def read_post(self, entry: Entry) -> None:
        if not self.council.posts.filter(slug=entry["slug"]).exists():
            councils.create_post(council=self.council, **entry)

    def read_event(self, entry: Entry) -> None:
        if not self.council.events.filter(slug=entry["slug"]).exists():
            events.name_event(council=self.council, **entry)
            self.counted["events"] += 1

    # a report

    def read_report(self, entry: Entry) -> None:
        report = scrutiny_reports.enter_report(
            council=self.council,
            title=entry["title"],
            slug=entry["slug"],
            kind=entry["kind"],
            published_on=date.fromisoformat(entry["published_on"]),
            task_group=self.body(entry["task_group"]) if "task_group" in entry else None,
            commissioned_by=(
                self.body(entry["commissioned_by"]) if "commissioned_by" in entry else None
            ),
            terms_of_reference=entry.get("terms_of_reference", ""),
            source=entry["source"],
            source_note=entry["source_note"],
        )
        self.counted["reports"] += 1
        for member in entry.get("members", []):
            scrutiny_reports.add_member(report=report, **member)
            self.counted["members"] += 1
        for slug in entry.get("remit", []):
            recommendations.watch(body=self.body(slug), report=report, since=report.published_on)
        for theme in entry.get("themes", []):
            self.read_theme(theme, report=report)
        for row in entry.get("recommendations", []):
            self.read_recommendation(row, report=report)
        for row in _rows(entry):
            self.read_links(row, report=report)

    def read_theme(
        self, entry: Entry, *, report: ScrutinyReport, parent: Theme | None = None
    ) -> None:
        theme = scrutiny_reports.add_theme(
            report=report,
            parent=parent,
            title=entry["title"],
            note=entry.get("note", ""),
            evidence_section=entry.get("evidence_section", ""),
        )
        self.counted["groups" if parent else "themes"] += 1
        for row in entry.get("recommendations", []):
            self.read_recommendation(row, report=report, theme=theme)
        for group in entry.get("groups", []):
            self.read_theme(group, report=report, parent=theme)

    def read_recommendation(
        self,
        entry: Entry,
        *,
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
            asked=self.due(entry["asked"]) if "asked" in entry else None,
            prior_decision_body=self.body(prior["body"]) if prior else None,
            prior_decision_on=date.fromisoformat(prior["on"]) if prior else None,
            prior_decision_words=prior["words"] if prior else "",
        )
        self.counted[_what(entry)] += 1
        on = made.exists_from
        for wording in entry["wordings"]:
            recommendations.word(recommendation=made, by=self.by, on=on, brought_in=True, **wording)
        for owner in entry.get("owners", []):
            recommendations.give_to_owner(
                recommendation=made,
                post=self.post(owner["post"]) if "post" in owner else None,
                body=self.body(owner["body"]) if "body" in owner else None,
                share=owner["share"],
                since=on,
            )
        for condition in entry.get("conditions", []):
            recommendations.set_condition(
                recommendation=made,
                event=self.event(condition["event"]),
                words=condition["words"],
                by=self.by,
                on=on,
                brought_in=True,
            )
        for milestone in entry.get("milestones", []):
            self.read_milestone(milestone, recommendation=made)
        for part in entry.get("parts", []):
            self.read_recommendation(part, report=report, parent=made)

    def read_milestone(self, entry: Entry, *, recommendation: Recommendation) -> None:
        """A step that the paper prints as done, and no day by which it was due."""
        milestone = milestones.promise(
            recommendations=[recommendation],
            text=entry["text"],
            due=Due(),
            by=self.by,
            on=recommendation.exists_from,
            brought_in=True,
        )
        milestones.complete(
            milestone=milestone,
            note=entry["done"]["narrative"],
            by=self.by,
            on=date.fromisoformat(entry["done"]["on"]),
            brought_in=True,
        )
        self.counted["milestones"] += 1

    def due(self, entry: Entry) -> Due:
        """What was asked by when, the event or the body in it named by its key."""
        named = dict(entry)
        if "event" in named:
            named["event"] = self.event(named["event"]).key
        if "body" in named:
            named["body"] = str(self.body(named["body"]).pk)
        return Due.from_json(named)

    def read_links(self, entry: Entry, *, report: ScrutinyReport) -> None:
        for link in entry.get("links", []):
            recommendations.link(
                from_recommendation=report.recommendations.get(address=entry["address"]),
                to_recommendation=report.recommendations.get(address=link["to"]),
                kind=link["kind"],
                words=link["words"],
                by=self.by,
                on=report.published_on,
                brought_in=True,
            )
            self.counted["links"] += 1

    # what came of a report

    def read_response(self, entry: Entry) -> ExecutiveResponse:
        report = self.report(entry["report"])
        response = responses.enter_response(
            report=report,
            body=self.body(entry["body"]),
            kind=entry["kind"],
            source=entry["source"],
            source_note=entry["source_note"],
        )
        self.counted["responses"] += 1
        stages = [
            responses.reach_stage(
                response=response,
                stage=stage["stage"],
                by=self.by,
                on=date.fromisoformat(stage["on"]),
                brought_in=True,
            )
            for stage in entry["stages"]
        ]
        on = stages[0].on
        for group in entry.get("groups", []):
            self.read_group(group, response=response, on=on)
        for answer in entry.get("answers", []):
            responses.answer(
                response=response,
                recommendation=report.recommendations.get(address=answer["recommendation"]),
                decision=answer["decision"],
                by=self.by,
                on=on,
                brought_in=True,
            )
            self.counted["answers"] += 1
        return response

    def read_group(self, entry: Entry, *, response: ExecutiveResponse, on: date) -> None:
        group = responses.add_group(
            response=response, words=entry["words"], count_claimed=entry.get("count_claimed")
        )
        for row in entry["lines"]:
            matched = (
                response.report.recommendations.get(address=row["recommendation"])
                if "recommendation" in row
                else None
            )
            line = responses.add_line(
                response=response,
                group=group,
                reference=row["reference"],
                words=row["words"],
                recommendation=matched,
                note=row.get("match", ""),
            )
            self.counted["lines"] += 1
            if matched and "answer" in row:
                responses.answer(
                    response=response,
                    recommendation=matched,
                    line=line,
                    decision=row["answer"]["decision"],
                    reason=row["answer"].get("reason", ""),
                    by=self.by,
                    on=on,
                    brought_in=True,
                )
                self.counted["answers"] += 1

    def read_meeting(self, entry: Entry, *, response: ExecutiveResponse) -> dict[str, Resolution]:
        """The resolutions of the meeting by their references in the minutes."""
        meeting = meetings.call_meeting(
            body=self.body(entry["body"]), day=date.fromisoformat(entry["day"])
        )
        self.counted["meetings"] += 1
        resolved = {}
        for row in entry["items"]:
            item = meetings.add_item(meeting=meeting, title=row["title"])
            for resolution in row["resolutions"]:
                target = resolution["target"]
                resolved[resolution["reference"]] = meetings.resolve(
                    item=item,
                    reference=resolution["reference"],
                    kind=resolution["kind"],
                    text=resolution["text"],
                    report=response.report if target == "report" else None,
                    response=response if target == "response" else None,
                    recommendation=response.report.recommendations.filter(address=target).first(),
                    by=self.by,
                    brought_in=True,
                )
                self.counted["resolutions"] += 1
        return resolved

    def read_position(
        self, entry: Entry, *, report: ScrutinyReport, resolved: dict[str, Resolution]
    ) -> None:
        resolution = resolved[entry["resolution"]]
        meetings.take_position(
            recommendation=report.recommendations.get(address=entry["recommendation"]),
            status=entry["status"],
            closes=entry["closes"],
            resolution=resolution,
            by=self.by,
            on=resolution.on,
            brought_in=True,
        )
        self.counted["positions"] += 1


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
