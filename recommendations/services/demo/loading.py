"""Bringing the invented council in: its people, its reports, and the story of each item."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from recommendations.models import (
    Body,
    Council,
    EventDay,
    ExecutiveResponse,
    Membership,
    Ownership,
    Post,
    PostHolding,
    Recommendation,
    Resolution,
    ResponseStage,
    ScrutinyReport,
    Theme,
    User,
    Wording,
)
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import (
    classification,
    councils,
    events,
    people,
    recommendations,
    responses,
    scrutiny_reports,
)
from recommendations.services.change import because, change
from recommendations.services.demo.days import Diary
from recommendations.services.demo.sittings import Committee
from recommendations.services.demo.stories import STORIES
from recommendations.services.demo.told import Answering, Entry, Setting, Told

SCRUTINY_OFFICER = "marlshire-scrutiny-officer"
CLERK = "marlshire-clerk"
KIND_OF_ADDRESS = {
    Recommendation.Kind.GUIDELINE.value: "Guideline",
    Recommendation.Kind.COMMENDATION.value: "Commendation",
    Recommendation.Kind.FINDING.value: "Finding",
}
AS_PRINTED = "abcdefgh"
BEGAN_AGO = 800
"""How many days ago the register was opened and its people took up their posts."""
DRAFTED_BEFORE = 21
GRANTED_AGO = 150
INVENTED = "Invented, for demonstration"


def load_demo(folder: Path, *, today: date) -> Counter[str] | None:
    """Bring in the whole of it, or nothing where it is in the register already.

    What was brought in is counted by what it is called; None says that nothing was.
    """
    opening = _read(folder / "council.json")
    if Council.objects.filter(slug=opening["council"]["slug"]).exists():
        return None
    diary = Diary(today)
    with change(), because(INVENTED), diary.recording(diary.workday(BEGAN_AGO)):
        telling = _Telling.beginning(opening, phrases=_read(folder / "phrases.json"), diary=diary)
        with because(INVENTED, by=telling.by):
            reports = [_read(file) for file in sorted(folder.glob("[0-9]*.json"))]
            made = [telling.make_report(entry) for entry in reports]
            telling.hold_meetings(opening["committees"])
            for entry, report in zip(reports, made, strict=True):
                telling.tell(entry, report)
            with diary.recording(diary.workday(GRANTED_AGO)):
                telling.grant(opening["part_two"])
        return telling.counted


def _read(file: Path) -> Entry:
    value: Entry = json.loads(file.read_text(encoding="utf-8"))
    return value


@dataclass
class _Made:
    """A recommendation or part that was made, and what the fixture says of it."""

    row: Recommendation
    entry: Entry
    owners: list[Post | Body]


@dataclass
class _Telling:
    setting: Setting
    counted: Counter[str] = field(default_factory=Counter)
    made: dict[str, list[_Made]] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)

    # the council

    @classmethod
    def beginning(cls, opening: Entry, *, phrases: Entry, diary: Diary) -> _Telling:
        council = councils.found_council(**opening["council"])
        for entry in opening["bodies"]:
            parent = council.bodies.get(slug=entry["parent"]) if "parent" in entry else None
            councils.establish_body(council=council, **{**entry, "parent": parent})
        for entry in opening["posts"]:
            councils.create_post(council=council, **entry)
        councils.set_policy(council=council, in_force_from=diary.ago(BEGAN_AGO))
        persons: dict[str, User] = {}
        holders: dict[str, User] = {}
        for entry in opening["people"]:
            person = people.demonstration_person(
                council=council,
                username=entry["username"],
                first_name=entry["first_name"],
                last_name=entry["last_name"],
                roles=[Role(role) for role in entry["roles"]],
            )
            persons[person.username] = person
            for slug, kind in entry["posts"]:
                post = council.posts.get(slug=slug)
                councils.hold_post(post=post, person=person, kind=kind, since=diary.ago(BEGAN_AGO))
                if kind == PostHolding.Kind.HOLDER:
                    holders[slug] = person
                elif kind == PostHolding.Kind.DEPUTY:
                    holders.setdefault(slug, person)
        committees: dict[str, Committee] = {}
        setting = Setting(
            council=council,
            diary=diary,
            scrutiny_officer=persons[SCRUTINY_OFFICER],
            clerk=persons[CLERK],
            holders=holders,
            committees=committees,
            phrases=phrases,
        )
        telling = cls(setting, committees=committees)
        telling.counted["people"] = len(persons)
        for entry in opening["events"]:
            telling.name_event(entry)
        return telling

    @property
    def diary(self) -> Diary:
        return self.setting.diary

    @property
    def by(self) -> User:
        return self.setting.scrutiny_officer

    def name_event(self, entry: Entry) -> None:
        event = events.name_event(
            council=self.setting.council, name=entry["name"], slug=entry["slug"]
        )
        for said in entry["days"]:
            on = self.diary.workday(said["ago"])
            with self.diary.recording(on):
                entered = events.enter_day(
                    event=event,
                    kind=said["kind"],
                    day=self._day(said),
                    source=said["source"],
                    by=self.by,
                    on=on,
                )
            if "corrected" in said:
                self._correct_day(entered, said["corrected"])

    def _day(self, said: Entry) -> date:
        if "day_ahead" in said:
            return self.diary.ahead(said["day_ahead"])
        return self.diary.ago(said["day_ago"])

    def _correct_day(self, entered: EventDay, said: Entry) -> None:
        on = self.diary.workday(said["ago"])
        with self.diary.recording(on):
            events.enter_day(
                event=entered.event,
                kind=entered.kind,
                day=self._day(said),
                source=said["source"],
                by=self.by,
                on=on,
                instead_of=entered,
            )

    def hold_meetings(self, entries: list[Entry]) -> None:
        for entry in entries:
            body = self.setting.body(entry["slug"])
            committee = Committee(body, self.setting.clerk, self.diary)
            committee.sit(entry, reports=body.commissioned_reports.all())
            self.committees[entry["slug"]] = committee
            self.counted["meetings"] += len(committee.sittings)

    def grant(self, entries: list[Entry]) -> None:
        """Let some read what is exempt; another person than the one who gave it confirms it."""
        for entry in entries:
            memberships = Membership.objects.filter(council=self.setting.council)
            grant = classification.grant_part_two(
                membership=memberships.get(user__username=entry["username"], role=entry["role"]),
                body=self.setting.body(entry["body"]),
                until=self.diary.ahead(entry["days_ahead"]),
                reason=entry["reason"],
                by=memberships.get(user__username=entry["given_by"]).user,
            )
            if "confirmed_by" in entry:
                other = memberships.get(user__username=entry["confirmed_by"]).user
                classification.confirm_part_two(grant=grant, by=other)
            self.counted["Part 2 grants"] += 1

    # a report

    def make_report(self, entry: Entry) -> ScrutinyReport:
        committee = self.setting.body(entry["committee"])
        published_on = self.diary.workday(entry["published_ago"])
        with self.diary.recording(published_on):
            report = scrutiny_reports.enter_report(
                council=self.setting.council,
                title=entry["title"],
                slug=entry["slug"],
                kind=entry["kind"],
                published_on=published_on,
                task_group=self.setting.body(entry["task_group"]),
                commissioned_by=committee,
                terms_of_reference=entry["terms_of_reference"],
                source_note=f"{INVENTED}.",
            )
            self.counted["reports"] += 1
            self.made[report.slug] = []
            for name, part in entry["members"]:
                scrutiny_reports.add_member(report=report, name=name, part=part)
            recommendations.watch(body=committee, report=report, since=published_on)
            for theme in entry["themes"]:
                self._make_theme(theme, report=report)
        return report

    def _make_theme(self, entry: Entry, *, report: ScrutinyReport) -> None:
        theme = scrutiny_reports.add_theme(
            report=report,
            title=entry["title"],
            note=entry.get("note", ""),
            evidence_section=entry.get("evidence_section", ""),
        )
        portfolio = self.setting.post(entry["portfolio"]) if entry["portfolio"] else None
        for row in entry["recommendations"]:
            whole = self._make(row, report=report, theme=theme, portfolio=portfolio)
            for mark, part in zip(AS_PRINTED, row.get("parts", []), strict=False):
                self._make(part, report=report, whole=whole, mark=f"({mark})", portfolio=portfolio)
            if "limb" in row:
                limb = {"text": row["limb"], "story": "awaiting"}
                self._make(limb, report=report, whole=whole, portfolio=portfolio)

    def _make(
        self,
        entry: Entry,
        *,
        report: ScrutinyReport,
        portfolio: Post | None,
        theme: Theme | None = None,
        whole: _Made | None = None,
        mark: str = "",
    ) -> _Made:
        kind = whole.row.kind if whole else entry.get("kind", "recommendation")
        address, reference = self._address(report, kind, entry, whole, mark)
        prior = entry.get("prior")
        row = recommendations.make_recommendation(
            report=report,
            address=address,
            reference=reference,
            kind=kind,
            theme=theme,
            parent=whole.row if whole else None,
            part_kind="" if whole is None else "listed" if mark else "limb",
            made_on=self.diary.workday(entry["made_ago"]) if "made_ago" in entry else None,
            scrutinys_own=entry["story"] in ("own", "own_due"),
            asked=self._asked(entry),
            prior_decision_body=self.setting.body(prior["body"]) if prior else None,
            prior_decision_on=self.diary.workday(prior["ago"]) if prior else None,
            prior_decision_words=prior["words"] if prior else "",
        )
        self.counted["parts" if whole else f"{kind}s"] += 1
        on = row.exists_from
        with self.diary.recording(on):
            recommendations.word(
                recommendation=row,
                printing=Wording.Printing.SCHEDULE,
                title=entry.get("title", ""),
                text=entry["text"],
                lead_in=entry.get("lead_in", ""),
                closing=entry.get("closing", ""),
                by=self.by,
                on=on,
            )
        if "classification" in entry:
            self._classify(row, entry)
        owners = self._give_to_owners(row, entry, portfolio)
        made = _Made(row, entry, owners or (whole.owners if whole else []))
        self.made[report.slug].append(made)
        return made

    def _classify(self, row: Recommendation, entry: Entry) -> None:
        with self.diary.recording(row.exists_from):
            classification.classify(
                row=row,
                to=entry["classification"],
                paragraphs=entry.get("paragraphs", ""),
                public_interest=entry.get("public_interest", ""),
                public_summary=entry.get("public_summary", ""),
                reason="Heard in private by the task group.",
                by=self.by,
            )

    def _address(
        self, report: ScrutinyReport, kind: str, entry: Entry, whole: _Made | None, mark: str
    ) -> tuple[str, str]:
        """Its address, and the reference that its report prints."""
        if whole is not None:
            return f"{whole.row.address}{mark or '-closing'}", mark
        name = KIND_OF_ADDRESS.get(kind)
        others = [
            made
            for made in self.made[report.slug]
            if made.row.parent_id is None and KIND_OF_ADDRESS.get(made.row.kind) == name
        ]
        number = len(others) + 1
        if name:
            return f"{name}-{number}", entry.get("reference", "")
        return f"R{number}", f"R{number}"

    def _asked(self, entry: Entry) -> Due | None:
        for key, shape in (
            ("asked_within_event", Shape.WITHIN),
            ("asked_at_least_event", Shape.AT_LEAST),
        ):
            if asked := entry.get(key):
                event = self.setting.event(asked["event"])
                return Due(shape=shape, n=asked["n"], unit=Unit.MONTHS, event=event.key)
        return None

    def _give_to_owners(
        self, row: Recommendation, entry: Entry, portfolio: Post | None
    ) -> list[Post | Body]:
        owners: list[Post | Body] = [
            self.setting.body(name.removeprefix("body:"))
            if name.startswith("body:")
            else self.setting.post(name)
            for name in entry.get("owners", [])
        ]
        since = row.exists_from
        for owner in owners:
            recommendations.give_to_owner(
                recommendation=row,
                post=owner if isinstance(owner, Post) else None,
                body=owner if isinstance(owner, Body) else None,
                share=Ownership.Share.LEAD if owner == owners[0] else Ownership.Share.JOINT,
                since=since,
            )
        if portfolio and owners and not row.scrutinys_own:
            recommendations.give_to_owner(recommendation=row, post=portfolio, since=since)
        return owners

    # what came of it

    def tell(self, entry: Entry, report: ScrutinyReport) -> None:
        committee = self.committees[entry["committee"]]
        committee.resolve(
            committee.after(report.published_on),
            kind=Resolution.Kind.ENDORSE,
            text="That the report and its recommendations are endorsed and sent to the Cabinet.",
            report=report,
        )
        self._serve_notice(entry["notice"], report=report)
        full = [
            answering
            for response in entry["responses"]
            if (answering := self._respond(response, report=report, committee=committee))
        ]
        by_title = {
            made.entry["title"]: made.row
            for made in self.made[report.slug]
            if "title" in made.entry
        }
        for made in self.made[report.slug]:
            told = Told(
                setting=self.setting,
                report=report,
                row=made.row,
                entry=made.entry,
                owners=made.owners,
                committee=committee,
                answering=full[0] if full else None,
                later=full[1] if len(full) > 1 else None,
                rng=Random(f"{report.slug} {made.row.address}"),  # noqa: S311  # only to be varied
                by_title=by_title,
            )
            if made.row.is_rated:
                STORIES[made.entry["story"]](told)

    def _serve_notice(self, entry: Entry, *, report: ScrutinyReport) -> None:
        served_on = self.diary.workday(entry["served_ago"])
        received_on = self.diary.workday(entry["received_ago"])
        receipts = {"report_received_on": received_on, "notice_received_on": received_on}
        came_later = entry.get("receipt_later", False)
        with self.diary.recording(served_on if came_later else received_on):
            notice = responses.serve_notice(
                report=report,
                body=self.setting.body("cabinet"),
                clock=entry["clock"],
                by=self.by,
                on=served_on,
                report_received_on=None if came_later else received_on,
                notice_received_on=None if came_later else received_on,
            )
        if came_later:
            with self.diary.recording(received_on):
                responses.correct_notice(notice=notice, by=self.by, **receipts)

    def _respond(
        self, entry: Entry, *, report: ScrutinyReport, committee: Committee
    ) -> Answering | None:
        """None of a holding response, which answers nothing."""
        stages = ResponseStage.Stage
        days_ago = entry.get("given_ago") or entry["decided_ago"]
        with self.diary.recording(self.diary.workday(days_ago + DRAFTED_BEFORE)):
            response = responses.enter_response(
                report=report, body=self.setting.body("cabinet"), kind=entry["kind"]
            )
        self.counted["responses"] += 1
        reached = [(stages.DRAFTED, days_ago + DRAFTED_BEFORE), (stages.CLEARED, days_ago + 8)]
        reached.append((stages.GIVEN if "given_ago" in entry else stages.DECIDED, days_ago))
        for stage, ago in reached:
            day = self.diary.workday(ago)
            ahead = entry.get("in_force_ahead") if stage is stages.DECIDED else None
            with self.diary.recording(day):
                responses.reach_stage(
                    response=response,
                    stage=stage,
                    by=self.by,
                    on=day,
                    in_force_on=self.diary.ahead(ahead) if ahead else None,
                )
        if entry["kind"] != "full":
            return None
        self._print_lines(response, report=report, later="given_ago" not in entry)
        if "given_ago" in entry:
            committee.resolve(
                committee.after(self.diary.workday(days_ago)),
                kind=Resolution.Kind.NOTE,
                text="That the response of the Cabinet is noted.",
                report=report,
                response=response,
            )
        return Answering(response=response, days_ago=days_ago)

    def _print_lines(
        self, response: ExecutiveResponse, *, report: ScrutinyReport, later: bool
    ) -> None:
        """What it answers, line by line; parts are answered within the line of their whole."""
        answered = [
            made
            for made in self.made[report.slug]
            if made.row.parent_id is None
            and ("answer" in made.entry or "reason" in made.entry)
            and (made.entry["story"] == "in_force_soon") is later
        ]
        group = responses.add_group(
            response=response,
            words="The Cabinet's answer to each recommendation",
            count_claimed=len(answered),
        )
        for made in answered:
            responses.add_line(
                response=response,
                group=group,
                reference=made.row.reference,
                words=made.entry["title"],
                recommendation=made.row,
            )
