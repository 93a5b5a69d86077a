"""What was resolved that a post is to do: owed, late, done, corrected and taken back."""

from datetime import timedelta
from re import findall

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from recommendations.models import ResolutionDone, ResolutionDraft, ResolutionUpdate, Viewer
from recommendations.reading.calendar import entries
from recommendations.reading.my_work import my_work
from recommendations.reading.rounds import resolutions_in
from recommendations.rules.roles import Role
from recommendations.services import (
    meetings,
    reminders,
    resolutions,
    rounds,
)
from recommendations.services.change import Refused
from recommendations.services.classification import classify
from recommendations.services.facts import correct_fact, take_fact_back
from recommendations.services.resolutions import record_done
from recommendations.services.submissions import Conflict
from tests.factories import MembershipFactory
from tests.recommendations.acting import TODAY, day_typed, hidden, send, whole

pytestmark = pytest.mark.django_db

MET = TODAY - timedelta(days=40)
DONE = {
    "done": "yes",
    "note": "The letter is sent.",
    "source": "Letter of the leader",
    **day_typed("on", TODAY),
}


@pytest.fixture
def resolved(acting):
    """The committee urged the head of roads to write by a day that has passed."""
    meeting = meetings.call_meeting(body=acting.committee, day=MET)
    return resolutions.resolve(
        item=meetings.add_item(meeting=meeting, title="Roads", number="5"),
        reference="12",
        kind="urge",
        text="That the minister be written to.",
        recommendation=acting.recommendation,
        owner=acting.post,
        due_on=TODAY - timedelta(days=3),
        by=acting.people["clerk"],
    )


@pytest.fixture
def page(acting, resolved):
    return reverse("recommendations:resolution", args=[acting.council.slug, resolved.pk])


def test_its_owner_finds_it_in_their_work_and_records_that_it_is_done(acting, resolved, page):
    officer, clerk = acting.client_of("deputy"), acting.client_of("clerk")
    work = reverse("recommendations:my_work", args=[acting.council.slug])
    report = acting.recommendation.report
    on_pages = [
        reverse("recommendations:meeting", args=[acting.council.slug, resolved.item.meeting_id]),
        reverse("recommendations:report", args=[acting.council.slug, report.slug]),
    ]
    assert page in officer.get(work).text
    assert "Overdue by 3 days" in officer.get(work).text
    assert all("Overdue by 3 days" in clerk.get(one).text for one in on_pages)
    rating = acting.rating
    assert send(officer, page, **DONE).status_code == 303
    row = ResolutionDone.objects.get()
    assert (row.resolution, row.note, row.on) == (resolved, "The letter is sent.", TODAY)
    assert acting.rating == rating, "it is not rated"
    assert page not in officer.get(work).text
    assert all("The letter is sent." in clerk.get(one).text for one in on_pages)
    told = clerk.get(acting.recommendation.get_absolute_url()).text
    assert "Done: what minute 12 asked" in told


def test_what_was_done_is_corrected_and_taken_back_and_recorded_anew(acting, resolved, page):
    officer = acting.client_of("officer")
    send(officer, page, **DONE)
    row = ResolutionDone.objects.get()
    correcting = acting.address("fact", "resolution-done", row.pk)
    assert correcting in officer.get(page).text
    undone = {"deed": "take back", "why": "It was another letter."}
    assert send(officer, correcting, **undone).status_code == 303
    assert send(officer, page, **{**DONE, "note": "Sent now."}).status_code == 303
    first, _, last = ResolutionDone.objects.order_by("pk")
    assert last.follows == first
    with pytest.raises(Refused, match="recorded as done: take that back first"):
        correct_fact(row=resolved, by=acting.people["clerk"], why="Misprint", reference="13")


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ({"done": None}, "Say whether it is done"),
        ({"note": ""}, "Say what was done"),
        (day_typed("on", TODAY + timedelta(days=1)), "has not come yet"),
        (day_typed("on", MET - timedelta(days=1)), "before the body met"),
        ({"source": "x" * 301}, "300 letters at most"),
    ],
)
def test_a_slip_is_told_and_what_was_typed_is_kept(acting, page, slip, sentence):
    answer = send(acting.client_of("officer"), page, **{**DONE, **slip})
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert not ResolutionDone.objects.exists()


def test_the_second_of_two_is_told_of_the_first_and_loses_nothing(acting, resolved, page):
    officer, clerk = acting.client_of("officer"), acting.client_of("clerk")
    form = whole(clerk.get(page), {**NOT_YET, "note": "A reply is expected."})
    send(officer, page, **NOT_YET)
    late = clerk.post(page, form)
    assert late.status_code == 409
    assert "said meanwhile how far it was on" in late.text
    assert "A reply is expected." in late.text
    assert clerk.post(page, whole(late, form | whole(late, {}))).status_code == 303
    assert ResolutionUpdate.objects.count() == 2
    form = whole(clerk.get(page), {**DONE, "note": "The reply came."})
    send(officer, page, **DONE)
    late = clerk.post(page, form)
    assert late.status_code == 409
    assert "recorded already that this was done" in late.text
    assert "The reply came." in late.text
    with pytest.raises(Conflict):
        record_done(resolution=resolved, note="Again", by=acting.people["clerk"], on=TODAY)
    assert ResolutionDone.objects.count() == 1


def test_only_who_is_to_act_and_who_takes_minutes_may_say_so(acting, resolved, page):
    assert acting.client_of("another officer").get(page).status_code == 403
    assert acting.client_of("member").get(page).status_code == 403
    assert acting.client_of("scrutiny officer").get(page).status_code == 200
    stranger = MembershipFactory(role=Role.CLERK).user
    acting.people["stranger"] = stranger
    assert acting.client_of("stranger").get(page).status_code == 404


NOT_YET = {**DONE, "done": "no", "note": "The letter is drafted.", "source": ""}


def test_it_is_asked_about_in_a_round_until_its_owner_has_answered(acting, resolved, page):
    for person in acting.people.values():
        person.email = f"{person.username}@example.org"
        person.save()
    done = resolutions.resolve(
        item=resolved.item, reference="13", kind="note", owner=acting.post, by=resolved.by
    )
    record_done(resolution=done, note="Noted", by=resolved.by, on=TODAY)
    later = meetings.call_meeting(body=acting.committee, day=TODAY + timedelta(days=28))
    round_ = rounds.plan_round(meeting=later, opens=TODAY, closes=TODAY + timedelta(days=14))
    officer, clerk = acting.client_of("officer"), acting.client_of("clerk")
    of_round = [acting.council.slug, round_.pk]
    grid, whole_round, late = (
        reverse(f"recommendations:{name}", args=of_round)
        for name in ("round_updates", "round", "round_late")
    )
    work = reverse("recommendations:my_work", args=[acting.council.slug])
    for client, address in ((officer, grid), (clerk, whole_round), (clerk, late)):
        told = client.get(address).text
        assert page in told, address
        assert "Minute 12 on" in told
        assert "Minute 13" not in told
    assert "0 of 1 in." in officer.get(work).text
    reminders.remind(today=TODAY)
    assert {one.subject[:8] for one in mail.outbox} == {"1 update"}

    assert send(officer, page, **NOT_YET).status_code == 303
    assert "The letter is drafted." in officer.get(page).text
    assert "Overdue by 3 days" in officer.get(work).text, "it is not done"
    assert "1 of 1 in." in officer.get(grid).text
    assert "Everybody has answered." in clerk.get(late).text
    told = clerk.get(acting.recommendation.get_absolute_url()).text
    assert "Not done yet: what minute 12 asked" in told
    row = ResolutionUpdate.objects.get()
    undone = {"deed": "take back", "why": "It was another letter."}
    correcting = acting.address("fact", "resolution-update", row.pk)
    assert correcting in officer.get(page).text
    assert send(officer, correcting, **undone).status_code == 303
    assert "0 of 1 in." in officer.get(grid).text
    assert send(officer, page, **DONE).status_code == 303
    assert "1 of 1 in." in officer.get(grid).text
    assert acting.client_of("another officer").get(grid).status_code == 404


def test_it_is_answered_in_a_row_of_its_round(acting, resolved, page):
    later = meetings.call_meeting(body=acting.committee, day=TODAY + timedelta(days=28))
    round_ = rounds.plan_round(meeting=later, opens=TODAY, closes=TODAY + timedelta(days=14))
    officer, deputy = acting.client_of("officer"), acting.client_of("deputy")
    grid = reverse("recommendations:round_updates", args=[acting.council.slug, round_.pk])
    row = f"row-resolution-{round_.resolutions_owed.get().pk}"

    def sent(shown, do="send", client=officer, **typed):
        """The recommendation is owed too: its own row stays as it is shown."""
        every = {"token": hidden(shown, "token"), "do": do}
        for prefix in findall(r'name="(row-[\w-]+)-follows"', shown.text):
            every[f"{prefix}-follows"] = hidden(shown, f"{prefix}-follows")
        boxes = {"done": "no", "note": "", "source": "", **day_typed("on", TODAY), **typed}
        every |= {f"{row}-{name}": value for name, value in boxes.items()}
        return client.post(grid, every)

    shown = officer.get(grid)
    assert "That the minister be written to." in shown.text
    assert "Overdue by 3 days" in shown.text
    refused = sent(shown, send="on")
    assert refused.status_code == 400
    assert "Minute 12 on R1: Say what was done, or how far it is" in refused.text
    kept = sent(refused, do="draft", note="I am drafting it.", source="M" * 20)
    assert "1 draft kept" in officer.get(kept.url).text
    for address in (grid, page):
        assert "I am drafting it." in officer.get(address).text
        assert "I am drafting it." not in deputy.get(address).text, "a draft is its author's"
    assert not ResolutionUpdate.objects.exists()

    before, other = officer.get(grid), deputy.get(grid)
    assert sent(other, client=deputy, note="It is with legal.", send="on").status_code == 303
    late = sent(before, note="The letter is drafted.", send="on")
    assert late.status_code == 409
    assert "It is with legal." in late.text
    assert "The letter is drafted." in late.text
    again = sent(late, note="The letter is drafted.", send="on")
    assert "1 update sent" in officer.get(again.url).text
    told = ResolutionUpdate.objects.order_by("pk").values_list("note", flat=True)
    assert list(told) == ["It is with legal.", "The letter is drafted."]
    assert not ResolutionDraft.objects.exists(), "what is sent is no draft"
    shown = officer.get(grid)
    assert "In since this round opened." in shown.text
    assert "The letter is drafted.</textarea>" in shown.text, "its words are carried forward"

    before = deputy.get(grid)
    assert sent(shown, done="yes", note="It is sent.", send="on").status_code == 303
    late = sent(before, client=deputy, done="yes", note="Posted.", send="on")
    assert late.status_code == 409
    assert "recorded meanwhile that this is done" in late.text
    assert ResolutionDone.objects.get().note == "It is sent."
    assert row not in officer.get(grid).text, "nothing more is asked about it"


def test_one_that_is_corrected_is_asked_about_as_it_is_now(acting, resolved):
    later = meetings.call_meeting(body=acting.committee, day=TODAY + timedelta(days=28))
    round_ = rounds.plan_round(meeting=later, opens=TODAY, closes=TODAY + timedelta(days=14))
    clerk = Viewer.of(acting.people["clerk"], acting.council.slug, today=TODAY)
    resolutions.record_how_far(resolution=resolved, note="Drafted", by=resolved.by, on=TODAY)
    put_right = correct_fact(row=resolved, by=resolved.by, why="Misprint", reference="12a")
    (asked,) = resolutions_in(clerk, round_)
    assert (asked.resolution, asked.owner, asked.is_in) == (put_right, acting.post, False)
    take_fact_back(row=put_right, by=resolved.by, why="Never resolved")
    assert not resolutions_in(clerk, round_)


def test_what_is_exempt_is_in_no_work_page_or_calendar(acting, resolved, page):
    viewer = Viewer.of(acting.people["officer"], acting.council.slug, today=TODAY)
    work = my_work(viewer, today=TODAY, now=timezone.now())
    told = {entry.key: entry for entry in entries(viewer, work)}
    assert told[f"resolution-{resolved.pk}"].day == resolved.due_on
    assert "minister" not in told[f"resolution-{resolved.pk}"].title
    classify(
        row=resolved.item,
        to="exempt",
        by=acting.people["clerk"],
        reason="Names a firm",
        paragraphs="3",
        public_interest="A contract is being let",
    )
    work = my_work(viewer, today=TODAY, now=timezone.now())
    assert f"resolution-{resolved.pk}" not in {entry.key for entry in entries(viewer, work)}
    assert acting.client_of("clerk").get(page).status_code == 404
