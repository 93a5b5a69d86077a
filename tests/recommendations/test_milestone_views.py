"""Milestones: a new one, another date for one, and what became of an occurrence."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from recommendations.models import DateChange, DateDecision, Resolution
from recommendations.models.milestones import DateChangeQuerySet
from recommendations.rules.deadlines import Unit, after
from recommendations.rules.due import Due, Shape
from recommendations.rules.wording import day_words
from recommendations.services import following, milestones
from recommendations.services.facts import take_fact_back
from recommendations.services.submissions import Conflict
from recommendations.standing import rows
from tests.factories import PostFactory
from tests.recommendations.acting import TODAY, Acting, day_typed, hold, promised, send, whole

NEW = TODAY + timedelta(days=60)


@pytest.fixture
def page(acting: Acting) -> str:
    return acting.address("new_date", acting.milestone.pk)


def typed(**more: str) -> dict[str, str]:
    return {**day_typed("to_day", NEW), "reason": "The contractor is late.", **more}


@pytest.mark.parametrize("who", ["officer", "deputy", "scrutiny officer"])
def test_the_old_date_stays_until_it_is_decided(acting, page, who):
    assert send(acting.client_of(who), page, **typed()).status_code == 303
    asked = DateChange.objects.get()
    assert (asked.from_day, asked.to_day) == (acting.milestone.original_due.day, NEW)
    assert asked.by == acting.people[who]
    assert acting.rating == "amber"


@pytest.mark.parametrize("who", ["another officer", "member", "clerk", "administrator"])
def test_nobody_else_asks(acting, page, who):
    assert acting.client_of(who).post(page, typed()).status_code == 403
    assert not DateChange.objects.exists()


def test_the_page_counts_earlier_moves(acting, page):
    for days in (20, 40):
        milestones.decide_new_date(
            asked=acting.asked_for(days=days),
            decision="granted",
            leave="By letter.",
            by=acting.people["clerk"],
            on=TODAY,
        )
    text = acting.client_of("officer").get(page).text
    assert "Moved twice, by 50 days" in text
    assert day_words(acting.milestone.original_due.day).replace(" ", "\N{NO-BREAK SPACE}") in text


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        (day_typed("to_day", TODAY - timedelta(days=300)), "Is this the year you meant?"),
        (day_typed("to_day", TODAY + timedelta(days=1500)), "Is it the year you meant?"),
        ({"to_day_day": "", "to_day_month": "", "to_day_year": ""}, "Enter the new date"),
        ({"reason": " "}, "Say why the date must move"),
    ],
)
def test_a_slip_is_told_and_what_was_typed_is_kept(acting, page, slip, sentence):
    answer = send(acting.client_of("officer"), page, **typed(**slip))
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert not DateChange.objects.exists()


def test_a_second_date_is_not_asked_for_while_one_waits(acting, page):
    client = acting.client_of("officer")
    form = whole(client.get(page), typed())
    acting.asked_for(days=30)
    assert "is asked for already" in client.get(page).text
    answer = client.post(page, form)
    assert answer.status_code == 409
    assert "is asked for already" in answer.text
    assert "The contractor is late." in answer.text
    assert DateChange.objects.count() == 1


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever writes next not see what somebody else writes at the same moment."""
    last_written, asked = following.last_written, count()
    monkeypatch.setattr(
        following, "last_written", lambda found: last_written(found) if next(asked) else None
    )
    monkeypatch.setattr(DateChangeQuerySet, "undecided", lambda found, **when: found.none())
    standing_or_taking_back = rows.standing_or_taking_back
    monkeypatch.setattr(
        rows,
        "standing_or_taking_back",
        lambda every, **when: [
            row
            for row in standing_or_taking_back(every, **when)
            if not isinstance(row, DateDecision)
        ],
    )


def test_of_two_asked_for_at_the_same_moment_one_is_told(acting, page, monkeypatch):
    blind(monkeypatch)
    client = acting.client_of("officer")
    form = whole(client.get(page), typed())
    first = DateChange.objects.create(
        milestone=acting.milestone,
        to_day=NEW,
        reason="Rain.",
        by=acting.people["deputy"],
        on=TODAY,
    )
    answer = client.post(page, form)
    assert (answer.status_code, "is asked for already" in answer.text) == (409, True)
    assert "The contractor is late." in answer.text
    assert DateChange.objects.get() == first


def test_the_database_itself_refuses_a_second_request_at_once(acting):
    """What the service looks at first is not all that stands between two of them."""
    said = {"milestone": acting.milestone, "to_day": NEW, "reason": "Rain.", "on": TODAY}
    said["by"] = acting.people["officer"]
    first = DateChange.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        DateChange.objects.create(**said)
    DateChange.objects.create(**said, follows=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        DateChange.objects.create(**said, follows=first)


def test_another_date_is_asked_for_once_one_is_decided_or_taken_back(acting):
    first = acting.asked_for(days=30)
    milestones.decide_new_date(
        asked=first, decision="refused", leave="No.", by=acting.people["clerk"], on=TODAY
    )
    second = acting.asked_for(days=40)
    take_fact_back(row=second, by=acting.people["officer"], why="Not needed")
    third = acting.asked_for(days=50)
    assert (first.follows, second.follows, third.follows) == (None, first, second)


def by_minute(acting: Acting, decision: str = "granted", **more: str) -> dict[str, str]:
    return {
        "decision": decision,
        "minute": "another",
        "body": str(acting.committee.pk),
        **day_typed("met_on", TODAY - timedelta(days=1)),
        "reference": "34",
        **more,
    }


@pytest.mark.parametrize("who", ["clerk", "scrutiny officer"])
def test_the_committee_grants_it_by_a_minuted_resolution(acting, who):
    page = acting.address("new_date_decision", acting.asked_for(days_ago=5).pk)
    assert send(acting.client_of(who), page, **by_minute(acting)).status_code == 303
    decided = DateDecision.objects.get()
    assert (decided.decision, decided.by_whom) == ("granted", "committee")
    assert decided.resolution.reference == "34"
    assert decided.resolution.item.meeting.body == acting.committee
    assert decided.on == TODAY - timedelta(days=1)
    assert acting.client_of(who).get(page).status_code == 404


def test_the_portfolio_holders_leave_is_recorded_with_its_day(acting):
    page = acting.address("new_date_decision", acting.asked_for().pk)
    client = acting.client_of("clerk")
    leave = {"decision": "granted", "minute": "leave"}
    assert "Record how the leave was given" in send(client, page, **leave).text
    leave |= {"leave": "By letter.", **day_typed("left_on", TODAY)}
    assert send(client, page, **leave).status_code == 303
    decided = DateDecision.objects.get()
    assert (decided.by_whom, decided.leave, decided.on) == ("portfolio holder", "By letter.", TODAY)


def test_it_is_not_decided_before_it_was_asked(acting):
    page = acting.address("new_date_decision", acting.asked_for().pk)
    answer = send(acting.client_of("clerk"), page, **by_minute(acting))
    assert (answer.status_code, "was asked for only on" in answer.text) == (400, True)


def test_a_refusal_leaves_the_old_date(acting):
    page = acting.address("new_date_decision", acting.asked_for(days_ago=5).pk)
    assert send(acting.client_of("clerk"), page, **by_minute(acting, "refused")).status_code == 303
    assert acting.rating == "amber"
    assert DateDecision.objects.get().decision == "refused"


def test_whoever_asked_never_decides(acting):
    page = acting.address("new_date_decision", acting.asked_for(by="scrutiny officer").pk)
    client = acting.client_of("scrutiny officer")
    assert client.get(page).status_code == 403
    assert client.post(page, by_minute(acting)).status_code == 403
    assert not DateDecision.objects.exists()


def test_of_two_who_decide_at_the_same_moment_one_is_told(acting, monkeypatch):
    asked = acting.asked_for(days_ago=5)
    blind(monkeypatch)
    page = acting.address("new_date_decision", asked.pk)
    client = acting.client_of("clerk")
    form = whole(client.get(page), by_minute(acting, "refused"))
    first = DateDecision.objects.create(
        change=asked,
        decision="granted",
        by_whom="portfolio holder",
        leave="By letter.",
        by=acting.people["scrutiny officer"],
        on=TODAY,
    )
    answer = client.post(page, form)
    assert (answer.status_code, "Somebody else decided this date" in answer.text) == (409, True)
    assert 'value="34"' in answer.text
    assert DateDecision.objects.get() == first
    assert not Resolution.objects.exists()


def test_the_database_itself_refuses_a_second_decision_at_once(acting):
    who = {"by_whom": "portfolio holder", "leave": "Yes.", "by": acting.people["clerk"]}
    asked = acting.asked_for()
    DateDecision.objects.create(change=asked, decision="granted", on=TODAY, **who)
    with pytest.raises(IntegrityError), transaction.atomic():
        DateDecision.objects.create(change=asked, decision="refused", on=TODAY, **who)


def test_what_was_decided_by_mistake_is_decided_again(acting):
    asked = acting.asked_for()
    who = {"leave": "By letter.", "by": acting.people["clerk"], "on": TODAY}
    first = milestones.decide_new_date(asked=asked, decision="granted", **who)
    with pytest.raises(Conflict):
        milestones.decide_new_date(asked=asked, decision="refused", **who)
    take_fact_back(row=first, by=acting.people["clerk"], why="Refused, in fact")
    again = milestones.decide_new_date(asked=asked, decision="refused", **who)
    assert again.follows == first


@pytest.mark.parametrize("who", ["officer", "member", "administrator"])
def test_nobody_else_decides(acting, who):
    page = acting.address("new_date_decision", acting.asked_for().pk)
    assert acting.client_of(who).post(page, by_minute(acting)).status_code == 403


def test_a_minute_is_needed_whole(acting):
    page = acting.address("new_date_decision", acting.asked_for().pk)
    answer = send(acting.client_of("clerk"), page, **by_minute(acting, reference="", body=""))
    assert "Enter the minute reference" in answer.text
    assert "Choose the body that met" in answer.text
    assert not DateDecision.objects.exists()


# What recurs


@pytest.fixture
def monthly(acting):
    """Due each month, the first time three months ago."""
    start = after(TODAY, -4, Unit.MONTHS)
    due = Due(shape=Shape.RECURRING, n=1, unit=Unit.MONTHS, start=start)
    return promised(acting.recommendation, due=due, owner=acting.post, text="Count the holes.")


def occurrences(acting, monthly):
    page = acting.client_of("clerk").get(acting.address("occurrence", monthly.pk))
    return [value for value, _ in page.context["form"].fields["due"].choices]


def test_an_occurrence_is_skipped_with_a_reason_and_leave_and_without_end(acting, monthly):
    client, address = acting.client_of("clerk"), acting.address("occurrence", monthly.pk)
    assert address in client.get(acting.address("recommendation")).text
    before = occurrences(acting, monthly)
    typed = {"due": before[0], "outcome": "skipped", "reason": "Snow", "leave": "Cllr Bloggs"}
    assert send(client, address, **typed).status_code == 303
    outcome = monthly.outcomes.get()
    assert (outcome.outcome, outcome.reason, outcome.leave) == ("skipped", "Snow", "Cllr Bloggs")
    assert occurrences(acting, monthly) == before[1:]
    assert "Snow" in client.get(acting.address("recommendation")).text


def test_nothing_is_skipped_without_a_reason_and_leave(acting, monthly):
    client, address = acting.client_of("clerk"), acting.address("occurrence", monthly.pk)
    (due, *_) = occurrences(acting, monthly)
    answer = send(client, address, due=due, outcome="skipped")
    assert answer.status_code == 400
    assert "Say why it was skipped or missed" in answer.text
    assert "Say by whose leave it is skipped" in answer.text
    assert not monthly.outcomes.exists()


def test_what_is_still_to_come_is_not_missed_yet(acting, monthly):
    client, address = acting.client_of("clerk"), acting.address("occurrence", monthly.pk)
    *_, ahead = occurrences(acting, monthly)
    answer = send(client, address, due=ahead, outcome="missed", reason="Snow")
    assert "has not passed: it cannot be missed yet" in answer.text
    (due, *_) = occurrences(acting, monthly)
    assert send(client, address, due=due, outcome="missed", reason="Snow").status_code == 303
    assert send(client, address, due=due, outcome="missed", reason="Snow").status_code == 400


def test_a_milestone_done_at_once_has_no_occurrences(acting):
    address = acting.address("occurrence", acting.milestone.pk)
    assert acting.client_of("clerk").get(address).status_code == 404


# Another milestone


def test_a_milestone_is_added_to_what_was_accepted(acting):
    client, address = acting.client_of("scrutiny officer"), acting.address("milestone_new")
    assert address in client.get(acting.address("recommendation")).text
    typed = {
        "text": "Paint the lines.",
        "owner": acting.post.pk,
        "due_shape": "on a day",
        **day_typed("due_day", TODAY + timedelta(days=40)),
    }
    assert send(client, address, **typed).status_code == 303
    added = acting.recommendation.milestones.get(text="Paint the lines.")
    assert added.original_due == Due(shape=Shape.ON_A_DAY, day=TODAY + timedelta(days=40))
    assert added.answer == acting.recommendation.answers.get()


def test_a_milestone_has_an_owner_and_a_date(acting):
    client, address = acting.client_of("scrutiny officer"), acting.address("milestone_new")
    answer = send(client, address, text="Paint the lines.", due_shape="none")
    assert answer.status_code == 400
    assert "Choose the post that owns it" in answer.text
    assert "Say by when: a milestone has a date" in answer.text
    assert "Paint the lines." in answer.text


# Who owes it


def test_another_post_owes_it_from_a_day_on_and_may_report_on_it(acting):
    """With the item's page, its audit and the promise itself, which goes on naming the first."""
    acting.recommendation.ownerships.update(until=TODAY - timedelta(days=1))
    client = acting.client_of("scrutiny officer")
    page = acting.address("milestone_owner", acting.milestone.pk)
    printed = acting.address("recommendation")
    assert page in client.get(printed).text
    wharves = PostFactory(council=acting.council, title="Head of Wharves")
    hold(wharves, acting.people["another officer"])
    other = PostFactory(title="Elsewhere")

    def sent(post, day):
        return send(client, page, post=str(post.pk), why="A slip", **day_typed("since", day))

    assert "Choose a post from the list" in sent(other, TODAY).text
    assert "owes it already" in sent(acting.post, TODAY).text
    assert "cannot be in the future" in sent(wharves, TODAY + timedelta(days=1)).text
    assert "It was promised on" in sent(wharves, acting.milestone.on - timedelta(days=1)).text
    unsaid = send(client, page, post=str(wharves.pk), **day_typed("since", TODAY))
    assert "Say why" in unsaid.text
    report = f"{acting.address('report_progress')}?milestone={acting.milestone.pk}"
    assert acting.client_of("another officer").get(report).status_code == 403
    assert sent(wharves, TODAY).status_code == 303
    assert "enter a later day" in sent(acting.post, TODAY).text
    assert acting.client_of("another officer").get(report).status_code == 200
    assert acting.client_of("officer").get(report).status_code == 403
    said = "For its milestones; nobody is named for the recommendation itself."
    assert said in client.get(printed).text
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert "Head of Wharves" not in client.get(printed, {"as_at": yesterday}).text
    assert "A slip" in client.get(acting.address("item_audit")).text
    assert f'from <time datetime="{TODAY}">' in client.get(page).text
