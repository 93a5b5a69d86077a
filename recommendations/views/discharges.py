"""Deciding under an item of several recommendations at once."""

from __future__ import annotations

from itertools import islice

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.discharges import DischargeForm, number_of
from recommendations.models import Viewer
from recommendations.reading.discharges import candidates, why_gone
from recommendations.reading.open_longest import MOST
from recommendations.rules.roles import Permission
from recommendations.rules.wording import count
from recommendations.services.discharges import decide_together
from recommendations.services.submissions import Conflict
from recommendations.standing.facts import policy_on
from recommendations.views.editing import posted
from recommendations.views.resolutions import items_of
from recommendations.views.sending import (
    READ_AND_SEND,
    carry_out,
    form_page,
    is_sent,
    sent_once,
)

FEW = 400
"""So many rows are ticked on one page; once they are decided, the others follow."""


@requires(Permission.POSITION_RECORD, methods=READ_AND_SEND)
@sent_once
def discharge(request: SignedInRequest, viewer: Viewer, *, meeting: int, item: int) -> HttpResponse:
    """What is reported complete, has grown old, or is chosen of what has been open longest: closed
    together, or gone on with.
    """
    items = items_of(viewer).editable_by(viewer, to=Permission.POSITION_RECORD)
    found = get_object_or_404(items, meeting=meeting, pk=item)
    of = request.GET.get("of")
    named = map(number_of, request.GET.getlist("one"))
    chosen = set(filter(None, islice(named, MOST))) if of == "chosen" else None
    old = of in ("old", "chosen")
    today = timezone.localdate()
    scheme = policy_on(viewer.council, found.meeting.day).scheme

    def form_now() -> tuple[DischargeForm, int]:
        """The form over what is there now, and how many there are in all."""
        every = candidates(
            viewer, found.meeting, old=old, chosen=chosen, today=today, now=timezone.now()
        )
        rows = every[:FEW]
        ticked = [row.seen for row in rows if not row.later]
        initial = {"ticked": ticked if chosen or request.GET.get("tick") == "all" else []}
        form = DischargeForm(posted(request), initial=initial, rows=rows, scheme=scheme)
        return form, len(every)

    def record() -> str:
        typed = form.cleaned_data
        decide_together(
            item=found,
            reference=typed["reference"],
            status=typed["status"],
            closes=typed["closes"],
            ones=form.ones,
            text=typed["text"],
            by=request.user,
        )
        told = f"{count(len(form.ones), 'recommendation')}: “{typed['status']}”"
        messages.success(request, f"{told}, minute {typed['reference']}")
        return reverse("recommendations:resolutions", args=[viewer.council.slug, meeting, item])

    form, total = form_now()
    if is_sent(request) and form.is_valid():
        try:
            if answer := carry_out(request, form, record):
                return answer
        except Conflict:
            form, total = form_now()
            form.is_valid()
    status = None
    if form.is_bound and form.has_changed_meanwhile:
        status = 409
        again = request.POST.copy()
        again.setlist("ticked", form.still_ticked)
        form.data = again
    context = {
        "viewer": viewer,
        "today": today,
        "meeting": found.meeting,
        "item": found,
        "is_ahead": found.meeting.day > today,
        "old": old,
        "chosen": chosen,
        "left_out": len(chosen) - total if chosen else 0,
        "total": total,
        "gone": why_gone(viewer, form.gone),
    }
    template = "recommendations/discharges/item.html"
    return form_page(request, template, context, form=form, status=status)
