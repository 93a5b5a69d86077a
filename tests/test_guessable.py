"""A long password may still be among the first that anybody would try."""

from time import perf_counter

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from recommendations.models import User
from scrutiny.guessable import AS_FAR_AS, GuessablePasswordValidator, adds_up, repeats
from tests.factories import CouncilFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody():
    CouncilFactory(name="Wiltshire Council")
    return User(
        username="jo.bloggs@wiltshire.gov.uk",
        email="jo.bloggs@wiltshire.gov.uk",
        first_name="Jo",
        last_name="Bloggs",
    )


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "PasswordPassword",
        "password password",
        "password1password2",
        "password12345678!",
        "!!!password!!!!!!",
        "P4ssw0rd-P4ssw0rd",
        "qwertyuiopasdfgh",
        "summer dragon 2026",
        "letmeinletmeinletmein",
        "aaaaaaaaaaaaaaaa",
        "kX9!vQ2mkX9!vQ2m",
        "xkcdqxkcdqxkcdqxkc",
        "123456789012345",
        "2 May 2013, 2.5.2013",
        "wiltshirewiltshire",
        "Wiltshire Council 2026",
        "scrutinyscrutiny",
        "scrutiny-register-1",
        "bloggsbloggsbloggs",
        "JoBloggsWiltshire",
        "jobloggspassword1!",
    ],
)
def test_what_anybody_would_try_is_refused(somebody, password):
    with pytest.raises(ValidationError):
        validate_password(password, user=somebody)


@pytest.mark.parametrize(
    "password",
    [
        "four plain words here",
        "correct horse battery staple",
        "correcthorsebatterystaple",
        "wiltshire horse battery staple",
        "a password nobody has thought of",
        "kX9!vQ2m-Lr7zTe4",
        "marlbury heron teapot",
        "dwfn a hir yw'r afon",
        "пароль из разных слов",
    ],
)
def test_what_nobody_would_try_is_not(somebody, password):
    validate_password(password, user=somebody)


def test_it_needs_nobody_and_no_council():
    validate_password("four plain words here")
    with pytest.raises(ValidationError):
        validate_password("passwordpassword")


@pytest.mark.parametrize("typed", ["a" * 999 + "b", "passwordsummer" * 70 + "~x", "aab" * 333])
def test_the_longest_is_looked_at_in_no_time(typed):
    common = GuessablePasswordValidator().passwords
    begun = perf_counter()
    repeats(typed)
    adds_up(typed[:AS_FAR_AS], common=common, names=set())
    assert perf_counter() - begun < 1
