"""A response from its draft to its decision, and what stands of it on which day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recommendations.models import (
    Answer,
    DraftAnswer,
    Milestone,
    Recommendation,
    ResponseStage,
    Viewer,
)
from recommendations.rules.due import Due, Shape
from recommendations.services import response_drafts, response_stages, response_versions, responses
from recommendations.services.change import Refused
from recommendations.services.classification import classify
from recommendations.services.facts import correct_fact, take_fact_back
from recommendations.services.submissions import Conflict
from recommendations.standing.register import register
from tests.recommendations.responding import TODAY, given


def answer_on(responding, address, day):
    made = Recommendation.objects.filter(report=responding.report)
    viewer = Viewer.member(responding.council)
    stands = register(viewer, made, as_at=day, known_at=timezone.now())
    return stands.by_address[address].answer


def decided(responding, response, **more):
    return response_stages.decide(
        response=response,
        by=responding.people["clerk"],
        **{
            "among": Recommendation.objects.filter(report=responding.report),
            "on": TODAY,
            "in_force_on": TODAY + timedelta(days=7),
            **more,
        },
    )


def test_what_is_given_becomes_answers_and_milestones(responding):
    response = given(responding)
    said = {str(row.recommendation): row for row in Answer.objects.filter(response=response)}
    assert set(said) == {"R1", "R2"}
    assert (said["R1"].decision, said["R1"].text, said["R1"].on) == (
        "accepted",
        "We agree.",
        TODAY,
    )
    promised = Milestone.objects.get(answer=said["R1"])
    assert promised.owner == responding.owner
    assert promised.original_due == Due(shape=Shape.ON_A_DAY, day=TODAY + timedelta(days=60))
    assert list(promised.recommendations.all()) == [responding.rows["R1"]]
    assert not response.drafts.exists()


def test_nothing_stands_before_it_is_given(responding):
    responding.drafted()
    assert not Answer.objects.exists()
    assert answer_on(responding, "R1", TODAY) is None


def test_a_decision_stands_from_the_day_it_is_in_force(responding):
    response = given(responding)
    assert answer_on(responding, "R1", TODAY).decision == "accepted"
    decided(responding, response)
    assert answer_on(responding, "R1", TODAY) is None
    assert answer_on(responding, "R1", TODAY + timedelta(days=6)) is None
    assert answer_on(responding, "R1", TODAY + timedelta(days=7)).decision == "accepted"
    assert answer_on(responding, "R2(a)", TODAY + timedelta(days=7)).decision == "accepted"


@pytest.mark.parametrize(
    ("act", "who", "sentence"),
    [
        (response_stages.approve, "cabinet member", "cannot be approved before it is cleared"),
        (response_stages.give, "clerk", "cannot be given before it is approved"),
        (response_stages.clear, "support", "Only the holder of a director’s post"),
        (response_stages.clear, "cabinet member", "Only the holder of a director’s post"),
        (response_stages.approve, "director", "Only the holder of a portfolio holder’s post"),
    ],
)
def test_a_stage_out_of_order_or_by_another_is_refused_in_words(responding, act, who, sentence):
    response = responding.drafted()
    with pytest.raises(Refused, match=sentence):
        act(response=response, by=responding.people[who], on=TODAY)
    assert [row.stage for row in response_stages.stages_of(response)] == ["drafted"]


def test_a_deputy_does_not_clear(responding):
    response = responding.drafted()
    director = responding.people["director"]
    director.holdings.update(kind="deputy")
    with pytest.raises(Refused, match="Only the holder"):
        response_stages.clear(response=response, by=director, on=TODAY)


def test_no_stage_is_reached_twice_or_before_the_one_before_it(responding):
    response = responding.drafted()
    director = responding.people["director"]
    with pytest.raises(Refused, match=r"It was drafted on .*: it cannot be cleared before that"):
        response_stages.clear(response=response, by=director, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="in the future"):
        response_stages.clear(response=response, by=director, on=TODAY + timedelta(days=1))
    response_stages.clear(response=response, by=director, on=TODAY)
    with pytest.raises(Refused, match=r"It was cleared on .* already"):
        response_stages.clear(response=response, by=director, on=TODAY)


def test_what_is_taken_from_a_paper_was_approved_outside(responding):
    response = responding.drafted(source="Minute 34 of Cabinet")
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    assert Answer.objects.filter(response=response).count() == 2


def test_nothing_follows_a_withdrawal(responding):
    response = given(responding)
    response_stages.withdraw(response=response, by=responding.people["clerk"], on=TODAY)
    assert answer_on(responding, "R1", TODAY) is None
    with pytest.raises(Refused, match="begin a new version"):
        decided(responding, response)


def test_a_draft_sent_back_is_open_again_and_keeps_what_was_typed(responding):
    response = responding.drafted()
    director = responding.people["director"]
    with pytest.raises(Refused, match="its draft is closed"):
        responding.fill(response, "R1", text="Other words")
    response_stages.send_back(response=response, by=director, why="R1 needs a nearer day")
    responding.fill(response, "R1", text="Other words")
    assert response.drafts.get(recommendation=responding.rows["R1"]).text == "Other words"
    taken = ResponseStage.objects.get(response=response, takes_back=True)
    assert (taken.by, taken.correction_reason) == (director, "R1 needs a nearer day")


def test_a_given_response_is_not_sent_back(responding):
    with pytest.raises(Refused, match="a new version"):
        response_stages.send_back(
            response=given(responding), by=responding.people["director"], why="Late"
        )


def test_a_holding_response_is_drafted_at_once_answers_nothing_and_is_not_decided(responding):
    response = responding.opened(kind="holding", words="A full response will follow.")
    assert [row.stage for row in response_stages.stages_of(response)] == ["drafted"]
    response_stages.clear(response=response, by=responding.people["director"], on=TODAY)
    response_stages.approve(response=response, by=responding.people["cabinet member"], on=TODAY)
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    with pytest.raises(Refused, match="A holding response is not decided"):
        decided(responding, response)
    assert not Answer.objects.exists()


def test_a_body_has_one_full_response_and_then_versions_of_it(responding):
    responding.opened()
    with pytest.raises(Refused, match="Cabinet has a full response to this report already"):
        responding.opened()


def test_it_is_not_submitted_with_a_recommendation_unanswered(responding):
    response = responding.opened()
    responding.fill(response, "R1")
    with pytest.raises(Refused, match="Not every recommendation is answered"):
        response_drafts.submit_draft(
            response=response,
            needed=[responding.rows["R1"].pk, responding.rows["R2"].pk],
            by=responding.people["support"],
            on=TODAY,
        )


def test_it_is_not_decided_with_a_recommendation_unanswered(responding):
    response = responding.opened(source="A letter")
    responding.fill(response, "R1")
    response_drafts.submit_draft(
        response=response,
        needed=[responding.rows["R1"].pk],
        by=responding.people["support"],
        on=TODAY,
    )
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    with pytest.raises(Refused, match="1 recommendation has no answer: R2"):
        decided(responding, response)


def test_a_whole_answered_in_all_its_parts_is_answered(responding):
    response = responding.opened(source="A letter")
    responding.fill(response, "R1", "R2(a)")
    response_drafts.submit_draft(
        response=response,
        needed=[responding.rows["R1"].pk],
        by=responding.people["support"],
        on=TODAY,
    )
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    assert decided(responding, response).in_force_on == TODAY + timedelta(days=7)


def test_two_who_change_different_rows_keep_both(responding):
    response = responding.opened()
    empty = DraftAnswer().state
    blank = {**responding.accepted(), **dict.fromkeys(("owner_id", "day"))}
    blank |= dict.fromkeys(("decision", "text", "action", "success_measure"), "")
    one, two = responding.rows["R1"].pk, responding.rows["R2"].pk
    mine = responding.accepted()
    by = responding.people["support"]
    response_drafts.save_draft(response=response, typed={one: (empty, mine)}, by=by)
    response_drafts.save_draft(
        response=response, typed={one: (empty, blank), two: (empty, mine)}, by=by
    )
    assert set(response.drafts.values_list("recommendation", flat=True)) == {one, two}


def test_two_who_change_one_row_conflict_and_nothing_is_written(responding):
    response = responding.opened()
    empty = DraftAnswer().state
    responding.fill(response, "R1", text="Theirs")
    mine = {**responding.accepted(), "text": "Mine"}
    with pytest.raises(Conflict) as conflict:
        response_drafts.save_draft(
            response=response,
            typed={
                responding.rows["R1"].pk: (empty, mine),
                responding.rows["R2"].pk: (empty, mine),
            },
            by=responding.people["scrutiny officer"],
        )
    assert [draft.text for draft in conflict.value.theirs] == ["Theirs"]
    assert [draft.text for draft in response.drafts.all()] == ["Theirs"]


def test_accept_all_fills_only_what_has_no_answer(responding):
    response = responding.opened()
    responding.fill(response, "R1", decision="rejected", reason="Too dear")
    rows = [responding.rows[address].pk for address in ("R1", "R2")]
    by = responding.people["support"]
    assert response_drafts.accept_all(response=response, rows=rows, by=by) == 1
    assert {str(row.recommendation): row.decision for row in response.drafts.all()} == {
        "R1": "rejected",
        "R2": "accepted",
    }


def test_a_deferral_keeps_the_day_to_decide_by_and_promises_nothing(responding):
    response = responding.opened(source="A letter")
    responding.fill(
        response, "R1", decision="deferred", reason="Costs", action="", owner_id=None,
        success_measure="",
    )  # fmt: skip
    response_drafts.submit_draft(
        response=response, needed=[], by=responding.people["support"], on=TODAY
    )
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    assert Answer.objects.get().decide_by == TODAY + timedelta(days=60)
    assert not Milestone.objects.exists()


def test_a_further_step_is_promised_by_its_own_kind_of_date(responding):
    response = responding.opened(source="A letter")
    due = Due(shape=Shape.UNENDING, review_months=6)
    by = responding.people["support"]
    responding.fill(response, "R1", "R2")
    response_drafts.add_step(
        response=response,
        recommendation=responding.rows["R1"].pk,
        text="Keep them mended.",
        owner=responding.owner,
        success_measure="Fewer claims",
        due=due,
        by=by,
    )
    response_drafts.submit_draft(response=response, needed=[], by=by, on=TODAY)
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    served = responding.rows["R1"].milestones.order_by("pk")
    assert [step.text for step in served] == ["Mend the roads.", "Keep them mended."]
    assert served[1].original_due == due


def test_a_new_version_is_a_copy_and_the_old_stands_until_it_is_in_force(responding):
    first = given(responding, source="A letter")
    decided(responding, first, in_force_on=TODAY)
    second = response_versions.begin_version(response=first, by=responding.people["support"])
    assert (second.version, second.source) == (2, "A letter")
    responding.fill(second, "R1", decision="rejected", reason="Too dear", action="",
                    owner_id=None, day=None, success_measure="")  # fmt: skip
    response_drafts.submit_draft(
        response=second, needed=[], by=responding.people["support"], on=TODAY
    )
    response_stages.give(response=second, by=responding.people["clerk"], on=TODAY)
    decided(responding, second)
    week = TODAY + timedelta(days=7)
    assert answer_on(responding, "R1", week - timedelta(days=1)).decision == "accepted"
    assert answer_on(responding, "R1", week).decision == "rejected"
    assert Milestone.objects.filter(recommendations=responding.rows["R2"]).count() == 1


def test_what_is_decided_or_has_a_version_after_it_stays_given(responding):
    first, by = given(responding, source="A letter"), responding.people["scrutiny officer"]
    decided(responding, first, in_force_on=TODAY)
    stages = {row.stage: row for row in response_stages.stages_of(first)}
    for undo in (take_fact_back, lambda **it: correct_fact(**it, stage="approved")):
        with pytest.raises(Refused, match=r"It was decided on .*: take that back first"):
            undo(row=stages["given"], by=by, why="A slip")
    take_fact_back(row=stages["decided"], by=by, why="A slip")
    second = response_versions.begin_version(response=first, by=by)
    response_drafts.submit_draft(response=second, needed=[], by=by, on=TODAY)
    with pytest.raises(Refused, match=r"Version 2 was drafted on .*: take that back first"):
        take_fact_back(row=stages["given"], by=by, why="A slip")
    responses.reach_stage(response=second, stage="withdrawn", by=by, on=TODAY)
    correct_fact(row=stages["given"], by=by, why="A slip", stage="approved")
    assert {draft.text for draft in first.drafts.all()} == {"We agree."}
    assert not Answer.objects.standing(as_at=TODAY, known_at=timezone.now()).exists()


def test_what_is_withheld_by_itself_is_in_no_draft(responding):
    first, by = given(responding), responding.people["scrutiny officer"]
    classify(
        row=responding.rows["R1"].answers.get(),
        to="exempt",
        by=by,
        reason="It names a child",
        paragraphs="2",
        public_interest="The child's privacy",
    )
    with pytest.raises(Refused, match="Not all that it says can be a draft again"):
        take_fact_back(row=first.stages.get(stage="given"), by=by, why="A slip")
    second = response_versions.begin_version(response=first, by=by)
    assert [str(draft.recommendation) for draft in second.drafts.all()] == ["R2"]


def test_only_the_newest_version_that_was_given_has_a_next_one(responding):
    by = responding.people["support"]
    with pytest.raises(Refused, match="not given yet"):
        response_versions.begin_version(response=responding.opened(), by=by)


def test_a_version_is_begun_once(responding):
    first, by = given(responding), responding.people["support"]
    response_versions.begin_version(response=first, by=by)
    with pytest.raises(Refused, match="Version 2 is there already"):
        response_versions.begin_version(response=first, by=by)


def test_lines_set_right_by_two_at_once_conflict(responding):
    response = responding.opened()
    group = responses.add_group(response=response, words="All are accepted", count_claimed=4)
    seen = response_versions.lines_of(response).version
    asked = {
        "response": response,
        "seen": seen,
        "by": responding.people["support"],
        "matches": {},
        "counts": {group.pk: (3, "Three are asked")},
        "places": {responding.rows["R1"]: group},
    }
    response_versions.set_lines_right(**asked)
    with pytest.raises(Conflict):
        response_versions.set_lines_right(**asked)
    group.refresh_from_db()
    assert (group.count_claimed, group.count_corrected) == (4, 3)
    assert [(line.printed, line.recommendation) for line in group.lines.all()] == [
        (False, responding.rows["R1"])
    ]
    assert group.history.first().history_user == responding.people["support"]


def test_a_refusal_says_nothing_of_what_its_reader_may_not_see(responding):
    response = responding.opened(source="A letter")
    responding.fill(response, "R1")
    hidden = responding.rows["R2"]
    classify(
        row=hidden,
        to="exempt",
        by=responding.people["scrutiny officer"],
        reason="It names a child",
        paragraphs="2",
        public_interest="The child's privacy",
    )
    response_drafts.submit_draft(
        response=response, needed=[], by=responding.people["support"], on=TODAY
    )
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    viewer = Viewer.member(responding.council)
    with pytest.raises(Refused) as refused:
        decided(
            responding,
            response,
            among=Recommendation.objects.visible_to(viewer).filter(report=responding.report),
        )
    assert str(refused.value) == "It cannot be decided yet. It does not add up."
