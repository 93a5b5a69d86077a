"""One recommendation under way: the verbs in which its story is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from recommendations.models import (
    Body,
    DateChange,
    DateDecision,
    Evidence,
    ExecutiveResponse,
    Milestone,
    OccurrenceOutcome,
    Position,
    Post,
    ProgressUpdate,
    Recommendation,
    Resolution,
    ScrutinyReport,
    User,
)
from recommendations.rules.due import Due, Shape
from recommendations.services import (
    conditions,
    evidence,
    milestones,
    positions,
    progress,
    responses,
)
from recommendations.services.demo.days import Diary
from recommendations.services.demo.letters import letter
from recommendations.services.demo.setting import Setting
from recommendations.services.demo.sittings import Committee, Sitting
from recommendations.services.fixtures import Entry

ACCEPTED = "accepted"
EVIDENCE = "https://marlshire.example/evidence/"


@dataclass(frozen=True, kw_only=True)
class Answering:
    """A full response to a report, and how many days ago it was given or decided."""

    response: ExecutiveResponse
    days_ago: int


@dataclass(kw_only=True)
class Told:
    """``owners`` are posts and bodies, the lead first; ``answering`` is the first full response.

    ``later`` is the second, and ``by_title`` the other recommendations of the report.
    """

    setting: Setting
    report: ScrutinyReport
    row: Recommendation
    entry: Entry
    owners: Sequence[Post | Body]
    committee: Committee
    answering: Answering | None
    later: Answering | None
    rng: Random
    by_title: dict[str, Recommendation] = field(default_factory=dict)

    @property
    def diary(self) -> Diary:
        return self.setting.diary

    @property
    def given_ago(self) -> int:
        """How many days ago the response came; for what needs none, the report."""
        if self.answering:
            return self.answering.days_ago
        return (self.diary.today - self.report.published_on).days

    def between(self, least: int, most: int) -> int:
        return self.rng.randint(least, max(least, most))

    def says(self, key: str) -> str:
        words: str = self.entry.get("said", {}).get(key, "")
        return words

    def phrase(self, kind: str) -> str:
        return self.rng.choice(self.setting.phrases[kind])

    @property
    def _owner(self) -> User:
        """Who reports for the lead; for what no post owns, the scrutiny officer."""
        return self._person(self.owners[0] if self.owners else None)

    def _person(self, owner: Post | Body | None) -> User:
        """A partner does not sign in: a scrutiny officer records for it."""
        if isinstance(owner, Post):
            return self.setting.holders.get(owner.slug, self.setting.scrutiny_officer)
        return self.setting.scrutiny_officer

    # the answer

    def answered(
        self,
        decision: str = ACCEPTED,
        *,
        decide_by: date | None = None,
        answering: Answering | None = None,
    ) -> None:
        """A part stands under its whole, unless it was answered otherwise."""
        decision = self.entry.get("decision", decision)
        if self.row.parent_id and decision == ACCEPTED:
            return
        chosen = answering or self.answering
        if chosen is None:
            raise LookupError(f"No response answers {self.row}.")
        day = self.diary.workday(chosen.days_ago)
        with self.diary.recording(day):
            responses.answer(
                response=chosen.response,
                recommendation=self.row,
                line=chosen.response.lines.filter(recommendation=self.row).first(),
                decision=decision,
                reason=self.entry.get("reason", ""),
                decide_by=decide_by,
                text=self.entry.get("answer", ""),
                success_measure=self.entry.get("measure", ""),
                by=self.setting.scrutiny_officer,
                on=day,
            )

    def waits_for_its_event(self) -> None:
        with self.diary.recording(self.report.published_on):
            conditions.set_condition(
                recommendation=self.row,
                event=self.setting.event(self.entry["event"]),
                words=self.entry["condition"],
                by=self.setting.scrutiny_officer,
                on=self.report.published_on,
            )

    # its steps

    def step(self, due: Due, *, text: str = "", since_ago: int | None = None) -> Milestone:
        day = self.diary.workday(self.given_ago if since_ago is None else since_ago)
        lead = self.owners[0] if self.owners else None
        with self.diary.recording(day):
            return milestones.promise(
                recommendations=[self.row],
                text=text or str(self.entry["step"]),
                due=due,
                owner=lead if isinstance(lead, Post) else None,
                success_measure=self.entry.get("measure", ""),
                by=self.setting.scrutiny_officer,
                on=day,
            )

    def step_by(self, day: date, *, text: str = "", since_ago: int | None = None) -> Milestone:
        return self.step(Due(shape=Shape.ON_A_DAY, day=day), text=text, since_ago=since_ago)

    def did(self, milestone: Milestone, *, days_ago: int, recorded_ago: int | None = None) -> None:
        day = self.diary.workday(days_ago)
        recorded = day if recorded_ago is None else self.diary.workday(recorded_ago)
        with self.diary.recording(recorded):
            milestones.complete(milestone=milestone, by=self._owner, on=day)

    def outcomes(self, milestone: Milestone, *pattern: str, reason: str = "") -> None:
        """What became of the occurrences so far: the last as the pattern says, the rest done."""
        days = []
        for day in milestone.original_due.occurrences(meetings=self._meetings(milestone)):
            if day >= self.diary.today:
                break
            days.append(day)
        done = OccurrenceOutcome.Outcome.DONE.value
        became = [done] * max(0, len(days) - len(pattern)) + list(pattern)
        for day, outcome in zip(days, became[-len(days) :] if days else [], strict=True):
            with self.diary.recording(day):
                milestones.record_outcome(
                    milestone=milestone,
                    due=day,
                    outcome=outcome,
                    reason="" if outcome == done else reason,
                    by=self._owner,
                    on=day,
                )

    def _meetings(self, milestone: Milestone) -> list[date]:
        body = milestone.original_due.body
        return [
            sitting.day
            for committee in self.setting.committees.values()
            if str(committee.body.pk) == body
            for sitting in committee.sittings
        ]

    # its dates

    def asks(self, milestone: Milestone, *, days_ago: int, to: date) -> DateChange:
        day = self.diary.workday(days_ago)
        with self.diary.recording(day):
            return milestones.ask_for_new_date(
                milestone=milestone,
                from_day=milestone.original_due.day,
                to_day=to,
                reason=self.says("asks"),
                by=self._owner,
                on=day,
            )

    def given_leave(self, asked: DateChange, *, days_ago: int) -> None:
        """By the portfolio holder, as a scrutiny officer recorded it."""
        day = self.diary.workday(days_ago)
        with self.diary.recording(day):
            milestones.decide_new_date(
                asked=asked,
                decision=DateDecision.Decision.GRANTED,
                leave=self.says("leave"),
                by=self.setting.scrutiny_officer,
                on=day,
            )

    def decided_by_committee(self, asked: DateChange, *, decision: str) -> None:
        sitting = self.committee.after(asked.on)
        granted = decision == DateDecision.Decision.GRANTED
        to_day = f"{asked.to_day.day} {asked.to_day:%B %Y}"
        resolution = self.committee.resolve(
            sitting,
            kind=Resolution.Kind.AGREE_A_DATE if granted else Resolution.Kind.CALL_THE_OWNER,
            text=f"That the new date of {to_day} for {self.row.address} is agreed."
            if granted
            else f"That the new date of {to_day} for {self.row.address} is not agreed, and that"
            " the owner is asked to attend the next meeting.",
            report=self.report,
            recommendation=self.row,
        )
        with self.diary.recording(sitting.day):
            milestones.decide_new_date(
                asked=asked,
                decision=decision,
                resolution=resolution,
                by=self.setting.clerk,
                on=sitting.day,
            )

    # its progress

    def reports(
        self,
        stated: str,
        *,
        days_ago: int,
        narrative: str = "",
        complete: bool = False,
        by_owner: int = 0,
        differs: bool = True,
        recorded_ago: int | None = None,
    ) -> ProgressUpdate:
        """An owner's update; amber and red bring cause, remedy and effect."""
        owner = self.owners[by_owner] if self.owners else None
        day = self.diary.workday(days_ago)
        recorded = day if recorded_ago is None else self.diary.workday(recorded_ago)
        troubled = stated in (ProgressUpdate.Stated.RED, ProgressUpdate.Stated.AMBER)
        with self.diary.recording(recorded):
            return progress.submit_update(
                recommendation=self.row,
                stated=stated,
                complete=complete,
                cause=self.says("cause") if troubled else "",
                remedy=self.says("remedy") if troubled else "",
                effect=self.says("effect") if troubled else "",
                why_differs=self.says("why") if differs else "",
                narrative=narrative or self.says("narrative"),
                outcome=self.says("outcome") if complete else "",
                post=owner if isinstance(owner, Post) else None,
                body=owner if isinstance(owner, Body) else None,
                by=self._person(owner),
                on=day,
            )

    def begins(self, *, days_ago: int) -> None:
        """An early report that all is well."""
        if 0 < days_ago < self.given_ago:
            self.reports(
                ProgressUpdate.Stated.GREEN,
                days_ago=days_ago,
                narrative=self.phrase("begun"),
                differs=False,
            )

    def drafts(self, stated: str, words: str) -> None:
        """What the owner has typed and not yet submitted."""
        day = self.diary.workday(1)
        owner = self.owners[0]
        with self.diary.recording(day):
            progress.save_draft(
                recommendation=self.row,
                stated=stated,
                narrative=words,
                post=owner if isinstance(owner, Post) else None,
                by=self._owner,
                on=day,
            )

    def shows(self, words: str, update: ProgressUpdate) -> None:
        """By the letter that the entry holds, if it holds one, or else at an address."""
        file = letter(words, self.entry["letter"]) if "letter" in self.entry else None
        address = "" if file else f"{EVIDENCE}{self.report.slug}/{self.row.address}"
        with self.diary.recording(update.on):
            row = evidence.attach_evidence(
                recommendation=self.row,
                update=update,
                address=address,
                file=file,
                mark=Evidence.Mark.PUBLIC if file else "",
                shows=words,
                by=update.by,
                on=update.on,
            )
            if file:
                evidence.release(
                    evidence=row,
                    reason="Read through, and it is words alone.",
                    by=self.setting.scrutiny_officer,
                    on=update.on,
                )

    # what the committee says

    def judged(
        self,
        status: str,
        sitting: Sitting,
        *,
        kind: str = Resolution.Kind.CONTINUE,
        closes: str = "",
        text: str = "",
        recorded_ago: int | None = None,
    ) -> Position:
        resolution = self.committee.resolve(
            sitting,
            kind=kind,
            text=text or f"That {self.row.address} is recorded as “{status}”.",
            report=self.report,
            recommendation=self.row,
        )
        recorded = sitting.day if recorded_ago is None else self.diary.workday(recorded_ago)
        with self.diary.recording(recorded):
            return positions.take_position(
                recommendation=self.row,
                status=status,
                closes=closes,
                resolution=resolution,
                by=self.setting.clerk,
                on=sitting.day,
            )

    def closed(
        self, closes: str, *, since_ago: int, status: str = "", recorded_ago: int | None = None
    ) -> Position:
        """By the first meeting since so many days ago."""
        return self.judged(
            status or f"Closed: {closes}",
            self.committee.after(self.diary.workday(since_ago)),
            kind=Resolution.Kind.DISCHARGE,
            closes=closes,
            text=f"That {self.row.address} is no longer monitored: {status or closes}.",
            recorded_ago=recorded_ago,
        )
