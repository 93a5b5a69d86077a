"""Adding words to those of the schedule: the body's, or as a committee amended them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from recommendations.access import SignedInRequest, requires
from recommendations.forms.wordings import TEXTS, WordingForm
from recommendations.models import Viewer, Wording
from recommendations.rules.roles import Permission
from recommendations.services import recommendations as services
from recommendations.services.submissions import Conflict
from recommendations.views.conflicts import conflict_page
from recommendations.views.minutes import minutes_to_choose
from recommendations.views.sending import (
    READ_AND_SEND,
    SeeOther,
    carry_out,
    form_page,
    is_sent,
    kept,
    sent_once,
    typed,
)
from recommendations.views.subjects import acted_on, around, subject_of


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def wording_new(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    printed = acted_on(viewer, Permission.REPORT_EDIT, report=report, address=address)
    subject = subject_of(viewer, printed)
    latest, now = services.latest_wording(printed), subject.item.wording
    minutes = minutes_to_choose(viewer, printed, today=subject.today)
    form = WordingForm(
        typed(request),
        initial={
            **{name: getattr(now, name) for name in TEXTS if now},
            "follows": latest.pk if latest else "",
        },
        resolutions=minutes["resolutions"],
        printed=printed.exists_from,
        today=subject.today,
    )
    context = {**around(subject, heading=f"Add words to {printed}"), "happened": "wording"}
    if kept(request) == "theirs":
        return SeeOther(subject.address)
    if form.is_valid() and latest and "conflict" in request.POST and not kept(request):
        return conflicting(request, viewer, form, latest, context)

    def add() -> str:
        services.word_anew(
            recommendation=printed, seen=form.said("follows"), by=request.user, **form.added
        )
        messages.success(request, f"The words are added to {printed}")
        return subject.address

    if is_sent(request) and form.is_valid():
        try:
            if answer := carry_out(request, form, add):
                return answer
        except Conflict as conflict:
            return conflicting(request, viewer, form, conflict.theirs, context)
    template = "recommendations/recommendations/around.html"
    return form_page(request, template, context, form=form)


def conflicting(
    request: SignedInRequest,
    viewer: Viewer,
    form: WordingForm,
    theirs: Wording,
    context: dict[str, Any],
) -> HttpResponse:
    wordings = Wording.objects.visible_to(viewer).select_related("by")
    return conflict_page(
        request,
        viewer,
        form=form,
        theirs=wordings.filter(pk=theirs.pk).first(),
        follows=theirs.pk,
        context=context,
    )
