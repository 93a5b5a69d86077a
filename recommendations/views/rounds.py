"""Rounds of updates: planned, watched, and answered on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from recommendations.access import SignedInRequest, requires
from recommendations.forms.resolutions import DoneForm
from recommendations.forms.rounds import (
    GridForm,
    RoundForm,
    RowForm,
    ToActForm,
    carried_forward,
)
from recommendations.models import (
    Meeting,
    Owed,
    ProgressUpdate,
    ResolutionDone,
    ResolutionOwed,
    ResolutionUpdate,
    UpdateRound,
    User,
    Viewer,
)
from recommendations.models.clearance import EDITORS_OF_ALL_THEY_SEE
from recommendations.models.rounds import UpdateRoundQuerySet
from recommendations.reading.rounds import (
    Asked,
    AskedToAct,
    asked,
    asked_to_act,
    of_several_reports,
    owed_in,
    owners_in,
    resolutions_in,
)
from recommendations.rules.roles import Permission
from recommendations.rules.wording import count, day_words
from recommendations.services import progress, resolutions
from recommendations.services import rounds as services
from recommendations.services.change import change
from recommendations.services.submissions import Conflict
from recommendations.views.editing import edit_page, posted
from recommendations.views.progress import readable
from recommendations.views.sending import (
    READ_AND_SEND,
    carry_out,
    form_page,
    given_back,
    is_sent,
    send_page,
    sent_once,
)
from recommendations.views.stretches import Stretches

MOST_ROWS = 50

Row = Asked | AskedToAct
Came = ProgressUpdate | ResolutionDone | ResolutionUpdate

MEANWHILE = "Somebody sent an update on this meanwhile. Read it, then send yours or leave it"
DONE_MEANWHILE = (
    "Somebody recorded meanwhile that this is done. Untick yours; if theirs should say something "
    "else, correct it on the page of the minute"
)


@requires(Permission.ROUND_MANAGE)
def round_list(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today = timezone.localdate()
    rounds = rounds_of(viewer)
    return render(
        request,
        "recommendations/rounds/list.html",
        {
            "viewer": viewer,
            "today": today,
            "ahead": rounds.filter(closes__gte=today).reverse(),
            "closed": rounds.filter(closes__lt=today),
        },
    )


@requires(Permission.ROUND_MANAGE, methods=READ_AND_SEND)
@sent_once
def round_new(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    today = timezone.localdate()
    meetings = Meeting.objects.visible_to(viewer).filter(day__gt=today, round__isnull=True)
    form = RoundForm(
        posted(request),
        initial={"meeting": request.GET.get("meeting", "")[:20], "opens": today},
        meetings=meetings.select_related("body"),
        today=today,
    )

    def plan() -> str:
        meeting = form.cleaned_data["meeting"]
        planned = services.plan_round(meeting=meeting, **form.days)
        opened = "is open" if planned.opened_at else f"opens on {day_words(planned.opens)}"
        messages.success(request, f"The round for {meeting} {opened}")
        return address_of(planned)

    back = reverse("recommendations:round_list", args=[viewer.council.slug])
    context = {"viewer": viewer, "round": None, "back": back}
    return send_page(request, "recommendations/rounds/edit.html", context, form=form, act=plan)


@requires(Permission.ROUND_MANAGE, methods=READ_AND_SEND)
@sent_once
def round_edit(request: SignedInRequest, viewer: Viewer, *, update_round: int) -> HttpResponse:
    """Other days; a round that has not opened can be taken out altogether."""
    editable = rounds_of(viewer).editable_by(viewer, to=Permission.ROUND_MANAGE)
    planned = get_object_or_404(editable, pk=update_round)
    form = RoundForm(
        posted(request),
        initial={
            "opens": planned.opens,
            "closes": planned.closes,
            "follows": planned.version,
        },
        meetings=None,
        today=timezone.localdate(),
        planned=planned,
    )

    def move() -> str:
        services.move_round(round_=planned, seen=form.said("follows"), by=request.user, **form.days)
        messages.success(request, "The days of the round are changed")
        return address_of(planned)

    def withdraw() -> str:
        services.withdraw_round(planned)
        messages.success(request, "The round is taken out")
        return reverse("recommendations:round_list", args=[viewer.council.slug])

    context = {
        "viewer": viewer,
        "round": planned,
        "back": address_of(planned),
        "here": "meetings",
    }
    if is_sent(request) and request.POST.get("do") == "withdraw":
        form = RoundForm(form.initial, meetings=None, today=timezone.localdate(), planned=planned)
        if answer := carry_out(request, form, withdraw):
            return answer
        return form_page(request, "recommendations/rounds/edit.html", context, form=form)
    return edit_page(request, "recommendations/rounds/edit.html", context, form=form, act=move)


@requires(Permission.ROUND_MANAGE)
def round_page(request: SignedInRequest, viewer: Viewer, *, update_round: int) -> HttpResponse:
    return who_answered(request, viewer, update_round, "recommendations/rounds/round.html")


@requires(Permission.ROUND_MANAGE)
def round_late(request: SignedInRequest, viewer: Viewer, *, update_round: int) -> HttpResponse:
    """For the chair, on one sheet: who has not answered, and about what."""
    return who_answered(request, viewer, update_round, "recommendations/rounds/late.html")


def who_answered(
    request: SignedInRequest, viewer: Viewer, number: int, template: str
) -> HttpResponse:
    found = get_object_or_404(rounds_of(viewer), pk=number)
    rows = list(owed_in(viewer, found, now=timezone.now()))
    owners = owners_in(rows, resolutions_in(viewer, found))
    return render(
        request,
        template,
        {
            "viewer": viewer,
            "today": timezone.localdate(),
            "round": found,
            "owners": owners,
            "late": [owner for owner in owners if owner.left],
            "several_reports": of_several_reports(rows),
            "owed": sum(owner.asked for owner in owners),
            "came": sum(owner.came for owner in owners),
            "may_record": viewer.can(Permission.PROGRESS_REPORT),
        },
    )


@requires(Permission.PROGRESS_REPORT, methods=READ_AND_SEND)
@sent_once
def round_updates(request: SignedInRequest, viewer: Viewer, *, update_round: int) -> HttpResponse:
    """What is owed in a round: of the rows on a page some are sent, the others kept as drafts."""
    today, now = timezone.localdate(), timezone.now()
    found = get_object_or_404(rounds_of(viewer), pk=update_round)
    of_owner = whose(viewer, owner=request.GET.get("owner", ""))
    mine = list(owed_in(viewer, found, now=now).filter(**of_owner))
    of_posts = "post__in" in of_owner  # no body is to act on a resolution
    resolved = list(resolutions_in(viewer, found).filter(**of_owner)) if of_posts else []
    if not found.is_under_way(today) or not (mine or resolved):
        raise Http404
    typing = {box.split("-follows")[0].removeprefix("row-") for box in request.POST}
    items = list(asked(viewer, mine, today=today, now=now, typing=typing))
    to_act = [  # what is done is asked no more, save of whoever was typing
        row
        for row in asked_to_act(viewer, resolved, today=today, now=now)
        if not row.resolution.ended or row.key in typing
    ]
    every: list[Row] = [*items, *to_act]
    stretches = Stretches(
        request, every, key=attrgetter("key"), box="row-{}-follows", most=MOST_ROWS
    )
    rows = stretches.shown
    several = of_several_reports(row.owed for row in items)
    forms = [row_form(request, row, several_reports=several, today=today) for row in rows]
    form = GridForm(posted(request), rows=forms)
    asked_about: list[Owed | ResolutionOwed] = [*(row.owed for row in items), *resolved]
    context = {
        "viewer": viewer,
        "today": today,
        "round": found,
        "rows": list(zip(rows, form.rows, strict=True)),
        "several_reports": several,
        "owners": list(dict.fromkeys(row.owner for row in asked_about)),
        "came": sum(row.is_in for row in asked_about),
        "asked": len(asked_about),
        "stretches": stretches,
        "complaints": form.complaints(rows),
    }
    if given_back(request):
        for row in form.rows:
            row.errors.clear()
    if is_sent(request) and form.is_valid():
        try:
            if answer := carry_out(
                request, form, lambda: send_rows(request, rows, form, stretches)
            ):
                return answer
        except Conflict as conflict:
            show_what_came(viewer, form, rows, conflict.theirs)
            return form_page(
                request, "recommendations/rounds/updates.html", context, form=form, status=409
            )
    return form_page(request, "recommendations/rounds/updates.html", context, form=form)


def whose(viewer: Viewer, *, owner: str) -> dict[str, frozenset[int]]:
    """The viewer's own posts; whoever records for all names the owner."""
    kind, _, number = owner.partition("-")
    if not owner:
        return {"post__in": viewer.posts}
    if kind not in ("post", "body") or not number.isdecimal() or len(number) > 18:
        raise Http404
    named = frozenset({int(number)})
    if viewer.acting(Permission.PROGRESS_REPORT).roles & EDITORS_OF_ALL_THEY_SEE:
        return {f"{kind}__in": named}
    return {"post__in": named & viewer.posts if kind == "post" else frozenset()}


def row_form(
    request: SignedInRequest, row: Row, *, several_reports: bool, today: date
) -> RowForm | ToActForm:
    form: RowForm | ToActForm
    if isinstance(row, AskedToAct):
        form = act_form(request, row, today=today)
    else:
        form = update_form(request, row)
    of_report = f" of {row.report.title}" if several_reports and row.report else ""
    form.fields["send"].label = f"Send the update on {row.address}{of_report}"
    return form


def act_form(request: SignedInRequest, row: AskedToAct, *, today: date) -> ToActForm:
    begun = DoneForm.of(today=today, last=row.last, draft=row.draft)
    if row.last and not row.draft:
        begun |= {"note": row.last.note, "source": row.last.source}
    return ToActForm(
        posted(request),
        prefix=f"row-{row.key}",
        initial=begun,
        resolution=row.resolution,
        today=today,
        sending=request.POST.get("do") == "send",
    )


def update_form(request: SignedInRequest, row: Asked) -> RowForm:
    rating = row.item.rating
    begun: dict[str, Any] = carried_forward(row.last) if row.last else {}
    if row.draft:
        begun = RowForm.of_draft(row.draft)
    owner = row.owed.owner
    return RowForm(
        posted(request),
        prefix=f"row-{row.key}",
        initial={**begun, "follows": row.latest or ""},
        owners=[(f"{'post' if row.owed.post_id else 'body'} {owner.pk}", str(owner))],
        record=rating.record if rating else None,
        of_whole=row.owed.milestone_id is None,
        sending=request.POST.get("do") == "send",
    )


def send_rows(
    request: SignedInRequest, rows: Sequence[Row], form: GridForm, stretches: Stretches[Row]
) -> str:
    """Send what is ticked and keep as drafts what else was typed; where to go then."""
    sent = drafts = 0
    with change():  # of all rows, so that each item is rated once
        for row, typed in zip(rows, form.rows, strict=True):
            if not (typed.goes or typed.is_touched):
                continue
            if isinstance(row, Asked) and isinstance(typed, RowForm):
                take_update(row, typed, by=request.user)
            if isinstance(row, AskedToAct) and isinstance(typed, ToActForm):
                take_word(row, typed, by=request.user)
            sent += typed.goes
            drafts += not typed.goes
    told = [f"{count(sent, 'update')} sent"] if sent else []
    told += [f"{count(drafts, 'draft')} kept"] if drafts else []
    messages.success(request, "; ".join(told) or "Nothing was changed")
    deed, _, of = request.POST.get("do", "").partition(" ")
    owner = request.GET.get("owner", "")
    queries = (f"owner={owner}" if owner else "", stretches.query(of if deed == "at" else ""))
    query = "&".join(filter(None, queries))
    return f"{request.path}{'?' if query else ''}{query}"


def take_update(row: Asked, typed: RowForm, *, by: User) -> None:
    about: dict[str, Any] = {
        "recommendation": row.item.recommendation,
        "milestone": row.step.row if row.step else None,
        "occurrence": row.occurrence,
    }
    stamp: dict[str, Any] = {"by": by, "on": timezone.localdate()}
    words = {**typed.texts, "post": row.owed.post, "body": row.owed.body}
    if typed.goes:
        seen = progress.update_named(typed.said("follows"), **about)
        progress.submit_update(**about, **words, **stamp, follows=seen)
        progress.discard_draft(**about, by=by)
    else:
        progress.save_draft(**about, **words, **stamp)


def take_word(row: AskedToAct, typed: ToActForm, *, by: User) -> None:
    if typed.goes:
        resolutions.say_how_far(resolution=row.resolution, by=by, **typed.told)
    else:
        resolutions.keep_draft(resolution=row.resolution, by=by, **typed.drafted)


def show_what_came(viewer: Viewer, form: GridForm, rows: Sequence[Row], theirs: Came) -> None:
    """Beside the row that somebody else has reported on meanwhile; it is sent once more."""
    again: Any = dict(form.data.items())
    for row, typed in zip(rows, form.rows, strict=True):
        if not is_about(row, theirs):
            continue
        if isinstance(typed, RowForm):
            typed.add_error("narrative", MEANWHILE)
            typed.theirs = readable(viewer, theirs)
        elif not isinstance(theirs, ProgressUpdate):
            ended = isinstance(theirs, ResolutionDone)
            typed.add_error("note", DONE_MEANWHILE if ended else MEANWHILE)
            typed.theirs = theirs
        again[typed.add_prefix("follows")] = str(theirs.pk)
        typed.data = again


def is_about(row: Row, theirs: Came) -> bool:
    if isinstance(theirs, ProgressUpdate):
        same = (theirs.recommendation_id, theirs.milestone_id, theirs.occurrence)
        return isinstance(row, Asked) and same == (
            row.owed.recommendation_id,
            row.owed.milestone_id,
            row.occurrence,
        )
    return isinstance(row, AskedToAct) and theirs.resolution_id == row.resolution.pk


def rounds_of(viewer: Viewer) -> UpdateRoundQuerySet:
    return UpdateRound.objects.visible_to(viewer).select_related("meeting__body__council")


def address_of(round_: UpdateRound) -> str:
    return reverse("recommendations:round", args=[round_.meeting.body.council.slug, round_.pk])
