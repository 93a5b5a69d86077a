"""What the database says after a drill, and whether it holds together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Council, ProgressUpdate, Recommendation, Submission
from recommendations.services import standings
from tests.reliability.people import Person
from tests.reliability.places import Place
from tests.reliability.reporters import MARK

COUNCIL = "marlshire"
REPORTER = "marlshire-scrutiny-officer"


@dataclass(frozen=True)
class Found:
    """Reports stored, and every sign of a change that was half done."""

    stored: Counter[str]
    forms: int
    unlike_their_facts: int

    def lost(self, acknowledged: set[str]) -> int:
        return len(acknowledged - set(self.stored))

    @property
    def twice(self) -> int:
        return sum(self.stored.values()) - len(self.stored)

    @property
    def half_done(self) -> int:
        """Ratings that are not what the facts say, forms without a report, reports without one."""
        return self.unlike_their_facts + abs(self.forms - sum(self.stored.values()))


def found() -> Found:
    """As one moment sees it, since people may be writing."""
    connections.close_all()  # the one from before may have died with its server
    council = Council.objects.get(slug=COUNCIL)
    marks = ProgressUpdate.objects.filter(narrative__startswith=MARK)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return Found(
            stored=Counter(marks.values_list("narrative", flat=True)),
            forms=Submission.objects.count(),
            unlike_their_facts=len(standings.differences(council, today=timezone.localdate())),
        )


def faults(place: Place) -> list[str]:
    """What the database itself and the site's own checks say is wrong."""
    connections.close_all()
    wrong: list[str] = []
    if place.cluster is None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            wrong += [row[0] for row in cursor.fetchall() if row[0] != "ok"]
    else:
        wrong += place.cluster.checked().splitlines()
    for command in (("verify_history",), ("rebuild_standing", "--check")):
        done = place.manage(*command, check=False)
        wrong += done.stdout.splitlines() if done.returncode else []
    return wrong


def mend(place: Place) -> None:
    """What a control left half done is not held against what comes after it."""
    place.manage("rebuild_standing")


def pages_to_report_on(port: int, number: int) -> list[str]:
    """Forms of recommendations that can be reported on, each of another one."""
    person = Person(port)
    person.sign_in(REPORTER)
    pages: list[str] = []
    for recommendation in Recommendation.objects.filter(
        council__slug=COUNCIL, parent=None
    ).select_related("report"):
        page = reverse(
            "recommendations:report_progress",
            args=(COUNCIL, recommendation.report.slug, recommendation.address),
        )
        if person.read(page).status == 200:
            pages.append(page)
        if len(pages) == number:
            return pages
    raise LookupError(f"Only {len(pages)} recommendations can be reported on")
