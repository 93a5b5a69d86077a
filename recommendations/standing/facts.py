"""From the rows of the register to what the rating is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from recommendations import models
from recommendations.rules import facts
from recommendations.rules.alerts import Alerts
from recommendations.rules.deadlines import Unit, clock_named, clock_of
from recommendations.rules.notices import RULES, Answering
from recommendations.rules.policies import Policy, policy_of
from recommendations.rules.ratings import Rag
from recommendations.rules.the_day import TheDay
from recommendations.standing.rows import Rows

T = TypeVar("T")

ENDORSING = {
    models.Resolution.Kind.ENDORSE.value: facts.Endorsing.ENDORSED,
    models.Resolution.Kind.ENDORSE_AS_AMENDED.value: facts.Endorsing.AS_AMENDED,
    models.Resolution.Kind.NOT_ENDORSE.value: facts.Endorsing.NOT_ENDORSED,
}


def families(rows: Rows) -> dict[int, facts.Facts]:
    """The facts of every recommendation that is no part, its parts within, by primary key."""
    parts_of: dict[int, dict[str, facts.Facts]] = {}
    for recommendation in rows.recommendations:
        if recommendation.parent_id is not None:
            parts = parts_of.setdefault(recommendation.parent_id, {})
            parts[recommendation.address] = of_one(recommendation, rows)
    of_council, meetings = events(rows), meetings_of(rows)
    return {
        recommendation.pk: replace(
            of_one(recommendation, rows),
            parts=parts_of.get(recommendation.pk, {}),
            events=of_council,
            meetings=meetings,
        )
        for recommendation in rows.recommendations
        if recommendation.parent_id is None
    }


def policies(rows: Rows) -> tuple[Policy, ...]:
    return policies_of(rows.policies)


def policies_of(rows: Iterable[models.Policy]) -> tuple[Policy, ...]:
    return tuple(
        Policy(
            in_force_from=row.in_force_from,
            overdue_red_after=row.overdue_red_after,
            moved_red_after=row.moved_red_after,
            due_soon=row.due_soon,
            due_soon_rating=Rag(row.due_soon_rating),
            words=row.words,
            rules=tuple(row.rules),
            local=clock_of(row.local_n, Unit(row.local_unit)),
            review_months=row.review_months,
            scheme=row.scheme,
            alerts=Alerts(before=tuple(row.alert_before), again=row.alert_again),
            escalates_to=tuple(row.escalates_to),
        )
        for row in rows
    )


def policy_on(council: models.Council, day: date) -> Policy:
    """The policy in force on the day."""
    in_force = models.Policy.objects.filter(council=council).in_force(day).reverse()[:1]
    return policy_of(policies_of(in_force), TheDay(day))


def of_one(recommendation: models.Recommendation, rows: Rows) -> facts.Facts:
    """The facts of one row, save what is the council's; a part has the rest from its whole."""
    own = facts.Facts(
        kind=facts.Kind(recommendation.kind),
        published_on=recommendation.report.published_on,
        made_on=recommendation.made_on,
        scrutinys_own=recommendation.scrutinys_own,
        limb=recommendation.part_kind == models.Recommendation.PartKind.LIMB,
        prior_decision_on=recommendation.prior_decision_on,
        endorsements=endorsements(recommendation, rows),
        withdrawn_on=withdrawn_on(recommendation, rows),
        superseded=superseded(recommendation, rows),
        answers=tuple(
            facts.Answer(
                response=str(row.response_id),
                decision=facts.Decision(row.decision),
                decide_by=row.decide_by,
                on=row.on,
            )
            for row in rows.answers[recommendation.pk]
        ),
        asked=recommendation.asked,
        working_days=recommendation.council.working_days,
        milestones=tuple(milestone(row, rows) for row in rows.milestones[recommendation.pk]),
        conditions=tuple(
            facts.Condition(event=row.event.key, on=row.on)
            for row in rows.conditions[recommendation.pk]
        ),
        owners=owners(rows.ownerships[recommendation.pk]),
        updates=tuple(
            facts.Update(
                on=row.on,
                id=str(row.pk),
                owner=owner_key(row.post_id, row.body_id),
                stated=Rag(row.stated) if row.stated else None,
                complete=row.complete,
            )
            for row in rows.updates[recommendation.pk]
            if row.milestone_id is None
        ),
        rounds=unanswered(rows.owed[recommendation.pk], rows.updates[recommendation.pk]),
        acceptances=tuple(
            facts.Acceptance(on=row.on, update=str(row.update_id))
            for row in rows.acceptances[recommendation.pk]
        ),
        positions=tuple(
            facts.Position(
                on=row.on,
                status=row.status,
                closes=facts.Closing(row.closes) if row.closes else None,
            )
            for row in rows.positions[recommendation.pk]
        ),
    )
    if recommendation.parent_id is not None:
        return own
    return replace(
        own,
        notices=tuple(
            notice(row) for row in rows.notices[recommendation.report_id] if asks_for_an_answer(row)
        ),
        responses=tuple(
            response(row, rows.stages[row.pk]) for row in rows.responses[recommendation.report_id]
        ),
    )


def unanswered(
    owed: Iterable[models.Owed], updates: Sequence[models.ProgressUpdate]
) -> tuple[facts.Round, ...]:
    """The rounds that listed an item, but for those in which a milestone of it was reported on."""
    told = max((row.on for row in updates if row.milestone_id), default=date.min)
    listed = dict.fromkeys(row.round for row in owed if told < row.round.opens)
    return tuple(facts.Round(opens=row.opens, closes=row.closes) for row in listed)


def owner_key(post: int | None, body: int | None) -> str:
    """Which of several owners an update comes from; empty where it does not say."""
    if post is not None:
        return f"post {post}"
    return f"body {body}" if body is not None else ""


def owners(rows: Iterable[models.Ownership]) -> tuple[facts.Owner, ...]:
    return tuple(
        facts.Owner(key=owner_key(row.post_id, row.body_id), since=row.since, until=row.until)
        for row in rows
        if row.must_report
    )


def last_day(rows: Iterable[models.ResponseStage], stage: str) -> date | None:
    return next((row.on for row in reversed(list(rows)) if row.stage == stage), None)


def response(
    row: models.ExecutiveResponse, stages: Sequence[models.ResponseStage]
) -> facts.Response:
    stage = models.ResponseStage.Stage
    decided = [reached for reached in stages if reached.stage == stage.DECIDED]
    return facts.Response(
        id=str(row.pk),
        body=str(row.body_id),
        kind=facts.ResponseKind(row.kind),
        given_on=last_day(stages, stage.GIVEN),
        decided_on=decided[-1].on if decided else None,
        in_force_on=decided[-1].in_force_on if decided else None,
        withdrawn_on=last_day(stages, stage.WITHDRAWN),
    )


def asks_for_an_answer(row: models.Notice) -> bool:
    """A notice to have regard asks for none, so that nobody waits for one by it."""
    return row.rule not in RULES or RULES[row.rule].answering is not Answering.NOT_ASKED


def notice(row: models.Notice) -> facts.Notice:
    return facts.Notice(
        on=row.on,
        body=str(row.body_id),
        clock=clock_named(row.clock),
        report_received_on=row.report_received_on,
        notice_received_on=row.notice_received_on,
        hard=row.hard,
        response_required=row.response_required,
        last_day=row.last_day,
    )


def events(rows: Rows) -> Mapping[str, facts.Event]:
    return {
        event.key: facts.Event(
            name=event.name,
            days=tuple(
                facts.EventDay(on=row.on, kind=facts.EventDayKind(row.kind), day=row.day)
                for row in rows.event_days[event.pk]
            ),
        )
        for event in rows.events
    }


def meetings_of(rows: Rows) -> Mapping[str, tuple[date, ...]]:
    return {str(body): tuple(row.day for row in met) for body, met in rows.meetings.items()}


def milestone(row: models.Milestone, rows: Rows) -> facts.Milestone:
    done = rows.done[row.root_id]
    return facts.Milestone(
        id=str(row.pk),
        due=row.original_due,
        on=row.on,
        body=str(row.answer.response.body_id) if row.answer else "",
        done_on=done[-1].on if done else None,
        changes=tuple(
            date_change(change, rows.decisions[change.pk]) for change in rows.changes[row.root_id]
        ),
        outcomes=tuple(
            facts.OccurrenceOutcome(
                on=outcome.on, due=outcome.due, outcome=facts.Outcome(outcome.outcome)
            )
            for outcome in rows.outcomes[row.root_id]
        ),
    )


def date_change(
    row: models.DateChange, decisions: Sequence[models.DateDecision]
) -> facts.DateChange:
    decided = decisions[-1] if decisions else None
    return facts.DateChange(
        to=row.to_day,
        asked_on=row.on,
        decided_on=decided.on if decided else None,
        decision=facts.Granting(decided.decision) if decided else None,
        by=facts.Granter(decided.by_whom) if decided else None,
    )


def aimed_at(recommendation: models.Recommendation, rows: Rows) -> Iterable[models.Resolution]:
    """The resolutions on the report as a whole, and those on this recommendation alone."""
    for row in rows.resolutions[recommendation.report_id]:
        whole = row.recommendation_id is None and row.response_id is None
        if row.recommendation_id == recommendation.pk or (
            whole and recommendation.parent_id is None
        ):
            yield row


def endorsements(
    recommendation: models.Recommendation, rows: Rows
) -> tuple[facts.Endorsement, ...]:
    return tuple(
        facts.Endorsement(on=row.on, decision=ENDORSING[row.kind])
        for row in aimed_at(recommendation, rows)
        if row.kind in ENDORSING
    )


def withdrawn_on(recommendation: models.Recommendation, rows: Rows) -> date | None:
    withdrawals = [
        row.on
        for row in aimed_at(recommendation, rows)
        if row.kind == models.Resolution.Kind.WITHDRAW
    ]
    return withdrawals[-1] if withdrawals else None


def superseded(recommendation: models.Recommendation, rows: Rows) -> facts.Superseded | None:
    links = rows.superseded[recommendation.pk]
    if not links:
        return None
    return facts.Superseded(on=links[-1].on, by=links[-1].from_recommendation.address)
