"""manage.py exception_report: the exception report of a council as a file."""

from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from recommendations.models import Body, Council, Viewer
from reports import builders
from reports.faces import csv, html, json, pdf

FACES = {
    "html": lambda report: html.render(report).encode(),
    "pdf": lambda report: pdf.render(html.render(report)),
    "json": json.render,
    "csv": csv.render,
}


class Command(BaseCommand):
    help = "Write the exception report of a council as at a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", metavar="COUNCIL", help="The council's name in addresses.")
        parser.add_argument("--as-at", metavar="DAY", required=True, help="The day: 2013-06-05.")
        parser.add_argument("--compare", metavar="DAY", help="An earlier day to compare with.")
        parser.add_argument("--committee", metavar="SLUG", help="Only what this body watches.")
        parser.add_argument(
            "--known-at", metavar="MOMENT", help="Leave out what was recorded later than this."
        )
        parser.add_argument(
            "--audience", choices=["member"], default="member", help="Who is to read it."
        )
        parser.add_argument("--format", choices=FACES, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        council = Council.objects.filter(slug=options["council"]).first()
        if council is None:
            raise CommandError(f"There is no council “{options['council']}”.")
        as_at = _day(options["as_at"])
        compare = _day(options["compare"]) if options["compare"] else None
        if compare and compare >= as_at:
            raise CommandError(f"--compare {compare} is not before --as-at {as_at}.")
        viewer = Viewer.member(council)
        try:
            report = builders.exception_report(
                viewer,
                as_at=as_at,
                known_at=_moment(options["known_at"]) if options["known_at"] else timezone.now(),
                compare=compare,
                asked=builders.Asked(committee=_committee(viewer, options["committee"])),
            )
            contents = FACES[options["format"]](report)
            options["output"].write_bytes(contents)
        except (builders.TooMany, pdf.PdfFailed, OSError) as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"{options['output']}: {report.sentence}.")


def _committee(viewer: Viewer, slug: str | None) -> Body | None:
    if slug is None:
        return None
    body = Body.objects.visible_to(viewer).filter(slug=slug).first()
    if body is None:
        raise CommandError(f"There is no committee “{slug}” in {viewer.council}.")
    return body


def _day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"“{text}” is not a day; write it as 2013-06-05.")
    return day


def _moment(text: str) -> datetime:
    """A moment with its offset; without one, by the council's own clock."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"“{text}” is not a moment; write it as 2013-06-05T10:30:00Z.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
