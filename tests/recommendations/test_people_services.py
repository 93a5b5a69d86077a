"""People: invited once, given roles and posts with a reason, closed when they leave."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from recommendations.models import Invitation, Membership, PartTwoGrant, PostHolding, User, Viewer
from recommendations.rules.roles import Role
from recommendations.services import (
    accounts,
    invitations,
    people,
    posts,
)
from recommendations.services.change import Refused
from recommendations.services.classification import confirm_part_two, end_part_two, grant_part_two
from tests.factories import BodyFactory, MembershipFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "four plain words here"


@pytest.fixture
def administrator(council) -> User:
    return MembershipFactory(council=council, role=Role.ADMINISTRATOR).user


def invited(council, by, email="Jo.Bloggs@example.org", roles=(Role.OFFICER, Role.CLERK)):
    return invitations.invite(
        council=council, email=email, first_name="Jo", last_name="Bloggs", roles=roles, by=by
    )


def roles_of(user, council) -> set[str]:
    return set(Membership.objects.filter(user=user, council=council).values_list("role", flat=True))


# Invitations


def test_an_invitation_becomes_an_account_with_its_roles(council, administrator):
    user = invitations.sign_up(invitation=invited(council, administrator), password=PASSWORD)
    assert (user.username, user.email) == ("jo.bloggs@example.org", "Jo.Bloggs@example.org")
    assert user.check_password(PASSWORD)
    assert roles_of(user, council) == {"officer", "clerk"}
    membership = user.memberships.get(role="clerk").history.get()
    assert (membership.history_user, membership.history_change_reason) == (
        administrator,
        "Took up an invitation",
    )


def test_an_invitation_is_taken_up_once(council, administrator):
    invitation = invited(council, administrator)
    invitations.take_up(invitation=invitation, user=UserFactory())
    another = UserFactory()
    with pytest.raises(Refused):
        invitations.take_up(invitation=invitation, user=another)
    assert not another.memberships.exists()


@pytest.mark.parametrize(("days", "found"), [(6.99, True), (7.01, False)])
def test_a_link_is_good_for_seven_days(council, administrator, time_machine, days, found):
    begun = timezone.now()
    time_machine.move_to(begun, tick=False)
    token = invitations.token_of(invited(council, administrator))
    time_machine.move_to(begun + timedelta(days=days), tick=False)
    assert (invitations.invitation_of(token) is not None) is found


def test_a_link_that_was_altered_leads_nowhere(council, administrator):
    first, second = invited(council, administrator), invited(council, administrator)
    signature = invitations.token_of(first).partition(":")[2]
    assert invitations.invitation_of(f"{second.pk}:{signature}") is None
    assert invitations.invitation_of("nonsense") is None


def test_a_withdrawn_invitation_is_closed(council, administrator):
    invitation = invited(council, administrator)
    invitations.withdraw_invitation(invitation=invitation)
    assert invitations.invitation_of(invitations.token_of(invitation)) is None
    with pytest.raises(Refused):
        invitations.sign_up(invitation=invitation, password=PASSWORD)
    assert not User.objects.filter(username__startswith="jo").exists()


def test_the_table_of_invitations_does_not_hold_their_links(council, administrator):
    invitation = invited(council, administrator)
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    signature = invitations.token_of(invitation).partition(":")[2]
    assert not [value for value in stored.values() if signature in str(value)]


def test_the_mail_holds_the_link_and_nothing_of_the_register(council, administrator):
    invitation = invited(council, administrator)
    assert invitations.mail_invitation(invitation=invitation, link="https://example.org/x/")
    (sent,) = mail.outbox
    assert sent.to == ["Jo.Bloggs@example.org"]
    assert "https://example.org/x/" in sent.body


def test_mail_that_fails_is_said_and_nothing_is_lost(council, administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # where nobody listens
    invitation = invited(council, administrator)
    assert not invitations.mail_invitation(invitation=invitation, link="https://example.org/x/")
    assert invitations.invitation_of(invitations.token_of(invitation)) == invitation


def test_somebodys_account_is_not_taken_over_by_an_invitation(council, administrator):
    theirs = UserFactory(username="Jo.Bloggs@example.org")
    with pytest.raises(Refused, match="sign in with it first"):
        invitations.sign_up(invitation=invited(council, administrator), password=PASSWORD)
    assert not theirs.memberships.exists()


# Roles


def test_roles_are_given_and_taken_with_a_reason_and_end_the_sessions(council, administrator):
    user = MembershipFactory(council=council, role=Role.MEMBER).user
    Client().force_login(user)
    people.change_roles(
        person=user, council=council, roles=[Role.CLERK], by=administrator, reason="New job"
    )
    assert roles_of(user, council) == {"clerk"}
    assert not user.sessions.exists()
    kept = Membership.history.filter(user=user).order_by("history_id")
    assert [(row.role, row.history_type) for row in kept] == [
        ("member", "+"),
        ("member", "-"),
        ("clerk", "+"),
    ]
    assert {row.history_change_reason for row in kept[1:]} == {"New job"}
    assert {row.history_user for row in kept[1:]} == {administrator}


def test_roles_that_stay_end_no_session(council, administrator):
    user = MembershipFactory(council=council, role=Role.MEMBER).user
    Client().force_login(user)
    people.change_roles(
        person=user, council=council, roles=[Role.MEMBER], by=administrator, reason="Looked"
    )
    assert user.sessions.exists()


def test_nobody_changes_their_own_roles(council, administrator):
    with pytest.raises(Refused):
        people.change_roles(
            person=administrator,
            council=council,
            roles=[Role.ADMINISTRATOR, Role.SCRUTINY_OFFICER],
            by=administrator,
            reason="Curious",
        )
    assert roles_of(administrator, council) == {"administrator"}


def test_another_councils_roles_stay(council, administrator):
    user = MembershipFactory(council=council, role=Role.MEMBER).user
    other = MembershipFactory(user=user, role=Role.CLERK).council
    people.change_roles(
        person=user, council=council, roles=[Role.OFFICER], by=administrator, reason="Moved"
    )
    assert roles_of(user, other) == {"clerk"}


# Posts


def give(post, person, by, **typed):
    typed = {"kind": "holder", "since": date(2024, 5, 1), "until": None, "reason": "New"} | typed
    return posts.give_post(post=post, person=person, by=by, **typed)


def test_a_post_is_given_to_somebody_of_the_council_alone(council, administrator):
    post = PostFactory(council=council)
    with pytest.raises(Refused, match="role in the council"):
        give(post, MembershipFactory().user, administrator)
    assert not PostHolding.objects.exists()


def test_a_post_is_not_given_twice_to_the_same_person_at_once(council, administrator):
    post, person = PostFactory(council=council), MembershipFactory(council=council).user
    give(post, person, administrator, until=date(2024, 12, 31))
    give(post, person, administrator, since=date(2025, 1, 1))
    with pytest.raises(Refused, match="already"):
        give(post, person, administrator, since=date(2025, 6, 1))
    give(post, person, administrator, kind="deputy")
    assert PostHolding.objects.count() == 3


def test_a_holding_that_has_not_begun_is_taken_away(council, administrator):
    holding = give(
        PostFactory(council=council), MembershipFactory(council=council).user, administrator
    )
    posts.end_holding(
        holding=holding, until=date(2024, 4, 1), by=administrator, reason="Declined the job"
    )
    assert not PostHolding.objects.exists()
    assert PostHolding.history.first().history_change_reason == "Declined the job"


# Leaving


def test_who_leaves_has_no_part_no_post_no_session_and_no_account(council, administrator):
    user = MembershipFactory(council=council, role=Role.OFFICER).user
    post = PostFactory(council=council)
    holding = give(post, user, administrator)
    later = give(post, user, administrator, kind="deputy", since=date(2199, 1, 1))
    Client().force_login(user)
    people.close_part(person=user, council=council, by=administrator, reason="Retired")
    user.refresh_from_db()
    holding.refresh_from_db()
    assert not user.is_active
    assert not user.memberships.exists()
    assert not user.sessions.exists()
    assert holding.until == timezone.localdate()
    assert not PostHolding.objects.filter(pk=later.pk).exists()
    assert Viewer.of(user, council.slug, today=timezone.localdate()) is None
    (served,) = type(post).objects.with_holders(today=timezone.localdate())
    assert served.serving == [], "vacant from the day they left"


def test_who_has_a_part_elsewhere_keeps_the_account(council, administrator):
    user = MembershipFactory(council=council, role=Role.OFFICER).user
    other = MembershipFactory(user=user, role=Role.CLERK).council
    people.close_part(person=user, council=council, by=administrator, reason="Left")
    user.refresh_from_db()
    assert user.is_active
    assert roles_of(user, other) == {"clerk"}


def test_nobody_closes_their_own_part(council, administrator):
    with pytest.raises(Refused):
        people.close_part(person=administrator, council=council, by=administrator, reason="Off")
    assert roles_of(administrator, council) == {"administrator"}


# Passwords and sessions


def test_a_new_password_ends_every_other_session():
    user = UserFactory()
    here, elsewhere = Client(), Client()
    here.force_login(user)
    elsewhere.force_login(user)
    accounts.choose_password(user=user, password=PASSWORD, keep=here.session.session_key)
    assert [one.session_key for one in user.sessions.all()] == [here.session.session_key]
    assert user.history.first().history_change_reason == "Chose a new password"


def test_a_password_is_in_no_history():
    user = UserFactory()
    accounts.choose_password(user=user, password=PASSWORD)
    user.refresh_from_db()
    columns = {field.name for field in User.history.model._meta.get_fields()}
    assert not columns & {"password", "last_login"}
    assert not [
        value for row in user.history.values() for value in row.values() if value == user.password
    ]


def test_signing_in_leaves_no_history(client):
    user = UserFactory()
    before = user.history.count()
    client.force_login(user)
    assert user.history.count() == before


# Part 2


def grant_to(council, administrator, role=Role.CLERK, body=None):
    return grant_part_two(
        membership=MembershipFactory(council=council, role=role),
        body=body or BodyFactory(council=council),
        until=timezone.localdate() + timedelta(days=30),
        reason="Clerks the committee",
        by=administrator,
    )


def test_a_grant_is_for_a_reader_alone(council, administrator):
    with pytest.raises(Refused):
        grant_to(council, administrator, role=Role.OFFICER)
    assert not PartTwoGrant.objects.exists()


def viewer_of(user, council) -> Viewer:
    viewer = Viewer.of(user, council.slug, today=timezone.localdate())
    assert viewer is not None
    return viewer


def test_only_a_clerk_or_scrutiny_officer_who_has_it_confirms(council, administrator):
    body = BodyFactory(council=council)
    has_it = grant_to(council, administrator, body=body)
    confirm_part_two(grant=has_it, by=UserFactory())
    waiting = grant_to(council, administrator, role=Role.MEMBER, body=body)
    elsewhere = grant_to(council, administrator)  # of another committee
    confirm_part_two(grant=elsewhere, by=UserFactory())
    member = grant_to(council, administrator, role=Role.MEMBER, body=body)
    confirm_part_two(grant=member, by=UserFactory())
    without = MembershipFactory(council=council, role=Role.CLERK).user

    may = {
        user: waiting.may_be_confirmed_by(viewer_of(user, council))
        for user in (
            has_it.membership.user,
            elsewhere.membership.user,
            member.membership.user,
            without,
            administrator,
        )
    }
    assert [user for user in may if may[user]] == [has_it.membership.user]


def test_a_grant_that_is_ended_counts_for_nothing_at_once(council, administrator):
    grant = grant_to(council, administrator)
    confirm_part_two(grant=grant, by=UserFactory())
    user = grant.membership.user
    assert viewer_of(user, council).part_two
    end_part_two(grant=grant, by=administrator, reason="Moved to another committee")
    assert not viewer_of(user, council).part_two
    assert grant.history.first().history_change_reason == "Moved to another committee"


def test_the_first_grant_of_a_committee_is_confirmed_by_the_operator(council, administrator):
    first = grant_to(council, administrator)
    slug, person = first.body.slug, first.membership.user.username
    with pytest.raises(CommandError, match="clerk or scrutiny officer"):
        call_command(
            "confirm_part_two",
            *(council.slug, slug, person),
            confirmed_by=administrator.username,
        )
    other = MembershipFactory(council=council, role=Role.SCRUTINY_OFFICER).user.username
    with pytest.raises(CommandError, match="neither gave it nor has it"):
        call_command("confirm_part_two", *(council.slug, slug, person), confirmed_by=person)
    call_command("confirm_part_two", *(council.slug, slug, person), confirmed_by=other)
    first.refresh_from_db()
    assert first.confirmed_by.username == other
    second = grant_to(council, administrator, body=first.body).membership.user.username
    with pytest.raises(CommandError, match="in the browser"):
        call_command("confirm_part_two", *(council.slug, slug, second), confirmed_by=other)


# The first administrator


@pytest.fixture
def typed(monkeypatch):
    def lines(text):
        monkeypatch.setattr("sys.stdin", StringIO(text))

    return lines


WHO = {
    "username": "ann",
    "first_name": "Ann",
    "last_name": "Clark",
    "email": "ann@example.org",
}


def test_a_council_is_entered_with_its_first_administrator(typed, client):
    typed(f"{PASSWORD}\n")
    call_command("create_administrator", "marlshire", found="Marlshire Council", **WHO)
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert not user.is_superuser
    membership = user.memberships.get()
    assert (membership.council.name, membership.role) == ("Marlshire Council", "administrator")


@pytest.mark.parametrize(
    ("password", "why"),
    [("short\n", "too short"), ("\n", "too short"), ("1q2w3e4r5t6y7u8i9o0p\n", "easily guessed")],
)
def test_a_weak_password_makes_nothing(typed, password, why):
    typed(password)
    with pytest.raises(CommandError, match=why):
        call_command("create_administrator", "marlshire", found="Marlshire Council", **WHO)
    assert not User.objects.exists()


def test_a_second_administrator_is_invited_by_the_first(council, administrator, typed):
    typed(f"{PASSWORD}\n")
    with pytest.raises(CommandError, match="has an administrator already"):
        call_command("create_administrator", council.slug, **WHO)


def test_a_council_that_is_not_there_is_not_guessed(typed):
    typed(f"{PASSWORD}\n")
    with pytest.raises(CommandError, match="There is no council"):
        call_command("create_administrator", "marlshire", **WHO)
