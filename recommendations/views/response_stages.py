"""Taking a response further: cleared and approved by those who may, and recorded when given."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from recommendations.access import SignedInRequest, one_to_act_on, requires
from recommendations.forms.response_stages import (
    BACK,
    DECIDED,
    GIVEN,
    WITHDRAWN,
    ClearForm,
    RecordForm,
)
from recommendations.models import Recommendation, Viewer
from recommendations.models.responses import posts_that_act
from recommendations.reading import responses as reading
from recommendations.rules.roles import Permission
from recommendations.rules.stages import WHOSE, Stage
from recommendations.services import response_stages as services
from recommendations.views.editing import posted
from recommendations.views.responses import address_of, responses_to
from recommendations.views.sending import READ_AND_SEND, send_page, sent_once

DEEDS = {Stage.CLEARED: "Clear it", Stage.APPROVED: "Approve it"}
ACTS = {Stage.CLEARED: services.clear, Stage.APPROVED: services.approve}
OFFERED = [
    (GIVEN, "It was given: this is what the body answers"),
    (DECIDED, "It was decided, and comes into force on a day"),
    (WITHDRAWN, "It was withdrawn"),
]


@requires(Permission.RESPONSE_CLEAR, methods=READ_AND_SEND)
@sent_once
def response_clear(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    """A director clears what is drafted; then the portfolio holder approves it."""
    found = one_to_act_on(
        responses_to(viewer, report), viewer, Permission.RESPONSE_CLEAR, pk=response
    )
    now = timezone.now()
    today = timezone.localdate(now)
    reached = reading.stages_reached(viewer, found, today=today, now=now)
    stage = reading.standing_stage(reached)
    held = posts_that_act(viewer, to=Permission.RESPONSE_CLEAR)
    theirs = [step for step, kind in WHOSE.items() if kind in held]
    after = {Stage.DRAFTED: Stage.CLEARED, Stage.CLEARED: Stage.APPROVED}
    following = after.get(stage) if stage else None
    deed = following if following in theirs else theirs[0]
    form = ClearForm(posted(request), deed=DEEDS[deed])

    def decide() -> str:
        if form.cleaned_data["deed"] == BACK:
            services.send_back(response=found, by=request.user, why=form.cleaned_data["why"])
            messages.success(request, "The draft is sent back and open again")
        else:
            ACTS[deed](response=found, by=request.user, on=today)
            messages.success(request, f"The response is {deed}")
        return address_of(found)

    context = {
        "viewer": viewer,
        "response": found,
        "report": found.report,
        "deed": deed,
        "is_next": following is deed,
        "stages": reading.told_stages(viewer, reached),
        "back": address_of(found),
    }
    return send_page(
        request, "recommendations/responses/clear.html", context, form=form, act=decide
    )


@requires(Permission.RESPONSE_RECORD, methods=READ_AND_SEND)
@sent_once
def response_record(
    request: SignedInRequest, viewer: Viewer, *, report: str, response: int
) -> HttpResponse:
    """What can come next is offered; what somebody else recorded meanwhile is refused in words."""
    now = timezone.now()
    today = timezone.localdate(now)
    printed = responses_to(viewer, report).as_printed(viewer, as_at=today, known_at=now)
    found = one_to_act_on(printed, viewer, Permission.RESPONSE_RECORD, pk=response)
    reached = reading.stages_reached(viewer, found, today=today, now=now)
    made = Recommendation.objects.visible_to(viewer).filter(report=found.report_id)
    chosen = request.POST.get("stage")

    def refusal_of(stage: str, on: date) -> str:
        return services.refusal_of(found, Stage(stage), on=on)

    offered = [
        (stage, words)
        for stage, words in OFFERED
        if stage == chosen or not refusal_of(stage, today)
    ]
    form = RecordForm(posted(request), today=today, offered=offered, refusal_of=refusal_of)

    def record() -> str:
        typed = form.cleaned_data
        stamp = {"response": found, "by": request.user, "on": typed["on"]}
        if typed["stage"] == DECIDED:
            services.decide(**stamp, in_force_on=typed["in_force_on"], among=made)
        else:
            {GIVEN: services.give, WITHDRAWN: services.withdraw}[typed["stage"]](**stamp)
        messages.success(request, f"The response is recorded as {typed['stage']}")
        return address_of(found)

    context = {
        "viewer": viewer,
        "response": found,
        "report": found.report,
        "stages": reading.told_stages(viewer, reached),
        "does_not_add_up": services.why_it_does_not_add_up(found, among=made)
        if reading.standing_stage(reached) is Stage.GIVEN
        else (),
        "ended": "" if offered else refusal_of(Stage.WITHDRAWN, today),
        "back": address_of(found),
    }
    return send_page(
        request, "recommendations/responses/record.html", context, form=form, act=record
    )
