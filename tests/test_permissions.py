"""Who may open what: every address, every method, every part a person may have.

What is agreed is written down in tests/pages.py; tests/world.py gives each page an object to open.
"""

from collections.abc import Iterator
from functools import cache

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from recommendations.models import EventDay
from recommendations.rules.roles import PERMISSIONS, Permission, Role
from recommendations.services import standings
from reports.faces import pdf
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


@pytest.fixture(scope="module")
def only_world(module_rows: DjangoDbBlocker) -> World:
    """Every case of this module finds the same world, made once."""
    with module_rows.unblock():
        return World()


@pytest.fixture(scope="module", autouse=True)
def _printed_once() -> Iterator[None]:
    """The same page is printed once, whoever asks: what differs by who they are is the answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", cache(pdf.render))
        yield


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


@pytest.fixture
def secrets(world):
    """Recommendations beside the others that none of these people has a grant to read."""
    report = world.recommendation.report
    kept_back = [
        RecommendationFactory(
            report=report,
            classification=level,
            exempt_paragraphs="2",
            public_interest="It would name a child.",
        )
        for level in ("exempt", "confidential")
    ]
    for row in kept_back:
        WordingFactory(recommendation=row, text=f"{CANARY}: {row.classification}")
    rated = [world.recommendation.pk, *(row.pk for row in kept_back)]
    standings.rewrite(rated, today=timezone.localdate())
    return kept_back


@pytest.mark.parametrize("actor", WITHOUT_PART_TWO)
def test_what_is_exempt_answers_as_what_is_missing_does(world, secrets, actor):
    client = world.client_of(actor)
    name = "recommendations:recommendation"
    missing = client.get(world.address_of(name, address="R999"))
    for secret in secrets:
        hidden = client.get(world.address_of(name, address=secret.address))
        assert hidden.status_code == 404, secret.classification
        assert hidden.content == missing.content, secret.classification


@pytest.mark.parametrize("actor", WITHOUT_PART_TWO)
def test_what_is_exempt_is_on_no_page(world, secrets, actor):
    """Each page that tells of it is named, with the words or the address that it tells."""
    client = world.client_of(actor)
    never = [CANARY, *(f">{secret.address}<" for secret in secrets)]
    told = {}
    for name in OF_SCRUTINY:
        page = client.get(world.address_of(name)).getvalue().decode(errors="replace")
        if met := [words for words in never if words in page]:
            told[name] = met
    assert told == {}


def test_what_is_exempt_is_not_counted_for_who_may_not_read_it(world, secrets):
    page = world.client_of(Role.MEMBER).get(world.address_of("recommendations:home")).text
    assert "1 recommendation," in page
