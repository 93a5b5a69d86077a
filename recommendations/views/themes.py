"""The themes of a report and the groups inside them, each with the note that governs it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from recommendations.access import SignedInRequest, requires
from recommendations.forms.comparing import ComparedForm
from recommendations.forms.scrutiny_reports import ThemeForm
from recommendations.models import ScrutinyReport, Theme, Viewer
from recommendations.rules.roles import Permission
from recommendations.services import scrutiny_reports as services
from recommendations.views.editing import edit_page, posted
from recommendations.views.scrutiny_reports import edited_report, editing
from recommendations.views.sending import READ_AND_SEND, sent_once


@requires(Permission.REPORT_EDIT)
def theme_list(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    of_report = edited_report(viewer, report)
    themes = Theme.objects.visible_to(viewer).filter(report=of_report).select_related("parent")
    context = {"viewer": viewer, "report": of_report, "themes": themes}
    return render(request, "recommendations/scrutiny_reports/themes.html", context)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def theme_new(request: SignedInRequest, viewer: Viewer, *, report: str) -> HttpResponse:
    of_report = edited_report(viewer, report)
    themes = Theme.objects.visible_to(viewer).filter(report=of_report, parent__isnull=True)
    form = ThemeForm(posted(request), themes=themes)

    def add() -> str:
        theme = services.add_theme(report=of_report, **form.values)
        services.place_theme(theme=theme, to=form.cleaned_data["place"], by=request.user)
        messages.success(request, f"“{theme.title}” is entered")
        return address_of_themes(of_report)

    back = address_of_themes(of_report)
    context = editing(viewer, of_report, heading="Enter a theme", back=back)
    return edit_page(request, "recommendations/form.html", context, form=form, act=add)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def theme_edit(
    request: SignedInRequest, viewer: Viewer, *, report: str, theme: int
) -> HttpResponse:
    of_report, found = edited_theme(viewer, report, theme)
    themes = Theme.objects.visible_to(viewer).filter(report=of_report, parent__isnull=True)
    form = ThemeForm(
        posted(request),
        initial={
            **{name: getattr(found, name) for name in ("title", "note", "evidence_section")},
            "parent": found.parent_id,
            "follows": found.version,
        },
        themes=themes.exclude(pk=found.pk),
    )

    def edit() -> str:
        services.edit_theme(theme=found, seen=form.said("follows"), by=request.user, **form.values)
        services.place_theme(theme=found, to=form.cleaned_data["place"], by=request.user)
        messages.success(request, "The theme is changed")
        return address_of_themes(of_report)

    back = address_of_themes(of_report)
    context = editing(viewer, of_report, heading="Change a theme", back=back)
    return edit_page(request, "recommendations/form.html", context, form=form, act=edit)


@requires(Permission.REPORT_EDIT, methods=READ_AND_SEND)
@sent_once
def theme_remove(
    request: SignedInRequest, viewer: Viewer, *, report: str, theme: int
) -> HttpResponse:
    of_report, found = edited_theme(viewer, report, theme)

    def remove() -> str:
        services.remove_theme(theme=found, by=request.user)
        messages.success(request, f"“{found.title}” is removed")
        return address_of_themes(of_report)

    context = {
        **editing(viewer, of_report, heading="", back=address_of_themes(of_report)),
        "removed": found.title,
    }
    template = "recommendations/remove.html"
    return edit_page(request, template, context, form=ComparedForm(posted(request)), act=remove)


def edited_theme(viewer: Viewer, report: str, theme: int) -> tuple[ScrutinyReport, Theme]:
    of_report = edited_report(viewer, report)
    themes = Theme.objects.editable_by(viewer, to=Permission.REPORT_EDIT)
    return of_report, get_object_or_404(themes, report=of_report, pk=theme)


def address_of_themes(report: ScrutinyReport) -> str:
    return reverse("recommendations:theme_list", args=[report.council.slug, report.slug])
