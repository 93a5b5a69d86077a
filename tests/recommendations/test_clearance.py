"""Who may see what is exempt or confidential, for every noun that bears text."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from recommendations.models import (
    Answer,
    Classification,
    Evidence,
    Link,
    Membership,
    Milestone,
    MilestoneDone,
    Ownership,
    Position,
    ProgressUpdate,
    Reach,
    Recommendation,
    Standing,
    Viewer,
    Wording,
    reach,
)
from recommendations.rules.due import Due
from recommendations.rules.roles import Role
from recommendations.services import (
    councils,
    links,
    milestones,
    ownerships,
    positions,
    progress,
    recommendations,
    remits,
    responses,
)
from recommendations.services.change import Refused, change
from recommendations.services.classification import classify, confirm_part_two, grant_part_two
from recommendations.standing.evidence import evidence_of
from recommendations.standing.links import links_of
from recommendations.standing.register import register, register_of
from recommendations.standing.timeline import Story, timeline
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    PostFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

ON = date(2024, 5, 1)
NOUNS = (Recommendation, Wording, Answer, Milestone, MilestoneDone, ProgressUpdate, Position)


class World:
    """One council whose R1 is open, R2 exempt, R3 confidential, R4 open with an exempt update."""

    def __init__(self):
        with change():  # rated once
            self.by = UserFactory()
            self.report = ReportFactory()
            self.council = self.report.council
            self.committee = BodyFactory(council=self.council)
            self.other_committee = BodyFactory(council=self.council)
            remits.watch(
                body=self.committee, report=self.report, by=self.by, why="It commissioned it"
            )
            self.post = PostFactory(council=self.council)
            self.other_post = PostFactory(council=self.council)
            self.cabinet = BodyFactory(council=self.council, kind="executive")
            self.response = responses.enter_response(report=self.report, body=self.cabinet)
            responses.reach_stage(response=self.response, stage="given", by=self.by, on=ON)
            self.rows = {n: self.full_recommendation(f"R{n}") for n in (1, 2, 3, 4)}
            self.part = recommendations.make_recommendation(
                report=self.report, address="R2(a)", parent=self.rows[2], part_kind="listed"
            )
            self.classify(self.rows[2], "exempt")
            self.classify(self.rows[3], "confidential")
            self.classify(self.rows[4].updates.get(), "exempt")
            links.link(
                from_recommendation=self.rows[1],
                to_recommendation=self.rows[2],
                kind="refers to",
                by=self.by,
                on=ON,
            )

    def full_recommendation(self, address):
        """A recommendation with a row of every noun that says something of it."""
        row = recommendations.make_recommendation(report=self.report, address=address)
        ownerships.give_to_owner(
            recommendation=row, post=self.post, by=self.by, why="Named in the report"
        )
        WordingFactory(recommendation=row, by=self.by)
        responses.answer(
            response=self.response, recommendation=row, decision="accepted", by=self.by, on=ON
        )
        step = milestones.promise(
            recommendations=[row], text="Mend", due=Due(), by=self.by, on=ON, owner=self.post
        )
        milestones.complete(milestone=step, by=self.by, on=ON)
        progress.submit_update(recommendation=row, by=self.by, on=ON, narrative="Begun")
        positions.take_position(recommendation=row, status="monitoring", by=self.by, on=ON)
        return row

    def classify(self, row, to):
        classify(
            row=row,
            to=to,
            by=self.by,
            reason="A child can be known by it",
            paragraphs="1",
            public_interest="The child's privacy",
        )

    def viewer(self, *roles, post=None, part_two=None, council=None):
        """A person with these roles, perhaps in a post, perhaps with a Part 2 grant for a body."""
        council = council or self.council
        user = UserFactory()
        for role in roles:
            councils.give_role(user=user, council=council, role=role)
        if post is not None:
            councils.hold_post(post=post, person=user)
        if part_two is not None:
            grant = grant_part_two(
                membership=Membership.objects.filter(user=user).first(),
                body=part_two,
                until=timezone.localdate(),
                reason="Sits on it",
                by=self.by,
            )
            confirm_part_two(grant=grant, by=UserFactory())
        found = Viewer.of(user, council.slug, today=timezone.localdate())
        assert found is not None
        return found


@pytest.fixture(params=[reach.FEW, 0], ids=["named by number", "by a query"])
def world(request, monkeypatch):
    monkeypatch.setattr(reach, "FEW", request.param)
    return World()


def actors(world):
    """Each actor, and which of R1 to R4 it may see, and the exempt update of R4."""
    everything = {1, 2, 3, 4}
    return {
        "officer who owns it": (world.viewer(Role.OFFICER, post=world.post), everything, True),
        "another officer": (world.viewer(Role.OFFICER, post=world.other_post), {1, 4}, False),
        "member": (world.viewer(Role.MEMBER), {1, 4}, False),
        "member, Part 2": (world.viewer(Role.MEMBER, part_two=world.committee), {1, 2, 4}, True),
        "member, Part 2 elsewhere": (
            world.viewer(Role.MEMBER, part_two=world.other_committee),
            {1, 4},
            False,
        ),
        "clerk": (world.viewer(Role.CLERK), {1, 4}, False),
        "clerk, Part 2": (world.viewer(Role.CLERK, part_two=world.committee), everything, True),
        "scrutiny officer": (world.viewer(Role.SCRUTINY_OFFICER), {1, 4}, False),
        "scrutiny officer, Part 2": (
            world.viewer(Role.SCRUTINY_OFFICER, part_two=world.committee),
            everything,
            True,
        ),
        "portfolio holder without Part 2": (
            world.viewer(Role.MEMBER, post=world.post),
            {1, 4},
            False,
        ),
        "administrator": (world.viewer(Role.ADMINISTRATOR), set(), False),
        "audience of members": (Viewer.member(world.council), {1, 4}, False),
        "public": (Viewer(Reach(world.council)), set(), False),
    }


def test_what_is_told_of_an_item_is_what_each_may_see_of_every_noun(world):
    """Told from the rows at hand where nothing is withheld, and so not asked of the database."""
    part = world.rows[1].parts.create(
        council=world.council, report=world.report, address="R1(a)", part_kind="listed", position=90
    )
    milestones.promise(  # open itself, it serves what is not
        recommendations=[part, world.rows[2]], text="Both", due=Due(), by=world.by, on=ON
    )
    for row in (*world.rows.values(), part):
        Evidence.objects.create(
            recommendation=row,
            update=row.updates.first(),
            address="https://example.org/minutes",
            shows="Minutes",
            by=world.by,
            on=ON,
        )
    today, now = timezone.localdate(), timezone.now()
    for name in ("another officer", "member", "member, Part 2"):
        viewer, *_ = actors(world)[name]
        for row in (world.rows[1], world.rows[4]):
            item = Recommendation.objects.for_listing().get(pk=row.pk)
            rows = register_of(viewer, item, as_at=today, known_at=now).rows
            told = {entry.row for entry in timeline(item, rows)}
            seen = {
                row
                for noun, found in Story(item, rows).nouns.items()
                for row in noun.objects.visible_to(viewer).filter(pk__in=[one.pk for one in found])
            }
            assert told == seen, (name, row)
            linked = links_of(viewer, [item], as_at=today, known_at=now)
            either_way = Link.objects.visible_to(viewer).either_way(
                [item], as_at=today, known_at=now
            )
            assert linked == list(either_way), (name, row)
        stands = register(viewer, Recommendation.objects.all(), as_at=today, known_at=now)
        found = evidence_of(viewer, stands.items, as_at=today, known_at=now)
        evidence = Evidence.objects.visible_to(viewer)
        assert {one for rows in found.values() for one in rows} == set(evidence), name


def test_who_sees_which_row_of_every_noun(world):
    numbers = {row.pk: number for number, row in world.rows.items()}
    for name, (viewer, seen, sees_exempt_update) in actors(world).items():
        for noun in NOUNS:
            found = {numbers.get(recommendation_of(row)) for row in noun.objects.visible_to(viewer)}
            expected = set(seen)
            if noun is ProgressUpdate and not sees_exempt_update:
                expected -= {4}
            if noun is Recommendation and 2 in seen:
                expected |= {None}  # the part
            assert found == expected, (name, noun.__name__)
        assert Ownership.objects.visible_to(viewer).count() == len(seen), name
        assert Link.objects.visible_to(viewer).exists() is (2 in seen), name
        for whole in (False, True):
            listed = Standing.objects.visible_to(viewer, whole=whole).on(timezone.localdate())
            assert {numbers[row.recommendation_id] for row in listed.counted()} == seen, name


def test_hidden_is_what_is_withheld_from_somebody_and_its_parts_and_nothing_else(world):
    """Whoever reads the register sees all the rest, and an administrator reads none of it."""
    remits.watch(  # so that their grant for it reaches something, and that is open
        body=world.other_committee, recommendation=world.rows[1], by=world.by, why="Asked for it"
    )
    withheld = {world.rows[2], world.part, world.rows[3]}
    with_it = {2: {world.rows[2], world.part}, 3: {world.rows[3]}}
    for name, (viewer, seen, _) in actors(world).items():
        expected = withheld - set().union(*(with_it.get(number, set()) for number in seen))
        hidden = Recommendation.objects.hidden_from(viewer)
        assert set(hidden) == expected, name
        if viewer.reads_the_register:
            visible = set(Recommendation.objects.visible_to(viewer))
            assert visible == {*world.rows.values(), world.part} - expected, name
        listed, whole = (
            Standing.objects.visible_to(viewer, whole=whole) for whole in (False, True)
        )
        assert set(listed) == set(whole), name


def test_nothing_of_another_council_counts_as_hidden(world):
    elsewhere = world.viewer(Role.MEMBER, council=CouncilFactory())
    assert not Recommendation.objects.hidden_from(elsewhere).exists()


def recommendation_of(row):
    if isinstance(row, Recommendation):
        return row.pk
    if isinstance(row, Milestone):
        return row.recommendations.get().pk
    if isinstance(row, MilestoneDone):
        return row.milestone.recommendations.get().pk
    return row.recommendation_id


def test_a_part_is_as_strict_as_its_whole(world):
    member = world.viewer(Role.MEMBER)
    assert world.part.classification == Classification.OPEN
    assert world.part not in Recommendation.objects.visible_to(member)


def test_another_council_sees_nothing(world):
    elsewhere = CouncilFactory()
    viewer = world.viewer(Role.SCRUTINY_OFFICER, council=elsewhere)
    for noun in NOUNS:
        assert not noun.objects.visible_to(viewer).exists()


def test_rights_in_two_councils_do_not_add_up(world):
    """A member here with Part 2 there is a member here without it."""
    elsewhere = BodyFactory()
    viewer = world.viewer(Role.SCRUTINY_OFFICER, part_two=elsewhere, council=elsewhere.council)
    councils.give_role(user=viewer.person, council=world.council, role=Role.MEMBER)
    here = Viewer.of(viewer.person, world.council.slug, today=timezone.localdate())
    assert here is not None
    assert here.part_two == frozenset()
    assert world.rows[2] not in Recommendation.objects.visible_to(here)


def test_the_register_gives_a_reader_the_same_rating_and_not_the_words(world):
    as_at, known_at = timezone.localdate(), timezone.now()
    shown = {}
    for name, role in (("owner", Role.OFFICER), ("member", Role.MEMBER)):
        viewer = world.viewer(role, post=world.post if role is Role.OFFICER else None)
        visible = Recommendation.objects.visible_to(viewer)
        held = register(viewer, visible, as_at=as_at, known_at=known_at)
        shown[name] = held.by_address
    assert set(shown["member"]) == {"R1", "R4"}
    assert set(shown["owner"]) == {"R1", "R2", "R2(a)", "R3", "R4"}
    assert shown["member"]["R4"].rating == shown["owner"]["R4"].rating
    assert shown["member"]["R4"].update is None
    assert shown["owner"]["R4"].update.narrative == "Begun"


def test_a_whole_does_not_say_that_it_has_a_part_one_may_not_know_of(world):
    part = recommendations.make_recommendation(
        report=world.report, address="R1(a)", parent=world.rows[1], part_kind="listed"
    )
    world.classify(part, "confidential")
    told = {}
    for role in (Role.MEMBER, Role.OFFICER):
        viewer = world.viewer(role, post=world.post if role is Role.OFFICER else None)
        held = register(
            viewer,
            Recommendation.objects.visible_to(viewer),
            as_at=timezone.localdate(),
            known_at=timezone.now(),
        )
        told[role] = held.by_address["R1"].rating
    assert told[Role.OFFICER].roll_up.parts == 1
    assert told[Role.MEMBER].roll_up is None
    assert told[Role.MEMBER].rag is told[Role.OFFICER].rag


def test_raising_is_immediate_and_lowering_takes_two(world):
    member = world.viewer(Role.MEMBER)
    world.classify(world.rows[1], "exempt")
    assert world.rows[1] not in Recommendation.objects.visible_to(member)
    with pytest.raises(Refused, match="second person"):
        classify(row=world.rows[1], to="open", by=world.by, reason="Published since")
    with pytest.raises(Refused, match="second person"):
        classify(
            row=world.rows[1],
            to="open",
            by=world.by,
            reason="Published since",
            confirmed_by=world.by,
        )
    classify(
        row=world.rows[1],
        to="open",
        by=world.by,
        reason="Published since",
        confirmed_by=UserFactory(),
    )
    assert world.rows[1] in Recommendation.objects.visible_to(member)


@pytest.mark.parametrize("missing", ["paragraphs", "public_interest", "reason"])
def test_exempt_matter_names_its_paragraph_and_its_reason(world, missing):
    given = {"paragraphs": "3", "public_interest": "Trade", "reason": "Contract prices"}
    with pytest.raises(Refused):
        classify(row=world.rows[1], to="exempt", by=world.by, **{**given, missing: " "})
    world.rows[1].refresh_from_db()
    assert world.rows[1].classification == "open"


def test_a_grant_counts_once_a_second_person_confirmed_it_and_until_its_day(world):
    user = UserFactory()
    membership = councils.give_role(user=user, council=world.council, role=Role.MEMBER)
    today = timezone.localdate()

    def sees():
        viewer = Viewer.of(user, world.council.slug, today=today)
        return world.rows[2] in Recommendation.objects.visible_to(viewer)

    grant = grant_part_two(
        membership=membership, body=world.committee, until=today, reason="Sits on it", by=world.by
    )
    assert not sees()
    for nobody in (world.by, user):
        with pytest.raises(Refused):
            confirm_part_two(grant=grant, by=nobody)
    confirm_part_two(grant=grant, by=UserFactory())
    assert sees()
    type(grant).objects.update(until=today - timedelta(days=1))
    assert not sees()


def test_nobody_grants_themselves(world):
    membership = councils.give_role(user=world.by, council=world.council, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="themselves"):
        grant_part_two(
            membership=membership,
            body=world.committee,
            until=timezone.localdate(),
            reason="I need it",
            by=world.by,
        )
