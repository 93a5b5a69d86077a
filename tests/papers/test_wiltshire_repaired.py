"""Wiltshire's response as its papers have it: not decided until a person sets it right."""

from datetime import date

import pytest
from django.utils import timezone

from recommendations.models import Answer, DraftAnswer, Recommendation, Viewer
from recommendations.services import response_drafts, response_stages, response_versions
from recommendations.services.change import Refused
from recommendations.standing.register import register
from tests.factories import MembershipFactory, PostFactory

CABINET_MET = date(2013, 6, 18)
IN_FORCE = date(2013, 6, 26)


@pytest.fixture
def clerk(wiltshire):
    return MembershipFactory(council=wiltshire.council, role="clerk").user


def rows_of(wiltshire):
    return Recommendation.objects.filter(report=wiltshire)


def decide(response, by, **more):
    return response_stages.decide(
        response=response,
        by=by,
        among=rows_of(response.report),
        **{"on": CABINET_MET, "in_force_on": IN_FORCE, **more},
    )


def answers_on(wiltshire, day):
    viewer = Viewer.member(wiltshire.council)
    stands = register(viewer, rows_of(wiltshire), as_at=day, known_at=timezone.now())
    return {item.address: item.answer.decision for item in stands.items if item.answer is not None}


def test_it_is_not_decided_and_every_reason_is_said(response, clerk):
    with pytest.raises(Refused) as refused:
        decide(response, clerk)
    assert str(refused.value) == (
        "It cannot be decided yet. "
        "The groups add up to 40 of 41 recommendations. "
        "“five of the recommendations had been completed” claims 5 and names none. "
        "“a further 19 were being progressed with action taken” claims 19 and names none. "
        "The line printed “R28” is matched to no recommendation. "
        "26 of 41 recommendations are named in no line; the groups claim 24 more than they name. "
        "25 recommendations have no answer: R1, R2, R3, R4, R5, R11, R13, R14, R15, R16, R17, "
        "R21 and 13 more."
    )
    assert [row.stage for row in response_stages.stages_of(response)] == ["given"]


@pytest.fixture
def repaired(wiltshire, response, clerk):
    """Version 2: R28 is R27, the groups are filled, and each recommendation has an answer."""
    by = MembershipFactory(council=wiltshire.council, role="scrutiny officer").user
    version = response_versions.begin_version(response=response, by=by)
    set_lines_right(version, by=by)
    fill(version, by=by)
    needed = rows_of(wiltshire).filter(parent__isnull=True, scrutinys_own=False)
    response_drafts.submit_draft(
        response=version,
        needed=list(needed.values_list("pk", flat=True)),
        by=by,
        on=CABINET_MET,
    )
    response_stages.give(response=version, by=clerk, on=CABINET_MET)
    return version


def set_lines_right(version, *, by):
    lines = response_versions.lines_of(version)
    rows = {row.address: row for row in rows_of(version.report).counted()}
    misprinted = next(line for line in lines.printed if line.reference == "R28")
    completed, progressed, *_ = lines.groups
    named = {line.reference for line in lines.printed} - {"R28"} | {"R27"}
    unnamed = [row for address, row in rows.items() if address not in named]
    response_versions.set_lines_right(
        response=version,
        seen=lines.version,
        by=by,
        matches={misprinted.pk: (rows["R27"], "The words are those of R27, training")},
        counts={progressed.pk: (20, "25 are named nowhere, and 5 of them were completed")},
        places={row: completed if place < 5 else progressed for place, row in enumerate(unnamed)},
    )


def fill(version, *, by):
    owner = PostFactory(council=version.report.council)
    kept = {draft.recommendation_id: draft for draft in version.drafts.all()}
    empty = DraftAnswer()
    typed = {}
    for row in rows_of(version.report).counted().filter(scrutinys_own=False):
        draft = kept.get(row.pk, empty)
        if not draft.decision:
            typed[row.pk] = (
                draft.state,
                {
                    **draft.typed,
                    "decision": "accepted",
                    "action": "As the report asks",
                    "owner_id": owner.pk,
                    "success_measure": "It is done",
                    "day": date(2014, 3, 31),
                },
            )
    response_drafts.save_draft(response=version, typed=typed, by=by)


def test_what_is_printed_stays_as_printed(response, repaired):
    first, second = (one.lines.get(reference="R28") for one in (response, repaired))
    assert first.recommendation is None
    assert (second.words, str(second.recommendation)) == (first.words, "R27")
    assert [group.count_claimed for group in repaired.groups.all()] == [5, 19, 3, 4, 6, None]
    assert repaired.lines.filter(printed=False).count() == 25


def test_repaired_it_adds_up_and_is_decided(wiltshire, response, repaired, clerk):
    assert response_stages.why_it_does_not_add_up(repaired, among=rows_of(wiltshire)) == ()
    assert Answer.objects.filter(response=repaired).count() == 32
    before = answers_on(wiltshire, date(2013, 6, 17))
    assert (len(before), before["R6"]) == (7, "accepted")
    decide(repaired, clerk)
    assert answers_on(wiltshire, date(2013, 5, 28)) == {}
    assert answers_on(wiltshire, date(2013, 5, 29)) == before
    assert answers_on(wiltshire, date(2013, 6, 25)) == before, "the old stands until call-in ends"
    after = answers_on(wiltshire, IN_FORCE)
    assert len(after) == 32
    assert (after["R27"], after["R41"]) == ("accepted", "deferred")
    assert "R10" not in after, "scrutiny's own"
