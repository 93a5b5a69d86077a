"""Adding words to those of the schedule: the body's, or as a committee amended them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from recommendations.access import SignedInRequest, requires
from recommendations.forms.wordings import TEXTS, WordingForm
from recommendations.models import Viewer, Wording
from recommendations.rules.roles import Permission
from recommendations.services import wordings as services
from recommendations.views.conflicts import following_page
from recommendations.views.minutes import minutes_to_choose
from recommendations.views.sending import (
    READ_AND_SEND,
    SeeOther,
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

    def add() -> str:
        services.word_anew(
            recommendation=printed, seen=form.said("follows"), by=request.user, **form.added
        )
        messages.success(request, f"The words are added to {printed}")
        return subject.address

    wordings = Wording.objects.visible_to(viewer).select_related("by")
    return following_page(
        request,
        viewer,
        "recommendations/recommendations/around.html",
        context,
        form=form,
        latest=latest,
        readable=lambda theirs: wordings.filter(pk=theirs.pk).first(),
        act=add,
    )
