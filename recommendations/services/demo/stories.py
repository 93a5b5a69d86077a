"""What became of a recommendation, a story a function; a fixture names the story of each.

Days are counted back from the day of loading, so that every story ends in the same rating
whenever it is told. The last word of a docstring is that rating.
"""

from __future__ import annotations

from collections.abc import Callable

from recommendations.models import (
    DateDecision,
    OccurrenceOutcome,
    Position,
    ProgressUpdate,
    Resolution,
)
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Period, Shape
from recommendations.services import meetings, progress, recommendations
from recommendations.services.demo.told import Told

GREEN, AMBER, RED = (
    ProgressUpdate.Stated.GREEN.value,
    ProgressUpdate.Stated.AMBER.value,
    ProgressUpdate.Stated.RED.value,
)
DONE, MISSED, SKIPPED = (
    OccurrenceOutcome.Outcome.DONE.value,
    OccurrenceOutcome.Outcome.MISSED.value,
    OccurrenceOutcome.Outcome.SKIPPED.value,
)
GRANTED, REFUSED = DateDecision.Decision.GRANTED.value, DateDecision.Decision.REFUSED.value
IMPLEMENTED = Position.Closes.IMPLEMENTED.value
ACHIEVED = "Achieved"
ACCEPTABLE = "Acceptable progress"
NOT_ACCEPTABLE = "Progress not acceptable"


# Before there is an answer, or without one


def awaiting(told: Told) -> None:
    """Nothing yet."""


def closed_already(told: Told) -> None:
    """Closed before any answer came. Closed."""
    told.judged(
        told.entry["closing_words"],
        told.committee.last(),
        kind=Resolution.Kind.DISCHARGE,
        closes=Position.Closes.OVERTAKEN,
    )


def position_taken_back(told: Told) -> None:
    """Closed by a slip of the clerk, who took it back. Not rated."""
    slip = told.judged(
        ACHIEVED, told.committee.last(), kind=Resolution.Kind.DISCHARGE, closes=IMPLEMENTED
    )
    with told.diary.recording(told.diary.workday(5)):
        meetings.take_position_back(position=slip, by=told.setting.clerk)


def unanswered(told: Told) -> None:
    """The response passed it over. Not rated."""


def rejected(told: Told) -> None:
    told.answered("rejected")


def noted(told: Told) -> None:
    told.answered("noted")


def refused_and_closed(told: Told) -> None:
    """Refused, and the committee left it there. Closed."""
    told.answered("rejected")
    told.closed(Position.Closes.REFUSED, since_ago=told.given_ago)


def not_endorsed(told: Told) -> None:
    """The committee did not make the task group's words its own. Not rated."""
    told.committee.resolve(
        told.committee.after(told.report.published_on),
        kind=Resolution.Kind.NOT_ENDORSE,
        text=f"That {told.row.address} is not endorsed.",
        report=told.report,
        recommendation=told.row,
    )


def withdrawn(told: Told) -> None:
    told.committee.resolve(
        told.committee.after(told.diary.ago(told.given_ago)),
        kind=Resolution.Kind.WITHDRAW,
        text=f"That {told.row.address} is withdrawn.",
        report=told.report,
        recommendation=told.row,
    )


def replaced(told: Told) -> None:
    """A later one took its place. Not rated."""
    day = told.diary.workday(told.given_ago)
    with told.diary.recording(day):
        recommendations.link(
            from_recommendation=told.by_title[told.entry["replaced_by"]],
            to_recommendation=told.row,
            kind="supersedes",
            words="in place of the one before it",
            by=told.setting.scrutiny_officer,
            on=day,
        )


# Done


def done(told: Told) -> None:
    """Done, reported and agreed by the committee. Closed."""
    told.answered()
    due_ago = told.between(max(45, told.given_ago - 200), told.given_ago - 60)
    step = told.step_by(told.diary.ago(due_ago))
    told.begins(days_ago=(told.given_ago + due_ago) // 2)
    done_ago = due_ago + told.between(-3, 9)
    told.did(step, days_ago=done_ago)
    told.reports(GREEN, days_ago=done_ago - 4, complete=True, narrative=told.phrase("done"))
    told.closed(IMPLEMENTED, since_ago=done_ago - 4, status=ACHIEVED)


def late_entry(told: Told) -> None:
    """Done and closed, and all of it entered months later. Closed."""
    told.answered()
    step = told.step_by(told.diary.ago(300))
    told.did(step, days_ago=310, recorded_ago=120)
    told.reports(GREEN, days_ago=305, complete=True, recorded_ago=120)
    told.closed(IMPLEMENTED, since_ago=302, status=ACHIEVED, recorded_ago=119)


def position_corrected(told: Told) -> None:
    """The clerk wrote down the wrong closing and set it right. Closed."""
    told.answered()
    step = told.step_by(told.diary.ago(80))
    told.did(step, days_ago=84)
    told.reports(GREEN, days_ago=78, complete=True, narrative=told.phrase("done"))
    slip = told.closed(
        Position.Closes.NOT_IMPLEMENTED, since_ago=78, status="Closed: not implemented"
    )
    with told.diary.recording(told.diary.workday(14)):
        meetings.correct_position(
            position=slip,
            by=told.setting.clerk,
            on=slip.on,
            status=ACHIEVED,
            closes=IMPLEMENTED,
        )


def within_event_done(told: Told) -> None:
    """Promised within three months of an event. Closed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    step = told.step(Due(shape=Shape.WITHIN, n=3, unit=Unit.MONTHS, event=event.key))
    told.did(step, days_ago=140)
    told.reports(GREEN, days_ago=133, complete=True, narrative=told.phrase("done"))
    told.closed(IMPLEMENTED, since_ago=133, status=ACHIEVED)


def interim_done(told: Told) -> None:
    """An interim, reported complete, needs no answer. Green."""
    told.reports(GREEN, days_ago=60, complete=True)


def reported_complete(told: Told) -> None:
    """The committee has yet to agree. Green."""
    told.answered()
    step = told.step_by(told.diary.ago(14))
    told.begins(days_ago=100)
    told.did(step, days_ago=16)
    update = told.reports(GREEN, days_ago=7, complete=True)
    if shows := told.entry.get("evidence"):
        told.shows(shows, update)


def closed_otherwise(closes: Position.Closes) -> Callable[[Told], None]:
    def story(told: Told) -> None:
        told.answered()
        told.step_by(told.diary.ago(told.given_ago - 150))
        told.begins(days_ago=told.given_ago - 70)
        told.closed(
            closes,
            since_ago=told.given_ago - 120,
            status=told.entry.get("closed_into", "").capitalize(),
        )

    return story


def reopened(told: Told) -> None:
    """Closed as done, opened again, and overdue since. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(300))
    told.did(step, days_ago=306)
    told.reports(GREEN, days_ago=302, complete=True, narrative=told.phrase("done"))
    told.closed(IMPLEMENTED, since_ago=302, status=ACHIEVED)
    again = told.judged(
        "Monitoring",
        told.committee.after(told.diary.ago(190)),
        kind=Resolution.Kind.REOPEN,
        text=f"That {told.row.address} is monitored again. {told.says('again')}",
    )
    told.step_by(
        told.diary.ago(36),
        text=told.entry["step_again"],
        since_ago=(told.diary.today - again.on).days - 7,
    )
    told.reports(RED, days_ago=12)


# Under way


def on_track(told: Told) -> None:
    told.answered()
    told.step_by(told.diary.ahead(told.between(45, 150)))
    told.begins(days_ago=told.given_ago - 60)
    told.reports(GREEN, days_ago=told.between(15, 30))
    told.judged(ACCEPTABLE, told.committee.last())


def due_soon(told: Told) -> None:
    told.answered()
    told.step_by(told.diary.ahead(told.between(8, 22)))
    told.begins(days_ago=100)
    told.reports(GREEN, days_ago=told.between(6, 13))
    if words := told.says("draft"):
        told.drafts(AMBER, words)


def joint_on_track(told: Told) -> None:
    """Both owners report that all is well. Green."""
    told.answered()
    told.step_by(told.diary.ahead(told.between(45, 90)))
    told.reports(GREEN, days_ago=25, by_owner=0)
    told.reports(GREEN, days_ago=22, by_owner=1)


def joint(told: Told) -> None:
    """One of two owners is worried. Amber."""
    told.answered()
    told.step_by(told.diary.ahead(told.between(40, 80)))
    told.reports(GREEN, days_ago=27, by_owner=0)
    told.reports(AMBER, days_ago=20, by_owner=1)


def officer_worse(told: Told) -> None:
    """The record is green; the officer knows better. Amber."""
    told.answered()
    told.step_by(told.diary.ahead(70))
    told.begins(days_ago=180)
    told.reports(AMBER, days_ago=13)


def prior(told: Told) -> None:
    """Agreed by another body before the report. Green."""
    told.step_by(told.diary.ahead(62))
    told.reports(GREEN, days_ago=21)


def own(told: Told) -> None:
    """Asked of scrutiny itself, each year. Green."""
    told.step(
        Due(shape=Shape.RECURRING, n=12, unit=Unit.MONTHS, start=told.diary.ago(330)),
        since_ago=330,
    )
    told.reports(GREEN, days_ago=30, narrative=told.phrase("begun"))


def own_due(told: Told) -> None:
    told.step_by(told.diary.ahead(24), since_ago=40)


def end_of_year(told: Told) -> None:
    """By the end of next year. Green."""
    told.answered()
    told.step(Due(shape=Shape.END_OF_PERIOD, period=Period.YEAR, of=str(told.diary.today.year + 1)))


def period_running(told: Told) -> None:
    """Something kept up for a year. Green."""
    told.answered()
    told.step(
        Due(shape=Shape.FOR_A_PERIOD, n=12, unit=Unit.MONTHS, start=told.diary.ago(120)),
        since_ago=125,
    )
    told.reports(GREEN, days_ago=26)


def deferred_ahead(told: Told) -> None:
    told.answered("deferred", decide_by=told.diary.ahead(52))


def deferred_soon(told: Told) -> None:
    told.answered("deferred", decide_by=told.diary.ahead(19))


def floor_ahead(told: Told) -> None:
    """Not to be done before a year after an event. Green."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.AT_LEAST, n=12, unit=Unit.MONTHS, event=event.key))


def event_expected(told: Told) -> None:
    """Before an event whose day is expected. Green."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.BEFORE, event=event.key))
    told.reports(GREEN, days_ago=24)


def recurring_skipped(told: Told) -> None:
    """Once skipped with leave, otherwise kept. Green."""
    told.answered()
    start = told.diary.ago(305)
    step = told.step(Due(shape=Shape.RECURRING, n=3, unit=Unit.MONTHS, start=start), since_ago=305)
    told.outcomes(step, SKIPPED, DONE, reason=told.says("skipped"))
    told.reports(GREEN, days_ago=19)


def recurring_on_time(told: Told) -> None:
    told.answered()
    start = told.diary.ago(told.given_ago)
    step = told.step(Due(shape=Shape.RECURRING, n=2, unit=Unit.MONTHS, start=start))
    told.outcomes(step, DONE)
    told.reports(GREEN, days_ago=23)


def each_meeting(told: Told) -> None:
    """At each meeting of a committee. Green."""
    told.answered()
    body = told.setting.body(told.entry["body"])
    start = told.diary.workday(told.given_ago)
    step = told.step(Due(shape=Shape.EACH_MEETING, body=str(body.pk), start=start))
    told.outcomes(step, DONE)


# Without a day


def no_date(told: Told) -> None:
    """Accepted, and nobody has said by when. Date needed."""
    told.answered()
    told.reports("", days_ago=33)


def no_review(told: Told) -> None:
    """Without end, and without a day on which to look again. Date needed."""
    told.answered()
    told.step(Due(shape=Shape.UNENDING, start=told.diary.ago(told.given_ago)))


def deferred_no_day(told: Told) -> None:
    told.answered("deferred")


def event_unknown(told: Told) -> None:
    """Within a year of an event of which nobody knows the day. Date needed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.WITHIN, n=12, unit=Unit.MONTHS, event=event.key))
    told.reports("", days_ago=31)


def event_unconfirmed(told: Told) -> None:
    """The expected day has passed and nobody has said whether it came. Date needed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.WITHIN, n=6, unit=Unit.MONTHS, event=event.key))
    told.reports("", days_ago=11)


def floor_passed(told: Told) -> None:
    """It might have been done since some time. Date needed."""
    told.answered()
    event = told.setting.event(told.entry["event"])
    told.step(Due(shape=Shape.AT_LEAST, n=3, unit=Unit.MONTHS, event=event.key))


def steps_done(told: Told) -> None:
    """Every step is done; that the whole is was claimed and taken back. Date needed."""
    told.answered()
    step = told.step_by(told.diary.ago(40))
    told.begins(days_ago=150)
    told.did(step, days_ago=44)
    told.reports("", days_ago=41)
    claimed = told.reports(GREEN, days_ago=35, complete=True, narrative=told.says("mistaken"))
    with told.diary.recording(told.diary.workday(32)):
        progress.take_update_back(update=claimed, by=claimed.by)


def period_ended(told: Told) -> None:
    """Date needed."""
    told.answered()
    start = told.diary.ago(told.given_ago)
    told.step(Due(shape=Shape.FOR_A_PERIOD, n=9, unit=Unit.MONTHS, start=start))
    told.reports("", days_ago=29)


def dormant(told: Told) -> None:
    """Asleep until an event happens. Not rated."""
    _waits_for_its_event(told)
    told.answered()


def in_force_soon(told: Told) -> None:
    """Answered only by a later response, not yet in force. Not rated."""
    told.answered(answering=told.later)


# In trouble


def overdue_red(told: Told) -> None:
    told.answered()
    due_ago = told.between(43, min(100, told.given_ago - 30))
    told.step_by(told.diary.ago(due_ago))
    told.begins(days_ago=told.given_ago - 20)
    told.reports(RED, days_ago=told.between(17, 33))
    told.judged(
        NOT_ACCEPTABLE,
        told.committee.last(),
        kind=Resolution.Kind.CALL_THE_OWNER,
        text=f"That progress on {told.row.address} is not acceptable, and that the owner is asked"
        " to attend the next meeting.",
    )


def overdue_red_asked(told: Told) -> None:
    """Overdue, with a new day asked for and not yet decided. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(61))
    told.begins(days_ago=200)
    told.reports(RED, days_ago=20)
    told.asks(step, days_ago=6, to=told.diary.ahead(64))


def overdue_amber(told: Told) -> None:
    told.answered()
    told.step_by(told.diary.ago(told.between(9, 20)))
    told.begins(days_ago=told.given_ago - 40)
    told.reports(AMBER, days_ago=6)


def melon(told: Told) -> None:
    """Green outside: the officer's own rating. Red inside."""
    told.answered()
    told.step_by(told.diary.ago(52))
    told.begins(days_ago=160)
    told.reports(GREEN, days_ago=17)


def accepted_better(told: Told) -> None:
    """The record is red; scrutiny accepted the officer's rating. Amber."""
    told.answered()
    told.step_by(told.diary.ago(54))
    update = told.reports(AMBER, days_ago=18)
    day = told.diary.workday(14)
    with told.diary.recording(day):
        progress.accept_rating(
            update=update,
            reason=told.says("accepted"),
            by=told.setting.scrutiny_officer,
            on=day,
        )


def end_of_quarter_overdue(told: Told) -> None:
    """By the end of a quarter that ended more than a month ago. Red."""
    told.answered()
    month_ago = told.diary.ago(32)
    quarters = month_ago.year * 4 + (month_ago.month - 1) // 3 - 1
    year, quarter = divmod(quarters, 4)
    told.step(Due(shape=Shape.END_OF_PERIOD, period=Period.QUARTER, of=f"{year}-Q{quarter + 1}"))
    told.begins(days_ago=220)
    told.reports(RED, days_ago=26)


def recurring_overdue(told: Told) -> None:
    """The last of a recurring duty was missed and not made good. Red."""
    told.answered()
    start = told.diary.ago(332)
    step = told.step(Due(shape=Shape.RECURRING, n=3, unit=Unit.MONTHS, start=start), since_ago=332)
    told.outcomes(step, MISSED, reason=told.says("cause"))
    told.reports(RED, days_ago=18)


def recurring_missed(told: Told) -> None:
    """One was missed; the next was kept. Amber."""
    told.answered()
    start = told.diary.ago(320)
    step = told.step(Due(shape=Shape.RECURRING, n=3, unit=Unit.MONTHS, start=start), since_ago=320)
    told.outcomes(step, MISSED, DONE, reason=told.says("missed"))
    told.reports(GREEN, days_ago=28)


def moved_by_leave(told: Told) -> None:
    """Moved far, and never agreed by the committee. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(80))
    asked = told.asks(step, days_ago=96, to=told.diary.ahead(44))
    told.given_leave(asked, days_ago=89)
    told.reports(RED, days_ago=16)


def moved_a_little(told: Told) -> None:
    told.answered()
    step = told.step_by(told.diary.ago(20))
    asked = told.asks(step, days_ago=36, to=told.diary.ahead(31))
    told.given_leave(asked, days_ago=31)
    told.reports("", days_ago=15)


def moved_by_committee(told: Told) -> None:
    """Moved far, and the committee agreed. Amber."""
    told.answered()
    step = told.step_by(told.diary.ago(95))
    asked = told.asks(step, days_ago=125, to=told.diary.ahead(60))
    told.decided_by_committee(asked, decision=GRANTED)
    told.reports("", days_ago=18)


def moved_agreed_short(told: Told) -> None:
    """Moved a little, and the committee agreed. Green."""
    told.answered()
    step = told.step_by(told.diary.ago(10))
    asked = told.asks(step, days_ago=50, to=told.diary.ahead(42))
    told.decided_by_committee(asked, decision=GRANTED)
    told.reports(GREEN, days_ago=9)


def moved_refused(told: Told) -> None:
    """The committee refused a later day. Red."""
    told.answered()
    step = told.step_by(told.diary.ago(70))
    asked = told.asks(step, days_ago=92, to=told.diary.ahead(20))
    told.decided_by_committee(asked, decision=REFUSED)
    told.reports(RED, days_ago=25)


def deferred_long(told: Told) -> None:
    """The day to decide by is long past. Red."""
    told.answered("deferred", decide_by=told.diary.ago(47))
    told.reports("", days_ago=21)


def deferred_just(told: Told) -> None:
    """The day to decide by is just past. Amber."""
    told.answered("deferred", decide_by=told.diary.ago(12))
    told.reports("", days_ago=9)


def woken_overdue_amber(told: Told) -> None:
    """Woken by its event, and overdue since. Amber."""
    _waits_for_its_event(told)
    told.answered()
    told.step_by(told.diary.ago(16), since_ago=95)
    told.reports(AMBER, days_ago=5)


def _waits_for_its_event(told: Told) -> None:
    with told.diary.recording(told.report.published_on):
        recommendations.set_condition(
            recommendation=told.row,
            event=told.setting.event(told.entry["event"]),
            words=told.entry["condition"],
            by=told.setting.scrutiny_officer,
            on=told.report.published_on,
        )


def parts(told: Told) -> None:
    """The whole is answered; its parts have stories of their own."""
    told.answered()


Story = Callable[[Told], None]

STORIES: dict[str, Story] = {
    story.__name__: story
    for story in (
        *(awaiting, closed_already, position_taken_back, unanswered, rejected, noted),
        *(refused_and_closed, not_endorsed, withdrawn, replaced, done, late_entry),
        *(position_corrected, within_event_done, interim_done, reported_complete, reopened),
        *(on_track, due_soon, joint_on_track, joint, officer_worse, prior, own, own_due),
        *(
            end_of_year,
            period_running,
            deferred_ahead,
            deferred_soon,
            floor_ahead,
            event_expected,
            recurring_skipped,
        ),
        *(recurring_on_time, each_meeting, no_date, no_review, deferred_no_day, event_unknown),
        *(event_unconfirmed, floor_passed, steps_done, period_ended, dormant, in_force_soon),
        *(overdue_red, overdue_red_asked, overdue_amber, melon, accepted_better),
        *(end_of_quarter_overdue, recurring_overdue, recurring_missed, moved_by_leave),
        *(moved_a_little, moved_by_committee, moved_agreed_short, moved_refused),
        *(deferred_long, deferred_just, woken_overdue_amber, parts),
    )
} | {
    f"closed_{closes.value.replace(' ', '_')}": closed_otherwise(closes)
    for closes in (
        Position.Closes.OVERTAKEN,
        Position.Closes.MERGED,
        Position.Closes.NOT_IMPLEMENTED,
    )
}
