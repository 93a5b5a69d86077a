"""Every kind of document, as the finished HTML that its PDF is made of."""

import io
import itertools
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from recommendations.models import Council, ExecutiveResponse, Meeting, Viewer
from recommendations.rules.notices import RULES
from recommendations.rules.ratings import Rag
from reports import builders
from reports.documents.notice import Covered, Notice
from reports.documents.pack import Pack
from reports.documents.roll_over import RolledForward, RollOver, Share, ToActOn, ToLookAt
from reports.faces import html, parts
from reports.services import packs
from tests.factories import CouncilFactory
from tests.reports.marlshire import EXCEPTIONS, OTHERS, line, long_report, quiet_report, report
from tests.reports.sitting import OF_WHAT, FullSitting, withhold

WELSH = "Ŵyth tŷ yn Llŷn, dŵr a gŵydd: ŵ ŷ Ŵ Ŷ ẁ ẃ ẅ ỳ ý â ê î ô û"
WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 5


def empty():
    return report(lines=(), in_scope=0, covered=(), earlier=None, left=(), entered=())


def withheld():
    return report(withheld=2, in_scope=18)


def of_several_reports():
    other = replace(EXCEPTIONS[1], report="Roads: final report", report_slug="roads")
    return report(lines=(EXCEPTIONS[0], other, *OTHERS), in_scope=2 + len(OTHERS))


def in_welsh():
    told = replace(EXCEPTIONS[0], title=WELSH, text=WELSH, question=WELSH, owners=(WELSH,))
    return report(council=WELSH, letterhead=WELSH, lines=(told,), in_scope=1)


def of_very_long_words():
    """Words that fit no line, in every column there is, and no answer to anything."""
    bare = {"owners": (WORD,), "portfolio_holder": WORD, "answer": "", "text": WORD}
    shown = (
        line(1, Rag.RED, WORD, title=WORD, question=WORD, **bare),
        line(2, Rag.AMBER, "Moved 4 days", **{**bare, "owners": ()}),
        line(3, Rag.DATE_NEEDED, WORD, question=WORD, **bare),
        line(4, Rag.NOT_RATED, WORD, without_action=True, question=WORD, **bare),
        line(5, Rag.GREEN, WORD, due_in=3, next_step=WORD, next_day=date(2026, 11, 13), **bare),
        line(6, Rag.GREEN, WORD, scrutinys_own=True, **bare),
    )
    return report(lines=shown, in_scope=len(shown))


REFERENCES = (
    "R1",
    "R32(5)",
    "R11-closing",
    "Interim-12",
    "Commendation-12",
    "Strategic-recommendation-A",
    "Overarching-recommendation-for-the-whole-council-1",
)


def of_long_references():
    rags = itertools.cycle((Rag.RED, Rag.AMBER, Rag.DATE_NEEDED))
    shown = tuple(
        line(n, rag, "Late", address=address, question="Why?")
        for n, (address, rag) in enumerate(zip(REFERENCES, rags, strict=False))
    )
    return report(lines=shown, in_scope=len(shown))


def roll_over() -> RollOver:
    passed_on = tuple(
        RolledForward(
            Covered(address, title="Mend it", text="That the Council mends its roads."),
            report="Roads: final report",
            report_slug="roads",
            days_open=40,
            held_as=("watched",),
            rag=None if address.startswith("Commendation") else Rag.AMBER,
            reasons=("Overdue by 10 days",),
        )
        for address in REFERENCES
    )
    resolved = ToActOn("Place Committee", date(2026, 5, 5), "12(1)", "That it is mended.")
    return RollOver(
        council="Marlshire County Council",
        letterhead="Scrutiny",
        old="Place Committee",
        on=date(2026, 11, 10),
        known_at=timezone.now(),
        reason="Merged at the annual meeting",
        shares=(Share("People Committee", passed_on, (resolved,), (ToLookAt("Buses"),)),),
        closed=2,
    )


MADE_UP = (
    report,
    quiet_report,
    empty,
    withheld,
    of_several_reports,
    in_welsh,
    of_very_long_words,
    of_long_references,
)
OF_PAPERS = {
    "wiltshire before the response": ("wiltshire", date(2013, 5, 1), None),
    "wiltshire": ("wiltshire", date(2013, 6, 18), date(2013, 6, 5)),
    "wirral": ("wirral", date(2016, 6, 1), None),
    "herefordshire": ("herefordshire", date(2014, 1, 10), None),
    "shropshire": ("shropshire", date(2013, 6, 1), None),
}
COMPOSITIONS = {
    "pack": {"exception report", "response schedule", "schedule"},
    "pack of an exception report": {"exception report"},
    "pack of a response schedule": {"response schedule"},
    "pack of a schedule": {"schedule"},
}
NOTICES = {
    "notice": ("cabinet", "executive", date(2013, 3, 28)),
    "notice drafted": ("wiltshire-safeguarding-childrens-board", "health-body", None),
}
IN_PARTS = ("many, in parts", "wiltshire's pack, in parts", "pack, in parts")
KINDS = (
    *(made.__name__ for made in MADE_UP),
    "many",
    "roll-over",
    *OF_PAPERS,
    *NOTICES,
    "wiltshire's pack",
    *COMPOSITIONS,
    "pack with rows withheld",
    "pack for members",
    *IN_PARTS,
)


def pages_of(module_rows) -> dict[str, str]:
    """The finished HTML of each kind."""
    pages = {made.__name__: html.render(made()) for made in MADE_UP}
    pages["many"] = html.render(long_report(30))
    pages["roll-over"] = html.render_roll_over(roll_over())
    with module_rows.unblock():
        call_command("load_papers", stdout=io.StringIO())
        for kind, (slug, day, compare) in OF_PAPERS.items():
            viewer = Viewer.member(Council.objects.get(slug=slug))
            pages[kind] = html.render(
                builders.exception_report(
                    viewer, as_at=day, known_at=timezone.now(), compare=compare
                )
            )
        for kind, (body, rule, served_on) in NOTICES.items():
            pages[kind] = html.render_notice(_wiltshires_notice(body, rule, served_on))
        pages["wiltshire's pack"] = html.render_pack(_wiltshires_pack())
        sitting = FullSitting(CouncilFactory())
        for kind, wanted in COMPOSITIONS.items():
            pages[kind] = html.render_pack(_holding(sitting.meeting, wanted))
        pages["pack for members"] = html.render_pack(
            packs.preview(sitting.meeting, **{**OF_WHAT, "audience": "member"})
        )
        withhold(sitting.recommendation[1], sitting.clerk)
        pages["pack with rows withheld"] = html.render_pack(sitting.pack)
    return pages


def _wiltshires_notice(slug: str, rule: str, served_on: date | None) -> Notice:
    """Of its report of 41, on its day."""
    council = Council.objects.get(slug="wiltshire")
    return builders.notice(
        Viewer.member(council),
        council.reports.get(),
        body=council.bodies.get(slug=slug),
        rule=RULES[rule],
        response_required=True,
        as_at=date(2013, 3, 28),
        known_at=timezone.now(),
        served_on=served_on,
    )


def _wiltshires_pack() -> Pack:
    """Of the meeting of 6 June 2013, which had the executive's response before it."""
    meeting = Meeting.objects.get(body__council__slug="wiltshire", day=date(2013, 6, 6))
    response = ExecutiveResponse.objects.get(report__council__slug="wiltshire")
    item = meeting.items.get()
    packs.put_under(
        item=item, kind="exception report", committee=meeting.body, compare=date(2013, 6, 5)
    )
    packs.put_under(item=item, kind="response schedule", response=response)
    packs.put_under(item=item, kind="schedule", report=response.report)
    return packs.preview(meeting, audience="public", as_at=meeting.day, known_at=timezone.now())


def _holding(meeting: Meeting, wanted: set[str]) -> Pack:
    """The pack as it would be with these kinds of document alone."""
    with transaction.atomic():
        for item in meeting.items.all():
            item.pack_parts.exclude(kind__in=wanted).delete()
        made = packs.preview(meeting, **OF_WHAT)
        transaction.set_rollback(True)
    return made


def in_parts(patch: pytest.MonkeyPatch) -> None:
    """However short it is, in as many parts as there can be of some length."""
    patch.setattr(parts, "LONG", 0)
    patch.setattr(parts, "SHORT", 0)
    patch.setattr(parts, "FULL", 12_000)
