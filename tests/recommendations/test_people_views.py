"""The pages about people, posts, Part 2 leave and one's own account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Invitation, Membership, PartTwoGrant, PostHolding, User
from recommendations.rules.roles import Role
from recommendations.services import (
    posts,
    standings,
)
from recommendations.services.classification import confirm_part_two, grant_part_two
from recommendations.services.ownerships import give_to_owner
from tests.factories import (
    BodyFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

PASSWORD = "four plain words here"
CANARY = "That nobody but a reader sees this."


def address(name, council, *args):
    return reverse(f"recommendations:{name}", args=[council.slug, *args])


@pytest.fixture
def administrator(sign_in) -> User:
    return sign_in(Role.ADMINISTRATOR)


def send(client, page, typed=None, **extra):
    """Open a page and send its form, with the token that came with it."""
    token = re.search(r'name="token" value="([^"]+)"', client.get(page).text)
    assert token, "the form has a token"
    return client.post(page, {"token": token[1]} | (typed or {}), **extra)


def owed_by(post, address="R7", **classified):
    """An open recommendation that a post owns."""
    report = ReportFactory(council=post.council)
    row = RecommendationFactory(report=report, address=address, **classified)
    WordingFactory(recommendation=row, text=CANARY)
    give_to_owner(recommendation=row, post=post, by=UserFactory(), why="Named in the report")
    standings.rewrite([row.pk], today=timezone.localdate())
    return row


# Inviting

TYPED = {
    "first_name": "Jo",
    "last_name": "Bloggs",
    "email": "jo@example.org",
    "roles": ["officer"],
}


def link_in(page) -> str:
    return re.findall(r"/invitations/[^\s<\"]+", page.text)[0]


def test_somebody_is_invited_mailed_and_signs_up(client, council, administrator):
    page = send(client, address("invite", council), TYPED, follow=True)
    assert "jo@example.org" in page.text
    link = link_in(page)
    assert link in mail.outbox[0].body

    theirs = Client()
    assert "jo@example.org" in theirs.get(link).text
    short = theirs.post(link, {"password": "short", "again": "short"})
    assert short.status_code == 400
    assert "too short" in short.text
    theirs.post(link, {"password": PASSWORD, "again": PASSWORD})
    home = reverse("recommendations:home", args=[council.slug])
    assert theirs.get(home).status_code == 200
    assert Client().get(link).status_code == 404, "the link works once"


def test_two_passwords_that_differ_make_no_account(client, council, administrator):
    link = link_in(send(client, address("invite", council), TYPED, follow=True))
    page = Client().post(link, {"password": PASSWORD, "again": PASSWORD + "!"})
    assert "not the same" in page.text
    assert not User.objects.filter(username="jo@example.org").exists()


def test_who_has_an_account_takes_the_part_up_with_it(client, council, administrator):
    link = link_in(send(client, address("invite", council), TYPED, follow=True))
    theirs, user = Client(), MembershipFactory().user
    theirs.force_login(user)
    assert user.username in theirs.get(link).text
    assert not user.memberships.filter(council=council).exists(), "looking takes nothing up"
    theirs.post(link)
    assert user.memberships.get(council=council).role == "officer"


def test_an_invitation_tells_nothing_of_accounts_elsewhere(client, council, administrator):
    """The same page whether the address has an account with another council or not."""
    unknown = send(client, address("invite", council), TYPED, follow=True)
    User.objects.create_user(username="ann@example.org", email="ann@example.org")
    known = send(
        client, address("invite", council), TYPED | {"email": "ann@example.org"}, follow=True
    )
    alike = re.compile(r"jo@|ann@|/invitations/[^\s<\"]+|invitations/\d+|csrf\S+ value=\S+")
    assert alike.sub("", unknown.text) == alike.sub("", known.text)


def test_the_mail_holds_no_content(client, council, administrator):
    owed_by(PostFactory(council=council))
    send(client, address("invite", council), TYPED)
    assert CANARY not in mail.outbox[0].body


def test_a_form_that_is_sent_twice_invites_once(client, council, administrator):
    page = address("invite", council)
    token = re.search(r'name="token" value="([^"]+)"', client.get(page).text)[1]
    first = client.post(page, TYPED | {"token": token})
    second = client.post(page, TYPED | {"token": token})
    assert first.url == second.url
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_what_was_typed_wrong_is_said(client, council, administrator):
    page = send(client, address("invite", council), {"email": "nothing"})
    assert page.status_code == 400
    for words in ("first name", "last name", "Enter an email address", "at least one role"):
        assert words in page.text
    assert not Invitation.objects.exists()


def test_a_withdrawn_link_is_closed(client, council, administrator):
    link = link_in(send(client, address("invite", council), TYPED, follow=True))
    client.post(address("invitation", council, Invitation.objects.get().pk))
    assert Client().get(link).status_code == 404


# Roles, posts and leaving


def test_roles_change_by_the_form_and_sign_the_person_out(client, council, administrator):
    user = MembershipFactory(council=council, role=Role.MEMBER).user
    theirs = Client()
    theirs.force_login(user)
    page = client.get(address("person_roles", council, user.pk))
    assert re.search(r'value="member"[^>]*checked', page.text)
    send(
        client, address("person_roles", council, user.pk), {"roles": ["clerk"], "reason": "New job"}
    )
    assert user.memberships.get().role == "clerk"
    assert theirs.get("/").url.startswith(reverse("sign_in"))


def test_ones_own_roles_are_refused_in_words(client, council, administrator):
    page = send(
        client,
        address("person_roles", council, administrator.pk),
        {"roles": ["clerk"], "reason": "I want"},
    )
    assert page.status_code == 400
    assert "Another administrator" in page.text
    assert administrator.memberships.get().role == "administrator"


@pytest.mark.parametrize("name", ["person", "person_roles", "person_leave"])
def test_a_person_of_another_council_is_not_found(client, council, administrator, name):
    theirs = MembershipFactory().user
    assert client.get(address(name, council, theirs.pk)).status_code == 404
    typed = {"roles": ["officer"], "reason": "Mine now"}
    if name != "person":
        assert client.post(address(name, council, theirs.pk), typed).status_code == 404
    assert theirs.memberships.get().council != council


def test_a_leavers_open_items_are_listed_for_handing_over(client, council, administrator):
    user = MembershipFactory(council=council, role=Role.OFFICER).user
    post = PostFactory(council=council, title="Head of Roads")
    posts.give_post(
        post=post,
        person=user,
        kind="holder",
        since=None,
        until=None,
        by=administrator,
        reason="New",
    )
    row = owed_by(post)
    asked = client.get(address("person_leave", council, user.pk))
    assert "Head of Roads" in asked.text
    assert row.address in asked.text

    page = send(client, address("person_leave", council, user.pk), {"reason": "Left"}, follow=True)
    vacant = page.text[page.text.index("Nobody acts for these") :]
    assert "Head of Roads" in vacant
    assert row.address in vacant
    assert CANARY not in page.text, "an administrator is told references, not words"
    assert row.get_absolute_url() not in page.text
    user.refresh_from_db()
    assert not user.is_active

    heir = MembershipFactory(council=council, role=Role.OFFICER).user
    send(
        client,
        address("post", council, post.slug),
        {
            "person": heir.pk,
            "kind": "holder",
            "since_day": "1",
            "since_month": "5",
            "since_year": "2024",
            "reason": "Took over",
        },
    )
    assert "Nobody acts for these" not in client.get(address("post_list", council)).text
    assert PostHolding.objects.get(person=heir).until is None


def test_a_holding_ends_on_the_day_typed(client, council, administrator):
    user = MembershipFactory(council=council, role=Role.OFFICER).user
    holding = PostHolding.objects.create(
        post=PostFactory(council=council), person=user, kind="holder"
    )
    typed = {"until_day": "1", "until_month": "5", "until_year": "2024", "reason": "Moved"}
    send(client, address("holding_end", council, holding.pk), typed)
    holding.refresh_from_db()
    assert holding.until.isoformat() == "2024-05-01"


def test_a_post_of_another_council_is_not_found(client, council, administrator):
    theirs = PostFactory()
    assert client.get(address("post", council, theirs.slug)).status_code == 404


def test_nobody_of_another_council_can_be_given_a_post(client, council, administrator):
    post, theirs = PostFactory(council=council), MembershipFactory().user
    typed = {"since_day": "1", "since_month": "5", "since_year": "2024", "reason": "x"}
    page = send(
        client, address("post", council, post.slug), typed | {"person": theirs.pk, "kind": "holder"}
    )
    assert page.status_code == 400
    assert not PostHolding.objects.exists()


def test_an_exempt_item_is_in_no_list_of_what_a_post_owes(client, council, sign_in):
    post = PostFactory(council=council)
    owed_by(post, address="R88")
    hidden = owed_by(
        post,
        address="R99",
        classification="exempt",
        exempt_paragraphs="2",
        public_interest="It would name a child.",
    )
    for role in (Role.ADMINISTRATOR, Role.SCRUTINY_OFFICER):
        sign_in(role)
        for page in (address("post_list", council), address("post", council, post.slug)):
            text = client.get(page).text
            assert hidden.address not in text
            assert "1 open item" in text


# Part 2


@pytest.fixture
def committee(council):
    return BodyFactory(council=council, name="Families Committee")


def granted(council, committee, role=Role.MEMBER, *, confirmed=False):
    grant = grant_part_two(
        membership=MembershipFactory(council=council, role=role),
        body=committee,
        until=timezone.localdate() + timedelta(days=30),
        reason="Sits on it",
        by=MembershipFactory(council=council, role=Role.ADMINISTRATOR).user,
    )
    if confirmed:
        confirm_part_two(grant=grant, by=UserFactory())
    return grant


def test_an_administrator_gives_and_a_clerk_who_has_it_confirms(
    client, council, administrator, committee
):
    membership = MembershipFactory(council=council, role=Role.MEMBER)
    until = timezone.localdate() + timedelta(days=60)
    typed = {
        "membership": membership.pk,
        "body": committee.pk,
        "until_day": until.day,
        "until_month": until.month,
        "until_year": until.year,
        "reason": "Chairs it",
    }
    page = send(client, address("part_two_give", council), typed, follow=True)
    assert "Waits to be confirmed" in page.text
    grant = PartTwoGrant.objects.get()
    assert grant.confirmed_by is None
    assert client.get(address("part_two_confirm", council, grant.pk)).status_code == 403

    clerk = granted(council, committee, Role.CLERK, confirmed=True).membership.user
    client.force_login(clerk)
    confirm = address("part_two_confirm", council, grant.pk)
    assert confirm in client.get(address("part_two_list", council)).text
    assert send(client, confirm).status_code == 400, "the box is not ticked"
    send(client, confirm, {"checked": "on"})
    grant.refresh_from_db()
    assert grant.confirmed_by == clerk
    assert client.get(confirm).status_code == 404, "it is confirmed"


@pytest.mark.parametrize("role", [Role.CLERK, Role.SCRUTINY_OFFICER])
def test_who_has_no_leave_of_their_own_confirms_nothing(client, council, committee, sign_in, role):
    grant = granted(council, committee)
    sign_in(role)
    confirm = address("part_two_confirm", council, grant.pk)
    assert confirm not in client.get(address("part_two_list", council)).text
    for answer in (client.get(confirm), client.post(confirm, {"checked": "on"})):
        assert answer.status_code == 403
    grant.refresh_from_db()
    assert grant.confirmed_by is None


def test_an_administrator_is_not_offered_to_themselves(client, council, administrator, committee):
    own = Membership.objects.create(user=administrator, council=council, role="clerk")
    assert f'value="{own.pk}"' not in client.get(address("part_two_give", council)).text


def test_leave_is_ended_with_a_reason(client, council, administrator, committee):
    grant = granted(council, committee, confirmed=True)
    end = address("part_two_end", council, grant.pk)
    assert send(client, end).status_code == 400
    send(client, end, {"reason": "Left the committee"})
    grant.refresh_from_db()
    assert grant.until < timezone.localdate()


# One's own account


def test_another_password_needs_the_one_of_today_and_signs_out_elsewhere(client, sign_in):
    user = sign_in(Role.MEMBER)
    user.set_password("the old words of mine")
    user.save()
    client.force_login(user)
    elsewhere = Client()
    elsewhere.force_login(user)
    page = reverse("recommendations:password")
    new = {"password": PASSWORD, "again": PASSWORD}
    assert "not your password" in client.post(page, new | {"now": "a guess"}).text
    client.post(page, new | {"now": "the old words of mine"})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert client.get(reverse("recommendations:account")).status_code == 200
    assert elsewhere.get("/").url.startswith(reverse("sign_in"))


def test_the_password_of_today_is_not_guessed_without_end(client, sign_in):
    sign_in(Role.MEMBER)
    new = {"password": PASSWORD, "again": PASSWORD, "now": "a guess"}
    for _ in range(11):
        page = client.post(reverse("recommendations:password"), new)
    assert "Too many attempts" in page.text


def test_signing_out_everywhere_ends_every_session_of_ones_own_alone(client, sign_in):
    user = sign_in(Role.MEMBER)
    elsewhere, other = Client(), Client()
    elsewhere.force_login(user)
    other.force_login(UserFactory())
    assert client.post(reverse("recommendations:sign_out_everywhere")).url == reverse("sign_in")
    assert not user.sessions.exists()
    assert elsewhere.get("/").url.startswith(reverse("sign_in"))
    assert other.get("/").status_code == 200


def test_a_link_signs_nobody_out(client, sign_in):
    user = sign_in(Role.MEMBER)
    assert client.get(reverse("recommendations:sign_out_everywhere")).status_code == 405
    assert user.sessions.exists()


# How often a list asks the database


@pytest.mark.any_database  # how often it asks is decided before
@pytest.mark.parametrize("name", ["people_list", "post_list", "part_two_list", "audit"])
def test_no_more_questions_for_twelve_rows_than_for_one(
    client, council, sign_in, committee, name, django_assert_max_num_queries
):
    sign_in(Role.ADMINISTRATOR)

    def add(number):
        grant = granted(council, committee, confirmed=True)
        post = PostFactory(council=council)
        PostHolding.objects.create(post=post, person=grant.membership.user, kind="holder")
        owed_by(post, address=f"R{number}")

    add(1)
    with CaptureQueriesContext(connection) as asked:
        client.get(address(name, council))
    for number in range(2, 12):
        add(number)
    with django_assert_max_num_queries(len(asked)):
        assert client.get(address(name, council)).status_code == 200
