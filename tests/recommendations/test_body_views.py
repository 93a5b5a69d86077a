"""Bodies entered, named anew and ended in the browser, and one of them read."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Body, Remit, Viewer
from recommendations.rules.roles import Role
from recommendations.services import bodies, councils, meetings
from recommendations.services.change import Refused
from reports.builders.names import Names
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
)
from tests.recommendations.acting import day_typed, send

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
BEGAN, RENAMED = date(2011, 5, 27), date(2012, 5, 25)


def at(council, name, *parts):
    return reverse(f"recommendations:{name}", args=[council.slug, *parts])


@pytest.fixture
def committee(council):
    return councils.establish_body(
        council=council, kind="committee", name="Overview Committee", slug="overview", since=BEGAN
    )


def test_a_body_is_entered_named_anew_and_ended(client, sign_in, council):
    """Each day keeps the name of that day, its address stays, and the audit page tells who."""
    by = sign_in(Role.ADMINISTRATOR)
    form = {"name": "New", "kind": "committee", "parent": "", **day_typed("since", BEGAN)}
    entered = send(client, at(council, "body_new"), **form)
    body = Body.objects.get(council=council)
    assert body.slug == "new-2", "that address is a page's own"
    assert entered.url == at(council, "body", body.slug)
    assert "a body of this name already" in send(client, at(council, "body_new"), **form).text
    named = {"name": "General Scrutiny", **day_typed("since", RENAMED), "why": "Split in two"}
    assert send(client, at(council, "body_rename", body.slug), **named).status_code == 303
    last = {**day_typed("until", TODAY - timedelta(days=1)), "why": "Merged"}
    assert send(client, at(council, "body_end", body.slug), **last).status_code == 303
    page = client.get(at(council, "body", body.slug)).text
    assert "General Scrutiny" in page
    assert "Its last day was" in page
    assert "It meets again" in page
    listed = client.get(at(council, "body_list")).text
    assert "No longer there" in listed
    viewer = Viewer.member(council)
    body.refresh_from_db()
    names = [Names(viewer, as_at=day).of(body) for day in (RENAMED - timedelta(days=1), RENAMED)]
    assert names == ["New", "General Scrutiny"]
    assert (body.slug, body.version) == ("new-2", 3)
    audit = client.get(at(council, "audit")).text
    assert "Split in two" in audit
    assert ": Merged" in audit
    assert str(by) in audit


def test_whoever_changes_it_second_sees_both(client, sign_in, council, committee):
    sign_in(Role.SCRUTINY_OFFICER)
    address = at(council, "body_edit", committee.slug)
    page = client.get(address)
    bodies.edit_body(body=committee, seen="1", by=UserFactory(), kind="panel", parent=None)
    typed = {"token": page.context["token"], "follows": "1", "kind": "board", "parent": ""}
    second = client.post(address, typed)
    assert second.status_code == 409
    assert "Panel" in second.text
    again = {**typed, "token": second.context["token"], "follows": "2"}
    assert client.post(address, again).status_code == 303
    committee.refresh_from_db()
    assert committee.kind == "board"
    child = BodyFactory(council=council, parent=committee)
    said = "is part of"
    assert said in send(client, address, kind="board", parent=str(child.pk)).text
    elsewhere = BodyFactory(council=CouncilFactory())
    refused = send(client, address, kind="board", parent=str(elsewhere.pk))
    assert "Choose a body from the list" in refused.text


def test_days_that_cannot_be_are_refused_in_words(committee):
    by, yesterday = UserFactory(), TODAY - timedelta(days=1)

    def refused(act, **typed) -> str:
        seen = str(Body.objects.get(pk=committee.pk).version)
        with pytest.raises(Refused) as refusal:
            act(body=committee, seen=seen, by=by, why="So it was", **typed)
        return str(refusal.value)

    name, end = bodies.rename_body, bodies.end_body
    assert "since 27 May 2011" in refused(name, name="Other", since=BEGAN)
    assert "called that already" in refused(name, name="Overview Committee", since=RENAMED)
    assert "in the future" in refused(name, name="Other", since=TODAY + timedelta(days=1))
    assert "began on 27 May 2011" in refused(end, until=BEGAN - timedelta(days=1))
    bodies.rename_body(body=committee, seen="1", name="Other", since=RENAMED, by=by, why="So")
    assert "from 25 May 2012" in refused(end, until=BEGAN)
    bodies.end_body(body=committee, seen="2", until=yesterday, by=by, why="Merged")
    assert "entered already" in refused(end, until=TODAY)
    assert "last day was" in refused(name, name="Third", since=yesterday)
    bodies.rename_body(body=committee, seen="3", name="Third", since=TODAY, by=by, why="Again")
    assert Body.objects.get(pk=committee.pk).ended_on is None


def test_the_page_of_a_body_says_what_it_watches_for_as_many_queries(
    client, sign_in, council, committee
):
    def watch(number):
        report = ReportFactory(council=council)
        Remit.objects.create(body=committee, report=report)
        Remit.objects.create(
            body=committee, recommendation=RecommendationFactory(report=report), until=BEGAN
        )
        meetings.call_meeting(body=committee, day=TODAY - timedelta(days=number))
        BodyFactory(council=council)
        return report

    first = watch(1)
    sign_in(Role.MEMBER)
    for name, parts in (("body", [committee.slug]), ("body_list", [])):
        asked = []
        for number in (2, 3, 4):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = client.get(at(council, name, *parts))
            asked.append(len(queries))
            watch(number + 10 * len(parts))
        assert len(set(asked)) == 1
    page = client.get(at(council, "body", committee.slug))
    assert first.title in page.text
    assert "1 recommendation of" in page.text
    assert "Hand over" not in page.text
    sign_in(Role.ADMINISTRATOR)
    assert first.title in client.get(at(council, "body", committee.slug)).text
