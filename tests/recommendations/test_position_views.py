"""Recording the committee's position: going on, closing, reopening."""

from datetime import timedelta

import pytest
from django.urls import reverse

from recommendations.models import Position, Resolution
from recommendations.rules.wording import day_words
from recommendations.services import (
    positions,
)
from tests.recommendations.acting import TODAY, Acting, day_typed, hidden, promised, send, whole


@pytest.fixture
def page(acting: Acting) -> str:
    return acting.address("position")


def minuted(acting: Acting, **more: str) -> dict[str, str]:
    return {
        "status": "Monitoring",
        "closes": "",
        "minute": "another",
        "body": str(acting.committee.pk),
        **day_typed("met_on", TODAY - timedelta(days=1)),
        "reference": "34",
        "text": "That monitoring continues.",
        **more,
    }


@pytest.mark.parametrize("who", ["clerk", "scrutiny officer"])
def test_it_is_recorded_with_its_minute(acting, page, who):
    sent = send(acting.client_of(who), page, **minuted(acting))
    assert (sent.status_code, sent.url) == (303, acting.recommendation.get_absolute_url())
    position = Position.objects.get()
    assert (position.status, position.closes) == ("Monitoring", "")
    assert position.on == TODAY - timedelta(days=1)
    resolution = position.resolution
    assert (resolution.reference, resolution.kind) == ("34", "continue monitoring")
    assert resolution.item.title == acting.recommendation.report.title


@pytest.mark.parametrize("who", ["officer", "member", "administrator"])
def test_nobody_else_records_it(acting, page, who):
    assert acting.client_of(who).post(page, minuted(acting)).status_code == 403
    assert not Position.objects.exists()


def test_a_resolution_recorded_already_is_chosen(acting, page):
    resolved = acting.resolved()
    client = acting.client_of("clerk")
    assert "minute 12" in client.get(page).text
    chosen = {"status": "Achieved", "closes": "", "minute": str(resolved.pk)}
    assert send(client, page, **chosen).status_code == 303
    assert Position.objects.get().resolution == resolved
    assert Resolution.objects.count() == 1


def test_one_minute_is_written_once(acting, page):
    client = acting.client_of("clerk")
    send(client, page, **minuted(acting))
    send(client, page, **minuted(acting, status="Acceptable progress"))
    assert Position.objects.count() == 2
    assert Resolution.objects.count() == 1


def test_it_is_closed_for_a_reason_and_opened_again(acting, page):
    client = acting.client_of("clerk")
    closing = minuted(acting, status="Discharged", closes="implemented")
    assert send(client, page, **closing).status_code == 303
    assert acting.rating == "closed"
    assert "Open it again" in client.get(acting.recommendation.get_absolute_url()).text
    assert "It is opened again, or" in client.get(page).text
    assert send(client, page, **minuted(acting, reference="35")).status_code == 303
    assert acting.rating != "closed"
    kinds = list(Resolution.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["discharge", "reopen"]


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ({"status": ""}, "Say what the committee says"),
        ({"minute": ""}, "Choose the resolution, or enter another"),
        ({"reference": ""}, "Enter the minute reference"),
        (day_typed("met_on", TODAY + timedelta(days=2)), "has not come yet"),
    ],
)
def test_a_slip_is_told_and_what_was_typed_is_kept(acting, page, slip, sentence):
    answer = send(acting.client_of("clerk"), page, **minuted(acting, **slip))
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert "That monitoring continues." in answer.text
    assert not Position.objects.exists()


def test_a_minute_of_another_item_cannot_be_chosen(acting, page):
    other = Acting.made()
    theirs = other.resolved()
    chosen = {"status": "Achieved", "closes": "", "minute": str(theirs.pk)}
    assert send(acting.client_of("clerk"), page, **chosen).status_code == 400


def test_the_second_of_two_clerks_sees_both_and_chooses(acting, page):
    second = acting.client_of("scrutiny officer")
    form = whole(second.get(page), minuted(acting, status="Achieved", reference="36"))
    send(acting.client_of("clerk"), page, **minuted(acting, status="Progress not acceptable"))
    conflict = second.post(page, form)
    assert conflict.status_code == 409
    assert "Progress" in conflict.text
    assert Position.objects.count() == 1
    assert not Resolution.objects.filter(reference="36").exists()

    chosen = {name: hidden(conflict, name) for name in ("token", "follows", "conflict")}
    mine = {f"mine-{name}": value for name, value in form.items() if name not in chosen}
    assert second.post(page, {**chosen, **mine, "keep": "mine"}).status_code == 303
    newest = positions.latest_position(acting.recommendation)
    assert (newest.status, newest.resolution.reference) == ("Achieved", "36")
    assert newest.follows.status == "Progress not acceptable"


def test_to_keep_theirs_writes_nothing(acting, page):
    second = acting.client_of("scrutiny officer")
    form = whole(second.get(page), minuted(acting, status="Achieved"))
    send(acting.client_of("clerk"), page, **minuted(acting))
    conflict = second.post(page, form)
    chosen = {name: hidden(conflict, name) for name in ("token", "follows", "conflict")}
    assert second.post(page, {**chosen, "keep": "theirs"}).status_code == 303
    assert Position.objects.count() == 1


def test_what_is_opened_again_says_why_and_is_measured_from_then(acting, page):
    """Entered late, it is told of no earlier day; the closing and the old milestone stay."""
    client, address = acting.client_of("clerk"), acting.recommendation.get_absolute_url()
    closed, opened = TODAY - timedelta(days=200), TODAY - timedelta(days=100)
    old = promised(acting.recommendation, due=closed - timedelta(days=30), text="Survey them.")
    closing = minuted(acting, status="Discharged", closes="implemented")
    assert send(client, page, **{**closing, **day_typed("met_on", closed)}).status_code == 303
    again = {**minuted(acting, reference="35"), **day_typed("met_on", opened)}
    silent = send(client, page, **{**again, "text": ""})
    assert (silent.status_code, "Say why it is opened again" in silent.text) == (400, True)
    assert send(client, page, **{**again, "text": "It came apart."}).status_code == 303
    shown = client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Reopened on" in shown
    assert "It came apart." in shown
    assert "Closed: implemented." in shown, "the earlier closing stays readable"
    assert "Entered late" in shown
    assert "Survey them." in shown
    assert f"Before {day_words(opened)}, from which it is measured" in shown
    assert f"{old.original_due.day.year}</time>" in shown, "its original day stays"
    assert acting.rating == "amber", "only the milestone that lies after it is late"
    for day, told in ((closed, "Complete"), (opened, "Reopened on")):
        assert told in client.get(address, {"as_at": day.isoformat()}).text
    assert "Reopened on" not in client.get(address, {"as_at": closed.isoformat()}).text


def test_what_is_opened_again_is_never_late_at_once(acting, page):
    """Its only milestone was due before; nobody owes it any more."""
    client = acting.client_of("clerk")
    closing = minuted(acting, status="Discharged", closes="overtaken")
    assert send(client, page, **closing).status_code == 303
    assert send(client, page, **minuted(acting, reference="35")).status_code == 303
    assert acting.rating == "date needed"
    work = reverse("recommendations:my_work", args=[acting.council.slug])
    told = acting.client_of("officer").get(work).text
    assert "Overdue" not in told
    assert "Mend the roads." not in told
