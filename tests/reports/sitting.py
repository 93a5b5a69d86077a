"""A meeting of the roads committee, with a document of each kind under an item of its agenda."""

from datetime import date, time

from django.utils import timezone

from recommendations.models import Job
from recommendations.rules.due import Due, Shape
from recommendations.services import (
    evidence,
    meetings,
    milestones,
    progress,
    recommendations,
    responses,
    wordings,
)
from recommendations.services.classification import classify, confirm_part_two, grant_part_two
from reports.models import Publication
from reports.services import packs, queue
from tests.factories import MembershipFactory, UserFactory
from tests.reports.register import ANSWERED, AS_AT, EARLIER, KNOWN_AT, PUBLISHED, Roads, on

OF_WHAT = {"audience": "public", "as_at": AS_AT, "known_at": KNOWN_AT}


def withhold(row, by):
    classify(
        row=row, to="exempt", by=by, reason="A tender", paragraphs="3", public_interest="Prices"
    )


class Sitting(Roads):
    def __init__(self, council):
        super().__init__(council)
        self.meeting = meetings.call_meeting(
            body=self.committee, day=date(2024, 12, 12), starts_at=time(14), place="County Hall"
        )
        self.item = meetings.add_item(meeting=self.meeting, title="Roads", number="7")
        self.part = packs.put_under(
            item=self.item, kind="exception report", committee=self.committee
        )
        packs.put_under(item=self.item, kind="response schedule", response=self.response)
        packs.put_under(item=self.item, kind="schedule", report=self.report)

    @property
    def pack(self):
        return packs.preview(self.meeting, **OF_WHAT)

    def ask(self, key="one"):
        return packs.ask_to_issue(meeting=self.meeting, by=self.clerk, key=key, **OF_WHAT)

    def issue(self, key="one"):
        self.ask(key)
        job = queue.work_once()
        assert job.state == Job.State.DONE, job.error
        return Publication.objects.get(pk=job.result["publication"])


class FullSitting(Sitting):
    """One whose documents print of every noun that they can print of."""

    def __init__(self, council):
        super().__init__(council)
        self.part.compare = EARLIER
        self.part.save()
        with on(AS_AT):
            self.lease = meetings.add_item(meeting=self.meeting, title="The depot", number="8")
            self.listed = self.listed_part(1, "beginning with its bridges")
            self.line = self.answered_line(1, "Mending the first road")
            self.resolved = self._resolve("urge", AS_AT, report=self.report)
            self.asked = milestones.ask_for_new_date(
                milestone=self.recommendation[1].milestones.get(),
                to_day=date(2025, 3, 31),
                reason="Frost.",
                by=self.officer,
                on=AS_AT,
            )
            self.first, self.last = (
                self.update(8, AS_AT, stated="green", narrative=words, why_differs="It is fine.")
                for words in ("The tar is ordered.", "The tar has come.")
            )
            self.acceptance = progress.accept_rating(
                update=self.recommendation[1].updates.get(),
                reason="Seen on the road.",
                by=self.clerk,
                on=AS_AT,
            )
            self.evidence = evidence.attach_evidence(
                recommendation=self.recommendation[4],
                address="https://example.org/complaints",
                shows="Complaints by month",
                by=self.officer,
                on=AS_AT,
            )
            self.entered_late = milestones.promise(
                recommendations=[self.recommendation[8]],
                text="Paint its lines",
                due=Due(shape=Shape.ON_A_DAY, day=date(2025, 9, 30)),
                by=self.officer,
                on=ANSWERED,
            )

    def listed_part(self, n, text):
        part = recommendations.make_recommendation(
            report=self.report,
            address=f"R{n}(a)",
            reference="(a)",
            parent=self.recommendation[n],
            part_kind="listed",
        )
        wordings.word(
            recommendation=part, printing="schedule", text=text, by=self.clerk, on=PUBLISHED
        )
        return part

    def answered_line(self, n, words):
        group = responses.add_group(response=self.response, words="Agreed", count_claimed=1)
        return responses.add_line(
            response=self.response,
            group=group,
            words=words,
            reference=f"R{n}",
            recommendation=self.recommendation[n],
        )

    def somebody(self, role, *, part_two=False):
        """Somebody with a role, perhaps with leave to read what the committee keeps private."""
        membership = MembershipFactory(council=self.council, role=role.value)
        if part_two:
            grant = grant_part_two(
                membership=membership,
                body=self.committee,
                until=timezone.localdate(),
                reason="Sits on it",
                by=self.clerk,
            )
            confirm_part_two(grant=grant, by=UserFactory())
        return membership.user
