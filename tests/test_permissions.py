"""Who may open what: every address, every method, every part a person may have."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from recommendations.models import EventDay
from recommendations.rules.roles import PERMISSIONS, Permission, Role
from recommendations.services import standings
from tests.factories import (
    CouncilFactory,
    EventFactory,
    MembershipFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

READ = ("GET", "HEAD")

PAGES: dict[str, dict[str, Permission]] = {
    "recommendations:home": dict.fromkeys(READ, Permission.COUNCIL_HOME),
    "recommendations:recommendation_list": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:recommendation": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:report_list": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:report": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:event_list": dict.fromkeys(READ, Permission.EVENT_VIEW),
    "recommendations:event": dict.fromkeys(READ, Permission.EVENT_VIEW),
    "recommendations:event_day": dict.fromkeys((*READ, "POST"), Permission.EVENT_DAY_ENTER),
    "reports:exception_report": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:exception_report_pdf": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:exception_report_json": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:exception_report_csv": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
}
"""The pages of a council, each method with the permission that opens it."""

OF_NO_COUNCIL = {"sign_in", "sign_out", "recommendations:choose_council"}
"""The way in and out; each has tests of its own."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

READERS = {Role.OFFICER, Role.MEMBER, Role.CLERK, Role.SCRUTINY_OFFICER}
MAY: dict[Permission, set[Role]] = {
    Permission.COUNCIL_HOME: set(Role),
    Permission.REPORT_VIEW: READERS,
    Permission.RECOMMENDATION_VIEW: READERS,
    Permission.EVENT_VIEW: READERS,
    Permission.EVENT_DAY_ENTER: {Role.CLERK, Role.SCRUTINY_OFFICER},
    Permission.EXCEPTION_REPORT_VIEW: READERS,
    Permission.EXCEPTION_REPORT_EXPORT: READERS,
}
"""What was agreed, written out here so that the matrix is not checked against itself."""


def test_the_table_of_permissions_is_the_one_agreed():
    table = {
        permission: {role for role in Role if permission in PERMISSIONS[role]}
        for permission in Permission
    }
    assert table == MAY


def patterns(of: list, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in of:
        if isinstance(pattern, URLResolver):
            inside = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern.url_patterns, namespace + inside)
        else:
            yield f"{namespace}{pattern.name}", pattern


ADDRESSES = list(patterns(get_resolver().url_patterns))


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


class World:
    """A council with one of everything, and another beside it."""

    def __init__(self) -> None:
        self.council = CouncilFactory()
        self.other = CouncilFactory()
        self.recommendation = RecommendationFactory(report=ReportFactory(council=self.council))
        WordingFactory(recommendation=self.recommendation)
        self.event = EventFactory(council=self.council)

    def address_of(self, name: str, **instead: str) -> str:
        pattern = dict(ADDRESSES)[name]
        known = {
            "council": self.council.slug,
            "report": self.recommendation.report.slug,
            "address": self.recommendation.address,
            "event": self.event.slug,
        } | instead
        return reverse(name, kwargs={key: known[key] for key in pattern.pattern.converters})

    def client_of(self, actor: str) -> Client:
        client = Client()
        if user := self.user_of(actor):
            client.force_login(user)
            if actor == "closed account":
                user.is_active = False
                user.save()
        return client

    def user_of(self, actor: str):
        match actor:
            case "nobody":
                return None
            case "no part anywhere":
                return UserFactory()
            case "closed account":
                return MembershipFactory(council=self.council, role=Role.SCRUTINY_OFFICER).user
            case "member here, scrutiny officer there":
                user = MembershipFactory(council=self.council, role=Role.MEMBER).user
                MembershipFactory(user=user, council=self.other, role=Role.SCRUTINY_OFFICER)
                return user
        role = actor.removesuffix(" of another council")
        council = self.council if role == actor else self.other
        return MembershipFactory(council=council, role=role).user


@pytest.fixture
def world(db: None) -> World:
    return World()


HERE = [role.value for role in Role]
THERE = [f"{role.value} of another council" for role in Role]
SIGNED_OUT = ["nobody", "closed account"]
OUTSIDE = [*THERE, "no part anywhere"]
DUAL = "member here, scrutiny officer there"
CASES = [
    (name, method, actor)
    for name, methods in PAGES.items()
    for method in methods
    for actor in [*HERE, *SIGNED_OUT, *OUTSIDE, DUAL]
]


def expected(name: str, method: str, actor: str) -> int:
    if actor in SIGNED_OUT:
        return 302
    if actor in OUTSIDE:
        return 404
    role = Role.MEMBER if actor == DUAL else Role(actor)
    if role not in MAY[PAGES[name][method]]:
        return 403
    return 400 if method == "POST" else 200  # nothing was typed


def asked(client: Client, method: str, address: str) -> HttpResponse:
    return client.generic(method, address)


@pytest.mark.parametrize(("name", "method", "actor"), CASES)
def test_who_may_open_it(world, name, method, actor):
    response = asked(world.client_of(actor), method, world.address_of(name))
    assert response.status_code == expected(name, method, actor)
    if response.status_code == 302:
        assert response.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", PAGES)
def test_a_method_that_is_not_the_pages_own_is_refused(world, name):
    client = world.client_of(Role.SCRUTINY_OFFICER)
    refused = [method for method in METHODS if method not in PAGES[name]]
    answers = {m: asked(client, m, world.address_of(name)).status_code for m in refused}
    assert answers == dict.fromkeys(refused, 405)


MISSING = {
    "council": "no-such-council",
    "report": "no-such-report",
    "address": "R999",
    "event": "no-such",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("actor", OUTSIDE)
def test_what_is_hidden_answers_as_what_is_missing_does(world, name, actor):
    """Byte for byte: nothing tells another council's page from one that does not exist."""
    client = world.client_of(actor)
    kept = dict(ADDRESSES)[name].pattern.converters
    nowhere = world.address_of(name, **{key: MISSING[key] for key in kept})
    hidden, missing = client.get(world.address_of(name)), client.get(nowhere)
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
    ours = {"X-Request-ID"}  # a number of the answer's own
    assert {k: v for k, v in hidden.headers.items() if k not in ours} == {
        k: v for k, v in missing.headers.items() if k not in ours
    }


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


CANARY = "a sentence that only a few may read"
READABLE = [name for name in PAGES if not name.endswith("_pdf")]  # whose text is squeezed
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


@pytest.mark.parametrize("actor", WITHOUT_PART_TWO)
@pytest.mark.parametrize("name", READABLE)
def test_what_is_exempt_is_on_no_page(world, secret, actor, name):
    response = world.client_of(actor).get(world.address_of(name))
    assert CANARY.encode() not in response.content
    assert f">{secret.address}<" not in response.content.decode(errors="replace")


def test_what_is_exempt_is_not_counted_for_who_may_not_read_it(world, secret):
    page = world.client_of(Role.MEMBER).get(world.address_of("recommendations:home")).text
    assert "1 recommendation," in page
