"""Correcting a fact, or taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from recommendations.access import SignedInRequest, requires
from recommendations.forms.facts import CorrectionForm
from recommendations.models import Recommendation, Viewer
from recommendations.models.dated import Dated
from recommendations.reading.corrections import NOUNS, columns_of, may_correct
from recommendations.rules.roles import Permission
from recommendations.services import facts as services
from recommendations.standing.timeline import timeline
from recommendations.views.conflicts import following_page
from recommendations.views.sending import (
    READ_AND_SEND,
    SeeOther,
    kept,
    sent_once,
    typed,
)
from recommendations.views.subjects import Subject, acts_for, seen, subject_of


@requires(Permission.FACT_CORRECT, methods=READ_AND_SEND)
@sent_once
def fact(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, noun: str, fact: int
) -> HttpResponse:
    """A fact in the timeline of this recommendation; both stay there."""
    printed = seen(viewer, report=report, address=address)
    if noun not in NOUNS:
        raise Http404
    subject = subject_of(viewer, printed)
    chain = chain_or_404(subject, noun=noun, number=fact)
    row, newest = chain[0], chain[-1]
    if request.method != "POST" and row != newest:
        raise Http404
    if not may_correct(viewer, row, owns=acts_for(viewer, printed), today=subject.today):
        raise PermissionDenied
    looked_at = row_looked_at(request, chain)
    form = CorrectionForm(
        typed(request),
        row=looked_at,
        columns=columns_of(looked_at),
        today=subject.today,
    )
    context = {
        "viewer": viewer,
        "subject": subject,
        "noun": NOUNS[noun],
        "row": row,
        "happened": "correction",
        "back": subject.address,
    }
    if kept(request) == "theirs":
        return SeeOther(subject.address)
    return following_page(
        request,
        viewer,
        "recommendations/facts/fact.html",
        context,
        form=form,
        latest=newest,
        readable=lambda theirs: in_timeline(viewer, printed, theirs),
        act=lambda: put_right(request, subject, noun, form),
    )


def chain_or_404(subject: Subject, *, noun: str, number: int) -> tuple[Dated, ...]:
    """A fact of this item's timeline that takes nothing back, and the rows that corrected it."""
    happened = timeline(subject.recommendation, subject.rows)
    of_noun = [entry for entry in happened if isinstance(entry.row, NOUNS[noun].model)]
    corrected_by = {entry.row.pk: entry.corrected_by for entry in of_noun}
    row = next((entry.row for entry in of_noun if entry.row.pk == number), None)
    if row is None or row.takes_back:
        raise Http404
    chain: list[Dated] = [row]
    while (further := corrected_by.get(chain[-1].pk)) is not None:
        chain.append(further)
    return tuple(chain)


def row_looked_at(request: SignedInRequest, chain: tuple[Dated, ...]) -> Dated:
    """The row that whoever corrects was looking at: the fact, or what stands in its place."""
    named = request.POST.get("follows", "")
    return next((row for row in chain if str(row.pk) == named), chain[0])


def in_timeline(viewer: Viewer, printed: Recommendation, row: Dated) -> Dated | None:
    """A row of this item's timeline as it is by now, for whoever may read it."""
    happened = timeline(printed, subject_of(viewer, printed).rows)
    return next((entry.row for entry in happened if entry.row == row), None)


def put_right(request: SignedInRequest, subject: Subject, noun: str, form: CorrectionForm) -> str:
    """Correct the fact or take it back; where to go then."""
    called = NOUNS[noun].called
    if form.takes_back:
        services.take_fact_back(row=form.row, by=request.user, why=form.said("why"))
        messages.success(request, f"The {called} is taken back")
    else:
        services.correct_fact(row=form.row, by=request.user, why=form.said("why"), **form.changes)
        messages.success(request, f"The {called} is corrected")
    return subject.address
