"""A response that was not given after all."""

from django.urls import reverse
from django.utils import timezone

from recommendations.models import Milestone, Recommendation, Viewer
from recommendations.rules.due import Due, Shape
from recommendations.services import facts, milestones, response_drafts, response_stages, standings
from recommendations.standing.register import register
from tests.recommendations.acting import send
from tests.recommendations.responding import GIVEN, TODAY, at, shown_and_sent


def test_what_was_not_given_after_all_is_its_draft_again(responding):
    response = responding.opened(source="A letter")
    support = responding.people["support"]
    responding.fill(response, "R1")
    responding.fill(
        response, "R2", decision="deferred", reason="Costs", action="", owner_id=None,
        success_measure="",
    )  # fmt: skip
    step = {"text": "Keep them mended.", "owner": responding.owner, "success_measure": "Claims"}
    due = Due(shape=Shape.UNENDING, review_months=6)
    number = responding.rows["R1"].pk
    response_drafts.add_step(response=response, recommendation=number, by=support, due=due, **step)

    def typed():
        return [
            (draft.typed, [(one.text, one.due) for one in draft.steps.all()])
            for draft in response.drafts.all()
        ]

    def answered(known_at):
        made = Recommendation.objects.filter(report=responding.report)
        stands = register(Viewer.member(responding.council), made, as_at=TODAY, known_at=known_at)
        item = stands.by_address["R1"]
        return item.answer and item.answer.text, [step.row.text for step in item.milestones]

    before, said = typed(), ("We agree.", ["Mend the roads.", "Keep them mended."])
    response_drafts.submit_draft(response=response, needed=[], by=support, on=TODAY)
    response_stages.give(response=response, by=responding.people["clerk"], on=GIVEN)
    known_at = timezone.now()
    assert answered(known_at) == said
    given = response.stages.get(stage="given")
    officer = responding.client_of("scrutiny officer")
    keys = [responding.council.slug, responding.report.slug, "R1", "stage", given.pk]
    page = reverse("recommendations:fact", args=keys)
    assert "what it said is its draft again" in officer.get(page).text
    done = milestones.complete(milestone=Milestone.objects.first(), by=support, on=TODAY)
    refused = send(officer, page, deed="take back", why="Not yet").text
    assert "Something is recorded on the steps promised to R1: take that back first." in refused
    facts.take_fact_back(row=done, by=support, why="Not yet")
    assert send(officer, page, deed="take back", why="Not yet").status_code == 303
    assert typed() == before
    assert answered(timezone.now()) == (None, [])
    assert answered(known_at) == said, "as it was known then"

    client, build = responding.client_of("support"), at(response, "response_build")
    assert build in client.get(at(response)).text
    other = {f"text_{number}": "We do agree.", "do": "submit"}
    assert shown_and_sent(client, build, **other).url == at(response)
    response_stages.give(response=response, by=responding.people["clerk"], on=GIVEN)
    assert answered(timezone.now()) == ("We do agree.", said[1])
    assert standings.differences(responding.council, today=TODAY) == []
