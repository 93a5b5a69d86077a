"""A report and all that befell it, written through the services as people would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from recommendations.models import (
    Answer,
    Body,
    Classification,
    DateDecision,
    ExecutiveResponse,
    Milestone,
    Notice,
    Position,
    Post,
    ProgressUpdate,
    Recommendation,
    Resolution,
    ResponseStage,
    ScrutinyReport,
    Theme,
    Wording,
)
from recommendations.rules.due import Due, Shape
from recommendations.services import (
    classification,
    milestones,
    notices,
    ownerships,
    positions,
    progress,
    recommendations,
    remits,
    resolutions,
    responses,
    scrutiny_reports,
    wordings,
)
from recommendations.services.change import change, recorded_at
from tests.bench.councils import Founded
from tests.bench.words import prose, sentence

SIZES = range(20, 41)
THEMES = 4
OLDEST = 365 * 5
RESPONDED_AFTER = timedelta(days=50)
IN_FORCE_AFTER = timedelta(days=56)
DECISIONS = (
    (Answer.Decision.ACCEPTED, 80),
    (Answer.Decision.ACCEPTED_IN_PART, 10),
    (Answer.Decision.REJECTED, 5),
    (Answer.Decision.DEFERRED, 3),
    (Answer.Decision.NOTED, 2),
)
WITH_PARTS = 0.05
EXEMPT = 0.02


@contextmanager
def told_on(day: date) -> Iterator[None]:
    """What is written inside was recorded at noon of its day."""
    with recorded_at(datetime.combine(day, time(12), tzinfo=UTC)):
        yield


def write_report(
    place: Founded,
    number: int,
    *,
    size: int | None = None,
    copy: int = 0,
    owner: Post | None = None,
    all_late: bool = False,
) -> ScrutinyReport:
    """The report of this number: always the same one. A copy of it differs by its name alone.

    ``owner`` owns every recommendation, where it is not to be one post or another. Where they are
    ``all_late``, an exception report prints each of them in full.
    """
    random = Random(number)
    published = place.today - timedelta(days=OLDEST if all_late else random.randint(10, OLDEST))
    committee = random.randrange(len(place.committees))
    size = size or random.choice(SIZES)
    with change(), told_on(published):
        report = scrutiny_reports.enter_report(
            council=place.council,
            title=named(f"Review of {sentence(random, 4)[:-1]}", copy),
            slug=slug_of(number, copy),
            kind=ScrutinyReport.Kind.FINAL,
            published_on=published,
            commissioned_by=place.committees[committee],
            terms_of_reference=prose(random, 40),
        )
        for _ in range(3):
            scrutiny_reports.add_member(report=report, name=sentence(random, 2)[:-1])
        themes = [
            scrutiny_reports.add_theme(report=report, title=sentence(random, 3)[:-1])
            for _ in range(THEMES)
        ]
        remits.watch(
            body=place.committees[committee], by=place.clerk, why="", report=report, since=published
        )
        written = Late if all_late else Written
        written(place, report, random, committee).write(size, themes, owner)
    return report


def named(title: str, copy: int) -> str:
    return f"{title} ({copy})" if copy else title


def slug_of(number: int, copy: int) -> str:
    return f"review-{number}-{copy}" if copy else f"review-{number}"


class Written:
    """One report as it is written."""

    def __init__(
        self, place: Founded, report: ScrutinyReport, random: Random, committee: int
    ) -> None:
        self.place = place
        self.report = report
        self.random = random
        self.committee = committee
        self.by = place.clerk

    def write(self, size: int, themes: Sequence[Theme], owner: Post | None) -> None:
        made = [self.recommendation(n, themes, owner) for n in range(1, size + 1)]
        response = self.respond()
        for recommendation in made:
            if response is not None:
                self.follow(recommendation, response)

    def recommendation(self, n: int, themes: Sequence[Theme], owner: Post | None) -> Recommendation:
        random, published = self.random, self.report.published_on
        made = recommendations.make_recommendation(
            report=self.report,
            address=f"R{n}",
            reference=f"R{n}.",
            theme=themes[n % len(themes)],
        )
        self.word(made, title=sentence(random, 4)[:-1], text=prose(random, 60))
        post: Post | None = random.choice(self.place.posts)
        body: Body | None = None
        if owner:
            post = owner
        elif random.random() < 0.1:
            post, body = None, random.choice(self.place.partners)
        ownerships.give_to_owner(
            recommendation=made, by=self.by, why="", post=post, body=body, since=published
        )
        if random.random() < EXEMPT:
            self.withhold(made)
        if random.random() < WITH_PARTS:
            for mark in "ab":
                part = recommendations.make_recommendation(
                    report=self.report,
                    address=f"R{n}({mark})",
                    reference=f"({mark})",
                    parent=made,
                    part_kind=Recommendation.PartKind.LISTED,
                )
                self.word(part, title="", text=prose(random, 20))
        return made

    def word(self, recommendation: Recommendation, *, title: str, text: str) -> None:
        wordings.word(
            recommendation=recommendation,
            printing=Wording.Printing.SCHEDULE,
            title=title,
            text=text,
            by=self.by,
            on=self.report.published_on,
        )

    def withhold(self, recommendation: Recommendation) -> None:
        classification.classify(
            row=recommendation,
            to=Classification.EXEMPT,
            by=self.by,
            reason=sentence(self.random, 8),
            paragraphs="3",
            public_interest=sentence(self.random, 12),
        )

    def respond(self) -> ExecutiveResponse | None:
        """Endorsed, served, given and decided, as far as its days have come."""
        published, today = self.report.published_on, self.place.today
        endorsed = self.place.item_after(published, self.committee)
        if endorsed is None:
            return None
        with told_on(endorsed.meeting.day):
            resolutions.resolve(
                item=endorsed,
                reference=str(self.random.randint(1, 90)),
                kind=Resolution.Kind.ENDORSE,
                by=self.by,
                report=self.report,
            )
            notices.serve_notice(
                report=self.report,
                body=self.place.cabinet,
                clock=Notice.Clock.TWO_MONTHS,
                by=self.by,
                on=endorsed.meeting.day,
                report_received_on=endorsed.meeting.day,
                notice_received_on=endorsed.meeting.day,
            )
        given = endorsed.meeting.day + RESPONDED_AFTER
        decided = endorsed.meeting.day + IN_FORCE_AFTER
        if decided > today:
            return None
        with told_on(decided):
            response = responses.enter_response(report=self.report, body=self.place.cabinet)
            responses.reach_stage(
                response=response, stage=ResponseStage.Stage.GIVEN, by=self.by, on=given
            )
            responses.reach_stage(
                response=response,
                stage=ResponseStage.Stage.DECIDED,
                by=self.by,
                on=decided,
                in_force_on=decided,
            )
        self.answered_on = decided
        return response

    def follow(self, recommendation: Recommendation, response: ExecutiveResponse) -> None:
        """What was answered, promised, reported and judged since."""
        random = self.random
        decision = random.choices(*zip(*DECISIONS, strict=True))[0]
        answer = self.answer(recommendation, response, decision)
        if decision not in (Answer.Decision.ACCEPTED, Answer.Decision.ACCEPTED_IN_PART):
            return
        closing = random.random() < 0.5
        for _ in range(random.choice((1, 2, 2, 3))):
            self.promise(recommendation, answer, done=closing or random.random() < 0.4)
        self.report_progress(recommendation, done=closing)
        self.judge(recommendation, closing=closing)

    def answer(
        self, recommendation: Recommendation, response: ExecutiveResponse, decision: str
    ) -> Answer:
        deferred = decision == Answer.Decision.DEFERRED
        with told_on(self.answered_on):
            return responses.answer(
                response=response,
                recommendation=recommendation,
                decision=decision,
                by=self.by,
                on=self.answered_on,
                reason=prose(self.random, 30),
                text=prose(self.random, 50),
                decide_by=self.answered_on + timedelta(days=120) if deferred else None,
            )

    def promise(self, recommendation: Recommendation, answer: Answer, *, done: bool) -> None:
        random, today = self.random, self.place.today
        day = self.answered_on + timedelta(days=random.randint(60, 900))
        with told_on(self.answered_on):
            step = milestones.promise(
                recommendations=[recommendation],
                text=prose(random, 20),
                due=Due(shape=Shape.ON_A_DAY, day=day),
                by=self.by,
                on=self.answered_on,
                owner=random.choice(self.place.posts),
                answer=answer,
                success_measure=sentence(random, 10),
            )
        asked_on = day - timedelta(days=20)
        if random.random() < 0.2 and asked_on < today:
            self.move(step, day, asked_on)
        finished = day + timedelta(days=random.randint(-40, 40))
        if done and self.answered_on < finished <= today:
            with told_on(finished):
                milestones.complete(milestone=step, by=self.by, on=finished)

    def move(self, step: Milestone, day: date, asked_on: date) -> None:
        with told_on(asked_on):
            asked = milestones.ask_for_new_date(
                milestone=step,
                from_day=day,
                to_day=day + timedelta(days=self.random.randint(30, 200)),
                reason=prose(self.random, 25),
                by=self.place.officer,
                on=asked_on,
            )
        if self.random.random() < 0.7:
            with told_on(asked_on):
                milestones.decide_new_date(
                    asked=asked,
                    decision=DateDecision.Decision.GRANTED,
                    by=self.by,
                    on=asked_on,
                    leave="By letter",
                )

    def report_progress(self, recommendation: Recommendation, *, done: bool) -> None:
        random, on = self.random, self.answered_on
        number = random.randint(1, 4)
        for n in range(1, number + 1):
            on += timedelta(days=random.randint(60, 200))
            if on > self.place.today:
                return
            stated = random.choice(ProgressUpdate.Stated.values)
            amiss = stated != ProgressUpdate.Stated.GREEN
            with told_on(on):
                progress.submit_update(
                    recommendation=recommendation,
                    by=self.place.officer,
                    on=on,
                    stated=stated,
                    complete=done and n == number,
                    cause=prose(random, 20) if amiss else "",
                    remedy=prose(random, 20) if amiss else "",
                    effect=prose(random, 15) if amiss else "",
                    why_differs=prose(random, 15),
                    narrative=prose(random, 80),
                )

    def judge(self, recommendation: Recommendation, *, closing: bool) -> None:
        watched = self.place.item_after(
            self.answered_on + timedelta(days=self.random.randint(60, 900)), self.committee
        )
        if watched is None:
            return
        with told_on(watched.meeting.day):
            positions.take_position(
                recommendation=recommendation,
                status="Achieved" if closing else "Acceptable progress",
                closes=Position.Closes.IMPLEMENTED if closing else "",
                by=self.by,
                on=watched.meeting.day,
            )


class Late(Written):
    """All of it open, accepted and never done; its last promised day has long passed."""

    def withhold(self, recommendation: Recommendation) -> None:
        return

    def follow(self, recommendation: Recommendation, response: ExecutiveResponse) -> None:
        answer = self.answer(recommendation, response, Answer.Decision.ACCEPTED)
        for _ in range(3):
            self.promise(recommendation, answer, done=False)
        self.report_progress(recommendation, done=False)
