"""Which facts may be corrected or taken back, by whom, and at which address.

scrutiny officer  whatever they see
clerk             what they recorded themselves, on the same day
officer           what they recorded themselves about what their posts own
nobody            what was corrected or taken back already

Words, links, conditions, milestones, notices and stages of a response are a scrutiny officer's
alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from recommendations import models
from recommendations.models import Recommendation, Viewer
from recommendations.models.dated import Dated
from recommendations.rules.roles import Permission, Role
from recommendations.standing.timeline import Entry


@dataclass(frozen=True)
class Noun:
    """A noun whose rows may be corrected: what it is called, which columns may change, by whom."""

    model: type[Dated]
    called: str
    columns: tuple[str, ...]
    needs: Permission = Permission.FACT_CORRECT


NOUNS: dict[str, Noun] = {
    "position": Noun(models.Position, "position", ("status", "closes", "on")),
    "update": Noun(
        models.ProgressUpdate,
        "update",
        (
            *("stated", "complete", "cause", "remedy", "effect"),
            *("why_differs", "narrative", "outcome"),
        ),
    ),
    "evidence": Noun(models.Evidence, "evidence", ("address", "mark", "shows")),
    "release": Noun(
        models.EvidenceRelease, "release of evidence", ("reason",), Permission.EVIDENCE_RELEASE
    ),
    "acceptance": Noun(models.RatingAcceptance, "acceptance of a rating", ("reason",)),
    "done": Noun(models.MilestoneDone, "milestone done", ("on", "note")),
    "occurrence": Noun(
        models.OccurrenceOutcome, "outcome of an occurrence", ("outcome", "reason", "leave")
    ),
    "new-date": Noun(models.DateChange, "request for a new date", ("to_day", "reason")),
    "decision": Noun(models.DateDecision, "decision on a date", ("decision", "leave", "on")),
    "event-day": Noun(models.EventDay, "day of an event", ("kind", "day", "source")),
    "answer": Noun(models.Answer, "answer", ("decision", "reason", "text", "decide_by")),
    "resolution": Noun(models.Resolution, "resolution", ("reference", "text", "due_on")),
    "resolution-done": Noun(models.ResolutionDone, "end of a resolution", ("note", "source", "on")),
    "resolution-update": Noun(
        models.ResolutionUpdate, "word on a resolution", ("note", "source", "on")
    ),
    "wording": Noun(
        models.Wording,
        "wording",
        ("title", "text", "lead_in", "closing", "notes", "on"),
        Permission.RECOMMENDATION_EDIT,
    ),
    "condition": Noun(
        models.Condition, "event it waits for", ("words", "on"), Permission.REPORT_EDIT
    ),
    "link": Noun(models.Link, "link", ("kind", "words", "on"), Permission.REPORT_EDIT),
    "milestone": Noun(
        models.Milestone,
        "milestone",
        ("text", "success_measure", "original_due", "on"),
        Permission.RECOMMENDATION_EDIT,
    ),
    "notice": Noun(
        models.Notice,
        "notice",
        (
            *("clock", "hard", "response_required"),
            *("on", "report_received_on", "notice_received_on", "acknowledged_on", "last_day"),
        ),
        Permission.RECOMMENDATION_EDIT,
    ),
    "stage": Noun(
        models.ResponseStage,
        "stage of a response",
        ("stage", "on", "in_force_on"),
        Permission.RECOMMENDATION_EDIT,
    ),
}
NAMES = {noun.model: name for name, noun in NOUNS.items()}


def columns_of(row: Dated) -> tuple[str, ...]:
    """Which may change; evidence has an address, or else a file and whom it is for."""
    columns = NOUNS[NAMES[type(row)]].columns
    if not isinstance(row, models.Evidence):
        return columns
    other = "mark" if row.address else "address"
    return tuple(name for name in columns if name != other)


def may_correct(viewer: Viewer, row: Dated, *, owns: bool, today: date) -> bool:
    """Whether this viewer may put another fact in the place of one that they see."""
    acting = viewer.acting(NOUNS[NAMES[type(row)]].needs)
    if Role.SCRUTINY_OFFICER in acting.roles:
        return True
    if viewer.person is None or row.by_id != viewer.person.pk:
        return False
    if Role.CLERK in acting.roles and timezone.localdate(row.recorded_at) == today:
        return True
    return Role.OFFICER in acting.roles and (owns or was_to_act(acting, row))


def was_to_act(viewer: Viewer, row: Dated) -> bool:
    """Whether it tells of a resolution that a post of this viewer was to act on."""
    if not isinstance(row, models.ResolutionDone | models.ResolutionUpdate):
        return False
    actor = row.resolution.actor_on(row.on)
    return actor is not None and actor.pk in viewer.posts


@dataclass(frozen=True)
class Corrections:
    """The corrections that a viewer is offered on the page of a recommendation."""

    viewer: Viewer
    recommendation: Recommendation
    owns: bool
    today: date

    def address_of(self, entry: Entry) -> str:
        """Where to correct a fact of the timeline; empty where this viewer may not."""
        name = NAMES.get(type(entry.row))
        if name is None or not entry.stands:
            return ""
        if not may_correct(self.viewer, entry.row, owns=self.owns, today=self.today):
            return ""
        printed = self.recommendation
        return reverse(
            "recommendations:fact",
            args=[printed.council.slug, printed.report.slug, printed.address, name, entry.row.pk],
        )
