"""When a report comes back: its schedule, the agenda it is put on, and what is skipped."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from recommendations.models import AgendaItem, Remit, ReportReturn
from recommendations.rules.deadlines import months_after
from recommendations.rules.returns import months_of
from recommendations.rules.roles import Role
from recommendations.services import (
    meetings,
    resolutions,
)
from recommendations.services.change import Refused
from recommendations.services.report_returns import put_on_the_agenda, skip_return
from tests.factories import BodyFactory, MembershipFactory, ReportFactory, UserFactory
from tests.recommendations.acting import TODAY, send, whole

pytestmark = pytest.mark.django_db

ENDORSED = months_after(TODAY, -7)


class Place:
    """A report that a committee watches and endorsed seven months ago, and its next meeting."""

    def __init__(self, council):
        self.council = council
        self.by = UserFactory()
        self.committee = BodyFactory(council=council, name="Roads Committee")
        self.report = ReportFactory(council=council, title="Roads")
        Remit.objects.create(body=self.committee, report=self.report)
        then = meetings.call_meeting(body=self.committee, day=ENDORSED)
        self.resolution = resolutions.resolve(
            item=meetings.add_item(meeting=then, title="Final report"),
            reference="1",
            kind="endorse",
            report=self.report,
            by=self.by,
        )
        self.meeting = meetings.call_meeting(body=self.committee, day=TODAY + timedelta(days=5))

    def at(self, name, *parts):
        return reverse(f"recommendations:{name}", args=[self.council.slug, *parts])

    @property
    def page(self):
        return self.at("report", self.report.slug)

    @property
    def schedule(self):
        return self.at("schedule", self.report.slug)

    @property
    def agenda(self):
        return self.at("meeting", self.meeting.pk)

    @property
    def putting(self):
        return self.at("return_item", self.meeting.pk, self.report.slug, 6)

    @property
    def settling(self):
        return self.at("return_settle", self.report.slug, 6)


@pytest.fixture
def place(council):
    return Place(council)


@pytest.fixture
def clerk(client, sign_in):
    sign_in(Role.CLERK)
    return client


SCHEDULE = {"returns_after": "12 and 6", "returns_from": "endorsement"}
NEW = {"item": "new", "title": "Roads: progress", "number": "7"}


def test_a_report_comes_back_by_its_schedule(clerk, place):
    assert send(clerk, place.schedule, **SCHEDULE).status_code == 303
    place.report.refresh_from_db()
    assert (place.report.returns_after, place.report.version) == ("6, 12", 2)
    late = f"Overdue by {(TODAY - months_after(ENDORSED, 6)).days} days"
    assert late in clerk.get(place.page).text.replace("\N{NO-BREAK SPACE}", " ")
    listed = clerk.get(place.agenda).text
    assert "Reports due to come back by this meeting (1)" in listed
    assert place.putting in listed
    assert send(clerk, place.putting, **NEW).status_code == 303
    row = ReportReturn.objects.get()
    assert (row.item.meeting, row.item.title, row.months) == (place.meeting, "Roads: progress", 6)
    assert "Reports due to come back" not in clerk.get(place.agenda).text
    assert "On the agenda on" in clerk.get(place.page).text
    twice = send(clerk, place.putting, **NEW)
    assert (twice.status_code, "settled this already" in twice.text) == (400, True)
    assert AgendaItem.objects.filter(title="Roads: progress").count() == 1


def test_an_item_that_is_there_already_is_chosen(clerk, place):
    send(clerk, place.schedule, **SCHEDULE)
    there = meetings.add_item(meeting=place.meeting, title="Roads, six months on")
    assert send(clerk, place.putting, item=there.pk).status_code == 303
    assert ReportReturn.objects.get().item == there


def test_a_return_is_skipped_for_a_reason_and_that_is_taken_back(clerk, place):
    send(clerk, place.schedule, **SCHEDULE)
    assert "Say why it is skipped" in send(clerk, place.settling, reason="").text
    assert send(clerk, place.settling, reason="No meeting before May").status_code == 303
    send(clerk, place.schedule, **{**SCHEDULE, "returns_after": "12"})
    assert "Skipped: No meeting before May" in clerk.get(place.page).text
    send(clerk, place.schedule, **SCHEDULE)
    assert "Reports due to come back" not in clerk.get(place.agenda).text
    assert send(clerk, place.settling, why="There is one").status_code == 303
    assert place.putting in clerk.get(place.agenda).text
    assert send(clerk, place.putting, **NEW).status_code == 303
    assert "On the agenda on" in clerk.get(place.page).text


def test_of_two_at_once_one_settles_it(place):
    skip_return(report=place.report, months=6, reason="Too soon", by=place.by, on=TODAY)
    item = meetings.add_item(meeting=place.meeting, title="Roads")
    with pytest.raises(Refused, match="settled this already"):
        put_on_the_agenda(report=place.report, months=6, item=item, by=place.by, on=TODAY)


def test_of_two_who_change_the_schedule_the_second_sees_both(clerk, place):
    form = whole(clerk.get(place.schedule), SCHEDULE)
    send(clerk, place.schedule, **{**SCHEDULE, "returns_after": "9"})
    late = clerk.post(place.schedule, form)
    assert late.status_code == 409
    place.report.refresh_from_db()
    assert place.report.returns_after == "9"


def test_what_it_is_counted_from_has_to_have_happened(clerk, place):
    send(clerk, place.schedule, returns_after="3", returns_from="response")
    assert "No day yet: no response is given yet" in clerk.get(place.page).text
    send(clerk, place.schedule, returns_after="3", returns_from="publication")
    assert "Overdue by" in clerk.get(place.page).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("six", "Enter months as numbers"),
        ("0", "Enter months from 1 to 120"),
        ("121", "Enter months from 1 to 120"),
        ("9" * 50, "Enter months as numbers"),
        (", ".join(map(str, range(1, 12))), "Enter 10 returns at most"),
        ("6" * 61, "60 letters at most"),
    ],
)
def test_what_is_no_schedule_is_told_so(clerk, place, typed, sentence):
    answer = send(clerk, place.schedule, **{**SCHEDULE, "returns_after": typed})
    assert (answer.status_code, sentence in answer.text) == (400, True)


def test_who_may_and_what_is_not_there(client, place):
    for role, status in ((Role.MEMBER, 403), (Role.SCRUTINY_OFFICER, 200)):
        client.force_login(MembershipFactory(council=place.council, role=role).user)
        assert client.get(place.schedule).status_code == status
    assert client.get(place.settling).status_code == 404


def test_months_are_read_as_people_write_them():
    assert months_of("12, 6") == months_of("6 and 12") == months_of(" 6;12 6") == (6, 12)
    assert months_of("") == ()
    assert months_after(date(2013, 8, 31), 6) == date(2014, 2, 28)
