"""How each dated row is told, in a timeline and among the newest changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from recommendations import models
from recommendations.models.dated import Dated
from recommendations.rules.wording import count, day_words


@dataclass(frozen=True)
class Told:
    """What happened, whose doing it was, and the words that go with it."""

    title: str
    byline: str = ""
    text: str = ""


RESOLVED = {
    "endorse": "Endorsed",
    "endorse as amended": "Endorsed as amended",
    "not endorse": "Not endorsed",
    "withdraw": "Withdrawn",
    "note": "Noted",
    "urge": "Urged",
    "ask to amend": "Asked for an amendment",
    "call the owner": "Called the owner",
    "refer": "Referred",
    "agree a date": "Agreed a date",
    "continue monitoring": "Went on monitoring",
    "discharge": "Ended monitoring",
    "reopen": "Reopened",
}


@singledispatch
def tell(row: Dated) -> Told:
    raise NotImplementedError(f"Say how a {row._meta.verbose_name} is told.")


@tell.register
def _(row: models.Wording) -> Told:
    return Told(f"Wording, {row.how_printed}", text=row.title or row.text)


@tell.register
def _(row: models.Condition) -> Told:
    return Told("Waits for an event", text=f"{row.event}: “{row.words}”")


@tell.register
def _(row: models.Link) -> Told:
    ends = f"{row.from_recommendation} {row.kind} {row.to_recommendation}"
    return Told("Linked", text=f"{ends}: “{row.words}”" if row.words else ends)


@tell.register
def _(row: models.Notice) -> Told:
    clock = "" if row.clock == row.Clock.NONE else f"Within {row.get_clock_display().lower()}."
    days = (
        ("Report received", row.report_received_on),
        ("Notice received", row.notice_received_on),
        ("Acknowledged", row.acknowledged_on),
        ("Last day confirmed:", row.last_day),
    )
    told = [clock, *(f"{label} {day_words(day)}." for label, day in days if day)]
    return Told(f"Notice served on {row.body}", text=" ".join(filter(None, told)))


@tell.register
def _(row: models.ResponseStage) -> Told:
    in_force = f"In force from {day_words(row.in_force_on)}." if row.in_force_on else ""
    kind = row.response.get_kind_display()
    return Told(f"{kind} {row.get_stage_display().lower()}", str(row.response.body), in_force)


@tell.register
def _(row: models.Answer) -> Told:
    text = row.text or row.reason
    return Told(
        f"Answer: {row.get_decision_display().lower()}",
        str(row.response.body),
        f"“{text}”" if text else "",
    )


@tell.register
def _(row: models.Milestone) -> Told:
    due = row.original_due
    by = f"\nOriginal date: {day_words(due.day)}" if due.day else ""
    return Told("Milestone promised", str(row.owner or ""), f"{row.text}{by}")


@tell.register
def _(row: models.MilestoneDone) -> Told:
    owner = row.milestone.owed_by(row.on)
    return Told("Milestone done", str(owner or ""), row.note or row.milestone.text)


@tell.register
def _(row: models.DateChange) -> Told:
    was = f" instead of {day_words(row.from_day)}" if row.from_day else ""
    return Told(
        "New date asked for", row.milestone.text, f"{day_words(row.to_day)}{was}. {row.reason}"
    )


@tell.register
def _(row: models.DateDecision) -> Told:
    return Told(
        f"New date {row.get_decision_display().lower()}",
        row.get_by_whom_display(),
        f"{day_words(row.change.to_day)}. {row.leave}".strip(),
    )


@tell.register
def _(row: models.OccurrenceOutcome) -> Told:
    return Told(
        f"{row.get_outcome_display()}: due {day_words(row.due)}", row.milestone.text, row.reason
    )


@tell.register
def _(row: models.ProgressUpdate) -> Told:
    stated = row.stated_rag
    said = "reported complete" if row.complete else stated.word if stated else ""
    words = (
        ("Cause", row.cause),
        ("Remedy", row.remedy),
        ("Effect", row.effect),
        ("Why it differs from the record", row.why_differs),
        ("Outcome", row.outcome),
    )
    told = [row.narrative, *(f"{label}: {text}" for label, text in words if text)]
    return Told(
        f"Update: {said}" if said else "Update",
        str(row.post or row.body or ""),
        "\n".join(filter(None, told)),
    )


@tell.register
def _(row: models.Evidence) -> Told:
    file = f"{row.file_name}, {row.get_mark_display().lower()}" if row.kind else ""
    return Told("Evidence", file, row.shows)


@tell.register
def _(row: models.EvidenceRelease) -> Told:
    return Told("File let through, not scanned for viruses", row.evidence.shows, row.reason)


@tell.register
def _(row: models.RatingAcceptance) -> Told:
    return Told("Owner’s better rating accepted", "Scrutiny", row.reason)


@tell.register
def _(row: models.Resolution) -> Told:
    due = f", by {day_words(row.due_on)}" if row.due_on else ""
    acts = f"For {row.owner}{due}." if row.owner else f"To be done{due}." if due else ""
    text = "\n".join(filter(None, (row.text, acts)))
    return Told(RESOLVED[row.kind], str(row.item.meeting.body), text)


@tell.register
def _(row: models.ResolutionDone) -> Told:
    return _of_what_was_asked("Done", row)


@tell.register
def _(row: models.ResolutionUpdate) -> Told:
    return _of_what_was_asked("Not done yet", row)


def _of_what_was_asked(how: str, row: models.ResolutionDone | models.ResolutionUpdate) -> Told:
    resolution = row.resolution
    text = "\n".join(filter(None, (row.note, row.source)))
    asked = f"{how}: what minute {resolution.reference} asked"
    return Told(asked, str(resolution.actor_on(row.on) or ""), text)


@tell.register
def _(row: models.Position) -> Told:
    closed = f"Closed: {row.get_closes_display().lower()}." if row.closes else ""
    by = str(row.resolution.item.meeting.body) if row.resolution else ""
    return Told(f"The committee says: {row.status}", by, closed)


@tell.register
def _(row: models.ReportReturn) -> Told:
    after = f"after {count(row.months, 'month')}"
    if row.item:
        return Told(f"The report came back {after}", str(row.item.meeting.body))
    return Told(f"The report did not come back {after}", text=row.reason)


@tell.register
def _(row: models.TopicStage) -> Told:
    if row.item:
        return Told(f"Planned for {day_words(row.item.meeting.day)}", str(row.item.meeting.body))
    if row.succession:
        return Told(f"Passed on to {row.succession.successor}", str(row.succession.old))
    return Told(row.get_stage_display(), text=row.reason)


@tell.register
def _(row: models.EventDay) -> Told:
    happened = row.kind == row.Kind.HAPPENED
    verb = "happened on" if happened else "is expected on"
    return Told(f"{row.event} {verb} {day_words(row.day)}", text=row.source)
