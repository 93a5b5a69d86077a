"""A meeting with documents under its items, and asking for its pack."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from recommendations.models import Job, Meeting, User
from recommendations.services import meetings
from reports.services import packs
from tests.reliability.record import COUNCIL

CLERK = "marlshire-clerk"


def meeting() -> Meeting:
    """The next meeting of the council, with a report of its committee under a new item."""
    found = Meeting.objects.filter(body__council__slug=COUNCIL).order_by("-day").first()
    item = meetings.add_item(meeting=found, title="Recommendations", number="90")
    packs.put_under(item=item, kind="exception report", committee=found.body)
    return found


def ask(of: Meeting) -> Job:
    """As its clerk would, having seen it just now."""
    return packs.ask_to_issue(
        meeting=of,
        audience="public",
        as_at=timezone.localdate(),
        known_at=timezone.now(),
        by=User.objects.get(username=CLERK),
        key=uuid4().hex,
    )
