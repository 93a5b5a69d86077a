"""What was typed when a session had ended comes back to its author, and to nobody else."""

from html import unescape
from re import findall

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from recommendations.models import ProgressUpdate, User
from recommendations.services.accounts import end_sessions
from recommendations.services.classification import grant_part_two
from tests.factories import EventFactory
from tests.recommendations.acting import TODAY, Acting, whole

PASSWORD = "four plain words here"
TYPED = {"far": "in progress", "stated": "amber", "cause": 'Rain & "wind".\nThen snow.'}


@pytest.fixture
def acting(db: None) -> Acting:
    made = Acting.made()
    for who in ("officer", "deputy", "clerk", "administrator", "scrutiny officer"):
        made.people[who].set_password(PASSWORD)
        made.people[who].save()
    return made


@pytest.fixture
def page(acting: Acting) -> str:
    return acting.address("report_progress")


def fields(text: str) -> dict[str, str]:
    """Every hidden field of a page, as a browser would send it."""
    return {
        unescape(name): unescape(value)
        for name, value in findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', text)
    }


def signed_in(client: Client, person: User, shown: str, password: str = PASSWORD):
    form = {**fields(shown), "username": person.username, "password": password}
    return client.post(reverse("sign_in"), form)


def test_it_is_kept_while_one_signs_in_and_given_back(acting, page):
    client = acting.client_of("officer")
    form = whole(client.get(page), TYPED)
    client.logout()
    asked = client.post(page, form)
    assert (asked.status_code, "what you typed is kept" in asked.text) == (403, True)

    slip = signed_in(client, acting.people["officer"], asked.text, password="wrong")
    assert slip.status_code == 200
    offered = signed_in(client, acting.people["officer"], slip.text)
    assert "What you typed is still here" in offered.text

    again = client.post(page, fields(offered.text))
    assert again.status_code == 200
    assert "Rain &amp; &quot;wind&quot;.\nThen snow." in again.text.replace("\r\n", "\n")
    assert 'value="amber" class="govuk-radios__input" id="id_stated_1" checked' in again.text
    assert not ProgressUpdate.objects.exists()

    rest = {"remedy": "More gangs.", "effect": "Buses are late.", "do": "send"}
    assert client.post(page, {**whole(again, TYPED), **rest}).status_code == 303
    assert ProgressUpdate.objects.get().cause.startswith("Rain")


def test_nothing_of_it_is_in_an_address(acting, page):
    client = acting.client_of("officer")
    form = whole(client.get(page), TYPED)
    client.logout()
    asked = client.post(page, form)
    assert "Location" not in asked.headers
    offered = signed_in(client, acting.people["officer"], asked.text)
    assert "Location" not in offered.headers


def test_another_person_who_signs_in_does_not_see_it(acting, page):
    client = acting.client_of("officer")
    form = whole(client.get(page), TYPED)
    client.logout()
    asked = client.post(page, form)
    answer = signed_in(client, acting.people["deputy"], asked.text)
    assert (answer.status_code, answer.url) == (302, page)


def test_it_is_given_back_to_who_signed_in_by_another_window(acting, page):
    client = acting.client_of("officer")
    form = whole(client.get(page), TYPED)
    client.logout()
    asked = client.post(page, form)
    client.force_login(acting.people["officer"])
    offered = client.post(reverse("sign_in"), fields(asked.text))
    assert "What you typed is still here" in offered.text


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example/", "/other/"])
def test_it_goes_back_to_its_own_page_only(acting, page, path):
    client = acting.client_of("officer")
    form = whole(client.get(page), TYPED)
    client.logout()
    asked = client.post(page, form)
    shown = asked.text.replace(f'name="next" value="{page}"', f'name="next" value="{path}"')
    answer = signed_in(client, acting.people["officer"], shown)
    assert answer.status_code == 302
    assert "elsewhere.example" not in answer.url


def test_a_forged_form_is_not_kept(acting, page):
    asked = Client().post(page, {**TYPED, "token": "made up"})
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("sign_in"))


def test_a_form_from_before_one_signed_in_anew_is_given_back(acting, page):
    """Signing in changes the request token, so the old page's form is refused, not its words."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(acting.people["officer"])
    form = whole(client.get(page), {**TYPED, "csrfmiddlewaretoken": "a" * 64})
    answer = client.post(page, form)
    assert answer.status_code == 403
    assert "What you typed is still here" in answer.text
    assert "Then snow." in answer.text
    assert not ProgressUpdate.objects.exists()


def test_a_form_of_somebody_else_is_not(acting, page):
    theirs = whole(acting.client_of("deputy").get(page), TYPED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(acting.people["officer"])
    answer = client.post(page, theirs)
    assert answer.status_code == 403
    assert "Rain" not in answer.text


def grant(acting):
    return grant_part_two(
        membership=acting.people["clerk"].memberships.get(),
        body=acting.committee,
        until=TODAY,
        reason="Sits on it",
        by=acting.people["administrator"],
    )


REASON = {"reason": "As the letter of 2 May says"}
OTHER_FORMS = {
    "event_day": ("clerk", lambda a: EventFactory(council=a.council).slug, {"source": "Minutes"}),
    "invite": ("administrator", None, {"first_name": "Wynne", "email": "not yet an address"}),
    "person_roles": ("administrator", lambda a: a.people["officer"].pk, REASON),
    "person_leave": ("administrator", lambda a: a.people["officer"].pk, REASON),
    "post": ("administrator", lambda a: a.post.slug, REASON),
    "holding_end": ("administrator", lambda a: a.post.holdings.first().pk, REASON),
    "part_two_give": ("administrator", None, REASON),
    "part_two_end": ("administrator", lambda a: grant(a).pk, REASON),
    "recommendation_new": (
        "scrutiny officer",
        lambda a: a.recommendation.report.slug,
        {"reference": "R9.", "text": "That lanes be mended.", "due_words": "by the spring"},
    ),
}
ENDINGS = {
    "signed out": lambda client, person: client.logout(),
    "signed out everywhere": lambda client, person: end_sessions(person),
    "idle": lambda client, person: client.cookies.pop(settings.SEEN_COOKIE_NAME),
    "all forgotten": lambda client, person: client.cookies.clear(),
}


@pytest.mark.any_database  # what was typed is kept on the page
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", OTHER_FORMS)
def test_no_form_loses_what_was_typed_however_the_session_ended(acting, name, ending):
    who, about, typed = OTHER_FORMS[name]
    person = acting.people[who]
    args = [acting.council.slug, *([about(acting)] if about else [])]
    address = reverse(f"recommendations:{name}", args=args)
    client = Client()
    client.post(reverse("sign_in"), {"username": person.username, "password": PASSWORD})
    form = whole(client.get(address), typed)
    ENDINGS[ending](client, person)

    asked = client.post(address, form)
    assert (asked.status_code, "what you typed is kept" in asked.text) == (403, True)
    offered = signed_in(client, person, asked.text)
    assert "What you typed is still here" in offered.text
    again = client.post(address, fields(offered.text))
    assert again.status_code == 200
    for words in typed.values():
        assert words in again.text
    assert "error-summary" not in again.text
