"""What holds of every recommendation, whatever is known of it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.rules.facts import (
    Answer,
    Closing,
    Condition,
    DateChange,
    Decision,
    Endorsement,
    Endorsing,
    Event,
    EventDay,
    EventDayKind,
    Facts,
    Granter,
    Granting,
    Kind,
    Milestone,
    Notice,
    OccurrenceOutcome,
    Outcome,
    Position,
    Response,
    ResponseKind,
    Round,
    Update,
)
from recommendations.rules.forecast import forecast
from recommendations.rules.parts import is_open
from recommendations.rules.policies import Policy
from recommendations.rules.rag import rate
from recommendations.rules.ratings import Rag
from tests.rules.building import closes, d, update
from tests.rules.test_due import dues
from tests.rules.test_forecast import assert_exact

FIRST, RECORDED_UNTIL, LAST = d("2013-01-01"), d("2013-12-31"), d("2014-12-31")

# Few days, so that they often fall together or one interval apart.
past = st.dates(FIRST, RECORDED_UNTIL).map(lambda day: day.replace(day=1 + day.day % 3 * 13))
ahead = st.dates(FIRST, LAST).map(lambda day: day.replace(day=1 + day.day % 3 * 13))
EVENTS = {
    "17": st.lists(
        st.one_of(
            past.map(lambda day: EventDay(on=day, kind=EventDayKind.HAPPENED, day=day)),
            st.builds(EventDay, on=past, kind=st.just(EventDayKind.EXPECTED), day=ahead),
        ),
        max_size=2,
    )
}
changes = st.builds(
    DateChange,
    to=ahead,
    decided_on=past,
    decision=st.sampled_from(Granting),
    by=st.sampled_from(Granter),
)
outcomes = st.builds(OccurrenceOutcome, on=past, due=ahead, outcome=st.sampled_from(Outcome))
milestones = st.builds(
    Milestone,
    id=st.just("m"),
    due=dues(ahead),
    on=past,
    body=st.sampled_from(["", "cabinet"]),
    done_on=st.none() | past,
    changes=st.lists(changes, max_size=2).map(tuple),
    outcomes=st.lists(outcomes, max_size=3).map(tuple),
)
updates = st.builds(
    Update,
    on=past,
    owner=st.sampled_from(["", "housing", "health"]),
    stated=st.sampled_from([None, Rag.RED, Rag.AMBER, Rag.GREEN]),
    complete=st.booleans(),
)
# Most are accepted and open, since most of the table lies beneath that.
positions = st.builds(Position, on=past, closes=st.sampled_from([None, None, None, None, *Closing]))
endorsements = st.builds(
    Endorsement, on=past, decision=st.sampled_from([Endorsing.ENDORSED, *Endorsing])
)
answers = st.builds(
    Answer,
    response=st.sampled_from(["r1", "r1", "r2"]),
    decision=st.sampled_from([Decision.ACCEPTED, Decision.ACCEPTED, Decision.DEFERRED, *Decision]),
    decide_by=st.none() | ahead,
)
notices = st.builds(
    Notice,
    on=past,
    body=st.sampled_from(["cabinet", "board"]),
    report_received_on=past,
    notice_received_on=past,
    hard=st.booleans(),
)
rounds = st.tuples(ahead, ahead).map(lambda days: Round(opens=min(days), closes=max(days)))


@st.composite
def responses(draw: st.DrawFn, *, may_be_coming: bool) -> tuple[Response, ...]:
    """A decided response may come into force after everything was recorded."""
    first = Response(id="r1", body="cabinet", given_on=FIRST)
    found = []
    for name in ("r1", "r2"):
        decided_on = draw(st.none() | past)
        in_force_on = draw(st.none() | (ahead if may_be_coming else past))
        found.append(
            Response(
                id=name,
                body=draw(st.sampled_from(["cabinet", "cabinet", "board"])),
                kind=draw(st.sampled_from(ResponseKind)),
                given_on=draw(st.none() | past),
                decided_on=decided_on,
                in_force_on=in_force_on if decided_on else None,
                withdrawn_on=draw(st.none() | past),
            )
        )
    one, other = found
    return draw(st.sampled_from([(first,), (first, other), (first, other), (one, other), ()]))


def listed(rows: st.SearchStrategy, at_most: int = 2, at_least: int = 0) -> st.SearchStrategy:
    return st.lists(rows, min_size=at_least, max_size=at_most).map(tuple)


SELDOM = st.sampled_from([False, False, False, False, True])


@st.composite
def families(draw: st.DrawFn, *, may_be_coming: bool = True, is_part: bool = False) -> Facts:
    """Any recommendation with its parts, everything recorded by the end of 2013."""
    own = {
        "milestones": draw(listed(milestones, 3)),
        "answers": draw(listed(answers, at_least=0 if is_part else 1)),
        "updates": draw(listed(updates)),
        "positions": draw(listed(positions)),
        "rounds": draw(listed(rounds)),
        "asked": draw(dues(ahead)),
        "conditions": (Condition(event="17"),) if draw(SELDOM) else (),
        "scrutinys_own": draw(SELDOM),
        "endorsements": draw(listed(endorsements, 1)) if draw(SELDOM) else (),
    }
    if is_part:
        return Facts(**own, limb=draw(st.booleans()))
    addresses = ["R1(a)", "R1(b)"][: draw(st.integers(0, 2))]
    return Facts(
        **own,
        kind=Kind.INTERIM if draw(SELDOM) else Kind.RECOMMENDATION,
        published_on=FIRST,
        notices=draw(listed(notices)),
        responses=draw(responses(may_be_coming=may_be_coming)),
        events={key: Event(name=key, days=tuple(draw(days))) for key, days in EVENTS.items()},
        meetings={"3": draw(listed(ahead, 4))},
        parts={address: draw(families(is_part=True)) for address in addresses},
    )


policies = st.builds(
    Policy,
    overdue_red_after=st.integers(0, 40),
    moved_red_after=st.integers(0, 100),
    due_soon=st.integers(0, 40),
    due_soon_rating=st.sampled_from([Rag.GREEN, Rag.AMBER]),
)


@given(families(), st.tuples(policies, policies), ahead, st.dates(FIRST, LAST))
@settings(max_examples=50)
def test_the_forecast_is_the_rating_of_every_day(facts, both, change, start):
    dated = (both[0], replace(both[1], in_force_from=change))
    assert_exact(facts, dated, start, start + timedelta(days=60))


@given(families(may_be_coming=False), policies)
def test_an_open_item_never_gets_better_with_time(facts, policy):
    """Under one policy and with nothing more recorded.

    The lawful exceptions are left out of these facts: an answer already decided that comes into
    force, and a joint owner whose share ends on a day, after which what they said gives way to
    a newer update.
    """
    told = forecast(facts, policies=(policy,), from_day=RECORDED_UNTIL)
    severities = [segment.rating.rag.severity for segment in told]
    assert severities == sorted(severities)


def test_an_answer_that_comes_into_force_may_make_it_better():
    facts = Facts(
        published_on=FIRST,
        responses=(
            Response(id="r1", given_on=d("2013-02-01")),
            Response(id="r2", decided_on=d("2013-12-01"), in_force_on=d("2014-02-01")),
        ),
        answers=(
            Answer(response="r1", decision=Decision.ACCEPTED),
            Answer(response="r2", decision=Decision.REJECTED),
        ),
    )
    told = [rate(facts, policies=(), as_at=d(day)) for day in ("2014-01-31", "2014-02-01")]
    assert [rating and rating.rag for rating in told] == [Rag.DATE_NEEDED, Rag.NOT_RATED]


@given(families(), policies, ahead)
@settings(max_examples=50)
def test_a_parent_is_as_bad_as_its_worst_open_part(facts, policy, day):
    facts = replace(facts, updates=())  # an accepted statement about the parent may be better
    whole = rate(facts, policies=(policy,), as_at=day)
    for address in facts.parts:
        part = rate(facts, policies=(policy,), as_at=day, part=address)
        if whole and part and is_open(part):
            assert whole.rag.severity >= part.rag.severity


@given(families(), policies, ahead)
@settings(max_examples=50)
def test_the_worst_it_names_is_rated_as_it_is(facts, policy, day):
    whole = rate(facts, policies=(policy,), as_at=day)
    bodies = {notice.body for notice in facts.notices} | {one.body for one in facts.responses}
    if whole and whole.worst in facts.parts and len(bodies) < 2:
        part = rate(facts, policies=(policy,), as_at=day, part=whole.worst)
        assert part is not None
        assert part.rag is whole.record


@given(families(), policies, ahead)
@settings(max_examples=50)
def test_what_is_dated_later_makes_no_difference(facts, policy, day):
    later = (day + timedelta(days=1)).isoformat()
    more = replace(
        facts,
        positions=(*facts.positions, closes(later)),
        updates=(*facts.updates, update(later, "red", complete=True)),
        endorsements=(
            *facts.endorsements,
            Endorsement(on=d(later), decision=Endorsing.NOT_ENDORSED),
        ),
        withdrawn_on=d(later),
        milestones=(*facts.milestones, Milestone(id="later", due=facts.asked, on=d(later))),
    )
    assert rate(more, policies=(policy,), as_at=day) == rate(facts, policies=(policy,), as_at=day)


@given(families(), policies, ahead)
@settings(max_examples=50)
def test_the_order_in_which_milestones_are_told_makes_no_difference(facts, policy, day):
    turned = replace(facts, milestones=facts.milestones[::-1], rounds=facts.rounds[::-1])
    one, other = (rate(told, policies=(policy,), as_at=day) for told in (facts, turned))
    assert (one and (one.rag, one.words(day))) == (other and (other.rag, other.words(day)))
