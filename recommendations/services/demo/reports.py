"""The reports of the invented council: what they recommend, of whom, and by when."""

from __future__ import annotations

from dataclasses import dataclass, field

from recommendations.models import (
    Body,
    Ownership,
    Post,
    Recommendation,
    ScrutinyReport,
    Theme,
    Wording,
)
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.services import (
    classification,
    ownerships,
    recommendations,
    remits,
    scrutiny_reports,
    wordings,
)
from recommendations.services.demo.setting import INVENTED, Setting
from recommendations.services.fixtures import Entry

KIND_OF_ADDRESS = {
    Recommendation.Kind.GUIDELINE.value: "Guideline",
    Recommendation.Kind.COMMENDATION.value: "Commendation",
    Recommendation.Kind.FINDING.value: "Finding",
}
AS_PRINTED = "abcdefgh"
NAMED_IN_REPORT = "Named as owner in the report."


@dataclass
class Made:
    """A recommendation or part that was made, and what the fixture says of it."""

    row: Recommendation
    entry: Entry
    owners: list[Post | Body]


@dataclass
class MadeReport:
    """A report that was made, with its recommendations and parts as far as they have come."""

    setting: Setting
    report: ScrutinyReport
    entry: Entry
    rows: list[Made] = field(default_factory=list)

    def add_theme(self, entry: Entry) -> None:
        theme = scrutiny_reports.add_theme(
            report=self.report,
            title=entry["title"],
            note=entry.get("note", ""),
            evidence_section=entry.get("evidence_section", ""),
        )
        portfolio = self.setting.post(entry["portfolio"]) if entry["portfolio"] else None
        for row in entry["recommendations"]:
            whole = self._make(row, theme=theme, portfolio=portfolio)
            for mark, part in zip(AS_PRINTED, row.get("parts", []), strict=False):
                self._make(part, whole=whole, mark=f"({mark})", portfolio=portfolio)
            if "limb" in row:
                limb = {"text": row["limb"], "story": "awaiting"}
                self._make(limb, whole=whole, portfolio=portfolio)

    def _make(
        self,
        entry: Entry,
        *,
        portfolio: Post | None,
        theme: Theme | None = None,
        whole: Made | None = None,
        mark: str = "",
    ) -> Made:
        kind = whole.row.kind if whole else entry.get("kind", "recommendation")
        address, reference = self._address(kind, entry, whole, mark)
        prior = entry.get("prior")
        row = recommendations.make_recommendation(
            report=self.report,
            address=address,
            reference=reference,
            kind=kind,
            theme=theme,
            parent=whole.row if whole else None,
            part_kind="" if whole is None else "listed" if mark else "limb",
            made_on=self.setting.diary.workday(entry["made_ago"]) if "made_ago" in entry else None,
            scrutinys_own=entry["story"] in ("own", "own_due"),
            asked=self._asked(entry),
            prior_decision_body=self.setting.body(prior["body"]) if prior else None,
            prior_decision_on=self.setting.diary.workday(prior["ago"]) if prior else None,
            prior_decision_words=prior["words"] if prior else "",
        )
        self.setting.counted["parts" if whole else f"{kind}s"] += 1
        on = row.exists_from
        with self.setting.diary.recording(on):
            wordings.word(
                recommendation=row,
                printing=Wording.Printing.SCHEDULE,
                title=entry.get("title", ""),
                text=entry["text"],
                lead_in=entry.get("lead_in", ""),
                closing=entry.get("closing", ""),
                by=self.setting.scrutiny_officer,
                on=on,
            )
        if "classification" in entry:
            self._classify(row, entry)
        owners = self._give_to_owners(row, entry, portfolio)
        made = Made(row, entry, owners or (whole.owners if whole else []))
        self.rows.append(made)
        return made

    def _classify(self, row: Recommendation, entry: Entry) -> None:
        with self.setting.diary.recording(row.exists_from):
            classification.classify(
                row=row,
                to=entry["classification"],
                paragraphs=entry.get("paragraphs", ""),
                public_interest=entry.get("public_interest", ""),
                public_summary=entry.get("public_summary", ""),
                reason="Heard in private by the task group.",
                by=self.setting.scrutiny_officer,
            )

    def _address(self, kind: str, entry: Entry, whole: Made | None, mark: str) -> tuple[str, str]:
        """Its address, and the reference that its report prints."""
        if whole is not None:
            return f"{whole.row.address}{mark or '-closing'}", mark
        name = KIND_OF_ADDRESS.get(kind)
        others = [
            made
            for made in self.rows
            if made.row.parent_id is None and KIND_OF_ADDRESS.get(made.row.kind) == name
        ]
        number = len(others) + 1
        if name:
            return f"{name}-{number}", entry.get("reference", "")
        return f"R{number}", f"R{number}"

    def _asked(self, entry: Entry) -> Due:
        for key, shape in (
            ("asked_within_event", Shape.WITHIN),
            ("asked_at_least_event", Shape.AT_LEAST),
        ):
            if asked := entry.get(key):
                event = self.setting.event(asked["event"])
                return Due(shape=shape, n=asked["n"], unit=Unit.MONTHS, event=event.key)
        return Due()

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
            ownerships.give_to_owner(
                recommendation=row,
                post=owner if isinstance(owner, Post) else None,
                body=owner if isinstance(owner, Body) else None,
                share=Ownership.Share.LEAD if owner == owners[0] else Ownership.Share.JOINT,
                since=since,
                by=self.setting.scrutiny_officer,
                why=NAMED_IN_REPORT,
            )
        if portfolio and owners and not row.scrutinys_own:
            ownerships.give_to_owner(
                recommendation=row,
                post=portfolio,
                since=since,
                by=self.setting.scrutiny_officer,
                why=NAMED_IN_REPORT,
            )
        return owners


def make_report(entry: Entry, *, setting: Setting) -> MadeReport:
    committee = setting.body(entry["committee"])
    published_on = setting.diary.workday(entry["published_ago"])
    with setting.diary.recording(published_on):
        report = scrutiny_reports.enter_report(
            council=setting.council,
            title=entry["title"],
            slug=entry["slug"],
            kind=entry["kind"],
            published_on=published_on,
            task_group=setting.body(entry["task_group"]),
            commissioned_by=committee,
            terms_of_reference=entry["terms_of_reference"],
            source_note=f"{INVENTED}.",
        )
        setting.counted["reports"] += 1
        made = MadeReport(setting, report, entry)
        for name, part in entry["members"]:
            scrutiny_reports.add_member(report=report, name=name, part=part)
        remits.watch(
            body=committee,
            report=report,
            since=published_on,
            by=setting.scrutiny_officer,
            why="It commissioned the report.",
        )
        for theme in entry["themes"]:
            made.add_theme(theme)
    return made
