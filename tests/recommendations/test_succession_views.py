"""Handing over in the browser: who is asked what, and who reads what afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse

from recommendations.models import (
    Body,
    Membership,
    Milestone,
    PartTwoGrant,
    Post,
    Recommendation,
    Remit,
    Succession,
    Viewer,
)
from recommendations.reading.successions import PER_PAGE
from recommendations.rules.roles import Role
from recommendations.services import meetings
from recommendations.services.classification import grant_part_two
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    MembershipFactory,
    PositionFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    add_many,
)
from tests.recommendations.acting import promised
from tests.recommendations.handing_over import (
    LAST,
    ON,
    TODAY,
    WHY,
    environment_committee,
    handed_over,
    watches,
)


@pytest.fixture
def old(council) -> Body:
    return environment_committee(council)


@pytest.fixture
def new(council) -> Body:
    return BodyFactory(council=council, name="Place Committee", slug="place")


def address_of(old, *to, on=ON) -> str:
    name, kind = ("post_hand_over", "post") if isinstance(old, Post) else ("body_hand_over", "body")
    page = reverse(f"recommendations:{name}", kwargs={"council": old.council.slug, kind: old.slug})
    names = zip(("to", "second", "third"), to, strict=False)
    asked = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    asked |= {name: one if isinstance(one, str) else one.slug for name, one in names}
    return f"{page}?{'&'.join(f'{name}={value}' for name, value in asked.items())}"


def sent_along(page) -> dict[str, str]:
    sheet = page.context["sheet"]
    return {
        "token": page.context["token"],
        "follows": page.context["left"].seen,
        **dict(sheet.as_sent),
    }


def test_hundreds_are_split_by_report_and_by_ticks_and_handed_over_once(
    client, sign_in, old, new, django_assert_max_num_queries
):
    """Few fields are sent however many items there are, and what a page chose stays chosen."""
    report = ReportFactory(council=old.council, title="Flooding", published_on=LAST)
    Remit.objects.create(body=old, report=report)
    many = add_many(report, 450)
    other = BodyFactory(council=old.council, name="People Committee")
    scrutiny = sign_in(Role.SCRUTINY_OFFICER)
    address = address_of(old, new, other)
    page = client.get(address)
    assert page.text.count('name="item"') == PER_PAGE
    assert "453 items were open" in page.text
    assert "1 closed item passes on too, with its report or theme, else to Place" in page.text

    ticked = page.context["sheet"].rows[0].item.recommendation
    page = client.post(address, sent_along(page) | {"item": [ticked.pk], "page": "2"})
    assert page.context["sheet"].ticks == {ticked.pk}
    page = client.post(address, sent_along(page) | {"do": "give", "heir": str(other.pk)})
    waste = Recommendation.objects.filter(report__slug="waste").first().report
    by_report = {"do": "give", "some": f"report-{waste.pk}", "heir": str(other.pk)}
    page = client.post(address, sent_along(page) | by_report)
    assert page.context["sheet"].shares == [(new, 450), (other, 3)]
    typed = sent_along(page) | {"do": "hand over", "why": WHY, "ends": "on"}
    with django_assert_max_num_queries(120):
        done = client.post(address, typed)
    assert done.status_code == 303
    assert client.post(address, typed).url == done.url
    assert Succession.objects.count() == 2
    assert len(watches(new, TODAY)) == 451
    assert watches(other, TODAY) == {ticked.address, "Waste-1", "Waste-2"}
    assert many[-1].address in watches(new, TODAY)
    assert Succession.objects.first().by == scrutiny
    assert client.get(done.url).text.count("Not rated") >= 450


def test_whoever_comes_second_looks_at_it_anew(client, sign_in, old, new):
    sign_in(Role.SCRUTINY_OFFICER)
    address = address_of(old, new, "other")
    assert "Choose one from the list" in client.get(address).text
    address = address_of(old, new, BodyFactory(council=old.council))
    page = client.get(address)
    nothing = client.post(address, sent_along(page) | {"do": "give", "heir": str(new.pk)})
    assert "Tick what goes to another" in nothing.text
    unsaid = client.post(address, sent_along(page) | {"do": "hand over", "why": ""})
    assert (unsaid.status_code, "Say why" in unsaid.text) == (400, True)
    PositionFactory(
        recommendation=Recommendation.objects.get(address="Waste-1"),
        status="achieved",
        closes="implemented",
        on=LAST,
    )
    typed = {"do": "hand over", "why": WHY}
    second = client.post(address, sent_along(page) | typed)
    assert second.status_code == 409
    assert "has changed since you looked" in second.text
    assert WHY in second.text
    assert not Succession.objects.exists()
    assert client.post(address, sent_along(second) | typed).status_code == 303
    assert watches(new, TODAY) == {"Roads-1", "Roads-2", "Waste-1", "Waste-2"}
    after = client.get(address)
    assert (after.status_code, "was handed over from" in after.text) == (400, True)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("environment", "Environment Committee cannot come after itself."),
        ("", "Choose who comes after it"),
        ("elsewhere", "Choose one from the list"),
        ("%00", "Choose one from the list"),
    ],
)
def test_a_successor_that_cannot_be_is_refused_beside_it(client, sign_in, old, new, to, said):
    BodyFactory(council=CouncilFactory(), slug="elsewhere")
    sign_in(Role.SCRUTINY_OFFICER)
    page = client.get(address_of(old, to))
    assert page.status_code == 400
    assert said in page.text


def test_an_administrator_is_told_references_and_no_words(client, sign_in, old, new):
    sign_in(Role.ADMINISTRATOR)
    address = address_of(old, new)
    page = client.get(address)
    assert "Roads-1" in page.text
    assert "mend its roads" not in page.text
    done = client.post(address, sent_along(page) | {"do": "hand over", "why": WHY})
    assert done.url == reverse("recommendations:body", args=[old.council.slug, old.slug])
    assert WHY in client.get(done.url).text
    audit = client.get(reverse("recommendations:audit", args=[old.council.slug])).text
    assert "Environment Committee to Place Committee" in audit


@pytest.fixture
def secret(old) -> Recommendation:
    """Exempt, in the report about roads, with a milestone that is exempt itself."""
    made = RecommendationFactory(
        report=Recommendation.objects.get(address="Roads-1").report,
        address="Secret-1",
        classification="exempt",
        exempt_paragraphs="2",
        public_interest="It would name a child.",
    )
    promised(made, due=TODAY)
    return made


def cleared(body) -> Membership:
    """A clerk with leave to read this body's exempt matter."""
    clerk = MembershipFactory(council=body.council, role=Role.CLERK)
    until = TODAY + timedelta(days=9)
    given = {"until": until, "reason": "Sits on it", "by": UserFactory()}
    grant = grant_part_two(membership=clerk, body=body, **given)
    PartTwoGrant.objects.filter(pk=grant.pk).update(confirmed_by=UserFactory())
    return clerk


def reads(clerk, secret) -> tuple[bool, bool]:
    """Whether they may read the recommendation, and its milestone."""
    viewer = Viewer.of(clerk.user, secret.council.slug, today=TODAY)
    return (
        Recommendation.objects.visible_to(viewer).filter(pk=secret.pk).exists(),
        Milestone.objects.visible_to(viewer).filter(recommendations=secret).exists(),
    )


def test_what_somebody_may_not_read_passes_on_unsaid_and_a_grant_does_not(
    client, sign_in, old, new, secret
):
    clerk = cleared(old)
    meetings.call_meeting(body=old, day=TODAY + timedelta(days=3))
    sign_in(Role.SCRUTINY_OFFICER)
    address = address_of(old, new)
    page = client.get(address)
    assert "Secret-1" not in page.text
    assert "3 items were open" in page.text
    assert "1 meeting still to come" in page.text
    assert "nobody reads more by a hand-over" in page.text
    assert reads(clerk, secret) == (True, True)
    done = client.post(address, sent_along(page) | {"do": "hand over", "why": WHY})
    assert "Secret-1" in watches(new, TODAY)
    assert "Secret-1" not in client.get(done.url).text
    assert reads(clerk, secret) == (False, False)


def test_after_a_split_each_reads_what_its_own_body_watches(old, new, secret):
    other = BodyFactory(council=old.council)
    first, second = cleared(new), cleared(other)
    handed_over(old, new, other, instead={secret.pk: other})
    assert reads(first, secret) == (False, False)
    assert reads(second, secret) == (True, True)
