"""One of each thing that the invented council has not come to yet, though a council will."""

from datetime import timedelta

from django.utils import timezone

from recommendations.models import Body, Council, Membership, Recommendation, User
from recommendations.rules.roles import Role
from recommendations.services import classification, meetings, people
from reports import store
from reports.models import Publication
from reports.services import packs

SLUG = "marlshire"
REPORT = "living-at-home-for-longer"


def person(name: str) -> User:
    """Somebody of the invented council, by what follows its name in the user name."""
    return User.objects.get(username=f"{SLUG}-{name}")


def issued() -> Publication:
    """The one pack that is issued."""
    return Publication.objects.get(council__slug=SLUG)


def one_of_each() -> None:
    council = Council.objects.get(slug=SLUG)
    people.invite(
        council=council,
        email="jo.bloggs@marlshire.example",
        first_name="Jo",
        last_name="Bloggs",
        roles=[Role.MEMBER],
        by=person("administrator"),
    )
    classification.grant_part_two(
        membership=Membership.objects.get(user=person("clerk-and-scrutiny"), role=Role.CLERK),
        body=Body.objects.get(council=council, slug="place-scrutiny-committee"),
        until=timezone.localdate() + timedelta(days=90),
        reason="Advises the committee from May",
        by=person("administrator"),
    )
    meetings.take_position(
        recommendation=Recommendation.objects.get(
            report__council=council, report__slug=REPORT, address="R2"
        ),
        status="Monitoring",
        by=person("clerk"),
        on=timezone.localdate(),
    )
    issue_a_pack(council)


def issue_a_pack(council: Council) -> None:
    """Of the council's next meeting; its PDF is not set, since no page shows it."""
    today, now = timezone.localdate(), timezone.now()
    committee = Body.objects.get(council=council, slug="people-scrutiny-committee")
    meeting = meetings.call_meeting(
        body=committee, day=today + timedelta(days=10), place="Committee Room 2, Marl House"
    )
    item = meetings.add_item(meeting=meeting, title="Progress of recommendations", number="7")
    report = council.reports.get(slug=REPORT)
    packs.put_under(item=item, kind="schedule", report=report)
    packs.put_under(item=item, kind="exception report", committee=committee)
    packs.put_under(item=item, kind="response schedule", response=report.responses.first())
    of_what = {"audience": "public", "as_at": today, "known_at": now}
    packs.ask_to_issue(meeting=meeting, by=person("clerk"), key="asked for", **of_what)
    packs.publish(
        packs.Asked(meeting, **of_what),
        packs.preview(meeting, **of_what),
        store.put(b"%PDF-1.7 of a pack"),
        by=person("clerk"),
    )
