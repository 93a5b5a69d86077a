"""Handing over: everything passes on from a day, with its history, closed or open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recommendations.models import (
    Body,
    Milestone,
    MilestoneOwnership,
    Ownership,
    Post,
    Recommendation,
    Remit,
    ResolutionOwnership,
    Standing,
    Succession,
    Viewer,
)
from recommendations.reading.my_work import my_work
from recommendations.reading.resolutions import may_end
from recommendations.reading.successions import begun_later
from recommendations.rules.ratings import Rag
from recommendations.rules.roles import Permission, Role
from recommendations.services import (
    bodies,
    councils,
    facts,
    meetings,
    milestones,
    positions,
    resolutions,
    rounds,
    standings,
)
from recommendations.services.change import Refused
from recommendations.standing.leaving import left_by
from recommendations.standing.register import whole_register
from reports import builders
from reports.builders.exception_report import Asked
from reports.documents.lines import Way
from reports.documents.statistics import Statistics
from reports.faces import csv, html
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    UserFactory,
)
from tests.recommendations.acting import hold, promised
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


def exceptions_of(body, day, *, compare=None, of=None):
    return builders.exception_report(
        Viewer.member(of or body.council),
        as_at=day,
        known_at=timezone.now(),
        compare=compare,
        asked=Asked(committee=body),
    )


def test_everything_passes_on_so_that_what_is_opened_again_is_the_successors(old, new):
    """Recorded long after its day, and read as at a day before, on and after it."""
    by = UserFactory()
    handed_over(old, new, by=by, ends=True)
    every, is_open = {"Roads-1", "Roads-2", "Waste-1", "Waste-2"}, {"Roads-1", "Waste-1", "Waste-2"}
    assert (watches(old, LAST), watches(new, LAST)) == (every, set())
    for day in (ON, TODAY):
        assert (watches(old, day), watches(new, day)) == (set(), every)
    assert {line.address for line in exceptions_of(old, LAST).lines} == every
    report = exceptions_of(new, ON, compare=LAST)
    assert {line.address for line in report.lines} == every
    assert Way.NEW not in {line.direction.way for line in report.lines}
    statistics = Statistics.of(
        exceptions_of(None, TODAY, of=old.council),
        watched_by=builders.Watching(Viewer.member(old.council), as_at=TODAY).of,
    )
    by_committee = {(tally.name, tally.made) for tally in statistics.by_committee}
    assert by_committee == {("Place Committee", 4)}
    assert Body.objects.get(pk=old.pk).ended_on == LAST
    kept = Remit.history.filter(history_user=by, history_change_reason=WHY)
    assert sorted(kept.values_list("history_type", flat=True)) == ["+", "+", "~", "~"]

    def open_of(body, day):
        lines = exceptions_of(body, day, of=old.council).lines
        return {line.address for line in lines if line.rag is not Rag.CLOSED}

    before = open_of(old, LAST), open_of(new, TODAY)
    assert before == (is_open, is_open)
    closed = Recommendation.objects.get(address="Roads-2")
    positions.take_position(recommendation=closed, status="monitoring", by=by, on=TODAY)
    assert (open_of(old, LAST), open_of(old, TODAY), open_of(new, TODAY)) == (is_open, set(), every)


def test_a_split_leaves_whoever_else_watches_what_they_watched(old, new):
    beside = BodyFactory(council=old.council)
    roads = Recommendation.objects.get(address="Roads-1")
    Remit.objects.create(body=beside, report=roads.report)
    other = BodyFactory(council=old.council)
    handed_over(old, new, other, instead={roads.pk: other})
    assert watches(new, ON) == {"Roads-2", "Waste-1", "Waste-2"}
    assert watches(other, ON) == {"Roads-1"}
    assert watches(beside, ON) == {"Roads-1", "Roads-2"}
    later = RecommendationFactory(report=roads.report, address="Roads-3")
    assert later.address in watches(new, TODAY), "what is yet to be made goes to the first"


def test_a_second_hand_over_takes_the_rest_from_a_later_day(old, new):
    handed_over(old, new)
    handed_over(new, old, on=ON + timedelta(days=7))
    every = {"Roads-1", "Roads-2", "Waste-1", "Waste-2"}
    assert watches(new, ON + timedelta(days=6)) == every
    assert watches(new, TODAY) == set()
    assert watches(old, TODAY) == every
    left = left_by(old, on=ON + timedelta(days=7), known_at=timezone.now())
    assert left.every == ()
    assert begun_later(Viewer.member(old.council), old, on=left.on) == 2


# Posts


@pytest.fixture
def post(council, old) -> Post:
    """It leads what is open of one report, and what is closed; jointly, one of the other."""
    made = PostFactory(council=council, title="Head of Roads", slug="head-of-roads")
    for address, share in (("Roads-1", "lead"), ("Roads-2", "lead"), ("Waste-1", "joint")):
        owned = Recommendation.objects.get(address=address)
        Ownership.objects.create(recommendation=owned, post=made, share=share)
    standings.rewrite(Recommendation.objects.values_list("pk", flat=True), today=TODAY)
    return made


def test_what_a_post_owes_goes_to_its_successors_and_holders_do_not(council, post):
    first, second = PostFactory(council=council), PostFactory(council=council)
    waste = Recommendation.objects.get(address="Waste-1")
    leads = Ownership.objects.create(recommendation=waste, post=second, share="alternative")
    officers = {one: MembershipFactory(council=council, role=Role.OFFICER).user for one in "ab"}
    hold(post, officers["a"])
    hold(first, officers["b"])
    handed_over(post, first, second, instead={waste.pk: second})

    def owned(owner, day):
        found = Ownership.objects.filter(post=owner)
        return {(o.recommendation.address, o.share) for o in found if o.holds_on(day)}

    assert owned(post, LAST) == {("Roads-1", "lead"), ("Roads-2", "lead"), ("Waste-1", "joint")}
    assert owned(post, ON) == set()
    assert owned(first, LAST) == set()
    assert owned(first, ON) == {("Roads-1", "lead"), ("Roads-2", "lead")}
    assert owned(second, LAST) == {("Waste-1", "alternative")}
    assert owned(second, ON) == {("Waste-1", "joint")}
    leads.refresh_from_db()
    assert leads.until == LAST, "whoever owned less of it owns more"
    listed = Standing.objects.on(TODAY).owned_by(today=TODAY, post=first.pk)
    assert {one.recommendation.address for one in listed} == {"Roads-1", "Roads-2"}
    noted = {}
    for who, person in officers.items():
        viewer = Viewer.of(person, council.slug, today=TODAY)
        (of_post,) = my_work(viewer, today=TODAY, now=timezone.now()).posts
        noted[who] = of_post.quiet
    assert noted == {"a": 0, "b": 2}
    assert standings.differences(council, today=TODAY) == []


def test_a_milestone_is_owed_by_the_successor_from_that_day_on(council, old):
    """A post that owns no recommendation: what it promised by name goes where its item goes."""
    promising, *heirs = (PostFactory(council=council, title=title) for title in "PQR")
    officers = {}
    for post in (promising, *heirs):
        officers[post] = MembershipFactory(council=council, role=Role.OFFICER).user
        hold(post, officers[post])
    Recommendation.objects.update(prior_decision_on=PUBLISHED, prior_decision_body=old)  # accepted
    roads, waste = (Recommendation.objects.get(address=one) for one in ("Roads-1", "Waste-1"))
    lines = promised(roads, due=TODAY, owner=promising, text="Paint the lines.")
    done = promised(roads, due=TODAY, owner=promising, text="Buy paint.")
    milestones.complete(milestone=done, by=UserFactory(), on=LAST)
    bins = promised(waste, due=TODAY, owner=promising, text="Count the bins.")
    late = facts.correct_fact(row=lines, by=UserFactory(), why="A slip", text="Paint all lines.")
    row = handed_over(promising, *heirs, instead={waste.pk: heirs[1]})

    def owed_by(day):
        stands = whole_register(
            council, Recommendation.objects.all(), as_at=day, known_at=timezone.now()
        )
        return {step.row.text: step.owner for item in stands.items for step in item.steps}

    bought = {"Buy paint.": promising}  # whose it was when it was done
    assert owed_by(LAST) == bought | dict.fromkeys([late.text, bins.text], promising)
    for day in (ON, TODAY):
        assert owed_by(day) == bought | {late.text: heirs[0], bins.text: heirs[1]}
    schedule = builders.schedule(
        Viewer.member(council), roads.report, as_at=LAST, known_at=timezone.now()
    )
    assert {step.owner for step in schedule.entries[0].steps} == {"P"}

    def works(post):
        viewer = Viewer.of(officers[post], council.slug, today=TODAY)
        (of_post,) = my_work(viewer, today=TODAY, now=timezone.now()).posts
        may = Milestone.objects.editable_by(viewer, to=Permission.PROGRESS_REPORT)
        steps = {step.row.text for owed in of_post.owed for step in owed.steps}
        return steps, {step.text for step in may.filter(corrected_by=None)}

    assert works(promising) == (set(), set())
    assert works(heirs[0]) == ({late.text}, {late.text, done.text})
    assert works(heirs[1]) == ({bins.text}, {bins.text})
    asked = rounds.plan_round(
        meeting=meetings.call_meeting(body=old, day=TODAY + timedelta(days=9)),
        opens=TODAY,
        closes=TODAY + timedelta(days=1),
    )
    owed = {(one.post, one.milestone) for one in asked.owed.all()}
    assert owed == {(heirs[0], lines), (heirs[1], bins)}
    report = builders.roll_over(
        Viewer.member(council),
        list(Succession.objects.for_listing().of_the_same_hand_over(row)),
        known_at=timezone.now(),
    )
    held_as = {line.address: line.held_as for share in report.shares for line in share.lines}
    assert held_as == {
        "Roads-1": ("milestone “Paint all lines.”",),
        "Waste-1": ("milestone “Count the bins.”",),
    }
    kept = MilestoneOwnership.history.filter(history_change_reason=WHY)
    assert kept.count() == 6


def test_what_was_resolved_of_a_post_is_the_successors_from_that_day_on(council, old):
    """Each goes with its recommendation; on earlier days, and once done, it is whose it was."""
    named, *heirs = (PostFactory(council=council, title=title) for title in "PQR")
    by = UserFactory()
    officers = {
        post: MembershipFactory(council=council, role=Role.OFFICER).user for post in (named, *heirs)
    }
    for post, person in officers.items():
        hold(post, person)
    roads, waste = (Recommendation.objects.get(address=one) for one in ("Roads-1", "Waste-1"))
    Ownership.objects.create(recommendation=waste, post=named)
    met = meetings.call_meeting(body=old, day=LAST - timedelta(days=9))
    item = meetings.add_item(meeting=met, title="Roads")
    abouts = ({"recommendation": roads}, {"recommendation": waste}, {"report": waste.report}, {})
    made = [
        resolutions.resolve(
            item=item, reference=f"{n}", kind="urge", text=f"Do {n}.", owner=named, by=by, **about
        )
        for n, about in enumerate(abouts, 1)
    ]
    resolutions.record_done(resolution=made[3], note="Done", by=by, on=LAST)
    row = handed_over(named, *heirs, instead={waste.pk: heirs[1]})
    actors = [(one.actor_on(LAST), one.actor_on(ON)) for one in made]
    assert actors == [(named, heir) for heir in (heirs[0], heirs[1], heirs[0], heirs[0])]

    def works(post):
        viewer = Viewer.of(officers[post], council.slug, today=TODAY)
        found = my_work(viewer, today=TODAY, now=timezone.now()).resolved
        return [one.reference for one in found], [may_end(viewer, one) for one in made[:2]]

    assert works(named) == ([], [False, False])
    assert works(heirs[0]) == (["1", "3"], [True, False])
    assert works(heirs[1]) == (["2"], [False, True])
    asked = rounds.plan_round(
        meeting=meetings.call_meeting(body=old, day=TODAY + timedelta(days=9)),
        opens=TODAY,
        closes=TODAY + timedelta(days=1),
    )
    asked_of = {(one.post, one.resolution) for one in asked.resolutions_owed.all()}
    assert asked_of == {(heirs[0], made[0]), (heirs[1], made[1]), (heirs[0], made[2])}

    def rolled_over(row):
        report = builders.roll_over(
            Viewer.member(council),
            list(Succession.objects.for_listing().of_the_same_hand_over(row)),
            known_at=timezone.now(),
        )
        return report, [[one.minute for one in share.resolutions] for share in report.shares]

    report, minutes = rolled_over(row)
    assert minutes == [["1", "3"], ["2"]]
    assert report.sentence == "0 items and 2 resolutions to Q and 1 item and 1 resolution to R."
    assert "to act on minute 2 of Environment Committee" in csv.render_roll_over(report).decode()
    assert "Do 3." in html.render_roll_over(report)

    late = facts.correct_fact(row=made[1], by=by, why="A slip", text="Do two.")
    assert (late.actor_on(LAST), late.actor_on(ON)) == (named, heirs[1])
    then = TODAY - timedelta(days=5)
    again = handed_over(heirs[1], heirs[0], on=then)
    handed_over(heirs[0], named, on=TODAY)
    days = (LAST, ON, then, TODAY)
    assert [late.actor_on(day) for day in days] == [named, heirs[1], heirs[0], named]
    assert rolled_over(again)[1] == [["2"]]
    assert rolled_over(row)[1] == [["1", "3"], ["2"]], "an earlier one reads as it did"
    assert works(heirs[1])[0] == []
    kept = ResolutionOwnership.history.filter(history_change_reason=WHY)
    assert kept.count() == 14


# What is refused


def test_what_cannot_be_handed_over_is_refused_in_words(old, new, post):
    def refused(*to, on=ON, of=old) -> str:
        with pytest.raises(Refused) as refusal:
            handed_over(of, *to, on=on)
        return str(refusal.value)

    elsewhere = BodyFactory()
    assert refused() == "Choose who comes after it."
    assert refused(old) == "Environment Committee cannot come after itself."
    assert refused(new, new) == "Choose each successor once."
    assert "of the same council" in refused(elsewhere)
    assert "a post a post" in refused(new, of=post)
    assert "in the future" in refused(new, on=TODAY + timedelta(days=1))
    begun = councils.establish_body(
        council=old.council, kind="committee", name="Young", slug="young", since=ON
    )
    assert "Young began on" in refused(new, of=begun, on=ON)
    assert "Young began on" in refused(begun, on=LAST)
    bodies.end_body(body=begun, seen="1", until=ON, by=UserFactory(), why=WHY)
    assert "Young’s last day was" in refused(begun, on=TODAY)
    handed_over(old, new)
    assert "was handed over from" in refused(new)
    assert Succession.objects.count() == 1
