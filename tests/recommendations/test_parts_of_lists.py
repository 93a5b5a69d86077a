"""A list too long to number is read in stretches, on to its end and back again."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from recommendations.filters import ORDERS
from recommendations.models import ScrutinyReport, Standing, Viewer
from recommendations.reading.parts_of_lists import (
    COUNTED,
    FROM_THE_END,
    PER_PAGE,
    Counted,
    NoSuchPart,
    Part,
    counted,
    part_of,
)
from recommendations.rules.roles import Role
from tests.factories import MembershipFactory, ReportFactory, add_many

pytestmark = pytest.mark.django_db

SECOND = 60
LENGTH = COUNTED + SECOND


@pytest.fixture(scope="module")
def _long(module_rows) -> None:
    """One report longer than is counted, and a newer and shorter one, which comes before it."""
    with module_rows.unblock():
        report = ReportFactory(published_on="2024-01-01", slug="long")
        add_many(report, COUNTED)
        add_many(ReportFactory(council=report.council, slug="second"), SECOND)


@pytest.fixture
def council(_long, db):
    return ScrutinyReport.objects.get(slug="long").council


@pytest.fixture
def found(council):
    member = Viewer.of(
        MembershipFactory(council=council).user, council.slug, today=timezone.localdate()
    )
    return lambda order: (
        Standing.objects.visible_to(member).on(timezone.localdate()).counted().order_by(order)
    )


@pytest.fixture
def part(found):
    count = Counted(LENGTH)
    return lambda order="worst_first", **asked: part_of(
        found(order),
        QueryDict("&".join(f"{k}={v}" for k, v in asked.items())),
        count=count,
        order=order,
    )


def keys(part: Part) -> list[int]:
    return [row.pk for row in part.rows]


@pytest.mark.parametrize("order", ORDERS.values())
def test_every_row_once_in_its_order_on_to_the_end_and_back_again(found, part, order):
    whole = list(found(order).values_list("pk", flat=True))
    assert len(whole) == LENGTH

    here, on = part(order), []
    assert here.before == ""
    on += keys(here)
    while here.after:
        here = part(order, after=here.after)
        assert here.before
        on += keys(here)
    assert on == whole

    here, back = part(order, before=FROM_THE_END), []
    assert here.after == ""
    back = keys(here)
    while here.before:
        here = part(order, before=here.before)
        assert here.after
        back = keys(here) + back
    assert back == whole


def test_back_from_a_part_is_the_part_it_was_come_from(part):
    first = part()
    second = part(after=first.after)
    assert keys(part(before=second.before)) == keys(first)
    assert keys(part(after=part(before=second.before).after)) == keys(second)


def test_from_a_place_that_is_gone_it_goes_on_where_that_was(found, part):
    whole = list(found("worst_first"))
    gone = whole[PER_PAGE - 1]
    place = gone.worst_first
    gone.delete()
    assert keys(part(after=place)) == [row.pk for row in whole[PER_PAGE : 2 * PER_PAGE]]
    assert keys(part(before=place)) == [row.pk for row in whole[: PER_PAGE - 1]]


@pytest.mark.parametrize(
    "asked",
    [
        *({"after": place} for place in ("x", "1 OR 1=1", "9" * 61, "1'", "%00", "\u0661")),
        *({"after": place} for place in ("9", FROM_THE_END)),
        *({"before": place} for place in ("x", "0", "END", "-" * 61, "0-0001-01-01")),
        *({"page": page} for page in ("2", "0", "x", "81")),
    ],
)
def test_a_place_that_there_cannot_be_is_refused(part, asked):
    with pytest.raises(NoSuchPart):
        part(**asked)


@pytest.mark.parametrize(("number", "is_all"), [(0, True), (COUNTED, True), (COUNTED + 1, False)])
def test_pages_are_numbered_as_far_as_is_counted(number, is_all):
    assert Counted(number).is_all is is_all


def test_nothing_is_counted_further_than_it_says(found):
    assert str(counted(found("worst_first"))) == "more than 1,000"


def test_a_list_that_may_be_counted_has_numbers_and_knows_no_places(found):
    short = found("as_printed").filter(report__slug="second")
    page = part_of(short, QueryDict("page=3"), count=counted(short), order="as_printed")
    assert (page.numbers.number, len(page.rows)) == (3, SECOND - 2 * PER_PAGE)
    assert (page.before, page.after) == ("", "")
    with pytest.raises(NoSuchPart):
        part_of(short, QueryDict("page=4"), count=counted(short), order="as_printed")


def test_the_page_leads_on_and_back_with_what_was_asked(client, sign_in, council):
    sign_in(Role.MEMBER, council)
    address = reverse("recommendations:recommendation_list", args=[council.slug])
    first = client.get(address, {"sort": "printed", "rating": "not rated"})
    assert "More than 1,000 found" in first.text
    assert "before=" not in first.text
    assert (
        f"?rating=not+rated&amp;sort=printed&amp;after={first.context['page'].after}" in first.text
    )
    second = client.get(
        address,
        {"sort": "printed", "rating": "not rated", "after": first.context["page"].after},
    )
    assert f"before={second.context['page'].before}" in second.text
    assert client.get(address, {"after": "nowhere"}).status_code == 404
    assert client.get(address, {"page": "2"}).status_code == 404


def test_filters_reach_over_what_is_too_long_to_number(client, sign_in, council):
    sign_in(Role.MEMBER, council)
    address = reverse("recommendations:recommendation_list", args=[council.slug])
    response = client.get(address, {"report": "second"})
    assert f"{SECOND} of more than 1,000 found" in response.text
    assert response.context["page"].numbers.paginator.num_pages == 3
