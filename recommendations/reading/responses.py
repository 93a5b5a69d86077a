"""What a response has to answer, what it says, and what differs from the version before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from recommendations.models import (
    Answer,
    DraftAnswer,
    DraftStep,
    ExecutiveResponse,
    Membership,
    Milestone,
    Notice,
    PostHolding,
    Recommendation,
    ResponseStage,
    Viewer,
)
from recommendations.models.responses import acts_in_responses, posts_that_act
from recommendations.models.since_until import held_on
from recommendations.rules.answers import last_day_to_respond
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Permission
from recommendations.rules.stages import BEFORE, ON_RECORD, WHOSE, Stage
from recommendations.rules.the_day import TheDay
from recommendations.rules.wording import day_words
from recommendations.standing import facts
from recommendations.standing.register import Item, MilestoneNow, Register, register


def stages_reached(
    viewer: Viewer, response: ExecutiveResponse, *, today: date, now: datetime
) -> list[ResponseStage]:
    stages = ResponseStage.objects.visible_to(viewer).filter(response=response)
    return list(stages.standing(as_at=today, known_at=now).select_related("by"))


def recommendations_of(
    viewer: Viewer, response: ExecutiveResponse, *, today: date, now: datetime
) -> Register:
    made = Recommendation.objects.visible_to(viewer).filter(report=response.report_id)
    return register(viewer, made, as_at=today, known_at=now)


# What has to be answered


@dataclass(frozen=True, kw_only=True)
class ToAnswer:
    """A recommendation, or a part of one, that a response may answer.

    ``draft`` is unsaved where nothing is typed yet; ``promised`` are the steps that an earlier
    version promised and that still stand.
    """

    item: Item
    of_whole: bool
    required: bool
    draft: DraftAnswer
    steps: Sequence[DraftStep]
    promised: Sequence[MilestoneNow]

    @property
    def pk(self) -> int:
        return self.item.recommendation.pk

    @property
    def address(self) -> str:
        return self.item.address


def to_answer(
    viewer: Viewer, response: ExecutiveResponse, *, today: date, now: datetime
) -> list[ToAnswer]:
    """In the order of the report, parts after their wholes; nothing that scrutiny asks of itself.

    A part stands under its whole's answer, so it needs one of its own only where its whole needs
    none, or where the version before this one answered it.
    """
    stands = recommendations_of(viewer, response, today=today, now=now)
    drafts = {
        draft.recommendation_id: draft
        for draft in DraftAnswer.objects.visible_to(viewer)
        .filter(response=response)
        .select_related("owner", "by", "recommendation")
    }
    steps: dict[int, list[DraftStep]] = {}
    for step in DraftStep.objects.visible_to(viewer).filter(draft__response=response):
        steps.setdefault(step.draft_id, []).append(step)
    earlier = earlier_answers(viewer, response, now=now)
    found = []
    for whole in stands.items:
        for item in (whole, *whole.parts):
            row = item.recommendation
            if row.scrutinys_own or not whole.recommendation.is_rated:
                continue
            draft = drafts.get(row.pk)
            found.append(
                ToAnswer(
                    item=item,
                    of_whole=item is whole,
                    required=item is whole
                    or whole.recommendation.scrutinys_own
                    or row.pk in earlier.values(),
                    draft=draft or DraftAnswer(response=response, recommendation=row),
                    steps=steps.get(draft.pk, []) if draft else [],
                    promised=[step for step in item.milestones if step.row.answer_id in earlier],
                )
            )
    return found


def earlier_answers(
    viewer: Viewer, response: ExecutiveResponse, *, now: datetime
) -> Mapping[int, int]:
    """The answers of the versions before this one, and the recommendations they answer.

    A step hangs on the row it was promised in, so with an answer come those that it corrects.
    """
    earlier = Answer.objects.visible_to(viewer).filter(
        response__report=response.report_id,
        response__body=response.body_id,
        response__version__lt=response.version,
    )
    corrects = dict(earlier.values_list("pk", "corrects"))
    found = {}
    for answer in earlier.standing(as_at=date.max, known_at=now):
        row: int | None = answer.pk
        while row is not None:
            found[row] = answer.recommendation_id
            row = corrects.get(row)
    return found


def last_day(
    viewer: Viewer, response: ExecutiveResponse, *, today: date, now: datetime
) -> date | None:
    """The last lawful day of the notice that asks this body to respond, where one runs."""
    notices = Notice.objects.visible_to(viewer).standing(as_at=today, known_at=now)
    days = [
        last_day_to_respond(facts.notice(notice), TheDay(today), viewer.council.working_days)
        for notice in notices.filter(
            report=response.report_id, body=response.body_id, response_required=True
        )
    ]
    return min((day for day in days if day), default=None)


# What it says


@dataclass(frozen=True, kw_only=True)
class Promised:
    text: str
    owner: str
    due: Due
    success_measure: str

    @property
    def words(self) -> str:
        day = f", by {day_words(self.due.day)}" if self.due.day else ""
        words = f", {self.due.words}" if self.due.words and not self.due.day else ""
        return f"{self.text} ({self.owner or 'no owner'}{day}{words})"


@dataclass(frozen=True, kw_only=True)
class Says:
    """What one version says to one recommendation or part."""

    decision: str
    reason: str = ""
    text: str = ""
    decide_by: date | None = None
    promised: Sequence[Promised] = ()

    @property
    def told(self) -> Iterator[tuple[str, str]]:
        """What two versions are compared by."""
        yield "Answer", self.decision
        yield "Why", self.reason
        yield "In its own words", self.text
        yield "To be decided by", day_words(self.decide_by) if self.decide_by else ""
        yield "Promised", "; ".join(step.words for step in self.promised)


def said_in(viewer: Viewer, response: ExecutiveResponse, *, now: datetime) -> dict[int, Says]:
    """What a response that was given says, by recommendation, whether it stands today or not."""
    answers = Answer.objects.visible_to(viewer).standing(as_at=date.max, known_at=now)
    promised: dict[int | None, list[Promised]] = {}
    versions = ExecutiveResponse.objects.visible_to(viewer).filter(
        report=response.report_id, body=response.body_id, version__lte=response.version
    )
    milestones = Milestone.objects.visible_to(viewer).standing(as_at=date.max, known_at=now)
    for row in milestones.filter(answer__response__in=versions).select_related("owner", "answer"):
        promised.setdefault(row.answer.recommendation_id if row.answer else None, []).append(
            Promised(
                text=row.text,
                owner=str(row.owner or ""),
                due=row.original_due,
                success_measure=row.success_measure,
            )
        )
    return {
        answer.recommendation_id: Says(
            decision=answer.get_decision_display(),
            reason=answer.reason,
            text=answer.text,
            decide_by=answer.decide_by,
            promised=promised.get(answer.recommendation_id, []),
        )
        for answer in answers.filter(response=response)
    }


def drafted_in(rows: Iterable[ToAnswer]) -> dict[int, Says]:
    """What a draft says so far."""
    return {row.pk: says(row) for row in rows if row.draft.decision}


def says(row: ToAnswer) -> Says:
    draft = row.draft
    deferred = draft.decision == Answer.Decision.DEFERRED
    steps = [
        Promised(
            text=step.row.text,
            owner=str(step.row.owner or ""),
            due=step.row.original_due,
            success_measure=step.row.success_measure,
        )
        for step in row.promised
    ]
    if draft.action or draft.owner_id:
        steps.append(
            Promised(
                text=draft.action,
                owner=str(draft.owner or ""),
                due=Due(shape=Shape.ON_A_DAY, day=draft.day) if draft.day else Due(),
                success_measure=draft.success_measure,
            )
        )
    steps += [
        Promised(
            text=step.text,
            owner=str(step.owner),
            due=step.due,
            success_measure=step.success_measure,
        )
        for step in row.steps
    ]
    return Says(
        decision=draft.get_decision_display(),
        reason=draft.reason,
        text=draft.text,
        decide_by=draft.day if deferred else None,
        promised=steps,
    )


@dataclass(frozen=True, kw_only=True)
class Said:
    """A recommendation or part beside what a response says to it; None where it says nothing."""

    item: Item
    says: Says | None


def beside(stands: Register, said: Mapping[int, Says]) -> list[Said]:
    """Every recommendation, and the parts that are answered on their own."""
    found = []
    for whole in stands.items:
        if whole.recommendation.is_rated:
            found.append(Said(item=whole, says=said.get(whole.recommendation.pk)))
            found += [
                Said(item=part, says=says)
                for part in whole.parts
                if (says := said.get(part.recommendation.pk))
            ]
    return found


# What changed


@dataclass(frozen=True, kw_only=True)
class Differs:
    """One thing that a version says otherwise than the one before it."""

    label: str
    was: str
    became: str


@dataclass(frozen=True, kw_only=True)
class Changed:
    item: Item
    differs: Sequence[Differs]


def changes(
    stands: Register, before: Mapping[int, Says], after: Mapping[int, Says]
) -> list[Changed]:
    """Recommendation by recommendation, in the order of the report."""
    nothing = Says(decision="")
    found = []
    for item in stands.every:
        key = item.recommendation.pk
        pairs = zip(before.get(key, nothing).told, after.get(key, nothing).told, strict=True)
        differs = [
            Differs(label=label, was=was, became=became)
            for (label, was), (_, became) in pairs
            if was != became
        ]
        if differs:
            found.append(Changed(item=item, differs=differs))
    return found


def version_before(
    versions: Sequence[ExecutiveResponse], response: ExecutiveResponse
) -> ExecutiveResponse | None:
    """The full response that this one takes the place of, if there is one."""
    full = [
        one
        for one in versions
        if one.kind == ExecutiveResponse.Kind.FULL and one.version < response.version
    ]
    is_full = response.kind == ExecutiveResponse.Kind.FULL
    return max(full, key=lambda one: one.version) if full and is_full else None


# How far it is


@dataclass(frozen=True, kw_only=True)
class ToldStage:
    """A stage that was reached, and by whom: their post, or their part where they hold none."""

    stage: ResponseStage
    by: str


def told_stages(viewer: Viewer, stages: Sequence[ResponseStage]) -> list[ToldStage]:
    people = {stage.by_id for stage in stages}
    held = PostHolding.objects.visible_to(viewer).filter(
        held_on(viewer.today), person__in=people, kind=PostHolding.Kind.HOLDER
    )
    parts = Membership.objects.visible_to(viewer).filter(user__in=people)
    by = {part.user_id: part.get_role_display() for part in parts}
    by |= {holding.person_id: str(holding.post) for holding in held}
    return [ToldStage(stage=stage, by=by.get(stage.by_id, "")) for stage in stages]


def standing_stage(stages: Sequence[ResponseStage]) -> Stage | None:
    return Stage(stages[-1].stage) if stages else None


@dataclass(frozen=True, kw_only=True)
class Acts:
    """What a person may do with a response as it stands."""

    builds: bool
    names_paper: bool
    clears: bool
    records: bool
    opens_version: bool
    reads_the_draft: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    """The part a person has in responses; ``clears`` are the kinds of post that take one on."""

    builds: bool
    clears: Collection[str]
    records: bool

    @classmethod
    def of(cls, viewer: Viewer) -> Self:
        return cls(
            builds=acts_in_responses(viewer, Permission.RESPONSE_BUILD),
            clears=posts_that_act(viewer, to=Permission.RESPONSE_CLEAR),
            records=acts_in_responses(viewer, Permission.RESPONSE_RECORD),
        )

    def in_response(self, response: ExecutiveResponse, stage: Stage | None) -> Acts:
        is_full = response.kind == ExecutiveResponse.Kind.FULL
        following = FOLLOWING.get(stage) if stage else None
        return Acts(
            builds=self.builds and is_full and stage is None,
            names_paper=self.builds,
            clears=following is not None and WHOSE.get(following) in self.clears,
            records=self.records and stage is not None and stage is not Stage.WITHDRAWN,
            opens_version=self.builds and is_full and stage in ON_RECORD,
            reads_the_draft=self.builds
            or bool(self.clears)
            or (self.records and stage is not None),
        )

    def waits_for(self, response: ExecutiveResponse, stage: Stage | None) -> tuple[str, str] | None:
        """What a response on its way waits for from this person, and on which page it is done."""
        acts = self.in_response(response, stage)
        if acts.builds:
            return "Build it", "response_build"
        if acts.clears:
            return "Clear it" if stage is Stage.DRAFTED else "Approve it", "response_clear"
        approved = stage is Stage.APPROVED or (response.source and stage is Stage.DRAFTED)
        return ("Record it as given", "response_record") if acts.records and approved else None


FOLLOWING = {before: stage for stage, before in BEFORE.items() if before}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A response, and what it waits for: in words, and by the name of the page."""

    response: ExecutiveResponse
    deed: str
    page: str


def waiting_for(viewer: Viewer, *, today: date, now: datetime) -> list[Waiting]:
    """The responses on their way that wait for something from this person."""
    part = Part.of(viewer)
    responses = ExecutiveResponse.objects.visible_to(viewer).not_given(as_at=today, known_at=now)
    if not (part.builds or part.clears or part.records):
        return []
    return [
        Waiting(response=response, deed=waits[0], page=f"recommendations:{waits[1]}")
        for response in responses.with_stages(as_at=today, known_at=now)
        if (waits := part.waits_for(response, standing_stage(response.stages_reached)))
    ]
