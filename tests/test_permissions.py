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
