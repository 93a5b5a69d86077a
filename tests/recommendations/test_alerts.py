"""Alerts about notices: whom they go to, on which days, once, and what they say."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Body, Council, NoticeAlert, ScrutinyReport, User
from recommendations.rules.roles import Role
from recommendations.services import alerts, notices, policies, responses
from tests.factories import (
    BodyFactory,
    MembershipFactory,
    PostFactory,
    ReportFactory,
    UserFactory,
)
from tests.recommendations.acting import hold
from tests.recommendations.test_successions import handed_over

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@dataclass
class Awaited:
    """A report whose notice runs out a month from today, and those whom it concerns."""

    council: Council
    report: ScrutinyReport
    cabinet: Body
    people: dict[str, User]

    def serve(self, last_day: date, **more: Any) -> None:
        """Two months beginning with its receipt."""
        served = {"body": self.cabinet, "rule": "executive", "by": self.people["clerk"], **more}
        received = {"report_received_on": TODAY, "notice_received_on": TODAY}
        notice = notices.serve_notice(report=self.report, on=TODAY, **received, **served)
        notices.confirm_last_day(
            notice=notice, day=last_day, why="As agreed", by=self.people["clerk"]
        )

    def told(self, time_machine: Any, day: date) -> list[str]:
        """Who is told on a day; it is looked at twice."""
        if day > TODAY:
            time_machine.move_to(timezone.make_aware(datetime.combine(day, time(9))), tick=False)
        mail.outbox.clear()
        for _ in range(2):
            alerts.alert(today=day)
        return sorted(message.to[0].partition("@")[0] for message in mail.outbox)


@pytest.fixture
def waiting(council):
    roles = {
        "support": Role.OFFICER,
        "monitoring": Role.OFFICER,
        "owner": Role.OFFICER,
        "member": Role.MEMBER,
        "clerk": Role.CLERK,
        "scrutiny": Role.SCRUTINY_OFFICER,
        "administrator": Role.ADMINISTRATOR,
    }
    people = {}
    for name, role in roles.items():
        person = UserFactory(email=f"{name}@example.org")
        MembershipFactory(council=council, role=role.value, user=person)
        people[name] = person
    posts = {
        "support": PostFactory(council=council, kind="executive support"),
        "monitoring": PostFactory(council=council, title="Monitoring Officer", slug="monitoring"),
        "owner": PostFactory(council=council),
    }
    for name, post in posts.items():
        hold(post, people[name])
    hold(posts["monitoring"], people["administrator"])
    policies.set_policy(
        council=council,
        in_force_from=TODAY,
        alert_before=[10],
        alert_again=5,
        escalates_to={"monitoring": "Monitoring Officer"},
    )
    committee = BodyFactory(council=council, name="Roads Committee")
    return Awaited(
        council=council,
        report=ReportFactory(council=council, commissioned_by=committee, published_on=TODAY),
        cabinet=BodyFactory(council=council, kind=Body.Kind.EXECUTIVE, name="Cabinet"),
        people=people,
    )


def test_each_is_told_once_on_each_day_and_the_chosen_list_once_it_is_overdue(
    waiting, time_machine
):
    last = TODAY + timedelta(days=30)
    waiting.serve(last)
    told = {
        n: names
        for n in range(-12, 13)
        if (names := waiting.told(time_machine, last + timedelta(days=n)))
    }
    concerned = ["clerk", "scrutiny", "support"]
    everybody = sorted([*concerned, "monitoring"])
    assert told == {-10: concerned, 1: everybody, 6: everybody, 11: everybody}


def test_a_message_says_whose_answer_and_by_when_and_nothing_of_the_report(
    waiting, time_machine, settings
):
    settings.SITE_ADDRESS = "https://recommendations.example"
    last = TODAY + timedelta(days=30)
    waiting.serve(last)
    waiting.told(time_machine, last + timedelta(days=1))
    message = mail.outbox[0]
    assert message.subject == "1 answer awaited, 1 overdue"
    day = f"{last:%-d %B %Y}"
    said = f"Cabinet is to answer a report of Roads Committee by {day}: overdue by 1 day."
    assert message.body.startswith(said)
    home = reverse("recommendations:home", args=[waiting.council.slug])
    assert f"https://recommendations.example{home}\n" in message.body
    assert waiting.report.title not in message.body
    assert waiting.report.slug not in message.body


def test_nobody_is_told_of_what_was_answered_or_has_no_last_day(waiting, time_machine):
    last = TODAY + timedelta(days=30)
    waiting.serve(last)
    partner = BodyFactory(council=waiting.council, kind=Body.Kind.PARTNER)
    notices.serve_notice(
        report=waiting.report, body=partner, rule="have-regard", on=TODAY, by=UserFactory()
    )
    given = last - timedelta(days=11)
    time_machine.move_to(timezone.make_aware(datetime.combine(given, time(9))), tick=False)
    response = responses.enter_response(report=waiting.report, body=waiting.cabinet)
    responses.reach_stage(response=response, stage="given", by=UserFactory(), on=given)
    assert [waiting.told(time_machine, last + timedelta(days=n)) for n in (-10, 1, 6)] == [[]] * 3


def test_a_soft_clock_is_not_escalated_and_a_partner_is_asked_by_those_who_watch(
    waiting, time_machine
):
    last = TODAY + timedelta(days=20)
    partner = BodyFactory(council=waiting.council, kind=Body.Kind.PARTNER)
    waiting.serve(last, body=partner, rule="", clock="28 days", hard=False)
    assert waiting.told(time_machine, last + timedelta(days=1)) == ["clerk", "scrutiny"]
    assert mail.outbox[0].subject == "1 answer awaited"
    assert "expected 1 day ago." in mail.outbox[0].body


def test_a_post_that_handed_over_counts_as_its_successor(waiting, time_machine):
    last = TODAY + timedelta(days=30)
    waiting.serve(last)
    successor = PostFactory(council=waiting.council, title="Head of Governance")
    hold(successor, waiting.people["owner"])
    handed_over(waiting.council.posts.get(slug="monitoring"), successor, on=TODAY)
    assert "owner" in waiting.told(time_machine, last + timedelta(days=1))


def test_a_week_in_one_message_or_none_by_choice(waiting, time_machine):
    for name, choice in {"clerk": "weekly", "scrutiny": "none"}.items():
        User.objects.filter(pk=waiting.people[name].pk).update(reminders=choice)
    last = TODAY + timedelta(days=30)
    waiting.serve(last)
    assert waiting.told(time_machine, last - timedelta(days=10)) == ["support"]
    mail.outbox.clear()
    for _ in range(2):
        call_command("run_schedule", verbosity=0)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["clerk@example.org"], "This week: 1 answer awaited")
    ]


def test_what_could_not_be_sent_is_tried_again(waiting, time_machine, settings):
    last = TODAY + timedelta(days=5)
    waiting.serve(last)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="3 messages could not be sent"):
        call_command("run_schedule")
    assert not NoticeAlert.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(waiting.told(time_machine, TODAY)) == 3


def test_the_page_of_the_notices_says_who_was_told_and_when_the_next_goes(
    waiting, time_machine, client
):
    last = TODAY + timedelta(days=30)
    waiting.serve(last)
    waiting.told(time_machine, last - timedelta(days=10))
    client.force_login(waiting.people["clerk"])
    at = [waiting.council.slug, waiting.report.slug]
    page = " ".join(client.get(reverse("recommendations:notice_list", args=at)).text.split())
    assert f"{last - timedelta(days=10):%-d %B %Y}</time>, 3 people" in page
    assert "Next alert" in page
    assert f"{last + timedelta(days=1):%-d %B %Y}" in page


def test_whoever_reads_no_report_is_told_of_none(waiting, time_machine):
    last = TODAY + timedelta(days=30)
    waiting.serve(last)
    assert "administrator" not in waiting.told(time_machine, last + timedelta(days=1))
