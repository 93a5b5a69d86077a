"""A committee's work programme: what it means to look at, when, and what became of that."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import AgendaItem, Meeting, Remit, Succession, Topic, Viewer
from recommendations.reading.successions import stays_behind, topics_of
from recommendations.rules.roles import Role
from recommendations.services import meetings, successions, topics
from recommendations.services.change import Refused
from recommendations.services.classification import classify
from recommendations.services.following import LATEST
from recommendations.standing.leaving import left_by
from reports import builders
from reports.faces import csv, html
from tests.factories import (
    BodyFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import TODAY, day_typed, send

pytestmark = pytest.mark.django_db


class Place:
    """A committee that watches R1, asked of scrutiny itself, and its next meeting."""

    def __init__(self, council):
        self.council = council
        self.by = UserFactory()
        self.committee = BodyFactory(council=council, name="Roads Committee")
        report = ReportFactory(council=council, title="Roads")
        self.recommendation = RecommendationFactory(report=report, address="R1")
        WordingFactory(
            recommendation=self.recommendation, title="Visit the depot", text="Visit it."
        )
        Remit.objects.create(body=self.committee, report=report)
        self.meeting = meetings.call_meeting(body=self.committee, day=TODAY + timedelta(days=5))

    def at(self, name, *parts):
        return reverse(f"recommendations:{name}", args=[self.council.slug, *parts])

    @property
    def programme(self):
        return self.at("topic_list", self.committee.slug)

    @property
    def proposing(self):
        return f"{self.at('topic_new')}?recommendation={self.recommendation.pk}"

    def proposed(self, **said):
        said = {"title": "Buses", "on": TODAY - timedelta(days=9), **said}
        return topics.propose(body=self.committee, by=self.by, **said)

    def plan(self, topic, meeting=None):
        item = meetings.add_item(meeting=meeting or self.meeting, title=topic.title)
        return topics.plan(topic=topic, item=item, follows=LATEST, by=self.by, on=TODAY)


@pytest.fixture
def place(council):
    return Place(council)


@pytest.fixture
def clerk(client, sign_in):
    sign_in(Role.CLERK)
    return client


def plain(page):
    return page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_recommendation_becomes_a_topic_that_is_planned_and_taken(client, clerk, place, sign_in):
    page = place.recommendation.get_absolute_url()
    assert f"?recommendation={place.recommendation.pk}" in clerk.get(page).text
    empty = clerk.get(place.programme).text
    entering = f"{place.at('topic_new')}?body={place.committee.pk}"
    assert ("Nothing is on it. Enter a topic" in empty, entering in empty) == (True, True)
    assert f'value="{place.committee.pk}" selected' in clerk.get(entering).text
    for name, status in (("topic_new", 404), ("meeting_list", 200)):  # PostgreSQL holds no NUL
        assert clerk.get(f"{place.at(name)}?body=%00").status_code == status
    asked = clerk.get(place.proposing).text
    assert 'value="Visit the depot"' in asked
    assert f'value="{place.committee.pk}" selected' in asked
    typed = {"body": place.committee.pk, "title": "The depot", "meant_for": "next spring"}
    late = send(clerk, place.proposing, **typed, **day_typed("on", TODAY + timedelta(days=1)))
    assert (late.status_code, "has not come yet" in late.text) == (400, True)
    assert send(clerk, place.proposing, **typed, **day_typed("on", TODAY)).status_code == 303
    topic = Topic.objects.get()
    assert (topic.recommendation, topic.body) == (place.recommendation, place.committee)
    assert "Meant for next spring" in plain(clerk.get(place.programme))
    planning = place.at("topic_plan", place.meeting.pk, topic.pk)
    assert planning in clerk.get(place.at("meeting", place.meeting.pk)).text
    assert send(clerk, planning, item="new", title="The depot", number="4").status_code == 303
    assert str(AgendaItem.objects.get()) == "4 The depot"
    assert planning not in clerk.get(place.at("meeting", place.meeting.pk)).text
    again = send(clerk, planning, item="new", title="The depot", number="4")
    assert "on the agenda of this meeting already" in again.text
    Meeting.objects.update(day=TODAY - timedelta(days=1))
    dropping = send(clerk, place.at("topic_drop", topic.pk), reason="Too late")
    assert "take that back first if it was not" in dropping.text
    sign_in(Role.MEMBER)
    assert "Taken on" in client.get(page).text
    shown = client.get(place.at("topic", topic.pk)).text
    assert ("Visit the depot" in shown, "Drop it" in shown) == (False, False)
    assert page in shown
    assert client.get(place.at("topic_drop", topic.pk)).status_code == 403


def test_a_topic_is_dropped_for_a_reason_and_that_is_taken_back(clerk, place):
    topic = place.proposed()
    dropping = place.at("topic_drop", topic.pk)
    first = clerk.get(dropping)
    place.plan(topic)
    assert "Say why it is dropped" in send(clerk, dropping, reason="").text
    seen = first.context["form"].initial["follows"]
    second = send(clerk, dropping, reason="No time", follows=seen)
    assert second.status_code == 409
    assert "recorded of this topic: planned for a meeting" in second.text
    assert send(clerk, dropping, reason="No time").status_code == 303
    assert "Dropped: No time" in plain(clerk.get(place.programme))
    with pytest.raises(Refused, match="It is dropped already"):
        topics.drop(topic=topic, reason="Again", follows=LATEST, by=place.by, on=TODAY)
    with pytest.raises(Refused, match="It is dropped: take that back first"):
        place.plan(topic)
    back = place.at("topic_take_back", topic.pk)
    assert "Say what is wrong with it" in send(clerk, back, why="").text
    assert send(clerk, back, why="There is time").status_code == 303
    assert "Planned for" in clerk.get(place.programme).text
    assert send(clerk, back, why="It was not planned").status_code == 303
    assert "No time is set" in clerk.get(place.programme).text
    assert clerk.get(back).status_code == 404


def test_what_somebody_else_has_changed_meanwhile_is_laid_beside(clerk, place):
    topic = place.proposed(text="Which villages?")
    changing = place.at("topic_edit", topic.pk)
    typed = {"title": "Bus services", "text": "Which villages?", "meant_for": ""}
    assert send(clerk, changing, **typed).status_code == 303
    theirs = send(clerk, changing, **{**typed, "title": "Coaches"}, follows="1")
    assert (theirs.status_code, "Somebody else changed this first" in theirs.text) == (409, True)
    assert Topic.objects.get().history.count() == 2


def test_nothing_that_is_withheld_is_on_a_work_programme(clerk, client, place, sign_in):
    topic = place.proposed(title="The depot", recommendation=place.recommendation)
    said = {"to": "exempt", "by": place.by, "reason": "Names a firm", "paragraphs": "3"}
    classify(row=place.recommendation, public_interest="It bargains", **said)
    place.recommendation.refresh_from_db()
    refused = "R1 is not open. Enter the topic by itself"
    with pytest.raises(Refused, match=refused):
        place.proposed(recommendation=place.recommendation)
    with pytest.raises(Refused, match=refused):
        place.plan(Topic.objects.get())
    for role in (Role.CLERK, Role.MEMBER):
        sign_in(role)
        assert client.get(place.at("topic", topic.pk)).status_code == 404
        assert "The depot" not in client.get(place.programme).text
    assert client.get(place.proposing).status_code == 403


def test_what_is_open_passes_on_with_its_recommendation(place):
    first, second = (BodyFactory(council=place.council, name=name) for name in ("First", "Second"))
    buses = place.proposed(meant_for="spring")
    depot = place.proposed(title="The depot", recommendation=place.recommendation)
    taken, dropped = place.proposed(title="Taken"), place.proposed(title="Dropped")
    met = meetings.call_meeting(body=place.committee, day=TODAY - timedelta(days=8))
    item = meetings.add_item(meeting=met, title="Taken")
    then = TODAY - timedelta(days=8)
    topics.plan(topic=taken, item=item, follows=LATEST, by=place.by, on=then)
    topics.drop(topic=dropped, reason="No time", follows=LATEST, by=place.by, on=then)
    later = place.proposed(title="Later", on=TODAY)
    on = TODAY - timedelta(days=1)
    left = left_by(place.committee, on=on, known_at=timezone.now())
    member = Viewer.member(place.council)
    assert topics_of(member, left) == 2
    assert "1 topic of its work programme, proposed or planned on" in " ".join(
        stays_behind(member, place.committee, left, today=TODAY)
    )
    row = successions.hand_over(
        old=place.committee,
        to=[first, second],
        on=on,
        instead={place.recommendation.pk: second},
        seen=left.seen,
        ends=False,
        by=place.by,
        why="They were merged",
    )
    bodies = dict(Topic.objects.values_list("pk", "body__name"))
    assert (bodies[buses.pk], bodies[depot.pk]) == ("First", "Second")
    assert {bodies[one.pk] for one in (taken, dropped, later)} == {"Roads Committee"}
    assert buses.history.latest().history_change_reason == "They were merged"
    report = builders.roll_over(
        member,
        list(Succession.objects.for_listing().of_the_same_hand_over(row)),
        known_at=timezone.now(),
    )
    assert report.sentence == "0 items and 1 topic to First and 1 item and 1 topic to Second."
    assert type(report).load(report.as_json()) == report
    assert "topic of the work programme" in csv.render_roll_over(report).decode()
    assert "The depot" in html.render_roll_over(report)


@pytest.mark.any_database  # how often it asks is decided before
def test_as_many_questions_for_four_topics_as_for_one(clerk, place):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(place.programme).status_code == 200
        return len(asked)

    def add():
        place.plan(place.proposed(recommendation=place.recommendation))

    add()
    for_one = questions()
    for _ in range(3):
        place.meeting = meetings.call_meeting(
            body=place.committee, day=place.meeting.day + timedelta(days=1)
        )
        add()
    assert questions() == for_one
