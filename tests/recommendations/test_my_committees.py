"""A member's page: their committees, what is late in each, and what changed since it last met."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from recommendations.models import Recommendation, Standing, Viewer
from recommendations.reading.my_committees import late_in
from recommendations.rules.ratings import Rag
from recommendations.rules.roles import Role
from recommendations.services import (
    councils,
    milestones,
    positions,
    responses,
    standings,
    wordings,
)
from recommendations.services.chosen_committees import choose_committees
from tests.factories import CouncilFactory, MembershipFactory
from tests.recommendations.acting import send
from tests.reports.register import AS_AT, KNOWN_AT, PUBLISHED, Roads, on

MET = date(2024, 10, 15)


@pytest.fixture(scope="module")
def only_roads(module_rows) -> Roads:
    """Its committee met when the report was published, and when R10 was closed."""
    with module_rows.unblock(), on(AS_AT):
        return Roads(CouncilFactory())


@pytest.fixture
def roads(only_roads, db, time_machine) -> Roads:
    time_machine.move_to(datetime.combine(AS_AT, time(12), tzinfo=UTC))
    return only_roads


@pytest.fixture
def member(roads) -> Client:
    client = Client()
    client.force_login(MembershipFactory(council=roads.council, role=Role.MEMBER).user)
    return client


def address_of(roads: Roads, name: str = "my_committees") -> str:
    return reverse(f"recommendations:{name}", args=[roads.council.slug])


def page_of(roads: Roads, client: Client, **asked: str) -> str:
    return " ".join(
        client.get(address_of(roads), asked).text.replace("\N{NO-BREAK SPACE}", " ").split()
    )


def test_what_slipped_and_what_came_since_it_last_met(roads, member):
    page = page_of(roads, member)
    assert "you have chosen none, so here is every committee" in page.lower()
    assert "Red (2)" in page, "R1, which was late by less when it met, and R3"
    assert "Overdue by 70 days" in page
    assert "Amber when it met." in page
    assert "Newly red or amber (1)" in page, "R2"
    assert "Newly reported complete (1)" in page
    assert "Fewer complaints." in page
    assert "No response was given, no date was moved, nothing was closed" in page
    assert "compare_day=15&amp;compare_month=10&amp;compare_year=2024" in page


def test_looking_back_to_the_meeting_before(roads, member):
    page = page_of(roads, member, since=PUBLISHED.isoformat())
    assert "Responses given (1)" in page
    assert "Dates moved (1)" in page
    assert "From 31 July 2024 to 31 January 2025" in strip_tags(page)
    assert "With the portfolio holder’s leave" in page
    assert "Closed or reopened (1)" in page
    assert "resolution 34" in page


def test_words_amended_lead_to_the_words_before(roads, member):
    with on(date(2024, 11, 5)) as day:
        amended = wordings.word(
            recommendation=roads.recommendation[2],
            printing="amended",
            text="That road number 2 be mended well.",
            by=roads.clerk,
            on=day,
        )
    page = page_of(roads, member)
    anchor = f"{roads.recommendation[2].get_absolute_url()}#amended-{amended.pk}"
    assert f'href="{anchor}"' in page
    assert f'id="amended-{amended.pk}"' in member.get(anchor).text


def test_what_was_reopened_is_told_and_a_judgement_that_closes_nothing_is_not(roads, member):
    for day, status in ((date(2024, 11, 1), "Not achieved"), (date(2024, 11, 2), "Monitoring")):
        with on(day):
            positions.take_position(
                recommendation=roads.recommendation[10], status=status, by=roads.clerk, on=day
            )
    page = page_of(roads, member)
    assert "Closed or reopened (1)" in page
    assert "Reopened</strong>, “Not achieved”" in page


def test_what_was_entered_after_the_meeting_counts_as_new_and_says_so(roads, member):
    """Version 2 was given before the committee met, and the register heard of it after."""
    with on(AS_AT - timedelta(days=1)):
        later = responses.enter_response(report=roads.report, body=roads.executive)
        responses.reach_stage(
            response=later, stage="given", by=roads.clerk, on=MET - timedelta(days=1)
        )
    page = strip_tags(page_of(roads, member))
    assert "Responses given (1)" in page
    assert "Version 2: what changed in it" in page
    assert "Recorded on 9 December 2024" in page


def test_the_stored_segment_and_the_rules_say_the_same_of_that_day(roads):
    """What nobody touched since has its rating of that day stored; the rest is rated anew."""

    def then() -> dict[str, Rag | None]:
        late = late_in(viewer, roads.committee, met=MET, today=AS_AT, now=KNOWN_AT)
        return {one.standing.recommendation.address: one.then for one in late.rows}

    viewer = Viewer.member(roads.council)
    every = list(Recommendation.objects.values_list("pk", flat=True))
    standings.rewrite(every, today=PUBLISHED)
    assert Standing.objects.on(MET).count() == len(every)
    stored = then()
    standings.rewrite(every, today=AS_AT)
    assert not Standing.objects.on(MET).exists()
    assert then() == stored == {"R1": Rag.AMBER, "R2": Rag.GREEN, "R3": Rag.RED}


def test_without_a_meeting_it_says_what_is_missing(roads, member):
    other = roads._body("committee", "Parks Committee")
    page = page_of(roads, member, committee=other.slug)
    assert "No meeting of it before today is entered" in page
    assert "Nothing that it watches is red." in page
    assert "there is no day to compare with" in page


@pytest.mark.parametrize(
    "asked", [{"committee": "no-such"}, {"since": "1999-01-01"}, {"since": "x"}]
)
def test_another_committee_or_day_than_those_offered_is_not_found(roads, member, asked):
    assert member.get(address_of(roads), asked).status_code == 404


def test_choosing_ones_committees(roads, member):
    """Chosen twice, nothing more is written; each choice and its end stay in the audit."""
    parks = roads._body("committee", "Parks Committee")
    address = address_of(roads, "committees_choose")
    for _ in range(2):
        sent = send(member, address, committees=[parks.slug, roads.committee.slug])
        assert (sent.status_code, sent.url) == (303, address_of(roads))
    page = page_of(roads, member)
    assert "2 committees of your choice" in page
    assert page.index("Parks Committee") < page.index("Roads Select Committee")
    assert "Not yet" in page
    refused = send(member, address, committees=["cabinet"])
    assert refused.status_code == 400
    assert "Choose from the committees listed" in refused.text
    send(member, address, committees=[roads.committee.slug])
    assert "1 committee of your choice" in page_of(roads, member)
    scrutiny = Client()
    scrutiny.force_login(MembershipFactory(council=roads.council, role=Role.SCRUTINY_OFFICER).user)
    audit = scrutiny.get(reverse("recommendations:audit", args=[roads.council.slug])).text
    assert audit.count("Chosen committee") == 3
    assert "Every committee" not in page_of(roads, scrutiny).lower(), "a choice is one's own"


def test_what_one_chose_in_another_council_stays_as_it_is(roads, member):
    user = MembershipFactory(council=roads.council).user
    elsewhere = councils.establish_body(
        council=MembershipFactory(user=user).council, kind="committee", name="Other", slug="other"
    )
    choose_committees(person=user, council=elsewhere.council, bodies=[elsewhere])
    choose_committees(person=user, council=roads.council, bodies=[])
    assert user.chosen_committees.get().body == elsewhere


def test_the_list_is_narrowed_to_what_a_committee_watches(roads, member):
    parks = roads._body("committee", "Parks Committee")
    address = reverse("recommendations:recommendation_list", args=[roads.council.slug])
    assert "11 of 11 found" in member.get(address, {"committee": roads.committee.slug}).text
    assert "0 of 11 found" in member.get(address, {"committee": parks.slug}).text


@pytest.mark.any_database  # how often it asks is decided before
def test_it_asks_as_often_for_one_as_for_many(roads, member):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(roads, member, since=PUBLISHED.isoformat())
        return len(queries)

    one = asked()
    with on(date(2024, 11, 20)):
        for n in range(12, 20):
            roads.recommendation[n] = roads.recommend(n)
            roads.answer(n, "accepted")
            step = roads.promise(n, date(2024, 11, 22))
            change = milestones.ask_for_new_date(
                milestone=step,
                to_day=date(2024, 11, 25),
                reason="Rain",
                by=roads.officer,
                on=date(2024, 11, 20),
            )
            milestones.decide_new_date(
                asked=change,
                decision="granted",
                leave="By letter",
                by=roads.clerk,
                on=date(2024, 11, 20),
            )
    assert asked() == one
