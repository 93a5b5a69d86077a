"""A council's register, made through the services, with a row for every section of a report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import time_machine

from recommendations import models
from recommendations.rules.due import Due, Shape
from recommendations.services import (
    councils,
    meetings,
    milestones,
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
from recommendations.services.change import change
from tests.factories import UserFactory

PUBLISHED = date(2024, 3, 1)
ANSWERED = date(2024, 4, 20)
EARLIER = date(2024, 9, 10)
AS_AT = date(2024, 12, 10)
KNOWN_AT = datetime(2024, 12, 10, 18, tzinfo=UTC)


@contextmanager
def on(day: date) -> Iterator[date]:
    """What is recorded inside is recorded that morning."""
    with time_machine.travel(datetime.combine(day, time(9), tzinfo=UTC), tick=False):
        yield day


class Roads:
    """One report of eleven recommendations, answered, and what has become of each."""

    def __init__(self, council):
        self.council = council
        with change():
            self._publish_and_answer()
            self._promise_and_report()

    def _publish_and_answer(self):
        self.clerk, self.officer = UserFactory(), UserFactory()
        with on(PUBLISHED) as day:
            self.committee = self._body("committee", "Roads Select Committee")
            self.executive = self._body("executive", "Cabinet")
            self.owner = self._post("lead officer", "Head of Highways", "Place")
            self.holder = self._post("portfolio holder", "Cabinet Member for Roads")
            self.report = scrutiny_reports.enter_report(
                council=self.council,
                title="Review of Roads",
                slug="roads",
                kind="final",
                published_on=day,
                commissioned_by=self.committee,
            )
            remits.watch(
                body=self.committee, report=self.report, since=day, by=self.clerk, why="Its own"
            )
            self.recommendation = {n: self.recommend(n) for n in range(1, 12)}
            self._resolve("endorse", day, report=self.report)
        with on(ANSWERED):
            self.response = responses.enter_response(report=self.report, body=self.executive)
            responses.reach_stage(response=self.response, stage="given", by=self.clerk, on=ANSWERED)
            for n in (1, 2, 3, 4, 7, 8, 10, 11):
                self.answer(n, "accepted")
            self.answer(5, "rejected", reason="There is no money.")
            self.answer(6, "deferred")

    def _promise_and_report(self):
        self.promise(1, date(2024, 10, 1))
        self.promise(2, date(2024, 11, 30))
        moved = self.promise(3, date(2024, 7, 31))
        self.promise(8, date(2024, 12, 20))
        late = self.promise(10, date(2024, 8, 1))
        self.promise(11, date(2025, 6, 30))
        with on(date(2024, 7, 10)) as day:
            asked = milestones.ask_for_new_date(
                milestone=moved,
                to_day=date(2025, 1, 31),
                reason="The contractor left.",
                by=self.officer,
                on=day,
            )
            milestones.decide_new_date(
                asked=asked,
                decision="granted",
                leave="Leave given by letter.",
                by=self.clerk,
                on=day,
            )
        self.update(
            1,
            date(2024, 11, 28),
            stated="green",
            why_differs="The work is all but done.",
            cause="The rain.",
            remedy="More gangs.",
            effect="Holes remain.",
        )
        self.update(4, date(2024, 11, 1), complete=True, outcome="Fewer complaints.")
        with on(date(2024, 10, 15)) as day:
            milestones.complete(milestone=late, by=self.officer, on=day)
            positions.take_position(
                recommendation=self.recommendation[10],
                status="Achieved in full",
                closes="implemented",
                resolution=self._resolve("discharge", day, n=10),
                by=self.clerk,
                on=day,
            )

    def answer(self, n, decision, **more):
        return responses.answer(
            response=self.response,
            recommendation=self.recommendation[n],
            decision=decision,
            by=self.clerk,
            on=ANSWERED,
            **more,
        )

    def promise(self, n, day):
        with on(ANSWERED):
            return milestones.promise(
                recommendations=[self.recommendation[n]],
                text=f"Mend road {n}",
                due=Due(shape=Shape.ON_A_DAY, day=day),
                owner=self.owner,
                by=self.officer,
                on=ANSWERED,
            )

    def update(self, n, day, **more):
        with on(day):
            return progress.submit_update(
                recommendation=self.recommendation[n], by=self.officer, on=day, **more
            )

    def enter_late(self, n, day, recorded_on):
        """A position taken on a day and recorded long after it."""
        with on(recorded_on):
            return positions.take_position(
                recommendation=self.recommendation[n], status="Monitoring", by=self.clerk, on=day
            )

    def _body(self, kind, name):
        return councils.establish_body(
            council=self.council, kind=kind, name=name, slug=name.lower().replace(" ", "-")
        )

    def _post(self, kind, title, directorate=""):
        return councils.create_post(
            council=self.council,
            kind=kind,
            title=title,
            slug=title.lower().replace(" ", "-"),
            directorate=directorate,
        )

    def recommend(self, n):
        own = n == 9
        made = recommendations.make_recommendation(
            report=self.report, address=f"R{n}", reference=f"{n}.", scrutinys_own=own
        )
        wordings.word(
            recommendation=made,
            printing="schedule",
            text=f"That road number {n} be mended.",
            by=self.clerk,
            on=PUBLISHED,
        )
        named = {"by": self.clerk, "why": "Named in the report"}
        if own:
            ownerships.give_to_owner(recommendation=made, body=self.committee, **named)
        else:
            ownerships.give_to_owner(recommendation=made, post=self.owner, **named)
            ownerships.give_to_owner(
                recommendation=made, post=self.holder, share=models.Ownership.Share.JOINT, **named
            )
        return made

    def _resolve(self, kind, day, *, report=None, n=None):
        meeting = meetings.call_meeting(body=self.committee, day=day)
        item = meetings.add_item(meeting=meeting, title="Roads")
        return resolutions.resolve(
            item=item,
            reference="34",
            kind=kind,
            report=report,
            recommendation=self.recommendation[n] if n else None,
            by=self.clerk,
        )
