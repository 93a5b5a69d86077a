"""The way in: who is let in, how guessing is slowed, and what a demonstration may do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Membership, SignInAttempt, User
from recommendations.rules.roles import Role
from recommendations.services import sign_in
from recommendations.services.people import demonstration_accounts
from recommendations.services.sign_in import FAILURES_ALLOWED, WITHIN_SECONDS
from tests.factories import CouncilFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a-password-of-four-words"


@pytest.fixture
def person():
    return User.objects.create_user(username="a-person", password=PASSWORD)


def attempt(client, username="a-person", password=PASSWORD, **extra):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **extra)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_lets_a_person_in(client, person):
    response = attempt(client)
    assert response.status_code == 302
    assert signed_in(client)


@pytest.mark.parametrize("username", ["a-person", "nobody-at-all"])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, person, username):
    response = attempt(client, username=username, password="wrong")
    assert "The user name or the password is not right" in response.text
    assert not signed_in(client)


@pytest.mark.parametrize("field", ["username", "password"])
def test_what_is_missing_is_named(client, field):
    response = attempt(client, **{field: ""})
    assert "Enter your " in response.text
    assert not signed_in(client)


def test_an_account_that_was_guessed_at_too_often_waits(client, person, time_machine):
    for number in range(FAILURES_ALLOWED):
        attempt(client, password="wrong", REMOTE_ADDR=f"192.0.2.{number}")
    response = attempt(client, REMOTE_ADDR="198.51.100.1")
    assert "Too many attempts" in response.text
    assert not signed_in(client)

    time_machine.move_to(timezone.now() + timedelta(seconds=WITHIN_SECONDS + 1))
    attempt(client, REMOTE_ADDR="198.51.100.1")
    assert signed_in(client)


def test_an_address_that_guessed_too_often_waits(client, person):
    for number in range(FAILURES_ALLOWED):
        attempt(client, username=f"guess-{number}", password="wrong")
    attempt(client)
    assert not signed_in(client)
    attempt(client, REMOTE_ADDR="198.51.100.1")
    assert signed_in(client)


def test_one_failure_fewer_is_let_in(client, person):
    for _ in range(FAILURES_ALLOWED - 1):
        attempt(client, password="wrong")
    attempt(client)
    assert signed_in(client)


def test_another_site_s_address_is_not_gone_to(client, person):
    response = client.post(
        reverse("sign_in") + "?next=https://elsewhere.example/",
        {"username": "a-person", "password": PASSWORD},
    )
    assert response.url == "/"


def test_signing_out_empties_the_browser_s_cache(client, person):
    client.force_login(person)
    response = client.post(reverse("sign_out"))
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert not signed_in(client)


def test_a_link_does_not_sign_out(client, person):
    client.force_login(person)
    assert client.get(reverse("sign_out")).status_code == 405
    assert signed_in(client)


# How long a session lasts


def sessions_page(client) -> int:
    """302 for whoever is signed in, who is led on; 200 for whoever is asked to sign in."""
    return client.get(reverse("sign_in")).status_code


@pytest.mark.parametrize(("minutes", "status"), [(29, 302), (31, 200)])
def test_a_session_ends_half_an_hour_after_the_last_page(
    client, person, time_machine, minutes, status
):
    begun = timezone.now()
    time_machine.move_to(begun, tick=False)
    attempt(client)
    time_machine.move_to(begun + timedelta(minutes=20), tick=False)
    assert sessions_page(client) == 302
    time_machine.move_to(begun + timedelta(minutes=20 + minutes), tick=False)
    assert sessions_page(client) == status


@pytest.mark.parametrize(("beyond", "status"), [(-1, 302), (1, 200)])
def test_a_session_ends_eight_hours_after_signing_in(client, person, time_machine, beyond, status):
    begun = timezone.now()
    time_machine.move_to(begun, tick=False)
    attempt(client)
    for minutes in range(20, 8 * 60, 20):
        time_machine.move_to(begun + timedelta(minutes=minutes), tick=False)
        assert sessions_page(client) == 302
    session = client.session
    session["something"] = "written since, which puts off the session's own end"
    session.save()
    time_machine.move_to(begun + timedelta(hours=8, minutes=beyond), tick=False)
    assert sessions_page(client) == status


def ends(client) -> datetime | None:
    """When the browser is told that the session will be over."""
    told = client.cookies["session-ends"].value
    return datetime.fromtimestamp(int(told), UTC) if told else None


def test_the_browser_is_told_when_the_session_ends_and_can_put_it_off(client, person, time_machine):
    begun = timezone.now().replace(microsecond=0)
    time_machine.move_to(begun, tick=False)
    attempt(client)
    assert ends(client) == begun + timedelta(minutes=30)
    for minutes in range(28, 8 * 60, 28):
        time_machine.move_to(begun + timedelta(minutes=minutes), tick=False)
        assert client.get(reverse("stay_signed_in")).status_code == 204
        assert ends(client) == begun + timedelta(minutes=min(minutes + 30, 8 * 60))
    time_machine.move_to(begun + timedelta(hours=8, minutes=1), tick=False)
    assert client.get(reverse("stay_signed_in")).url.startswith(reverse("sign_in"))
    assert ends(client) is None


def test_who_signs_out_is_told_of_no_end(client, person):
    attempt(client)
    assert ends(client)
    client.post(reverse("sign_out"))
    assert ends(client) is None


def test_the_cookie_of_the_last_page_is_good_for_its_own_session_alone(client, person):
    attempt(client)
    seen = client.cookies["seen"].value
    client.post(reverse("sign_out"))
    attempt(client)
    client.cookies["seen"] = seen
    assert sessions_page(client) == 200


# Demonstration accounts


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True
    settings.DEMONSTRATION_PASSWORD = PASSWORD
    return settings


def test_a_demonstration_account_is_made_in_a_demonstration_only(council):
    with pytest.raises(PermissionDenied):
        demonstration_accounts(password=PASSWORD)
    assert not User.objects.exists()


def test_the_accounts_are_refused_by_a_sentence(council):
    with pytest.raises(CommandError, match="set DEMONSTRATION=on"):
        call_command("demonstration_accounts")


def test_there_is_one_account_for_each_role_in_each_council(council, demonstration, capsys):
    CouncilFactory()
    call_command("demonstration_accounts")
    call_command("demonstration_accounts")
    assert Membership.objects.count() == User.objects.count() == 2 * len(Role)
    printed = capsys.readouterr().out
    assert all(user.username in printed for user in User.objects.all())
    assert PASSWORD in printed


def test_a_new_password_is_given_to_every_account(council, demonstration):
    demonstration_accounts(password=PASSWORD)
    demonstration_accounts(password="another-of-four-words")
    assert all(user.check_password("another-of-four-words") for user in User.objects.all())


def test_somebody_s_own_account_is_left_alone(council, demonstration):
    own = User.objects.create_user(username=f"{council.slug}-clerk", password="their-own")
    with pytest.raises(PermissionDenied):
        demonstration_accounts(password=PASSWORD)
    own.refresh_from_db()
    assert own.check_password("their-own")


def test_a_demonstration_account_is_nobody_once_the_site_is_not_one(client, council, demonstration):
    user = demonstration_accounts(password=PASSWORD)[0].user
    attempt(client, username=user.username)
    assert client.get(reverse("sign_in")).status_code == 302, "signed in, so led on"

    demonstration.DEMONSTRATION = False
    assert client.get(reverse("sign_in")).status_code == 200, "signed out at the next request"
    response = attempt(client, username=user.username)
    assert "The user name or the password is not right" in response.text


# A forgotten password


def ask(client, email):
    return client.post(reverse("forgotten"), {"email": email}, follow=True)


@pytest.fixture
def with_mail(person):
    person.email = "a-person@example.org"
    person.save()
    return person


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(client, with_mail):
    there, nowhere = ask(client, with_mail.email), ask(client, "nobody@example.org")
    assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)
    assert [sent.to for sent in mail.outbox] == [[with_mail.email]]


def test_a_link_lets_another_password_be_chosen_once_and_signs_out(client, with_mail):
    elsewhere = Client()
    elsewhere.force_login(with_mail)
    ask(client, with_mail.email)
    (link,) = re.findall(r"/forgotten-password/\S+", mail.outbox[0].body)
    page = client.get(link, follow=True)
    token = link.split("/")[-2]
    assert token not in page.request["PATH_INFO"], "a link in the page would tell it on"
    short = client.post(page.request["PATH_INFO"], {"password": "short", "again": "short"})
    assert "too short" in short.text
    new = {"password": "another-of-four-words", "again": "another-of-four-words"}
    assert client.post(page.request["PATH_INFO"], new).url == reverse("sign_in")
    with_mail.refresh_from_db()
    assert with_mail.check_password("another-of-four-words")
    assert not with_mail.sessions.exists()
    assert "does not work any more" in client.get(link, follow=True).text


def test_a_link_ends_after_an_hour(client, with_mail, time_machine):
    ask(client, with_mail.email)
    (link,) = re.findall(r"/forgotten-password/\S+", mail.outbox[0].body)
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert "does not work any more" in client.get(link, follow=True).text


def test_links_are_not_sent_without_end(client, with_mail):
    for _ in range(FAILURES_ALLOWED + 3):
        page = ask(client, with_mail.email)
    assert "Wait five minutes" in page.text
    assert len(mail.outbox) == FAILURES_ALLOWED


# Several servers at once


def test_attempts_sent_at_once_are_all_counted(person):
    """Each is counted before any is judged, so none of them can slip by the others."""
    under_way = [
        sign_in.begin_attempt(account="a-person", address="192.0.2.1")
        for _ in range(FAILURES_ALLOWED + 5)
    ]
    assert [attempt is not None for attempt in under_way] == [True] * FAILURES_ALLOWED + [False] * 5


def test_the_lock_ends_by_itself_whatever_is_sent_meanwhile(person, time_machine):
    begun = timezone.now()
    time_machine.move_to(begun, tick=False)
    for _ in range(FAILURES_ALLOWED):
        sign_in.begin_attempt(account="a-person", address="192.0.2.1")
    for minute in range(1, 5):
        time_machine.move_to(begun + timedelta(minutes=minute), tick=False)
        assert sign_in.begin_attempt(account="a-person", address="192.0.2.2") is None
    time_machine.move_to(begun + timedelta(minutes=5, seconds=1), tick=False)
    assert sign_in.begin_attempt(account="a-person", address="192.0.2.2")


def test_neither_name_nor_address_is_kept(client, person):
    attempt(client, password="wrong", REMOTE_ADDR="192.0.2.77")
    kept = str(list(SignInAttempt.objects.values()))
    assert SignInAttempt.objects.count() == 2
    assert "a-person" not in kept
    assert "192.0.2.77" not in kept


def test_behind_a_proxy_the_address_is_the_one_the_proxy_adds(client, person, settings):
    settings.BEHIND_PROXY = True
    for number in range(FAILURES_ALLOWED):
        forged = f"203.0.113.{number}, 192.0.2.9"
        attempt(client, username=f"guess-{number}", password="wrong", HTTP_X_FORWARDED_FOR=forged)
    attempt(client, HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.9")
    assert not signed_in(client)
    attempt(client, HTTP_X_FORWARDED_FOR="192.0.2.10")
    assert signed_in(client)
