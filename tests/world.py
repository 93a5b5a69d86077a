"""A council with one of everything that an address can name, and everybody who may ask."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from http.cookies import SimpleCookie

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recommendations import store
from recommendations.models import (
    Body,
    Ownership,
    PartTwoGrant,
    Post,
    PostHolding,
    Remit,
    Succession,
    UpdateRound,
    User,
)
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import (
    evidence,
    invitations,
    meetings,
    milestones,
    notices,
    policies,
    progress,
    report_returns,
    resolutions,
    responses,
    rounds,
    scrutiny_reports,
    successions,
    topics,
)
from recommendations.services.following import LATEST
from recommendations.standing.leaving import left_by
from recommendations.uploads.gate import Taken
from recommendations.uploads.kinds import Kind
from reports.services import packs
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    EventFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.pages import KEYS
from tests.uploading import pdf

DUAL = "member here, scrutiny officer there"

CANARY = "a sentence that only a few may read"

MISSING: dict[str, str | int] = {
    "council": "no-such-council",
    "report": "no-such-report",
    "address": "R999",
    "event": "no-such-event",
    "post": "no-such-post",
    "job": "00000000-0000-4000-8000-000000000000",
    "noun": "no-such-noun",
}
"""What an address calls something that does not exist; where it takes a number, a high one."""


class World:
    """A council with one of everything, and another beside it."""

    def __init__(self) -> None:
        self.council = CouncilFactory()
        self.other = CouncilFactory()
        self.recommendation = RecommendationFactory(report=ReportFactory(council=self.council))
        WordingFactory(recommendation=self.recommendation)
        self.post = PostFactory(council=self.council)
        self.people = dict(self.cast())
        self.sessions = {actor: session_of(user) for actor, user in self.people.items()}
        self.keys = dict(self.called())

    def cast(self) -> Iterator[tuple[str, User | None]]:
        """Everybody who may come to a page of the council."""
        for role in Role:
            yield role, MembershipFactory(council=self.council, role=role).user
            yield (
                f"{role} of another council",
                MembershipFactory(council=self.other, role=role).user,
            )
        both = MembershipFactory(council=self.council, role=Role.MEMBER).user
        MembershipFactory(user=both, council=self.other, role=Role.SCRUTINY_OFFICER)
        yield DUAL, both
        yield "no part anywhere", UserFactory()
        yield "nobody", None
        gone = UserFactory(is_active=False)
        MembershipFactory(user=gone, council=self.council, role=Role.SCRUTINY_OFFICER)
        yield "closed account", gone

    def called(self) -> Iterator[tuple[str, str | int]]:
        """What an address calls the one of each kind."""
        yield "council", self.council.slug
        yield "report", self.recommendation.report.slug
        yield "address", self.recommendation.address
        yield from self.called_of_the_report()
        yield "event", EventFactory(council=self.council).slug
        yield "succession", self.handed_over().pk
        yield "post", self.post.slug
        coming = timezone.localdate() + timedelta(days=30)
        yield "policy", policies.set_policy(council=self.council, in_force_from=coming).pk
        yield from self.called_in_progress()
        yield from self.called_of_a_notice()
        committee = BodyFactory(council=self.council)
        yield "committee", committee.slug
        yield "update_round", self.round_of(committee).pk
        yield from self.called_of_a_pack(committee)
        officer, member = self.people[Role.OFFICER], self.people[Role.MEMBER]
        cabinet = BodyFactory(council=self.council, kind=Body.Kind.EXECUTIVE)
        begun = responses.enter_response(report=self.recommendation.report, body=cabinet)
        yield "response", begun.pk
        for kind, person in (
            (Post.Kind.EXECUTIVE_SUPPORT, officer),
            (Post.Kind.DIRECTOR, officer),
            (Post.Kind.PORTFOLIO_HOLDER, member),
        ):
            post = PostFactory(council=self.council, kind=kind)
            PostHolding.objects.create(post=post, person=person, kind="holder")
            both = self.people[DUAL]
            PostHolding.objects.create(post=post, person=both, kind="holder")
        yield "person", member.pk
        yield (
            "holding",
            PostHolding.objects.create(post=self.post, person=officer, kind="holder").pk,
        )
        given = PartTwoGrant.objects.create(
            membership=member.memberships.get(),
            body=BodyFactory(council=self.council),
            until=timezone.localdate() + timedelta(days=1),  # unconfirmed, so it opens nothing
            reason="Vice-chair",
            given_by=UserFactory(),
        )
        yield "grant", given.pk
        invited = invitations.invite(
            council=self.council,
            email="new@example.org",
            first_name="Jo",
            last_name="Bloggs",
            roles=[Role.MEMBER],
            by=UserFactory(),
        )
        yield "invitation", invited.pk

    def round_of(self, committee: Body) -> UpdateRound:
        """An open round, in which the post owes what the committee watches."""
        Remit.objects.create(body=committee, report=self.recommendation.report)
        today = timezone.localdate()
        return rounds.plan_round(
            meeting=meetings.call_meeting(body=committee, day=today + timedelta(days=28)),
            opens=today,
            closes=today + timedelta(days=14),
        )

    def handed_over(self) -> Succession:
        """What a committee watched is another's from yesterday on."""
        to = BodyFactory(council=self.council)
        before = BodyFactory(council=self.council)
        Remit.objects.create(body=before, report=self.recommendation.report)
        on = timezone.localdate() - timedelta(days=1)
        left = left_by(before, on=on, known_at=timezone.now())
        said = {"by": self.people[Role.SCRUTINY_OFFICER], "why": "The committees were merged"}
        return successions.hand_over(
            old=before, to=[to], on=on, instead={}, seen=left.seen, ends=False, **said
        )

    def called_of_the_report(self) -> Iterator[tuple[str, str | int]]:
        report = self.recommendation.report
        yield "member", scrutiny_reports.add_member(report=report, name="Cllr Bloggs").pk
        yield "theme", scrutiny_reports.add_theme(report=report, title="Roads").pk

    def called_of_a_notice(self) -> Iterator[tuple[str, str | int]]:
        """A notice to the executive."""
        cabinet = BodyFactory(council=self.council, kind=Body.Kind.EXECUTIVE)
        served = notices.serve_notice(
            report=self.recommendation.report,
            body=cabinet,
            rule="executive",
            by=self.people[Role.CLERK],
            on=timezone.localdate(),
        )
        yield from {"notice": served.pk, "body": cabinet.slug, "rule": served.rule}.items()

    def called_of_a_pack(self, committee: Body) -> Iterator[tuple[str, str | int]]:
        """A meeting with an item, a document under it, and an edition issued."""
        meeting = meetings.call_meeting(body=committee, day=timezone.localdate())
        item = meetings.add_item(meeting=meeting, title="Progress", number="7")
        part = packs.put_under(item=item, kind="schedule", report=self.recommendation.report)
        now = timezone.now()
        asked = {"audience": "public", "as_at": timezone.localdate(now), "known_at": now}
        job = packs.ask_to_issue(meeting=meeting, by=self.people[Role.CLERK], key="asked", **asked)
        document = packs.preview(meeting, **asked)
        edition = packs.publish(
            packs.Asked(meeting, **asked),
            document,
            store.put(b"%PDF-1.7 of the pack"),
            by=self.people[Role.CLERK],
        )
        yield from {"meeting": meeting.pk, "item": item.pk, "part": part.pk}.items()
        yield from {"job": str(job.key), "publication": edition.pk}.items()
        resolved = resolutions.resolve(
            item=item,
            reference="7",
            kind="urge",
            report=self.recommendation.report,
            owner=self.post,
            by=self.people[Role.CLERK],
        )
        yield "resolution", resolved.pk
        asking = UpdateRound.objects.get(meeting__body=committee)
        asking.resolutions_owed.create(resolution=resolved, post=self.post)
        topic = topics.propose(
            body=committee,
            title="Roads",
            recommendation=self.recommendation,
            by=self.people[Role.CLERK],
            on=timezone.localdate(),
        )
        said = {"by": self.people[Role.CLERK], "on": timezone.localdate()}
        topics.plan(topic=topic, item=item, follows=LATEST, **said)
        yield "topic", topic.pk
        report_returns.set_schedule(
            report=self.recommendation.report,
            seen="1",
            by=self.people[Role.CLERK],
            returns_after="6",
            returns_from="publication",
        )
        yield "months", 6

    def called_in_progress(self) -> Iterator[tuple[str, str | int]]:
        """A milestone that is late, rated green by the officer, who asks for a new date."""
        officer, today = self.people[Role.OFFICER], timezone.localdate()
        said = {"by": officer, "on": today}
        owned = Ownership.objects.create(recommendation=self.recommendation, post=self.post)
        yield "ownership", owned.pk
        report = self.recommendation.report
        response = responses.enter_response(report=report, body=BodyFactory(council=self.council))
        responses.answer(
            response=response, recommendation=self.recommendation, decision="accepted", **said
        )
        responses.reach_stage(response=response, stage="given", **said)
        late = today - timedelta(days=10)
        milestone = milestones.promise(
            recommendations=[self.recommendation],
            text="Mend the roads.",
            due=Due(shape=Shape.ON_A_DAY, day=late),
            owner=self.post,
            **said,
        )
        yield "milestone", milestone.pk
        asked = milestones.ask_for_new_date(
            milestone=milestone,
            from_day=late,
            to_day=today + timedelta(days=30),
            reason="Rain",
            **said,
        )
        yield "change", asked.pk
        update = progress.submit_update(
            recommendation=self.recommendation,
            stated="green",
            why_differs="Done but unsigned",
            post=self.post,
            **said,
        )
        yield from (("update", update.pk), ("noun", "update"), ("fact", update.pk))
        shown = evidence.attach_evidence(
            recommendation=self.recommendation,
            shows="Mended",
            file=Taken("roads.pdf", Kind.PDF, pdf(), hidden=()),
            mark="internal",
            **said,
        )
        yield "evidence", shown.pk

    def address_of(self, name: str, **instead: str | int) -> str:
        keys = self.keys | instead
        return reverse(name, kwargs={key: keys[key] for key in KEYS[name]})

    def client_of(self, actor: str) -> Client:
        client = Client()
        client.cookies = deepcopy(self.sessions[actor])
        return client


def session_of(user: User | None) -> SimpleCookie:
    """The cookies of somebody who has just signed in."""
    client = Client()
    if user:
        client.force_login(user)
    return client.cookies
