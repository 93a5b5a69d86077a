"""Reporting progress, and accepting an officer's better rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from recommendations.access import SignedInRequest, requires
from recommendations.forms.progress import AcceptanceForm, ProgressForm
from recommendations.models import Body, Milestone, Post, ProgressUpdate, Recommendation, Viewer
from recommendations.models.clearance import EDITORS_OF_ALL_THEY_SEE
from recommendations.models.dated import Dated
from recommendations.reading.acts import acceptable
from recommendations.rules.ratings import Rag
from recommendations.rules.roles import Permission
from recommendations.services import evidence as evidence_services
from recommendations.services import progress as services
from recommendations.views.conflicts import following_page
from recommendations.views.sending import (
    READ_AND_SEND,
    is_sent,
    kept,
    send_page,
    sent_once,
    typed,
)
from recommendations.views.subjects import (
    Subject,
    acted_on,
    day_or_404,
    milestone_acted_on,
    number_or_404,
    seen,
    subject_of,
)

HELD_BACK = (
    ". The file was not scanned for viruses: until it is, or scrutiny lets it through, only you and"
    " the scrutiny officers can take it away"
)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What is reported on: a recommendation or part, a milestone of it, or one occurrence."""

    subject: Subject
    occurrence: date | None

    @property
    def recommendation(self) -> Recommendation:
        return self.subject.recommendation

    @property
    def milestone(self) -> Milestone | None:
        return self.subject.milestone.row if self.subject.milestone else None

    @property
    def key(self) -> dict[str, Any]:
        return {
            "recommendation": self.recommendation,
            "milestone": self.milestone and self.milestone.root,
            "occurrence": self.occurrence,
        }

    @property
    def owners(self) -> dict[str, Post | Body]:
        """For whom this viewer can report: an officer for the posts they hold, scrutiny for all."""
        viewer = self.subject.viewer.acting(Permission.PROGRESS_REPORT)
        every: list[Post | Body] = []
        for item in (self.subject.item, self.subject.whole):
            every += [*item.posts, *item.bodies]
        step = self.subject.milestone
        if step and step.owner:
            every.insert(0, step.owner)
        speaks_for_all = bool(viewer.roles & EDITORS_OF_ALL_THEY_SEE)
        return {
            owner_key(owner): owner
            for owner in every
            if speaks_for_all or (isinstance(owner, Post) and owner.pk in viewer.posts)
        }


def owner_key(owner: Post | Body) -> str:
    return f"{'post' if isinstance(owner, Post) else 'body'} {owner.pk}"


@requires(Permission.PROGRESS_REPORT, methods=READ_AND_SEND)
@sent_once
def report_progress(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str
) -> HttpResponse:
    reported = reported_on(request, viewer, report=report, address=address)
    if reported.occurrence and request.method != "POST" and "occurrence" not in request.GET:
        query = {"milestone": request.GET["milestone"], "occurrence": reported.occurrence}
        return redirect(f"{request.path}?{urlencode(query)}")  # of which one it stays
    draft = draft_of(request, viewer, reported)
    latest = services.latest_about(**reported.key)
    rating = reported.subject.item.rating
    form = ProgressForm(
        typed(request),
        request.FILES or None,
        initial={
            **(ProgressForm.of_draft(draft) if draft else {}),
            "follows": latest.pk if latest else "",
        },
        owners=[(key, str(owner)) for key, owner in reported.owners.items()],
        record=rating.record if rating else None,
        of_whole=reported.milestone is None,
    )
    context = {
        "viewer": viewer,
        "subject": reported.subject,
        "occurrence": reported.occurrence,
        "draft": draft,
        "back": reported.subject.address,
        "happened": "update",
        "keeps_drafts": True,
        "latest": readable(viewer, latest),
    }
    return following_page(
        request,
        viewer,
        "recommendations/progress/report.html",
        context,
        form=form,
        latest=latest,
        readable=lambda theirs: readable(viewer, theirs),
        act=lambda: sent(request, reported, form),
    )


def reported_on(request: SignedInRequest, viewer: Viewer, *, report: str, address: str) -> Reported:
    """Named in the address; of what recurs, the oldest occurrence where none is named.

    What is done is asked no more, save of whoever was typing.
    """
    may = Permission.PROGRESS_REPORT
    number = number_or_404(request.GET.get("milestone"))
    if number is None:
        printed = acted_on(viewer, may, report=report, address=address)
    else:
        milestone_acted_on(viewer, may, report=report, address=address, milestone=number)
        printed = seen(viewer, report=report, address=address)
    subject = subject_of(viewer, printed, milestone=number)
    occurrence = day_or_404(request.GET.get("occurrence"))
    step = subject.milestone
    if step is None:
        if occurrence:
            raise Http404
    elif step.done_on:
        if not is_sent(request):
            raise Http404
    elif step.recurs:
        occurrence = occurrence or (step.occurrences[0] if step.occurrences else None)
        if occurrence not in (step.known_occurrences if is_sent(request) else step.occurrences):
            raise Http404
    elif occurrence:
        raise Http404
    return Reported(subject=subject, occurrence=occurrence)


def draft_of(request: SignedInRequest, viewer: Viewer, of: Reported) -> ProgressUpdate | None:
    drafts = ProgressUpdate.objects.visible_to(viewer).drafts_of(request.user)
    return drafts.filter(**of.key).first()


def readable(viewer: Viewer, update: Dated | None) -> ProgressUpdate | None:
    """An update, for whoever may read it."""
    if update is None:
        return None
    updates = ProgressUpdate.objects.visible_to(viewer).select_related("post", "body", "by")
    return updates.filter(pk=update.pk).first()


def sent(request: SignedInRequest, reported: Reported, form: ProgressForm) -> str:
    """Keep a draft, or submit; where to go then."""
    words = {**form.texts, **by_owner(reported.owners.get(form.owner))}
    stamp: dict[str, Any] = {"by": request.user, "on": reported.subject.today}
    if form.is_draft or kept(request) == "theirs":
        services.save_draft(**reported.key, **words, **form.evidence, **stamp)
        without = ", but not the file: choose it again before you send it"
        messages.success(
            request,
            f"Your draft on {reported.recommendation} is kept{without if form.sends_file else ''}",
        )
        return reported.subject.address
    update = services.submit_update(
        **reported.key,
        **words,
        **stamp,
        follows=services.update_named(form.said("follows"), **reported.key),
    )
    file = form.cleaned_data.get("file")
    if form.said("draft_address") or file:
        evidence_services.attach_evidence(
            recommendation=reported.recommendation,
            milestone=reported.milestone,
            update=update,
            address=form.said("draft_address"),
            shows=form.said("draft_shows"),
            file=file,
            mark=form.said("mark"),
            scan=form.scan,
            **stamp,
        )
    services.discard_draft(**reported.key, by=request.user)
    hides = f". “{file.name}” holds {'; '.join(file.hidden)}" if file and file.hidden else ""
    waits = HELD_BACK if file and not form.scan else ""
    messages.success(request, f"Your update on {reported.recommendation} is sent{hides}{waits}")
    return reported.subject.address


def by_owner(owner: Post | Body | None) -> dict[str, Any]:
    if isinstance(owner, Post):
        return {"post": owner}
    return {"body": owner} if owner else {}


@requires(Permission.RATING_ACCEPT, methods=READ_AND_SEND)
@sent_once
def accept_rating(
    request: SignedInRequest, viewer: Viewer, *, report: str, address: str, update: int
) -> HttpResponse:
    """Of the newest update only, and only while it is better than the record."""
    printed = acted_on(viewer, Permission.RATING_ACCEPT, report=report, address=address)
    subject = subject_of(viewer, printed)
    stated = acceptable(subject.item)
    if stated is None or stated.pk != update:
        raise Http404
    form = AcceptanceForm(request.POST if request.method == "POST" else None)

    def accept() -> str:
        services.accept_rating(
            update=stated, reason=form.cleaned_data["reason"], by=request.user, on=subject.today
        )
        messages.success(request, f"The rating {Rag(stated.stated).word} of {printed} is accepted")
        return subject.address

    context = {"viewer": viewer, "subject": subject, "update": stated}
    return send_page(
        request, "recommendations/progress/accept.html", context, form=form, act=accept
    )
