"""Who may open what: every address, every method, every part a person may have.

What is agreed is written down in tests/pages.py; tests/world.py gives each page an object to open.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from recommendations.models import EventDay
from recommendations.rules.roles import PERMISSIONS, Permission, Role
from recommendations.services import (
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
    standings,
    successions,
)
from recommendations.standing.leaving import left_by
from reports import store
from reports.services import packs
from recommendations.services import standings
from tests.factories import (
    MembershipFactory,
    RecommendationFactory,
    ReportFactory,
    WordingFactory,
)
from tests.pages import (
    ADDRESSES,
    ITS_OWN_TOO,
    KEYS,
    MAY,
    METHODS,
    OF_NO_COUNCIL,
    OF_ONESELF,
    PAGES,
)
from tests.world import CANARY, DUAL, MISSING, World

READ = ("GET", "HEAD")

WRITE = (*READ, "POST")

PAGES: dict[str, dict[str, Permission]] = {
    "recommendations:home": dict.fromkeys(READ, Permission.COUNCIL_HOME),
    "recommendations:recommendation_list": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:recommendation_list_csv": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:recommendation": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:report_list": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:report": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:report_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:report_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:member_list": dict.fromkeys(READ, Permission.REPORT_EDIT),
    "recommendations:member_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:member_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:member_remove": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:theme_list": dict.fromkeys(READ, Permission.REPORT_EDIT),
    "recommendations:theme_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:theme_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:theme_remove": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:recommendation_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:recommendation_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:part_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:wording_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:owner_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:owner_end": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:link_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:condition_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:event_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:response_new": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:response_build": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response_step": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response_clear": dict.fromkeys(WRITE, Permission.RESPONSE_CLEAR),
    "recommendations:response_record": dict.fromkeys(WRITE, Permission.RESPONSE_RECORD),
    "recommendations:response_version": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response_lines": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:endorsement": dict.fromkeys(WRITE, Permission.RESOLUTION_RECORD),
    "recommendations:resolutions": dict.fromkeys(WRITE, Permission.RESOLUTION_RECORD),
    "recommendations:schedule": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:return_settle": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:return_item": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:discharge": dict.fromkeys(WRITE, Permission.POSITION_RECORD),
    "recommendations:resolution": dict.fromkeys(WRITE, Permission.RESOLUTION_END),
    "recommendations:notice_list": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "recommendations:notice_new": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "recommendations:notice_serve": dict.fromkeys(WRITE, Permission.NOTICE_SERVE),
    "recommendations:notice_receipt": dict.fromkeys(WRITE, Permission.NOTICE_SERVE),
    "recommendations:notice_last_day": dict.fromkeys(WRITE, Permission.NOTICE_SERVE),
    "recommendations:event_list": dict.fromkeys(READ, Permission.EVENT_VIEW),
    "recommendations:event": dict.fromkeys(READ, Permission.EVENT_VIEW),
    "recommendations:event_day": dict.fromkeys(WRITE, Permission.EVENT_DAY_ENTER),
    "recommendations:my_committees": dict.fromkeys(READ, Permission.MY_COMMITTEES),
    "recommendations:committees_choose": dict.fromkeys(WRITE, Permission.MY_COMMITTEES),
    "recommendations:my_work": dict.fromkeys(READ, Permission.MY_WORK),
    "recommendations:report_progress": dict.fromkeys(WRITE, Permission.PROGRESS_REPORT),
    "recommendations:accept_rating": dict.fromkeys(WRITE, Permission.RATING_ACCEPT),
    "recommendations:milestone_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:milestone_owner": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:occurrence": dict.fromkeys(WRITE, Permission.NEW_DATE_DECIDE),
    "recommendations:new_date": dict.fromkeys(WRITE, Permission.NEW_DATE_ASK),
    "recommendations:new_date_decision": dict.fromkeys(WRITE, Permission.NEW_DATE_DECIDE),
    "recommendations:position": dict.fromkeys(WRITE, Permission.POSITION_RECORD),
    "recommendations:fact": dict.fromkeys(WRITE, Permission.FACT_CORRECT),
    "recommendations:people_list": dict.fromkeys(READ, Permission.PEOPLE_MANAGE),
    "recommendations:invite": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:invitation": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:person": dict.fromkeys(READ, Permission.PEOPLE_MANAGE),
    "recommendations:person_roles": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:person_leave": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:post_list": dict.fromkeys(READ, Permission.POST_HAND_OVER),
    "recommendations:post": dict.fromkeys(WRITE, Permission.POST_HAND_OVER),
    "recommendations:holding_end": dict.fromkeys(WRITE, Permission.POST_HAND_OVER),
    "recommendations:post_hand_over": dict.fromkeys(WRITE, Permission.POST_HAND_OVER),
    "recommendations:body_list": dict.fromkeys(READ, Permission.BODY_VIEW),
    "recommendations:body_new": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body": dict.fromkeys(READ, Permission.BODY_VIEW),
    "recommendations:body_edit": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body_rename": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body_end": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body_hand_over": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:part_two_list": dict.fromkeys(READ, Permission.PART_TWO_SEE),
    "recommendations:part_two_give": dict.fromkeys(WRITE, Permission.PART_TWO_GIVE),
    "recommendations:part_two_confirm": dict.fromkeys(WRITE, Permission.PART_TWO_CONFIRM),
    "recommendations:part_two_end": dict.fromkeys(WRITE, Permission.PART_TWO_GIVE),
    "recommendations:audit": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:audit_csv": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:item_audit": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:item_audit_csv": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:policy_list": dict.fromkeys(READ, Permission.POLICY_EDIT),
    "recommendations:policy_new": dict.fromkeys(WRITE, Permission.POLICY_EDIT),
    "recommendations:policy_edit": dict.fromkeys(WRITE, Permission.POLICY_EDIT),
    "recommendations:meeting_list": dict.fromkeys(READ, Permission.MEETING_MANAGE),
    "recommendations:meeting": dict.fromkeys(READ, Permission.MEETING_MANAGE),
    "recommendations:meeting_new": dict.fromkeys(WRITE, Permission.MEETING_MANAGE),
    "recommendations:meeting_edit": dict.fromkeys(WRITE, Permission.MEETING_MANAGE),
    "recommendations:item_new": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:item_edit": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:round_list": dict.fromkeys(READ, Permission.ROUND_MANAGE),
    "recommendations:round_new": dict.fromkeys(WRITE, Permission.ROUND_MANAGE),
    "recommendations:round": dict.fromkeys(READ, Permission.ROUND_MANAGE),
    "recommendations:round_edit": dict.fromkeys(WRITE, Permission.ROUND_MANAGE),
    "recommendations:round_late": dict.fromkeys(READ, Permission.ROUND_MANAGE),
    "recommendations:round_updates": dict.fromkeys(WRITE, Permission.PROGRESS_REPORT),
    "reports:notice_draft": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:notice_draft_pdf": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:notice": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:notice_pdf": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:pack": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:part_new": dict.fromkeys(WRITE, Permission.PACK_PREVIEW),
    "reports:part_out": dict.fromkeys(WRITE, Permission.PACK_PREVIEW),
    "reports:pack_preview": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:pack_issue": dict.fromkeys(WRITE, Permission.PACK_ISSUE),
    "reports:job": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:job_json": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:pack_list": dict.fromkeys(READ, Permission.PACK_READ),
    "reports:issued_pack": dict.fromkeys(READ, Permission.PACK_READ),
    "reports:issued_pack_pdf": dict.fromkeys(READ, Permission.PACK_READ),
    "reports:exception_report": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:roll_over": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:roll_over_pdf": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:roll_over_csv": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:statistics": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:committee": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:exception_report_pdf": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:exception_report_json": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:exception_report_csv": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
}
"""The pages of a council, each method with the permission that opens it."""

BY_POST = {
    "recommendations:response_new": "executive support",
    "recommendations:response_build": "executive support",
    "recommendations:response_step": "executive support",
    "recommendations:response_version": "executive support",
    "recommendations:response_lines": "executive support",
    "recommendations:response_clear": "a director or a portfolio holder",
}
"""What an officer or a member opens only by the kind of post that they hold."""

ITS_OWN_TOO = {
    "recommendations:resolution": "only whose post is to act on it, or who takes minutes",
    "recommendations:fact": "a clerk's and an officer's own, for a time",
    "recommendations:round_updates": "only who was asked, or records for whom the address names",
    "recommendations:occurrence": "only of a milestone that recurs",
    "recommendations:part_two_confirm": "only who has Part 2 leave, and not who gave it",
    "recommendations:item_audit": "an administrator reads no recommendation",
    "recommendations:item_audit_csv": "an administrator reads no recommendation",
}
"""Where the permission is not enough; what more it takes has tests of its own."""

OF_ONESELF = {
    "recommendations:choose_council": READ,
    "recommendations:account": READ,
    "recommendations:password": WRITE,
    "recommendations:reminders": WRITE,
    "recommendations:calendar_address": WRITE,
    "recommendations:sign_out_everywhere": ("POST",),
    "stay_signed_in": READ,
}
"""For whoever is signed in, whatever their part."""

OF_NOBODY_YET = {
    *("sign_in", "sign_out", "recommendations:sign_up", "recommendations:calendar"),
    *("forgotten", "forgotten_sent", "new_password"),
}
"""The way in and out; each has tests of its own."""

OF_EVERYBODY = {"accessibility_statement"}
"""Signed in or not; tests/test_accessibility_statement.py opens it."""

OF_NO_COUNCIL = OF_NOBODY_YET | OF_EVERYBODY | set(OF_ONESELF)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

OFFICER, MEMBER, CLERK = Role.OFFICER, Role.MEMBER, Role.CLERK
SCRUTINY, ADMINISTRATOR = Role.SCRUTINY_OFFICER, Role.ADMINISTRATOR
READERS = {OFFICER, MEMBER, CLERK, SCRUTINY}
MAY: dict[Permission, set[Role]] = {
    Permission.COUNCIL_HOME: set(Role),
    Permission.REPORT_VIEW: READERS,
    Permission.RECOMMENDATION_VIEW: READERS,
    Permission.EVENT_VIEW: READERS,
    Permission.EVENT_DAY_ENTER: {CLERK, SCRUTINY},
    Permission.EXCEPTION_REPORT_VIEW: READERS,
    Permission.EXCEPTION_REPORT_EXPORT: READERS,
    Permission.MY_COMMITTEES: {MEMBER, CLERK, SCRUTINY},
    Permission.MY_WORK: {OFFICER, CLERK, SCRUTINY},
    Permission.PROGRESS_REPORT: {OFFICER, SCRUTINY},
    Permission.NEW_DATE_ASK: {OFFICER, SCRUTINY},
    Permission.NEW_DATE_DECIDE: {CLERK, SCRUTINY},
    Permission.POSITION_RECORD: {CLERK, SCRUTINY},
    Permission.RATING_ACCEPT: {SCRUTINY},
    Permission.FACT_CORRECT: {OFFICER, CLERK, SCRUTINY},
    Permission.REPORT_EDIT: {SCRUTINY},
    Permission.RECOMMENDATION_EDIT: {SCRUTINY},
    Permission.RESPONSE_BUILD: {OFFICER, SCRUTINY},
    Permission.RESPONSE_CLEAR: {OFFICER, MEMBER},
    Permission.RESPONSE_RECORD: {CLERK, SCRUTINY},
    Permission.NOTICE_SERVE: {CLERK, SCRUTINY},
    Permission.RESOLUTION_RECORD: {CLERK, SCRUTINY},
    Permission.RESOLUTION_END: {OFFICER, CLERK, SCRUTINY},
    Permission.MEETING_MANAGE: {CLERK, SCRUTINY, ADMINISTRATOR},
    Permission.AGENDA_EDIT: {CLERK, SCRUTINY},
    Permission.PACK_PREVIEW: {CLERK, SCRUTINY},
    Permission.ROUND_MANAGE: {CLERK, SCRUTINY},
    Permission.PACK_ISSUE: {CLERK},
    Permission.PACK_READ: READERS,
    Permission.PEOPLE_MANAGE: {ADMINISTRATOR},
    Permission.POST_HAND_OVER: {SCRUTINY, ADMINISTRATOR},
    Permission.BODY_VIEW: set(Role),
    Permission.BODY_MANAGE: {SCRUTINY, ADMINISTRATOR},
    Permission.PART_TWO_SEE: {CLERK, SCRUTINY, ADMINISTRATOR},
    Permission.PART_TWO_GIVE: {ADMINISTRATOR},
    Permission.PART_TWO_CONFIRM: {CLERK, SCRUTINY},
    Permission.AUDIT_VIEW: {SCRUTINY, ADMINISTRATOR},
    Permission.POLICY_EDIT: {ADMINISTRATOR},
}
"""What was agreed, written out here so that the matrix is not checked against itself."""


def test_the_table_of_permissions_is_the_one_agreed():
    table = {
        permission: {role for role in Role if permission in PERMISSIONS[role]}
        for permission in Permission
    }
    assert table == MAY


def test_no_two_addresses_share_a_name():
    names = [name for name, _ in ADDRESSES]
    assert len(names) == len(set(names))


def test_every_address_is_in_the_table_with_its_methods_and_permission():
    declared = {
        name: dict.fromkeys(
            getattr(pattern.callback, "methods", ()), getattr(pattern.callback, "permission", None)
        )
        for name, pattern in ADDRESSES
        if name not in OF_NO_COUNCIL
    }
    assert declared == PAGES


DUAL = "member here, scrutiny officer there"


class World:
    """A council with one of everything, and another beside it."""

    def __init__(self) -> None:
        self.council = CouncilFactory()
        self.other = CouncilFactory()
        self.recommendation = RecommendationFactory(report=ReportFactory(council=self.council))
        WordingFactory(recommendation=self.recommendation)
        self.post = PostFactory(council=self.council)
        self.people = dict(self.cast())
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

    def address_of(self, name: str, **instead: str | int) -> str:
        keys = self.keys | instead
        return reverse(
            name, kwargs={key: keys[key] for key in dict(ADDRESSES)[name].pattern.converters}
        )

    def client_of(self, actor: str) -> Client:
        client = Client()
        if user := self.people[actor]:
            client.force_login(user)
        return client


@pytest.fixture(scope="module")
def only_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Every case of this module finds the same world, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        with django_db_blocker.block():
            yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(only_world: World, db: None) -> World:
    return only_world


HERE = [role.value for role in Role]
THERE = [f"{role.value} of another council" for role in Role]
SIGNED_OUT = ["nobody", "closed account"]
OUTSIDE = [*THERE, "no part anywhere"]
SENDERS = [*HERE, *SIGNED_OUT, "scrutiny officer of another council", "no part anywhere", DUAL]
ASKERS = {"GET": [*HERE, *SIGNED_OUT, *OUTSIDE, DUAL], "POST": SENDERS}
ASKERS_OF_THE_HEAD = {Role.CLERK, Role.ADMINISTRATOR, "nobody", "no part anywhere"}
THE_DOOR = pytest.mark.any_database
"""Roles and methods are asked before any row is read; what rows a person sees, on both."""


LET_IN = {200, 302, 400}  # shown, done, or refused for what was typed


def expected(name: str, method: str, actor: str) -> set[int]:
    if actor in SIGNED_OUT:
        return {302}
    if actor in OUTSIDE:
        return {404}
    role = Role.MEMBER if actor == DUAL else Role(actor)
    if role not in MAY[PAGES[name][method]]:
        return {403}
    return LET_IN | {403, 404} if name in ITS_OWN_TOO else LET_IN


def asked(client: Client, method: str, address: str) -> HttpResponse:
    """The answer; what the request did is taken back."""
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    return response


@THE_DOOR
@pytest.mark.parametrize(
    ("name", "method"), [(n, m) for n, methods in PAGES.items() for m in methods if m in ASKERS]
)
def test_who_may_open_it(world, name, method):
    """Everybody at one page: whoever is not let in, or is and should not be, is named."""
    address, wrong = world.address_of(name), {}
    for actor in ASKERS[method]:
        response = asked(world.client_of(actor), method, address)
        code = response.status_code
        led_to_sign_in = code == 302 and response.url.startswith(reverse("sign_in"))
        right = code in expected(name, method, actor) and led_to_sign_in is (actor in SIGNED_OUT)
        if not right:
            wrong[actor] = code
        if method == "GET" and actor in ASKERS_OF_THE_HEAD:
            head = asked(world.client_of(actor), "HEAD", address).status_code
            if head != code:
                wrong[f"{actor}, who asks for the head alone"] = head
    assert wrong == {}


@THE_DOOR
@pytest.mark.parametrize(("name", "method"), [(n, m) for n, of in OF_ONESELF.items() for m in of])
def test_what_is_ones_own_asks_who_one_is(world, name, method):
    address = world.address_of(name)
    led = {actor: asked(world.client_of(actor), method, address).url for actor in SIGNED_OUT}
    assert {actor: to for actor, to in led.items() if not to.startswith(reverse("sign_in"))} == {}


@THE_DOOR
@pytest.mark.parametrize("name", PAGES)
def test_a_method_that_is_not_the_pages_own_is_refused(world, name):
    may = MAY[PAGES[name]["GET"]]
    client = world.client_of(next(role for role in Role if role in may))
    refused = [method for method in METHODS if method not in PAGES[name]]
    answers = {m: asked(client, m, world.address_of(name)).status_code for m in refused}
    assert answers == dict.fromkeys(refused, 405)


@pytest.mark.parametrize("name", PAGES)
def test_what_is_hidden_answers_as_what_is_missing_does(world, name):
    """Byte for byte: nothing tells another council's page from one that does not exist."""
    nowhere = world.address_of(name, **{key: MISSING.get(key, 999_999) for key in KEYS[name]})
    for actor in ("scrutiny officer of another council", "no part anywhere"):
        client = world.client_of(actor)
        hidden, missing = (said(client.get(one)) for one in (world.address_of(name), nowhere))
        assert hidden == missing, actor


def said(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """The answer, save the number that it has to itself."""
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, response.content, headers


def test_the_page_for_what_is_missing_has_no_form_and_no_token(world):
    page = world.client_of(Role.MEMBER).get("/nowhere/at/all/at/all/").text
    assert "<form" not in page
    assert "csrf" not in page


@pytest.mark.parametrize("actor", [Role.OFFICER, Role.MEMBER, Role.ADMINISTRATOR, DUAL, *THERE])
def test_a_refused_write_changes_nothing(world, actor):
    typed = {
        "kind": "happened",
        "source": "The minutes",
        "do": "save",
        "day_day": "2",
        "day_month": "5",
        "day_year": "2024",
    }
    address = world.address_of("recommendations:event_day")
    assert world.client_of(actor).post(address, typed).status_code in (403, 404)
    assert not EventDay.objects.exists()


def test_a_council_named_in_the_question_or_in_the_form_changes_nothing(world):
    theirs = RecommendationFactory(report=ReportFactory(council=world.other))
    WordingFactory(recommendation=theirs, text="That a secret be kept.")
    client = world.client_of(Role.MEMBER)
    page = client.get(
        world.address_of("recommendations:recommendation_list"), {"council": world.other.slug}
    ).text
    assert "secret" not in page


def test_a_part_that_ends_ends_at_the_next_page(world):
    membership = MembershipFactory(council=world.council, role=Role.MEMBER)
    client = Client()
    client.force_login(membership.user)
    address = world.address_of("recommendations:home")
    assert client.get(address).status_code == 200
    membership.delete()
    assert client.get(address).status_code == 404


def test_the_first_page_leads_on_to_the_only_council(world):
    response = world.client_of(Role.MEMBER).get("/")
    assert response.url == world.address_of("recommendations:home")


def test_a_person_with_several_councils_chooses(world):
    page = world.client_of(DUAL).get("/").text
    assert world.council.name in page
    assert world.other.name in page


def test_a_person_with_no_part_anywhere_is_told_so(world):
    assert "No council yet" in world.client_of("no part anywhere").get("/").text


def test_the_first_page_asks_who_you_are(client, db):
    assert client.get("/").url.startswith(reverse("sign_in"))


OF_SCRUTINY = [
    name
    for name, methods in PAGES.items()
    if methods.get("GET") in PERMISSIONS[Role.MEMBER] and not name.endswith("_pdf")
]
"""The pages of what scrutiny looks into; the text of a PDF is squeezed, and tested on its own."""
WITHOUT_PART_TWO = [Role.OFFICER, Role.MEMBER, Role.CLERK, Role.SCRUTINY_OFFICER, DUAL]


@pytest.fixture(params=["exempt", "confidential"])
def secret(request, world):
    """A recommendation beside the others that none of these people has a grant to read."""
    kept_back = RecommendationFactory(
        report=world.recommendation.report,
        classification=request.param,
        exempt_paragraphs="2",
        public_interest="It would name a child.",
    )
    WordingFactory(recommendation=kept_back, text=CANARY)
    standings.rewrite([kept_back.pk, world.recommendation.pk], today=timezone.localdate())
    return kept_back


@pytest.mark.parametrize("actor", WITHOUT_PART_TWO)
def test_what_is_exempt_answers_as_what_is_missing_does(world, secret, actor):
    client = world.client_of(actor)
    name = "recommendations:recommendation"
    hidden = client.get(world.address_of(name, address=secret.address))
    missing = client.get(world.address_of(name, address="R999"))
    assert hidden.status_code == 404
    assert hidden.content == missing.content


def test_what_is_exempt_is_on_no_page(world, secret):
    told = []
    for actor in WITHOUT_PART_TWO:
        client = world.client_of(actor)
        for name in OF_SCRUTINY:
            page = client.get(world.address_of(name)).content.decode(errors="replace")
            if CANARY in page or f">{secret.address}<" in page:
                told.append(f"{name} for {actor}")
    assert told == []


def test_what_is_exempt_is_not_counted_for_who_may_not_read_it(world, secret):
    page = world.client_of(Role.MEMBER).get(world.address_of("recommendations:home")).text
    assert "1 recommendation," in page
