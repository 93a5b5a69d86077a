"""Rounds of updates: what is frozen when one opens, what comes of silence, and who is reminded."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from recommendations.models import (
    Owed,
    Ownership,
    Recommendation,
    Reminder,
    Remit,
    Standing,
    UpdateRound,
    User,
    Viewer,
)
from recommendations.reading.rounds import owed_in, owners_in
from recommendations.services import (
    classification,
    meetings,
    progress,
    reminders,
    rounds,
    standings,
)
from recommendations.services.change import Refused
from recommendations.services.submissions import Conflict
from recommendations.standing.rows import read
from tests.factories import BodyFactory, PostFactory, RecommendationFactory, WordingFactory
from tests.recommendations.acting import TODAY, hold, promised

IN = timedelta


@pytest.fixture
def meeting(acting):
    """In four weeks, of the committee that watches the report."""
    Remit.objects.create(body=acting.committee, report=acting.recommendation.report)
    return meetings.call_meeting(body=acting.committee, day=TODAY + IN(days=28))


def opened(acting, meeting, *, closes=14):
    today = timezone.localdate()
    return rounds.plan_round(
        meeting=meeting,
        opens=today,
        closes=today + IN(days=closes),
    )


def later(time_machine, days):
    time_machine.move_to(timezone.now() + IN(days=days), tick=False)


def update(acting, **about):
    return progress.submit_update(
        recommendation=acting.recommendation,
        by=acting.people["officer"],
        on=timezone.localdate(),
        stated="green",
        why_differs="Done but unsigned",
        **about,
    )


def rating_words(acting):
    standing = Standing.objects.filter(recommendation=acting.recommendation)
    return standing.on(timezone.localdate()).get().rated.reasons


def silent(acting):
    return any("No update received" in reason.words(TODAY) for reason in rating_words(acting))


def test_what_each_owes_is_frozen_when_it_opens(acting, meeting):
    round_ = opened(acting, meeting)
    (owed,) = Owed.objects.filter(round=round_)
    assert (owed.recommendation, owed.post, owed.milestone) == (
        acting.recommendation,
        acting.post,
        None,
    )
    later_post = PostFactory(council=acting.council)
    Ownership.objects.create(recommendation=acting.recommendation, post=later_post)
    assert Owed.objects.filter(round=round_).count() == 1


def test_a_milestone_of_another_post_is_asked_of_that_post(acting, meeting):
    elsewhere = PostFactory(council=acting.council)
    theirs = promised(acting.recommendation, due=TODAY, owner=elsewhere, text="Paint the lines.")
    round_ = opened(acting, meeting)
    asked = {(row.post, row.milestone) for row in Owed.objects.filter(round=round_)}
    assert asked == {(acting.post, None), (elsewhere, theirs)}


def test_nobody_is_asked_about_what_needs_nothing(acting, meeting):
    """What is reported complete waits for the committee; an alternative owner may, not must."""
    other = PostFactory(council=acting.council)
    Ownership.objects.create(
        recommendation=acting.recommendation, post=other, share=Ownership.Share.ALTERNATIVE
    )
    rejected = RecommendationFactory(report=acting.recommendation.report, address="R2")
    Ownership.objects.create(recommendation=rejected, post=acting.post)
    done = promised(acting.recommendation, due=TODAY, owner=acting.post)
    progress.finish(
        milestone=acting.milestone, occurrence=None, by=acting.people["officer"], on=TODAY
    )
    progress.finish(milestone=done, occurrence=None, by=acting.people["officer"], on=TODAY)
    progress.submit_update(
        recommendation=acting.recommendation,
        by=acting.people["officer"],
        on=TODAY,
        complete=True,
        outcome="The roads are mended.",
    )
    assert not Owed.objects.filter(round=opened(acting, meeting)).exists()


def test_a_body_is_asked_of_what_another_committee_watches(acting):
    meeting = meetings.call_meeting(
        body=BodyFactory(council=acting.council), day=TODAY + IN(days=28)
    )
    assert not Owed.objects.filter(round=opened(acting, meeting)).exists()


def test_silence_turns_amber_the_day_after_the_last_day(acting, meeting, time_machine):
    opened(acting, meeting)
    assert not silent(acting)
    later(time_machine, 14)
    assert not silent(acting)
    later(time_machine, 1)
    assert silent(acting)
    update(acting)
    assert not silent(acting)
    assert standings.differences(acting.council, today=timezone.localdate()) == []


def test_an_update_on_a_milestone_of_it_is_no_silence(acting, meeting, time_machine):
    opened(acting, meeting)
    update(acting, milestone=acting.milestone)
    later(time_machine, 15)
    assert not silent(acting)


def test_what_is_known_of_an_earlier_day_knows_no_later_round(acting, meeting, time_machine):
    before = timezone.now()
    later(time_machine, 1)
    opened(acting, meeting)
    later(time_machine, 20)
    when = {"as_at": timezone.localdate(before), "known_at": before}
    recommendations = Recommendation.objects.filter(pk=acting.recommendation.pk)
    assert not read(acting.council, recommendations, **when).owed[acting.recommendation.pk]
    assert silent(acting)


def test_a_round_planned_ahead_is_opened_by_the_schedule_once(acting, meeting, time_machine):
    round_ = rounds.plan_round(
        meeting=meeting,
        opens=TODAY + IN(days=2),
        closes=TODAY + IN(days=9),
    )
    assert (round_.opened_at, Owed.objects.count()) == (None, 0)
    later(time_machine, 2)
    assert rounds.open_due(today=timezone.localdate()) == [round_]
    assert rounds.open_due(today=timezone.localdate()) == []
    assert rounds.open_round(UpdateRound.objects.get()) is False
    assert Owed.objects.count() == 1


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (-1, 9, "A round opens today or later."),
        (3, 2, "A round closes on the day it opens or later."),
        (0, 28, "A round closes before its meeting."),
    ],
)
def test_days_that_cannot_be_are_refused(acting, meeting, opens, closes, words):
    with pytest.raises(Refused, match=words):
        rounds.plan_round(
            meeting=meeting,
            opens=TODAY + IN(days=opens),
            closes=TODAY + IN(days=closes),
        )
    assert not UpdateRound.objects.exists()


def test_a_meeting_has_one_round_whoever_is_first(acting, meeting):
    earlier = rounds.plan_round(
        meeting=meeting, opens=TODAY + IN(days=2), closes=TODAY + IN(days=9)
    )
    with pytest.raises(Refused, match="a round for this meeting already"):
        opened(acting, meeting)
    looked_at = UpdateRound.objects.get(pk=earlier.pk)
    rounds.open_round(earlier)
    with pytest.raises(Refused, match="has just opened"):
        rounds.withdraw_round(looked_at)
    assert UpdateRound.objects.get().opened_at is not None


def test_once_open_only_the_last_day_moves_and_nothing_is_taken_out(acting, meeting, time_machine):
    round_ = opened(acting, meeting, closes=3)
    by = acting.people["clerk"]
    later(time_machine, 2)
    with pytest.raises(Refused, match="only its last day"):
        rounds.move_round(
            round_=round_, seen="1", opens=TODAY + IN(days=2), closes=TODAY + IN(days=5), by=by
        )
    with pytest.raises(Refused, match="stays on record"):
        rounds.withdraw_round(round_)
    rounds.move_round(round_=round_, seen="1", opens=TODAY, closes=TODAY + IN(days=6), by=by)
    later(time_machine, 3)
    assert not silent(acting)
    with pytest.raises(Conflict):
        rounds.move_round(round_=round_, seen="1", opens=TODAY, closes=TODAY + IN(days=7), by=by)


def test_who_has_answered_is_told_by_owner_the_silent_first(acting, meeting):
    quick = PostFactory(council=acting.council, title="A quick one")
    row = RecommendationFactory(report=acting.recommendation.report, address="R2")
    WordingFactory(recommendation=row)
    Ownership.objects.create(recommendation=row, post=quick)
    row.report.responses.get().answers.create(
        recommendation=row, decision="accepted", by=acting.people["clerk"], on=TODAY
    )
    promised(row, due=TODAY, owner=quick)
    round_ = opened(acting, meeting)
    progress.submit_update(
        recommendation=row, by=acting.people["officer"], on=TODAY, stated="green", post=quick
    )
    clerk = Viewer.of(acting.people["clerk"], acting.council.slug, today=TODAY)
    found = owners_in(owed_in(clerk, round_, now=timezone.now()))
    assert [(one.owner, one.came, one.is_silent) for one in found] == [
        (acting.post, 0, True),
        (quick, 1, False),
    ]


def test_what_is_exempt_is_asked_and_shown_only_to_who_may_read_it(acting, meeting):
    classification.classify(
        row=acting.recommendation,
        to="exempt",
        by=acting.people["clerk"],
        reason="It would name a child.",
        paragraphs="2",
        public_interest="It would name a child.",
    )
    round_ = opened(acting, meeting)
    now = timezone.now()
    seen = {
        who: owed_in(
            Viewer.of(acting.people[who], acting.council.slug, today=TODAY), round_, now=now
        ).count()
        for who in ("officer", "another officer", "clerk", "member")
    }
    assert seen == {"officer": 1, "another officer": 0, "clerk": 0, "member": 0}


# Reminders


@pytest.fixture
def addressed(acting):
    for who, person in acting.people.items():
        person.email = f"{who.replace(' ', '-')}@example.org"
        person.save(update_fields=["email"])
    return acting


def run():
    return reminders.remind(today=timezone.localdate())


def recipients():
    return sorted(address for message in mail.outbox for address in message.to)


def test_each_person_has_one_message_at_opening_before_closing_and_after(
    addressed, meeting, time_machine
):
    opened(addressed, meeting)
    told = []
    for _ in range(20):
        mail.outbox.clear()
        run()
        run()
        told.append(recipients())
        later(time_machine, 1)
    both = ["deputy@example.org", "officer@example.org"]
    assert {day: names for day, names in enumerate(told) if names} == {0: both, 11: both, 15: both}


def test_a_message_tells_count_day_and_page_and_no_text(addressed, meeting, settings):
    settings.SITE_ADDRESS = "https://recommendations.example/"
    round_ = opened(addressed, meeting)
    run()
    message = mail.outbox[0]
    last = f"{round_.closes:%-d %B %Y}"
    assert message.subject == f"1 update for {meeting}, by {last}"
    page = f"https://recommendations.example/{addressed.council.slug}/rounds/{round_.pk}/updates/"
    assert page in message.body
    assert last in message.body
    assert "roads" not in message.body.replace("Roads Committee", "").lower()
    assert "R1" not in message.body


def test_whoever_has_answered_is_left_in_peace(addressed, meeting, time_machine):
    opened(addressed, meeting)
    update(addressed, post=addressed.post)
    later(time_machine, 12)
    assert (run().sent, recipients()) == (0, [])


def test_a_weekly_digest_or_none_is_a_matter_of_choice(addressed, meeting, time_machine):
    addressed.people["officer"].reminders = User.Reminders.WEEKLY
    addressed.people["officer"].save()
    addressed.people["deputy"].reminders = User.Reminders.NONE
    addressed.people["deputy"].save()
    opened(addressed, meeting)
    for _ in range(9):
        run()
        later(time_machine, 1)
    weeks = Reminder.objects.values_list("kind", "person")
    assert set(weeks) == {("weekly", addressed.people["officer"].pk)}
    assert recipients() == ["officer@example.org"] * len(weeks)
    assert len(weeks) in (2, 3)  # nine days touch two or three weeks
    assert "1 update" in mail.outbox[0].subject


def test_a_message_that_could_not_be_sent_is_tried_again(addressed, meeting, settings):
    opened(addressed, meeting)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert (run().failed, Reminder.objects.count()) == (2, 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run().sent == 2


def test_a_leaver_is_told_nothing(addressed, meeting):
    addressed.people["officer"].memberships.all().delete()
    addressed.people["deputy"].is_active = False
    addressed.people["deputy"].save()
    opened(addressed, meeting)
    assert run().sent == 0


def test_the_schedule_says_what_it_did(addressed, meeting, capsys):
    rounds.plan_round(
        meeting=meeting,
        opens=TODAY + IN(days=1),
        closes=TODAY + IN(days=9),
    )
    hold(addressed.post, addressed.people["another officer"], kind="support")
    call_command("run_schedule")
    UpdateRound.objects.update(opens=TODAY)
    call_command("run_schedule")
    assert capsys.readouterr().out.splitlines() == [
        "0 rounds opened, 0 messages sent",
        "1 round opened, 3 messages sent",
    ]
