"""What has been open longest is reviewed, and taken on to a meeting that decides."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import PartTwoGrant, Remit, Standing
from recommendations.reading.open_longest import MOST, how_long
from recommendations.rules.deadlines import months_after
from recommendations.rules.roles import Role
from recommendations.services import meetings, positions, progress, standings
from recommendations.services.change import change
from recommendations.services.classification import classify
from tests.factories import (
    BodyFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
    add_many,
)
from tests.recommendations.acting import hidden

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LONG_AGO = months_after(TODAY, -72)
DECIDED = {"status": "Discharged", "closes": "overtaken", "reference": "34", "text": ""}


class Place:
    """Roads, of six years ago, which a committee watches: R1 to R3; Drains, of three, with D1."""

    def __init__(self, council):
        self.council = council
        self.by = UserFactory()
        self.post = PostFactory(council=council, title="Head of Roads")
        self.committee = BodyFactory(council=council, name="Roads Committee")
        self.roads = ReportFactory(council=council, title="Roads", published_on=LONG_AGO)
        self.drains = ReportFactory(
            council=council, title="Drains", published_on=months_after(TODAY, -36)
        )
        Remit.objects.create(body=self.committee, report=self.roads)
        with change() as touched:
            self.made = {f"R{n}": self.recommended(self.roads, f"R{n}") for n in (1, 2, 3)}
            self.made["D1"] = self.recommended(self.drains, "D1")
            touched.touch(*self.made.values())
        met = meetings.call_meeting(body=self.committee, day=TODAY - timedelta(days=1))
        self.item = meetings.add_item(meeting=met, title="Roads: progress", number="7")

    def recommended(self, report, address, **more):
        row = RecommendationFactory(report=report, address=address, **more)
        WordingFactory(recommendation=row, text=f"That {address} be done.")
        return row

    def report(self, address, *, months_ago, **more):
        return progress.submit_update(
            recommendation=self.made[address],
            by=self.by,
            on=months_after(TODAY, -months_ago),
            stated="green",
            post=self.post,
            **more,
        )

    def says(self, address, status, *, months_ago, closes=""):
        return positions.take_position(
            recommendation=self.made[address],
            status=status,
            closes=closes,
            by=self.by,
            on=months_after(TODAY, -months_ago),
        )

    @property
    def page(self):
        return reverse("recommendations:open_longest", args=[self.council.slug])


@pytest.fixture
def place(council):
    return Place(council)


@pytest.fixture
def listed(client, place):
    def ask(**asked):
        page = client.get(place.page, asked)
        assert page.status_code == 200
        return [row.item.address for row in page.context["found"].rows]

    return ask


def test_the_oldest_are_chosen_and_decided_on_at_a_meeting(client, sign_in, place, listed):
    sign_in(Role.CLERK)
    place.report("R2", months_ago=4)
    place.says("R3", "Achieved", closes="implemented", months_ago=30)
    assert listed() == ["R1", "R2", "D1"]
    assert listed(years=5) == ["R1", "R2"]
    assert listed(years=0, months=6, sort="silence") == ["R1", "D1"]
    assert listed(committee=place.committee.slug, sort="silence") == ["R1", "R2"]
    page = client.get(place.page, {"committee": place.committee.slug, "item": place.item.pk})
    assert 'name="one"' in page.text
    assert "Head of Roads; 4 months ago" in page.text
    deciding = reverse(
        "recommendations:discharge", args=[place.council.slug, place.item.meeting_id, place.item.pk]
    )
    assert f'action="{deciding}"' in page.text
    ones = [place.made[address].pk for address in ("R1", "R2", "R3", "D1")]
    page = client.get(deciding, {"of": "chosen", "one": [*ones, "x", "9" * 30]})
    assert "2 of those chosen are not listed" in page.text, "closed, and not theirs"
    ticked = page.context["form"]["ticked"].value()
    assert len(ticked) == 2
    form = {"token": hidden(page, "token"), "ticked": ticked, **DECIDED}
    assert client.post(page.wsgi_request.get_full_path(), form).status_code == 303
    assert listed() == ["D1"]
    page = client.get(deciding, {"of": "chosen"})
    assert "Nothing is chosen that can be decided on." in page.text


def test_a_member_reads_it_and_chooses_nothing(client, sign_in, place, listed):
    sign_in(Role.MEMBER)
    place.says("R1", "Achieved", closes="implemented", months_ago=50)
    place.says("R1", "Not good enough", months_ago=30)
    assert listed() == ["R2", "R3", "D1", "R1"]
    page = client.get(place.page, {"committee": place.committee.slug})
    assert "Reopened; 2 years" in page.text
    assert "Not good enough" in page.text
    assert "To be decided under" not in page.text
    page = client.get(place.page, {"committee": place.committee.slug, "item": place.item.pk})
    assert "Choose an item of the committee’s agenda from the list" in page.text


def test_what_a_reader_may_not_read_counts_for_nothing(client, place, listed):
    """Neither an update nor a reopening; whoever has leave to read the update goes by it."""
    reader, reads = (
        MembershipFactory(council=place.council, role=Role.CLERK).user for _ in range(2)
    )
    PartTwoGrant.objects.create(
        membership=reads.memberships.get(),
        body=place.committee,
        until=TODAY + timedelta(days=9),
        reason="Clerk",
        given_by=UserFactory(),
        confirmed_by=UserFactory(),
    )
    part = place.recommended(place.roads, "R2(a)", parent=place.made["R2"], part_kind="listed")
    of_part = progress.submit_update(recommendation=part, by=place.by, on=TODAY, stated="green")
    of_r1 = place.report("R1", months_ago=2)
    place.says("R3", "Achieved", closes="implemented", months_ago=50)
    reopened = place.says("R3", "Not good enough", months_ago=3)
    client.force_login(reader)
    assert listed(months=12, sort="silence") == ["D1"]
    said = {"to": "exempt", "by": place.by, "reason": "Names a firm"}
    for row in (of_r1, part, reopened):
        classify(row=row, paragraphs="3", public_interest="A contract", **said)
    assert of_part.classification == "open"
    assert listed(months=12, sort="silence") == ["R1", "R2", "R3", "D1"]
    assert "Never" in client.get(place.page).text
    client.force_login(reads)
    assert listed(months=12, sort="silence") == ["R3", "D1"]
    assert standings.differences(place.council, today=TODAY) == []
    row = place.made["R1"]
    classify(row=row, paragraphs="3", public_interest="A contract", **said)
    client.force_login(reader)
    assert "R1" not in listed()


def test_an_older_site_is_upgraded_with_since_when(place):
    migration = import_module("recommendations.migrations.0014_standings_age")
    place.report("R1", months_ago=4)
    place.report("R2", months_ago=40)
    for closes, months in (("implemented", 50), ("", 30), ("overtaken", 20), ("", 10)):
        place.says("R2", "So", closes=closes, months_ago=months)
    place.says("R3", "Achieved", closes="implemented", months_ago=30)
    Standing.objects.update(open_since=None, quiet_since=None)
    migration.standings_tell_since_when(apps, None)
    assert standings.differences(place.council, today=TODAY) == []


def test_it_asks_the_database_no_more_for_many_and_lists_the_first(client, sign_in, place, listed):
    sign_in(Role.CLERK)

    def asked():
        with CaptureQueriesContext(connection) as made:
            listed(committee=place.committee.slug)
        return len(made)

    few = asked()
    add_many(place.roads, MOST)
    assert asked() == few
    page = client.get(place.page)
    assert len(page.context["found"].rows) == MOST
    assert f"The first {MOST} of more." in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"years": "x"}, "Choose a number of years from the list"),
        ({"months": "9" * 40}, "Choose a number of months from the list"),
        ({"sort": "status"}, "Choose what comes first from the list"),
        ({"committee": "cabinet"}, "Choose a committee from the list"),
        ({"item": "1"}, "Choose an item of the committee’s agenda from the list"),
    ],
)
def test_what_is_not_offered_is_told(client, sign_in, place, typed, sentence):
    sign_in(Role.CLERK)
    page = client.get(place.page, typed)
    assert sentence in page.text
    assert "Put right what is marked in the form" in page.text


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (date(2026, 6, 1), "less than a month"),
        (date(2026, 5, 30), "1 month"),
        (date(2024, 7, 1), "23 months"),
        (date(2024, 6, 30), "2 years"),
    ],
)
def test_how_long_it_is(since, words):
    assert how_long(since, today=date(2026, 6, 30)) == words
