"""Bringing a paper in, from top to bottom and as a whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from django.db import transaction

from recommendations.models import Council, ExecutiveResponse, Resolution, User
from recommendations.services import councils, events
from recommendations.services.change import change
from recommendations.services.fixtures import Entry, read
from recommendations.services.papers.answers import read_meeting, read_position, read_response
from recommendations.services.papers.paper import Paper
from recommendations.services.papers.reports import read_report

ORDER = ("wiltshire", "wiltshire-response", "wirral", "herefordshire", "shropshire")
"""A response comes after the report that it answers."""


@transaction.atomic
def papers_account() -> User:
    """The account in whose name the papers are brought in; nobody can sign in with it."""
    user, made = User.objects.get_or_create(
        username="papers",
        defaults={"first_name": "The", "last_name": "papers", "is_active": False},
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def load_paper(file: Path, *, by: User) -> Counter[str] | None:
    """Bring in the whole of a paper, or nothing of one that is in the register already.

    What was brought in is counted by what it is called; None says that nothing was.
    """
    data = read(file)
    with change():
        paper = Paper(council=_council(data["council"]), by=by)
        if _is_done(data, paper=paper):
            return None
        _read(data, paper=paper)
        return paper.counted


def _council(entry: Entry | str) -> Council:
    if isinstance(entry, str):
        return Council.objects.get(slug=entry)
    return Council.objects.filter(slug=entry["slug"]).first() or councils.found_council(**entry)


def _is_done(data: Entry, *, paper: Paper) -> bool:
    """Papers come in whole, so the first report or response of one speaks for the rest."""
    if "reports" in data:
        return paper.council.reports.filter(slug=data["reports"][0]["slug"]).exists()
    return ExecutiveResponse.objects.filter(report=paper.report(data["report"])).exists()


def _read(data: Entry, *, paper: Paper) -> None:
    for entry in data.get("bodies", []):
        _read_body(entry, paper=paper)
    for entry in data.get("posts", []):
        _read_post(entry, paper=paper)
    for entry in data.get("events", []):
        _read_event(entry, paper=paper)
    for entry in data.get("reports", []):
        read_report(entry, paper=paper)
    given = [read_response(entry, paper=paper) for entry in data.get("responses", [])]
    resolved: dict[str, Resolution] = {}
    for entry in data.get("meetings", []):
        resolved |= read_meeting(entry, paper=paper, response=given[0])
    for entry in data.get("positions", []):
        read_position(entry, paper=paper, report=given[0].report, resolved=resolved)


def _read_body(entry: Entry, *, paper: Paper) -> None:
    if not paper.council.bodies.filter(slug=entry["slug"]).exists():
        parent = paper.body(entry["parent"]) if "parent" in entry else None
        councils.establish_body(council=paper.council, **{**entry, "parent": parent})


def _read_post(entry: Entry, *, paper: Paper) -> None:
    if not paper.council.posts.filter(slug=entry["slug"]).exists():
        councils.create_post(council=paper.council, **entry)


def _read_event(entry: Entry, *, paper: Paper) -> None:
    if not paper.council.events.filter(slug=entry["slug"]).exists():
        events.name_event(council=paper.council, **entry)
        paper.counted["events"] += 1
