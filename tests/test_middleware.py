"""What is true of every answer: its headers, its log line, and how a failure is told."""

import json
import logging
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from recommendations.models import User
from recommendations.models.sign_in import Session
from recommendations.sessions import SessionStore
from scrutiny import failures
from scrutiny.logs import JsonLines
from scrutiny.middleware import DatabaseAway, PrivateAnswers, Sessions

CANARY = "the mother's statement"


@pytest.fixture
def answered(client):
    return client.get(reverse("sign_in"))


def test_only_our_own_files_are_loaded_and_nothing_inline(answered):
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in answered.headers["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }


def test_the_other_headers(answered):
    assert answered.headers["X-Frame-Options"] == "DENY"
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Referrer-Policy"] == "same-origin"
    assert answered.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answered.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("user", "kept"), [(User(pk=1, username="x"), "no-store"), (AnonymousUser(), None)]
)
def test_what_a_signed_in_person_saw_is_not_kept(user, kept):
    request = RequestFactory().get("/")
    request._cached_user = user
    response = PrivateAnswers(lambda _: HttpResponse())(request)
    assert response.headers.get("Cache-Control") == kept


@pytest.mark.parametrize("name", ["session", "csrf"])
def test_a_cookie_is_kept_from_scripts_and_other_sites(client, name, django_user_model, db):
    django_user_model.objects.create_user(username="a-person", password=CANARY)
    client.get(reverse("sign_in"))
    client.post(reverse("sign_in"), {"username": "a-person", "password": CANARY})
    cookie = client.cookies[name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_said_to_be_and_what_was_typed_comes_back(failure):
    request = RequestFactory().post(
        "/", {"note": CANARY, "csrfmiddlewaretoken": "token", "password": "secret"}
    )
    response = DatabaseAway(lambda _: HttpResponse()).process_exception(request, failure("x"))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "not saved" in response.text
    assert "the mother&#x27;s statement" in response.text
    assert "token" not in response.text
    assert "secret" not in response.text


class FullDisk(dict):
    """A session with something new in it, on a disk that has no room for it."""

    session_key = "known"
    accessed = modified = True

    def is_empty(self):
        return False

    def save(self, *_, **__):
        raise OperationalError("database or disk is full")

    def get_expire_at_browser_close(self):
        return True


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 303)])
def test_what_was_done_is_told_although_its_session_cannot_be_kept(method, status):
    request = getattr(RequestFactory(), method)("/")
    request.COOKIES["session"], request.session = "known", FullDisk()
    answer = HttpResponse(CANARY, status=status)
    assert Sessions(lambda _: answer).process_response(request, answer) is answer


def test_a_session_that_the_browser_does_not_have_yet_has_to_be_kept():
    request = RequestFactory().get("/")
    request.COOKIES["session"], request.session = "the one before signing in", FullDisk()
    with pytest.raises(OperationalError):
        Sessions(lambda _: HttpResponse()).process_response(request, HttpResponse())


@pytest.fixture
def session(db):
    session = SessionStore()
    session["said"] = "Your update is sent"
    session.create()
    return session


def test_a_session_on_a_full_disk_is_not_said_to_have_been_ended(session, monkeypatch):
    monkeypatch.setattr(Session, "save", FullDisk.save)
    with pytest.raises(OperationalError, match="full"):
        session.save()


def test_one_that_was_ended_elsewhere_is(session):
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()


def test_another_failure_is_not_the_database_s():
    request = RequestFactory().get("/")
    assert DatabaseAway(lambda _: HttpResponse()).process_exception(request, ValueError()) is None


@pytest.mark.parametrize(("failure", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_a_failure_before_any_view_is_told_the_same_way(failure, status):
    try:
        raise failure(CANARY)
    except failure:
        response = failures.server_error(RequestFactory().get("/"))
    assert response.status_code == status
    assert "mother" not in response.text


def test_a_log_line_names_the_page_and_nothing_that_was_typed(client, caplog, db):
    caplog.set_level(logging.DEBUG)
    client.post(reverse("sign_in") + f"?next=/{CANARY}", {"username": CANARY, "password": CANARY})
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    ours = [line for line in lines if line["message"] == "answered"]
    assert [(line["method"], line["url_name"], line["status"]) for line in ours] == [
        ("POST", "sign_in", 200)
    ]
    assert "mother" not in json.dumps(lines)


def test_an_exception_is_logged_without_its_words():
    try:
        raise ValueError(CANARY)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["exception"] == "ValueError"
    assert "test_an_exception_is_logged" in line["passed"][0]
    assert "mother" not in json.dumps(line)
