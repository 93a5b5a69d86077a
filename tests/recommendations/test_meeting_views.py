"""Meetings and their agendas, entered and put right."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, time, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from recommendations.models import AgendaItem, Meeting
from recommendations.rules.roles import Role
from recommendations.services import meetings
from recommendations.services.order import put
from recommendations.services.submissions import Conflict
from tests.factories import BodyFactory, MembershipFactory, UserFactory
from tests.recommendations.acting import whole

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 12)


@pytest.fixture
def committee(council):
    return BodyFactory(council=council)


@pytest.fixture
def meeting(committee):
    return meetings.call_meeting(body=committee, day=DAY, place="Old Hall")


def at(meeting, name, *parts):
    council = meeting.body.council.slug
    return reverse(f"recommendations:{name}", args=[council, meeting.pk, *parts])


def typed(meeting, **more):
    return {
        "body": meeting.body.pk,
        "day_day": "12",
        "day_month": "12",
        "day_year": "2024",
        "starts_at": "2.00 pm",
        "place": "County Hall",
        **more,
    }


def sent(client, address, values):
    """As a browser sends the form that it was shown."""
    shown = client.get(address)
    follows = shown.context["form"]["follows"].value() or ""
    token = shown.context["token"]
    return client.post(address, {"follows": follows, "token": token, **values})


def test_a_meeting_is_entered(client, sign_in, committee):
    sign_in(Role.CLERK)
    address = reverse("recommendations:meeting_new", args=[committee.council.slug])
    answer = sent(client, address, typed(Meeting(body=committee)))
    assert answer.status_code == 303
    entered = Meeting.objects.get()
    assert (entered.day, entered.starts_at, entered.place) == (DAY, time(14), "County Hall")


@pytest.mark.parametrize("clock", ["25:00", "noonish", "13 pm", "0 am", "10:75"])
def test_a_time_that_is_none_is_refused(client, sign_in, meeting, clock):
    sign_in(Role.CLERK)
    answer = sent(client, at(meeting, "meeting_edit"), typed(meeting, starts_at=clock))
    assert answer.status_code == 400
    assert "Enter a time like" in answer.text


def test_the_same_meeting_is_not_entered_twice(client, sign_in, meeting):
    sign_in(Role.CLERK)
    address = reverse("recommendations:meeting_new", args=[meeting.body.council.slug])
    answer = sent(client, address, typed(meeting, starts_at=""))
    assert "entered already" in answer.text
    assert Meeting.objects.count() == 1


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2024-12-02", "2024</time></strong>, in 2 days."),
        ("2024-12-10", "passed 6 days ago. What is published today leaves 1 clear day before"),
        ("2024-12-13", "2024</time></strong>."),
    ],
)
def test_it_is_said_by_when_the_papers_are_published(
    client, sign_in, meeting, time_machine, today, said
):
    time_machine.move_to(f"{today}T12:00Z")
    sign_in(Role.CLERK)
    pack = reverse("reports:pack", args=[meeting.body.council.slug, meeting.pk])
    for page in [client.get(address).text for address in (at(meeting, "meeting"), pack)]:
        assert '<time datetime="2024-12-04">' in page
        assert said in page
        assert "5 clear days before: 5, 6, 9, 10 and 11 December." in page


def test_an_edit_leaves_its_trace(client, sign_in, meeting):
    user = sign_in(Role.CLERK)
    assert sent(client, at(meeting, "meeting_edit"), typed(meeting)).status_code == 303
    trace = meeting.history.first()
    assert (trace.place, trace.version, trace.history_user) == ("County Hall", 2, user)


def test_whoever_comes_second_sees_both_and_loses_nothing(client, sign_in, meeting):
    sign_in(Role.CLERK)
    address = at(meeting, "meeting_edit")
    shown = client.get(address)
    meetings.edit_meeting(
        meeting=Meeting.objects.get(),
        seen="1",
        by=UserFactory(),
        body=meeting.body,
        day=DAY,
        starts_at=None,
        place="New Hall",
    )
    form = typed(meeting, token=shown.context["token"], follows="1", starts_at="")
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "<mark" in answer.text
    assert "New" in answer.text
    assert "County Hall" in answer.text
    meeting.refresh_from_db()
    assert meeting.place == "New Hall"
    form |= {"token": answer.context["token"], "follows": answer.context["form"]["follows"].value()}
    assert client.post(address, form).status_code == 303
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("County Hall", 3)


def test_an_edit_of_what_has_become_another_is_refused(meeting):
    item = meetings.add_item(meeting=meeting, title="Roads")
    by = UserFactory()
    meetings.edit_item(item=item, seen="1", by=by, number="7", title="Roads")
    with pytest.raises(Conflict):
        meetings.edit_item(item=item, seen="1", by=by, number="8", title="Roads")


def test_items_are_ordered(meeting):
    one, two, three = (meetings.add_item(meeting=meeting, title=name) for name in "abc")
    meetings.order_items(meeting=meeting, item=three, to=1, by=UserFactory())
    assert [item.title for item in meeting.items.all()] == ["c", "a", "b"]
    meetings.order_items(meeting=meeting, item=one, to=99, by=UserFactory())
    assert [item.title for item in meeting.items.all()] == ["c", "b", "a"]
    assert two.meeting == meeting


def test_each_item_that_gets_another_place_keeps_who_moved_it(client, sign_in, meeting):
    clerk = sign_in(Role.CLERK)
    one, two, three = (meetings.add_item(meeting=meeting, title=name) for name in "abc")
    values = {"title": "b", "number": "", "place": "1", "classification": "open"}
    assert sent(client, at(meeting, "item_edit", two.pk), values).status_code == 303
    assert [item.title for item in meeting.items.all()] == ["b", "a", "c"]
    places = {
        item.title: [(row.position, row.history_user) for row in item.history.all()[::-1]]
        for item in (one, two, three)
    }
    assert places["a"] == [(1, None), (2, clerk)]
    assert places["b"][-1] == (1, clerk)
    assert places["c"] == [(3, None)], "it stayed where it was"
    sign_in(Role.SCRUTINY_OFFICER)
    audit = client.get(f"/{meeting.body.council.slug}/audit/").text
    assert "Place:</span> <del>1</del> <ins>2</ins>" in audit
    assert str(clerk) in audit


def test_whoever_looked_at_the_place_of_before_is_told(client, sign_in, meeting):
    sign_in(Role.CLERK)
    one, two, _ = (meetings.add_item(meeting=meeting, title=name) for name in "abc")
    address = at(meeting, "item_edit", one.pk)
    shown = client.get(address).context
    meetings.order_items(meeting=meeting, item=two, to=1, by=UserFactory())
    form = {"title": "a", "number": "7", "place": "1", "classification": "open"}
    form |= {"token": shown["token"], "follows": shown["form"]["follows"].value()}
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "Its place on the agenda" in answer.text
    form |= {"token": answer.context["token"], "follows": answer.context["form"]["follows"].value()}
    assert client.post(address, form | {"place": "2"}).status_code == 303
    assert [str(item) for item in meeting.items.all()] == ["b", "7 a", "c"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_move_one_agendas_items_at_once_the_second_is_told(council, monkeypatch):
    committee = BodyFactory(council=council)
    clerks = [MembershipFactory(council=council, role=Role.CLERK).user for _ in range(2)]

    def at_once(*, guarded: bool) -> tuple[list[int], list[str]]:
        """What both are answered, each of whose moves moves the other's item; then the agenda."""
        together = Barrier(2)

        def when_both_have_read(*args, **more):
            with suppress(BrokenBarrierError):
                together.wait(timeout=1)
            return put(*args, **more)

        meeting = meetings.call_meeting(body=committee, day=DAY + timedelta(days=guarded))
        one, two, _ = (meetings.add_item(meeting=meeting, title=name) for name in "abc")

        def form_of(clerk, item, place):
            client = Client(raise_request_exception=False)
            client.force_login(clerk)
            address = at(meeting, "item_edit", item.pk)
            shown = client.get(address)
            typed = {"title": item.title, "number": "", "place": place, "classification": "open"}
            return client, address, whole(shown, typed)

        def send(client, address, form) -> int:
            try:
                return client.post(address, form).status_code
            finally:
                connections.close_all()

        forms = [form_of(clerks[0], two, "1"), form_of(clerks[1], one, "3")]
        with monkeypatch.context() as patch, ThreadPoolExecutor(2) as both:
            patch.setattr(meetings, "put", when_both_have_read)
            if not guarded:
                patch.setattr(meetings, "one_at_a_time", lambda meeting: None)
            statuses = sorted(both.map(lambda form: send(*form), forms))
        return statuses, [item.title for item in meeting.items.all()]

    told = [303, 409]
    assert at_once(guarded=False)[0] != told, "what is tried here cannot go wrong"
    statuses, agenda = at_once(guarded=True)
    assert statuses == told
    assert agenda in (["b", "a", "c"], ["b", "c", "a"])


def test_an_item_is_entered_and_classified(client, sign_in, meeting):
    sign_in(Role.CLERK)
    values = {"title": "A tender", "number": "8", "place": "1", "classification": "exempt"}
    refused = sent(client, at(meeting, "item_new"), values)
    assert "Name the paragraphs" in refused.text
    values |= {"reason": "Prices", "paragraphs": "3"}
    assert sent(client, at(meeting, "item_new"), values).status_code == 303
    item = AgendaItem.objects.get()
    assert (item.classification, item.exempt_paragraphs) == ("exempt", "3")


def test_a_classification_is_not_lowered_here(client, sign_in, meeting):
    sign_in(Role.CLERK)
    item = meetings.add_item(meeting=meeting, title="Roads")
    page = client.get(at(meeting, "item_edit", item.pk))
    choices = [key for key, _ in page.context["form"].fields["classification"].choices]
    assert choices == ["open", "exempt", "confidential"]


def test_an_administrator_reads_no_agenda(client, sign_in, meeting):
    meetings.add_item(meeting=meeting, title="Secret roads")
    sign_in(Role.ADMINISTRATOR)
    page = client.get(at(meeting, "meeting"))
    assert page.status_code == 200
    assert "Secret roads" not in page.text
