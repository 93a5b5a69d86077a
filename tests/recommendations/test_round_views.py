"""Rounds in the browser: planned by a clerk, answered by owners on one page, told to the chair."""

from datetime import timedelta
from re import findall

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Body, Owed, Ownership, ProgressUpdate, Remit, UpdateRound
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.wording import day_words
from recommendations.services import (
    meetings,
    milestones,
    progress,
    resolutions,
    responses,
    rounds,
)
from recommendations.views import rounds as views
from tests.factories import (
    BodyFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import TODAY, day_typed, hidden, hold, promised, send
from tests.recommendations.test_my_work import another

IN = timedelta


@pytest.fixture
def meeting(acting):
    Remit.objects.create(body=acting.committee, report=acting.recommendation.report)
    return meetings.call_meeting(body=acting.committee, day=TODAY + IN(days=28))


def at(acting, name, *parts):
    return reverse(f"recommendations:{name}", args=[acting.council.slug, *parts])


def opened(acting, meeting):
    return rounds.plan_round(
        meeting=meeting,
        opens=TODAY,
        closes=TODAY + IN(days=14),
    )


def planned(acting, meeting):
    return rounds.plan_round(
        meeting=meeting,
        opens=TODAY + IN(days=2),
        closes=TODAY + IN(days=14),
    )


def days(opens, closes):
    return {**day_typed("opens", TODAY + IN(days=opens)), **day_typed("closes", TODAY + IN(closes))}


def test_a_clerk_opens_a_round_from_its_meeting(acting, meeting):
    client = acting.client_of("clerk")
    address = f"{at(acting, 'round_new')}?meeting={meeting.pk}"
    assert address in client.get(at(acting, "meeting", meeting.pk)).text
    answer = send(client, address, meeting=meeting.pk, **days(0, 14))
    round_ = UpdateRound.objects.get()
    assert (answer.status_code, answer.url) == (303, at(acting, "round", round_.pk))
    page = client.get(answer.url).text
    assert f"The round for {meeting} is open" in page
    assert "0 of 1" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (days(-1, 14), "A round opens today or later"),
        (days(5, 4), "The last day cannot be before the round opens"),
        (days(0, 28), "The last day must be before the meeting of"),
        (days(0, -1), "This day has passed"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_boxes(acting, meeting, typed, sentence):
    answer = send(acting.client_of("clerk"), at(acting, "round_new"), meeting=meeting.pk, **typed)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not UpdateRound.objects.exists()


def test_a_meeting_of_another_council_is_no_choice(acting, meeting):
    theirs = meetings.call_meeting(body=BodyFactory(), day=TODAY + IN(days=28))
    for key in (theirs.pk, "9" * 30, "none"):
        answer = send(acting.client_of("clerk"), at(acting, "round_new"), meeting=key, **days(0, 9))
        assert "Choose a meeting from the list" in answer.text
    assert not UpdateRound.objects.exists()


def test_a_round_is_moved_and_before_it_opens_taken_out(acting, meeting):
    round_ = planned(acting, meeting)
    client, address = acting.client_of("clerk"), at(acting, "round_edit", round_.pk)
    assert send(client, address, **days(3, 12)).status_code == 303
    round_.refresh_from_db()
    assert (round_.opens, round_.closes) == (TODAY + IN(days=3), TODAY + IN(days=12))
    assert send(client, address, do="withdraw").status_code == 303
    assert not UpdateRound.objects.exists()


def test_whoever_moves_a_round_second_sees_both(acting, meeting):
    round_ = planned(acting, meeting)
    client, address = acting.client_of("clerk"), at(acting, "round_edit", round_.pk)
    page = client.get(address)
    assert send(client, address, **days(3, 12)).status_code == 303
    late = client.post(
        address, {"token": hidden(page, "token"), "follows": hidden(page, "follows"), **days(4, 12)}
    )
    assert late.status_code == 409
    assert "Somebody else changed this first" in late.text


# On one page


@pytest.fixture
def two(acting, meeting):
    """R1 and R2 are owed in an open round."""
    another(acting, "R2", late=5)
    return opened(acting, meeting)


def rows(round_):
    return {row.recommendation.address: f"row-{row.pk}" for row in round_.owed.all()}


def typed(prefix, **boxes):
    return {f"{prefix}-{name}": value for name, value in boxes.items()}


GREEN = {"far": "in progress", "stated": "green", "why_differs": "Done", "narrative": "Mended."}


def sent(client, address, *typed_rows, do="send"):
    page = client.get(address)
    every = {"token": hidden(page, "token"), "do": do}
    for prefix in findall(r'name="(row-\d+)-follows"', page.text):
        every |= typed(prefix, far="in progress", follows=hidden(page, f"{prefix}-follows"))
    for row in typed_rows:
        every |= row
    return client.post(address, every)


def test_some_rows_are_sent_and_others_kept_as_drafts(acting, two):
    client, row = acting.client_of("officer"), rows(two)
    address = at(acting, "round_updates", two.pk)
    answer = sent(
        client,
        address,
        typed(row["R1"], **GREEN, send="on"),
        typed(row["R2"], far="in progress", cause="Rain"),
    )
    assert answer.status_code == 303
    page = client.get(answer.url).text
    assert "1 update sent; 1 draft kept" in page
    assert "1 of 2 in." in page
    assert "Rain" in page
    states = ProgressUpdate.objects.values_list("recommendation__address", "state", "post")
    assert set(states) == {("R1", "submitted", acting.post.pk), ("R2", "draft", acting.post.pk)}


def test_a_long_round_is_answered_page_by_page(acting, two, monkeypatch):
    monkeypatch.setattr(views, "MOST_ROWS", 1)
    client, row = acting.client_of("officer"), rows(two)
    first, number = at(acting, "round_updates", two.pk), row["R2"].removeprefix("row-")
    page = client.get(first).text
    assert "0 of 2 in." in page
    assert f'value="at {number}">R2 to R2<' in page
    rain = typed(row["R1"], far="in progress", cause="Rain")
    answer = sent(client, first, rain, do=f"at {number}")
    assert answer.url == f"{first}?at={number}"
    page = client.get(answer.url).text
    assert "1 draft kept" in page
    assert row["R1"] not in page
    answer = sent(client, answer.url, typed(row["R2"], **GREEN, send="on"))
    assert answer.url == f"{first}?at={number}"
    assert "1 of 2 in." in client.get(answer.url).text
    assert "Rain" in client.get(first).text


def test_a_mistake_in_one_row_sends_none_and_loses_nothing(acting, two):
    row = rows(two)
    answer = sent(
        acting.client_of("officer"),
        at(acting, "round_updates", two.pk),
        typed(row["R1"], **GREEN, send="on"),
        typed(row["R2"], far="in progress", stated="red", cause="Floods again", send="on"),
    )
    assert answer.status_code == 400
    assert "R2: Say what is being done about it" in answer.text
    assert "Floods again" in answer.text
    assert "Mended." in answer.text
    assert not ProgressUpdate.objects.exists()


def test_the_words_of_the_last_update_are_carried_forward_and_are_no_news_by_themselves(
    acting, two
):
    progress.submit_update(
        recommendation=acting.recommendation,
        by=acting.people["deputy"],
        on=TODAY,
        stated="green",
        why_differs="Done",
        narrative="Half of the road is mended.",
    )
    client, address = acting.client_of("officer"), at(acting, "round_updates", two.pk)
    assert "Half of the road is mended.</textarea>" in client.get(address).text
    carried = typed(rows(two)["R1"], far="in progress", narrative="Half of the road is mended.")
    answer = sent(client, address, carried, do="draft")
    assert "Nothing was changed" in client.get(answer.url).text
    assert not ProgressUpdate.objects.filter(state="draft").exists()


def test_to_send_without_a_tick_asks_for_one(acting, two):
    answer = sent(
        acting.client_of("officer"),
        at(acting, "round_updates", two.pk),
        typed(rows(two)["R1"], **GREEN),
    )
    assert (answer.status_code, ProgressUpdate.objects.count()) == (400, 0)
    assert "Tick the updates that you want to send" in answer.text


def test_whoever_comes_second_sees_both_texts_and_sends_theirs_again(acting, two):
    client, address = acting.client_of("officer"), at(acting, "round_updates", two.pk)
    row = rows(two)["R1"]
    other = typed(rows(two)["R2"], far="in progress")
    page = client.get(address)
    progress.submit_update(
        recommendation=acting.recommendation,
        by=acting.people["deputy"],
        on=TODAY,
        stated="green",
        why_differs="Signed off",
        narrative="The deputy was first.",
    )
    mine = {**other, **typed(row, **GREEN, send="on"), "do": "send"}
    answer = client.post(
        address,
        {**mine, "token": hidden(page, "token"), f"{row}-follows": hidden(page, f"{row}-follows")},
    )
    assert answer.status_code == 409
    assert "The deputy was first." in answer.text
    assert "Mended." in answer.text
    again = {"token": hidden(answer, "token"), f"{row}-follows": hidden(answer, f"{row}-follows")}
    assert client.post(address, {**mine, **again}).status_code == 303
    assert ProgressUpdate.objects.count() == 2


def test_a_row_whose_milestone_is_done_meanwhile_stays_with_what_was_typed(acting, meeting):
    due = Due(shape=Shape.RECURRING, n=1, unit=Unit.MONTHS, start=TODAY - IN(days=100))
    post = acting.council.posts.create(title="Painter", slug="painter", kind="lead officer")
    hold(post, acting.people["another officer"])
    once = promised(acting.recommendation, due=TODAY, owner=post, text="Paint the lines.")
    often = promised(acting.recommendation, due=due, owner=post, text="Inspect them.")
    round_ = opened(acting, meeting)
    client, address = acting.client_of("another officer"), at(acting, "round_updates", round_.pk)
    shown = client.get(address)
    of_once, of_often = (f"row-{round_.owed.get(milestone=one).pk}" for one in (once, often))
    first = next(iter(due.occurrences()))
    of_first = f"{of_often}-{first:%Y%m%d}"
    by, done = acting.people["clerk"], "done"
    milestones.complete(milestone=once, by=by, on=TODAY)
    milestones.record_outcome(milestone=often, due=first, outcome=done, by=by, on=TODAY)
    form = {"token": hidden(shown, "token"), "do": "send", f"{of_first}-follows": ""}
    form |= {f"{of_once}-follows": "", **typed(of_first, **GREEN, send="on")}
    form |= typed(of_once, far="in progress", narrative="Half are painted.")
    late = client.post(address, form)
    assert late.status_code == 400
    said = " ".join(late.text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert f"“Inspect them.”, due {day_words(first)}, was done on" in said
    assert "Half are painted." in said
    assert "Mended." in said
    assert not ProgressUpdate.objects.filter(state="submitted").exists()
    page = client.get(address).text
    assert f"{of_first}-follows" not in page, "the next occurrence is asked about"
    assert of_often in page
    assert "Paint the lines." not in page


def test_a_second_click_sends_nothing_more(acting, two):
    client, address = acting.client_of("officer"), at(acting, "round_updates", two.pk)
    page = client.get(address)
    form = {
        **typed(rows(two)["R1"], **GREEN, send="on"),
        **typed(rows(two)["R2"], far="in progress"),
        "token": hidden(page, "token"),
        "do": "send",
    }
    answers = [client.post(address, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert ProgressUpdate.objects.count() == 1


def test_a_milestone_of_anothers_is_reported_by_its_owner_alone(acting, meeting):
    other = acting.people["another officer"]
    post = type(acting.post).objects.create(
        council=acting.council, title="Painter", slug="painter", kind="lead officer"
    )
    hold(post, other)
    theirs = promised(acting.recommendation, due=TODAY, owner=post, text="Paint the lines.")
    round_ = opened(acting, meeting)
    (row,) = Owed.objects.filter(post=post)
    client, address = acting.client_of("another officer"), at(acting, "round_updates", round_.pk)
    answer = sent(
        client, address, typed(f"row-{row.pk}", far="complete", narrative="Painted.", send="on")
    )
    assert answer.status_code == 303, answer.text
    assert theirs.done.count() == 1
    assert "Nothing is left to report on" in client.get(address).text


def test_a_partner_is_recorded_for_by_a_scrutiny_officer(acting, meeting):
    board = BodyFactory(council=acting.council, kind=Body.Kind.PARTNER)
    Ownership.objects.create(recommendation=acting.recommendation, body=board)
    round_ = opened(acting, meeting)
    (row,) = Owed.objects.filter(body=board)
    client = acting.client_of("scrutiny officer")
    address = f"{at(acting, 'round_updates', round_.pk)}?owner=body-{board.pk}"
    assert address in client.get(at(acting, "round", round_.pk)).text
    answer = sent(client, address, typed(f"row-{row.pk}", **GREEN, send="on"))
    assert answer.status_code == 303
    assert ProgressUpdate.objects.get().body == board


@pytest.mark.parametrize("owner", ["body-1", "post-x", "post-" + "9" * 30, "person-1", "\x00"])
def test_nobody_answers_for_another(acting, two, owner):
    client = acting.client_of("another officer")
    address = at(acting, "round_updates", two.pk)
    assert client.get(address).status_code == 404
    assert client.get(address, {"owner": owner}).status_code == 404
    assert client.get(address, {"owner": f"post-{acting.post.pk}"}).status_code == 404


def test_a_closed_round_takes_no_more_answers(acting, two, time_machine):
    time_machine.move_to(timezone.now() + IN(days=15), tick=False)
    address = at(acting, "round_updates", two.pk)
    assert acting.client_of("officer").get(address).status_code == 404


def test_the_chair_has_the_silent_and_the_late_on_one_page(acting, two):
    page = acting.client_of("clerk").get(at(acting, "round_late", two.pk)).text
    assert "0 of 2 updates are in" in page
    assert "No update yet: none of 2 in." in page
    progress.submit_update(
        recommendation=acting.recommendation,
        by=acting.people["officer"],
        on=TODAY,
        stated="green",
        why_differs="Done",
    )
    page = acting.client_of("clerk").get(at(acting, "round_late", two.pk)).text
    assert "Not all yet: 1 of 2 in." in page
    assert ">R1<" not in page


def test_of_several_reports_each_is_named(acting, meeting):
    theirs = ReportFactory(council=acting.council, title="Review of Bridges")
    row = RecommendationFactory(report=theirs, address="R1")
    WordingFactory(recommendation=row)
    Ownership.objects.create(recommendation=row, post=acting.post)
    Remit.objects.create(body=acting.committee, report=theirs)
    ours, said = acting.recommendation.report, {"by": UserFactory(), "on": TODAY}
    response = responses.enter_response(report=theirs, body=ours.responses.get().body)
    responses.answer(response=response, recommendation=row, decision="accepted", **said)
    responses.reach_stage(response=response, stage="given", **said)
    officer, clerk = acting.client_of("officer"), acting.client_of("clerk")
    round_ = opened(acting, meeting)
    assert round_.owed.count() == 2
    told = clerk.get(at(acting, "round", round_.pk)).text
    assert all(f'"was">{report.title}' in told for report in (ours, theirs))
    address = at(acting, "round_updates", round_.pk)
    assert "Send the update on R1 of Review of Bridges" in officer.get(address).text
    prefix = f"row-{round_.owed.get(recommendation=row).pk}"
    slip = sent(officer, address, typed(prefix, stated="red", send="on"))
    assert slip.status_code == 400
    assert "R1 of Review of Bridges: " in slip.text


def test_my_work_leads_to_the_round(acting, two):
    page = acting.client_of("officer").get(at(acting, "my_work")).text
    assert "0 of 2 in." in page
    assert at(acting, "round_updates", two.pk) in page


@pytest.mark.any_database  # how often it asks is decided before
def test_many_rows_take_as_many_questions_as_few(acting, meeting):
    def questions(round_):
        client, address = acting.client_of("officer"), at(acting, "round_updates", round_.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def resolve(number):
        return resolutions.resolve(
            item=item,
            reference=str(number),
            kind="urge",
            owner=acting.post,
            by=acting.people["clerk"],
        )

    met = meetings.call_meeting(body=acting.committee, day=TODAY - IN(days=40))
    item = meetings.add_item(meeting=met, title="Roads")
    resolve(1)
    few = questions(opened(acting, meeting))
    for number in range(2, 8):
        another(acting, f"R{number}", late=number)
        resolve(number)
    second = meetings.call_meeting(body=acting.committee, day=TODAY + IN(days=40))
    many = opened(acting, second)
    assert many.owed.count() == 7
    assert questions(many) == few


def test_how_much_mail_one_wants_is_ones_own_choice(acting):
    client, address = acting.client_of("officer"), reverse("recommendations:reminders")
    assert client.post(address, {"reminders": "daily"}).status_code == 400
    assert client.post(address, {"reminders": "weekly"}).status_code == 302
    assert "One message a week, on Monday" in client.get(reverse("recommendations:account")).text
