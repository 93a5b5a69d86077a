"""Who may act on what: an officer on what their posts own, clerk and scrutiny on what they see."""

import pytest

from recommendations.models import Milestone, PartTwoGrant, Recommendation, Remit, Viewer
from recommendations.rules.roles import Permission, Role
from recommendations.services.classification import classify
from tests.factories import MembershipFactory, PostFactory, RecommendationFactory
from tests.recommendations.acting import TODAY, Acting, hold, promised

REPORT, RECORD = Permission.PROGRESS_REPORT, Permission.POSITION_RECORD


def viewer(acting: Acting, who: str) -> Viewer:
    found = Viewer.of(acting.people[who], acting.council.slug, today=TODAY)
    assert found
    return found


def editable(acting: Acting, who: str, to: Permission) -> bool:
    rows = Recommendation.objects.editable_by(viewer(acting, who), to=to)
    return rows.filter(pk=acting.recommendation.pk).exists()


@pytest.mark.parametrize(
    ("who", "reports", "records"),
    [
        ("officer", True, False),
        ("deputy", True, False),
        ("another officer", False, False),
        ("member", False, False),
        ("clerk", False, True),
        ("scrutiny officer", True, True),
        ("administrator", False, False),
    ],
)
def test_who_may_do_what_with_an_open_item(acting, who, reports, records):
    assert editable(acting, who, REPORT) is reports
    assert editable(acting, who, RECORD) is records


def test_a_part_is_acted_on_by_whoever_owns_its_whole(acting):
    part = RecommendationFactory(
        report=acting.recommendation.report, parent=acting.recommendation, part_kind="listed"
    )
    rows = Recommendation.objects.editable_by(viewer(acting, "officer"), to=REPORT)
    assert part in rows


def test_to_have_promised_a_milestone_is_not_to_speak_for_the_whole(acting):
    hold(elsewhere := PostFactory(council=acting.council), acting.people["another officer"])
    theirs = promised(acting.recommendation, due=TODAY, owner=elsewhere)
    milestones = Milestone.objects.editable_by(viewer(acting, "another officer"), to=REPORT)
    assert list(milestones) == [theirs]
    assert not editable(acting, "another officer", REPORT)


def test_the_owner_of_the_whole_acts_on_every_milestone_of_it(acting):
    theirs = promised(acting.recommendation, due=TODAY, owner=PostFactory(council=acting.council))
    milestones = Milestone.objects.editable_by(viewer(acting, "officer"), to=REPORT)
    assert set(milestones) == {acting.milestone, theirs}


def test_rights_of_two_roles_do_not_add_up(acting):
    clerk = acting.people["clerk"]
    MembershipFactory(user=clerk, council=acting.council, role=Role.OFFICER.value)
    assert not editable(acting, "clerk", REPORT)
    assert editable(acting, "clerk", RECORD)


def test_exempt_matter_takes_a_grant(acting):
    classify(
        row=acting.recommendation,
        to="exempt",
        by=acting.people["clerk"],
        reason="Personal",
        paragraphs="1",
        public_interest="A person could be known by it.",
    )
    assert editable(acting, "officer", REPORT)
    assert not editable(acting, "scrutiny officer", REPORT)
    Remit.objects.create(report=acting.recommendation.report, body=acting.committee)
    PartTwoGrant.objects.create(
        membership=acting.people["scrutiny officer"].memberships.get(),
        body=acting.committee,
        until=TODAY,
        reason="Advises it",
        given_by=acting.people["administrator"],
        confirmed_by=acting.people["clerk"],
    )
    assert editable(acting, "scrutiny officer", REPORT)


def test_another_council_acts_on_nothing(acting):
    theirs = Acting.made()
    rows = Recommendation.objects.editable_by(viewer(theirs, "scrutiny officer"), to=REPORT)
    assert acting.recommendation not in rows
