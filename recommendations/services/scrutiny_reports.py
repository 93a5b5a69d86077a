"""Scrutiny reports, their members and their themes: entered and put right."""

from __future__ import annotations

from datetime import date
from typing import Required, TypedDict, Unpack

from django.db import transaction

from recommendations.models import Body, Council, ReportMember, ScrutinyReport, Theme, User
from recommendations.services.change import Refused, because, change, refuse_the_future
from recommendations.services.editing import edited
from recommendations.services.order import arrange, next_place, one_at_a_time, put, put_inside
from recommendations.services.recommendations import print_on
from recommendations.services.remits import watch
from recommendations.services.slugs import slug_of

PAGES = {"new"}
"""What stands in an address in the place of a report, and so is the address of none."""


class Cover(TypedDict, total=False):
    """What a report says of itself; its title, kind and day it always says."""

    title: Required[str]
    kind: Required[str]
    published_on: Required[date]
    task_group: Body | None
    commissioned_by: Body | None
    terms_of_reference: str
    source: str
    source_note: str


@transaction.atomic
def enter_report(*, council: Council, slug: str = "", **cover: Unpack[Cover]) -> ScrutinyReport:
    """Without a ``slug``, its address is allotted from its title."""
    slug = slug or address_for(cover["title"], council=council)
    return ScrutinyReport.objects.create(council=council, slug=slug, **cover)


def address_for(title: str, *, council: Council) -> str:
    """The address of a report, which no other of the council has; it is never changed."""
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)  # two at once get two
    of_council = ScrutinyReport.objects.filter(council=council)
    taken = PAGES | set(of_council.values_list("slug", flat=True))
    return slug_of(title, taken=taken, otherwise="report")


def enter_watched_report(*, council: Council, by: User, **cover: Unpack[Cover]) -> ScrutinyReport:
    """Enter a report that the body which commissioned it watches from then on."""
    refuse_the_future(cover["published_on"])
    with change():
        report = enter_report(council=council, **cover)
        if report.commissioned_by is not None:
            why = "It commissioned the report."
            watch(
                body=report.commissioned_by,
                report=report,
                since=report.published_on,
                by=by,
                why=why,
            )
        return report


def edit_report(
    *, report: ScrutinyReport, seen: str, by: User, **cover: Unpack[Cover]
) -> ScrutinyReport:
    """Put a report right; with its day moves the day of all that it printed."""
    published_on = cover["published_on"]
    refuse_the_future(published_on)
    was = report.published_on
    with change() as touched:
        edited(report, seen, by=by, **cover)
        if published_on != was:
            touched.touch_all(report.recommendations.all())
            of_its_day = report.recommendations.filter(made_on__isnull=True)
            print_on(published_on, of_its_day, was=was, by=by)
        return report


# Members


@transaction.atomic
def add_member(*, report: ScrutinyReport, name: str, part: str = "") -> ReportMember:
    one_at_a_time(report)
    place = next_place(report.members.all())
    return ReportMember.objects.create(report=report, name=name, part=part, position=place)


@transaction.atomic
def edit_member(*, member: ReportMember, seen: str, by: User, name: str, part: str) -> ReportMember:
    return edited(member, seen, by=by, name=name, part=part)


@transaction.atomic
def place_member(*, member: ReportMember, to: int, by: User) -> None:
    """Put a member at a place among the members, counted from 1."""
    one_at_a_time(member.report)
    members = member.report.members.all()
    arrange(members, put(member, list(members), to=to), by=by)


@transaction.atomic
def remove_member(*, member: ReportMember, by: User) -> None:
    one_at_a_time(member.report)
    members = member.report.members.all()
    with because("", by=by):
        member.delete()
    arrange(members, list(members), by=by)


# Themes


@transaction.atomic
def add_theme(
    *,
    report: ScrutinyReport,
    title: str,
    parent: Theme | None = None,
    note: str = "",
    evidence_section: str = "",
) -> Theme:
    """Put it last in its report."""
    one_at_a_time(report)
    return Theme.objects.create(
        report=report,
        parent=parent,
        title=title,
        note=note,
        evidence_section=evidence_section,
        position=next_place(report.themes.all()),
    )


@transaction.atomic
def place_theme(*, theme: Theme, to: int | None, by: User) -> None:
    """Put a theme at a place among those beside it, from 1, and all in printed order; None is where
    it is among them."""
    one_at_a_time(theme.report)
    themes = theme.report.themes.all()
    arrange(themes, put_inside(theme, themes, to=to), by=by)


@transaction.atomic
def edit_theme(
    *,
    theme: Theme,
    seen: str,
    by: User,
    title: str,
    parent: Theme | None,
    note: str,
    evidence_section: str,
) -> Theme:
    if parent is not None and theme.groups.exists():
        raise Refused("Other themes stand inside this one, so it stands inside none.")
    return edited(
        theme,
        seen,
        by=by,
        title=title,
        parent=parent,
        note=note,
        evidence_section=evidence_section,
    )


@transaction.atomic
def remove_theme(*, theme: Theme, by: User) -> None:
    one_at_a_time(theme.report)
    if theme.recommendations.exists():
        raise Refused("Recommendations stand under this theme: put them under another first.")
    if theme.groups.exists():
        raise Refused("Other themes stand inside this one: remove them or move them out first.")
    themes = theme.report.themes.all()
    with because("", by=by):
        theme.delete()
    arrange(themes, list(themes), by=by)
