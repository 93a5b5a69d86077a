"""Events, what hangs on them, and entering their days."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Event, EventDay, Recommendation
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import events
from tests.factories import (
    EventFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(council) -> Event:
    return EventFactory(council=council, name="approval of this report")


@pytest.fixture
def waiting(council, event) -> Recommendation:
    """Asked within six months of the event, in a report of 1 March 2024."""
    recommendation = RecommendationFactory(
        report=ReportFactory(council=council),
        asked=Due(
            shape=Shape.WITHIN,
            n=6,
            unit=Unit.MONTHS,
            event=event.key,
            words="within six months",
        ),
    )
    WordingFactory(recommendation=recommendation)
    return recommendation


def page(name: str, event: Event) -> str:
    return reverse(f"recommendations:{name}", args=[event.council.slug, event.slug])


TYPED = {
    "kind": "happened",
    "day_day": "2",
    "day_month": "5",
    "day_year": "2024",
    "source": "The minutes of Cabinet",
    "do": "save",
}


def enter(client, event, *, follow=False, **typed):
    form = whole(client.get(page("event_day", event)), {**TYPED, **typed})
    return client.post(page("event_day", event), form, follow=follow)


def test_the_list_says_what_hangs_on_each_event(client, sign_in, event, waiting):
    sign_in(Role.MEMBER)
    text = client.get(reverse("recommendations:event_list", args=[event.council.slug])).text
    assert "Approval of this report" in text
    assert "Not known yet" in text
    assert waiting.address in text


def test_without_a_day_there_is_no_date(client, sign_in, event, waiting):
    sign_in(Role.MEMBER)
    text = client.get(page("event", event)).text
    assert "within six months" in text
    assert "No date until its day is known" in text


def test_a_day_entered_gives_the_dates_that_hang_on_it(client, sign_in, event, waiting):
    person = sign_in(Role.CLERK)
    answer = enter(client, event, follow=True)
    assert 'Happened <time datetime="2024-05-02">' in answer.text
    assert 'Due <time datetime="2024-11-02">' in answer.text
    entered = EventDay.objects.get()
    assert (entered.by, entered.on) == (person, timezone.localdate())
    assert (entered.kind, entered.day, entered.source) == (
        "happened",
        date(2024, 5, 2),
        "The minutes of Cabinet",
    )


def test_working_days_leave_out_the_bank_holidays_of_the_nation(client, sign_in, event, waiting):
    waiting.asked = Due(shape=Shape.WITHIN, n=2, unit=Unit.WORKING_DAYS, event=event.key)
    waiting.save(update_fields=["asked"])
    sign_in(Role.CLERK)
    of_event = enter(client, event, follow=True, day_day="28", day_month="3").text
    of_waiting = client.get(waiting.get_absolute_url()).text
    for page_of in (of_event, of_waiting):
        assert 'Due <time datetime="2024-04-03">' in page_of
        assert ", not counting weekends, Good Friday and Easter Monday" in page_of


def test_the_dates_can_be_seen_before_anything_is_saved(client, sign_in, event, waiting):
    sign_in(Role.CLERK)
    answer = enter(client, event, do="show")
    assert "not yet saved" in answer.text
    assert 'Due <time datetime="2024-11-02">' in answer.text
    assert 'value="The minutes of Cabinet"' in answer.text
    assert not EventDay.objects.exists()


def test_what_is_refused_is_kept_as_it_was_typed(client, sign_in, event, waiting):
    sign_in(Role.CLERK)
    answer = enter(client, event, day_year="2014")
    assert answer.status_code == 400
    assert "Is it the year you meant?" in answer.text
    assert 'value="2014"' in answer.text
    assert 'value="The minutes of Cabinet"' in answer.text
    assert not EventDay.objects.exists()


def test_a_form_sent_twice_is_one_entry(client, sign_in, event, waiting):
    sign_in(Role.CLERK)
    form = whole(client.get(page("event_day", event)), TYPED)
    first, second = [client.post(page("event_day", event), form) for _ in range(2)]
    assert (first.status_code, first.url) == (303, page("event", event))
    assert second.url == first.url
    assert EventDay.objects.count() == 1


def test_each_form_has_a_token_of_its_own(client, sign_in, event, waiting):
    sign_in(Role.CLERK)
    tokens = {client.get(page("event_day", event)).context["token"] for _ in "12"}
    assert len(tokens) == 2


@pytest.mark.parametrize("token", ["", "a-token"])
def test_a_form_that_is_not_of_this_page_and_person_enters_nothing(
    client, sign_in, event, waiting, token
):
    sign_in(Role.CLERK)
    answer = client.post(page("event_day", event), {**TYPED, "token": token})
    assert answer.status_code == 400
    assert 'value="The minutes of Cabinet"' in answer.text
    assert not EventDay.objects.exists()


def test_a_later_entry_stands_and_the_earlier_one_stays(client, sign_in, event, waiting):
    events.enter_day(
        event=event, kind="expected", day=date(2024, 4, 1), by=UserFactory(), on=date(2024, 3, 2)
    )
    sign_in(Role.CLERK)
    text = enter(client, event, follow=True).text
    assert text.index("Happened") < text.index("Expected")
    assert text.count("this one stands") == 1


def test_a_day_entered_by_a_reader_is_refused(client, sign_in, event, waiting):
    sign_in(Role.MEMBER)
    assert client.post(page("event_day", event), TYPED).status_code == 403
    assert "Enter its day" not in client.get(page("event", event)).text
