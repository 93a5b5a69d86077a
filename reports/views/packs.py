"""A pack put together, seen and issued; how far its making is; and the editions that were."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations import store
from recommendations.access import SignedInRequest, requires, words_today
from recommendations.models import AgendaItem, Job, Meeting, Viewer
from recommendations.rules.ratings import calling
from recommendations.rules.roles import Permission
from recommendations.views.sending import (
    READ_AND_SEND,
    carry_out,
    form_page,
    is_sent,
    send_page,
    sent_once,
    token_name,
)
from reports import builders
from reports.documents.pack import Pack
from reports.faces import json
from reports.forms.packs import PackForm, PackPartForm
from reports.models import PackPart, Publication
from reports.services import packs as services


@requires(Permission.PACK_PREVIEW)
def pack(request: SignedInRequest, viewer: Viewer, *, meeting: int) -> HttpResponse:
    """What goes under each item, the editions there are, and what is being made."""
    found = meeting_or_404(viewer, meeting)
    parts: dict[int, list[PackPart]] = {}
    chosen = PackPart.objects.visible_to(viewer).filter(item__meeting=found)
    for part in chosen.with_what_they_name():
        parts.setdefault(part.item_id, []).append(part)
    items = AgendaItem.objects.visible_to(viewer).filter(meeting=found)
    jobs = Job.objects.visible_to(viewer).filter(kind=services.KIND, parameters__meeting=found.pk)
    return render(
        request,
        "reports/pack/pack.html",
        {
            "viewer": viewer,
            "meeting": found,
            "publishing": found.publishing(today=timezone.localdate()),
            "items": [(item, parts.get(item.pk, [])) for item in items],
            "any_part": bool(parts),
            "form": PackForm(request.GET, meeting=found, now=timezone.now()),
            "issued": issued(viewer).filter(meeting=found),
            "jobs": jobs.exclude(state=Job.State.DONE)[:5],
        },
    )


@requires(Permission.PACK_PREVIEW, methods=READ_AND_SEND)
@sent_once
def part_new(request: SignedInRequest, viewer: Viewer, *, meeting: int, item: int) -> HttpResponse:
    found = meeting_or_404(viewer, meeting)
    under = get_object_or_404(AgendaItem.objects.visible_to(viewer).filter(meeting=found), pk=item)
    form = PackPartForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        initial={"kind": PackPart.Kind.EXCEPTION_REPORT, "committee": found.body_id},
    )

    def put() -> str:
        services.put_under(item=under, **form.values)
        messages.success(request, f"It goes under “{under.title}”")
        return pack_address(found)

    context = {"viewer": viewer, "meeting": found, "item": under}
    return send_page(request, "reports/pack/part_new.html", context, form=form, act=put)


@requires(Permission.PACK_PREVIEW, methods=READ_AND_SEND)
@sent_once
def part_out(request: SignedInRequest, viewer: Viewer, *, meeting: int, part: int) -> HttpResponse:
    """Take a document out again, once it has been asked whether that is meant."""
    found = meeting_or_404(viewer, meeting)
    chosen = PackPart.objects.visible_to(viewer).filter(item__meeting=found)
    there = get_object_or_404(chosen.with_what_they_name(), pk=part)
    form = PackForm(request.GET, meeting=found, now=timezone.now())

    def take() -> str:
        services.take_out(part=there)
        messages.success(request, "It is taken out of the pack")
        return pack_address(found)

    if is_sent(request) and (answer := carry_out(request, form, take)):
        return answer
    context = {"viewer": viewer, "meeting": found, "part": there}
    return form_page(request, "reports/pack/part_out.html", context, form=form)


@requires(Permission.PACK_PREVIEW)
def pack_preview(request: SignedInRequest, viewer: Viewer, *, meeting: int) -> HttpResponse:
    """The pack as its audience would read it, whoever looks."""
    found = meeting_or_404(viewer, meeting)
    form = PackForm(request.GET, meeting=found, now=timezone.now())
    document = None
    if form.is_valid():
        try:
            document = services.preview(found, **form.of_what)
        except builders.TooMany as reason:
            form.add_error(None, str(reason))
    context = {
        "viewer": viewer,
        "meeting": found,
        "form": form,
        "pack": document,
        "may_issue": viewer.can(Permission.PACK_ISSUE),
    }
    with calling(document.key.words if document else words_today(viewer)):
        return render(
            request, "reports/pack/preview.html", context, status=200 if document else 400
        )


@requires(Permission.PACK_ISSUE, methods=READ_AND_SEND)
@sent_once
def pack_issue(request: SignedInRequest, viewer: Viewer, *, meeting: int) -> HttpResponse:
    """Say what would be issued, then ask for it; it is made in the background."""
    found = meeting_or_404(viewer, meeting)
    form = PackForm(request.GET, meeting=found, now=timezone.now())
    ready = form.is_valid()

    def ask() -> str:
        job = services.ask_to_issue(
            meeting=found, by=request.user, key=token_name(request) or "", **form.of_what
        )
        return reverse("reports:job", args=[viewer.council.slug, job.key])

    if is_sent(request) and ready and (answer := carry_out(request, form, ask)):
        return answer
    context: dict[str, Any] = {"viewer": viewer, "meeting": found}
    if ready:
        audience = form.cleaned_data["audience"]
        context |= {
            "edition": services.next_edition(found, audience),
            "audience": Publication.Audience(audience).label,
            "as_at": form.cleaned_data["as_at"],
            "papers": len(services.chosen_for(found)),
        }
    return form_page(request, "reports/pack/issue.html", context, form=form)


@requires(Permission.PACK_PREVIEW)
def job(request: SignedInRequest, viewer: Viewer, *, job: str) -> HttpResponse:
    found = get_object_or_404(Job.objects.visible_to(viewer), kind=services.KIND, key=job)
    return render(
        request,
        "reports/pack/job.html",
        {
            "viewer": viewer,
            "job": found,
            "publication": made_by(found, viewer),
            "meeting": Meeting.objects.visible_to(viewer)
            .filter(pk=found.parameters.get("meeting"))
            .first(),
        },
    )


@requires(Permission.PACK_PREVIEW)
def job_status(request: SignedInRequest, viewer: Viewer, *, job: str) -> HttpResponse:
    found = get_object_or_404(Job.objects.visible_to(viewer), kind=services.KIND, key=job)
    return JsonResponse(
        {
            "state": found.state,
            "percent": found.percent,
            "words": found.doing or found.get_state_display(),
        }
    )


@requires(Permission.PACK_READ)
def pack_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    context = {"viewer": viewer, "issued": issued(viewer)[:200]}
    return render(request, "reports/pack/list.html", context)


@requires(Permission.PACK_READ)
def issued_pack(request: SignedInRequest, viewer: Viewer, *, publication: int) -> HttpResponse:
    """An edition as it was stored; nothing of it is read from the register again."""
    found = get_object_or_404(issued(viewer), pk=publication)
    if found.is_withdrawn:
        return withdrawn(request, viewer)
    document = Pack.load(found.document)
    context = {
        "viewer": viewer,
        "publication": found,
        "pack": document,
        "checksum": json.grouped(found.document_sha256),
    }
    with calling(document.key.words):
        return render(request, "reports/pack/issued.html", context)


@requires(Permission.PACK_READ)
def issued_pack_pdf(request: SignedInRequest, viewer: Viewer, *, publication: int) -> HttpResponse:
    found = get_object_or_404(issued(viewer), pk=publication)
    if found.is_withdrawn:
        return withdrawn(request, viewer)
    return HttpResponse(
        store.read(found.pdf_sha256),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{found.file_name}"'},
    )


def withdrawn(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """Gone, since something in it is no longer open; the edition itself is kept."""
    return render(request, "reports/pack/withdrawn.html", {"viewer": viewer}, status=410)


def issued(viewer: Viewer) -> Any:
    return Publication.objects.visible_to(viewer).with_withdrawals().newest_first()


def made_by(job: Job, viewer: Viewer) -> Publication | None:
    number = job.result.get("publication")
    return issued(viewer).filter(pk=number).first() if number else None


def meeting_or_404(viewer: Viewer, number: int) -> Meeting:
    meetings = Meeting.objects.visible_to(viewer).select_related("body__council")
    return get_object_or_404(meetings, pk=number)


def pack_address(meeting: Meeting) -> str:
    return reverse("reports:pack", args=[meeting.body.council.slug, meeting.pk])
