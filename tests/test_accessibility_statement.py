"""The accessibility statement: for everybody, linked from everywhere, with somebody to write to."""

import pytest
from django.urls import reverse

from recommendations.rules.roles import Role

ADDRESS = "/accessibility-statement/"
LINK = f'href="{ADDRESS}"'


def test_whoever_is_not_signed_in_reads_it(client):
    """Even while the database is away: a test that does not ask for it may not use it."""
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert "partially compliant" in page.text
    assert client.head(ADDRESS).status_code == 200
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize("address", ["/sign-in/", "/nowhere/at/all/at/all/", ADDRESS])
def test_a_page_leads_to_it(client, db, address):
    assert LINK in client.get(address).text


def test_a_councils_page_leads_to_it(client, sign_in, council):
    sign_in(Role.ADMINISTRATOR)
    assert LINK in client.get(reverse("recommendations:home", args=[council.slug])).text


def test_it_names_whom_to_write_to(client, settings):
    settings.CONTACT_EMAIL = "scrutiny@marlshire.example"
    assert 'href="mailto:scrutiny@marlshire.example"' in client.get(ADDRESS).text


def test_where_nobody_is_named_it_leads_to_the_council(client, settings):
    settings.CONTACT_EMAIL = ""
    page = client.get(ADDRESS).text
    assert "mailto:" not in page
    assert "your council’s scrutiny team" in page
