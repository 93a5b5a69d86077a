"""What the fuzz found, each fault by its name, so that it does not come back."""

import json
import logging
from dataclasses import replace

import pytest
from django.urls import reverse

from recommendations.rules.roles import Role
from reports.faces import html
from scrutiny.logs import JsonLines
from tests.factories import ReportFactory
from tests.hostile import judging
from tests.reports import marlshire

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["elsewhere.example", "a@localhost", "localhost:x"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_host_is_refused_with_every_header(client, host, method):
    answer = getattr(client, method)(reverse("sign_in"), headers={"Host": host})
    assert answer.status_code == 400
    assert list(judging.headers(dict(answer.headers), signed_in=False)) == []


def test_an_address_that_is_no_council_s_is_not_written_down(client, caplog, sign_in, council):
    caplog.set_level(logging.INFO)
    sign_in(Role.MEMBER)
    for slug in ("the-mothers-statement", council.slug):
        for method in (client.get, client.put):
            method(reverse("recommendations:home", args=[slug]))
    client.logout()
    client.get(reverse("recommendations:home", args=["the-mothers-statement"]))
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert "mothers" not in json.dumps(lines)
    assert [(line["council"], line["status"]) for line in lines if "status" in line] == [
        *((None, 404), (None, 405), (council.slug, 200), (None, 405), (None, 302)),
    ]


def test_a_nul_in_an_address_finds_nothing(client, sign_in, council):
    """PostgreSQL has no text with a NUL in it, and failed."""
    sign_in(Role.SCRUTINY_OFFICER)
    report = ReportFactory(council=council)
    for address in ("R1%00", "%00", "R1%01", "R%0A1"):
        answer = client.get(f"/{council.slug}/reports/{report.slug}/{address}/")
        assert answer.status_code == 404


@pytest.mark.parametrize("host", ["the-mothers-statement.example", "testserver"])
def test_a_request_that_fails_is_written_down_without_its_address(
    client, caplog, monkeypatch, host
):
    def fail(*_):
        raise ValueError

    monkeypatch.setattr("recommendations.services.invitations.invitation_of", fail)
    client.raise_request_exception = False
    client.get("/invitations/the-mothers-statement/", headers={"Host": host})
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert {"request failed", "answered"} <= {line["message"] for line in lines}
    assert "mothers" not in json.dumps(lines)


def test_a_claim_of_completion_that_a_reader_may_not_see_is_no_failure():
    """Its rating counts whoever reads; its words and its day are for those who have leave."""
    lines = tuple(
        replace(line, said=None) if line.reported_complete else line for line in marlshire.LINES
    )
    page = html.render(marlshire.report(lines=lines))
    assert "Asked to be closed (1)" in page
    assert "Not open to this reader" in page


@pytest.mark.parametrize("number", [2**63, 10**18, 10**40])
def test_a_number_that_no_row_has_room_for_is_not_found(client, sign_in, council, number):
    sign_in(Role.ADMINISTRATOR)
    for page in ("people/{}/", "people/{}/roles/", "people/{}/leave/", "meetings/{}/"):
        answer = client.get(f"/{council.slug}/{page.format(number)}")
        assert answer.status_code == 404
