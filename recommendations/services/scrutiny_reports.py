"""Bringing a scrutiny report into the register."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from recommendations.models import Body, Council, ReportMember, ScrutinyReport, Theme


@transaction.atomic
def enter_report(
    *,
    council: Council,
    title: str,
    slug: str,
    kind: str,
    published_on: date,
    task_group: Body | None = None,
    commissioned_by: Body | None = None,
    terms_of_reference: str = "",
    source: str = "",
    source_note: str = "",
) -> ScrutinyReport:
    return ScrutinyReport.objects.create(
        council=council,
        title=title,
        slug=slug,
        kind=kind,
        published_on=published_on,
        task_group=task_group,
        commissioned_by=commissioned_by,
        terms_of_reference=terms_of_reference,
        source=source,
        source_note=source_note,
    )


@transaction.atomic
def add_member(*, report: ScrutinyReport, name: str, part: str = "") -> ReportMember:
    return ReportMember.objects.create(
        report=report, name=name, part=part, position=report.members.count() + 1
    )


@transaction.atomic
def add_theme(
    *,
    report: ScrutinyReport,
    title: str,
    parent: Theme | None = None,
    note: str = "",
    evidence_section: str = "",
) -> Theme:
    return Theme.objects.create(
        report=report,
        parent=parent,
        title=title,
        note=note,
        evidence_section=evidence_section,
        position=report.themes.count() + 1,
    )
