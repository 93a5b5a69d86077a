"""The figures members expect of their recommendations, all from one exception report.

How many were made, accepted, implemented and overdue, and how long the executive took to respond;
what scrutiny asked of itself is counted as made and left out of what others accepted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count
from reports.documents.exception_report import Covered, ExceptionReport
from reports.documents.lines import Line

ACCEPTED = ("Accepted", "Accepted in part", "Already agreed")
ANSWERS = ("Not accepted", "Deferred", "Noted")
IMPLEMENTED = "Complete"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One row of figures. ``made`` is of all; the answers are of those asked of others."""

    name: str
    slug: str = ""
    made: int
    scrutinys_own: int
    accepted: int
    not_accepted: int
    deferred: int
    noted: int
    unanswered: int
    implemented: int
    closed_otherwise: int
    said_complete: int
    overdue: int

    @classmethod
    def of(cls, lines: Iterable[Line], *, name: str, slug: str = "") -> Self:
        lines = list(lines)
        others = [line for line in lines if not line.scrutinys_own]
        answers = Counter(line.answer for line in others)
        accepted = sum(answers[answer] for answer in ACCEPTED)
        closed = [line for line in lines if line.rag is Rag.CLOSED]
        implemented = sum(line.reason == IMPLEMENTED for line in closed)
        return cls(
            name=name,
            slug=slug,
            made=len(lines),
            scrutinys_own=len(lines) - len(others),
            accepted=accepted,
            not_accepted=answers["Not accepted"],
            deferred=answers["Deferred"],
            noted=answers["Noted"],
            unanswered=len(others) - accepted - sum(answers[answer] for answer in ANSWERS),
            implemented=implemented,
            closed_otherwise=len(closed) - implemented,
            said_complete=sum(
                line.reported_complete and line.rag is not Rag.CLOSED for line in lines
            ),
            overdue=sum(line.overdue > 0 and line.rag is not Rag.CLOSED for line in lines),
        )

    @property
    def asked_of_others(self) -> int:
        return self.made - self.scrutinys_own

    @property
    def accepted_share(self) -> str:
        """Of those asked of others, in whole per cent; empty where there are none."""
        if not self.asked_of_others:
            return ""
        return f"{(200 * self.accepted + self.asked_of_others) // (2 * self.asked_of_others)}%"


@dataclass(frozen=True)
class Responded:
    """How long a response took, counted from the endorsement or, without one, publication."""

    report: str
    slug: str
    since: date
    since_what: str
    answered_on: date | None
    answered_by: str

    @property
    def days(self) -> int | None:
        return (self.answered_on - self.since).days if self.answered_on else None

    @property
    def words(self) -> str:
        if self.days is None:
            return "No response yet"
        return f"{count(self.days, 'day')} from {self.since_what}"


@dataclass(frozen=True)
class SaidOf:
    """Of how many the committee says a thing; ``outside`` the scheme of the day, under another."""

    words: str
    count: int
    outside: bool = False


@dataclass(frozen=True)
class Statistics:
    council: str
    as_at: date
    whole: Tally
    committee_says: tuple[SaidOf, ...]
    by_committee: tuple[Tally, ...]
    by_year: tuple[Tally, ...]
    by_report: tuple[Tally, ...]
    responses: tuple[Responded, ...]

    @classmethod
    def of(
        cls, report: ExceptionReport, *, watched_by: Callable[[Line], str] = lambda _: ""
    ) -> Self:
        """``watched_by`` names who watches on the day; else the report's own committee counts."""
        covered = {one.slug: one for one in report.covered}

        def tallied(name: Callable[[Line], str]) -> tuple[Tally, ...]:
            lines: dict[str, list[Line]] = {}
            for line in report.lines:
                lines.setdefault(name(line), []).append(line)
            return tuple(Tally.of(lines[one], name=one) for one in sorted(lines))

        def committee(line: Line) -> str:
            commissioned_by = covered[line.report_slug].committee
            return watched_by(line) or commissioned_by or "No committee recorded"

        return cls(
            council=report.council,
            as_at=report.as_at,
            whole=Tally.of(report.lines, name="All"),
            committee_says=tuple(said_of(report)),
            by_committee=tallied(committee),
            by_year=tallied(lambda line: municipal_year(covered[line.report_slug].published_on)),
            by_report=tuple(
                Tally.of(
                    (line for line in report.lines if line.report_slug == one.slug),
                    name=one.title,
                    slug=one.slug,
                )
                for one in report.covered
            ),
            responses=tuple(responded(one) for one in report.covered),
        )

    @property
    def days_to_respond(self) -> tuple[int, ...]:
        return tuple(sorted(one.days for one in self.responses if one.days is not None))

    @property
    def median_days(self) -> int | None:
        """The middle one; of two in the middle, the longer."""
        days = self.days_to_respond
        return days[len(days) // 2] if days else None


def said_of(report: ExceptionReport) -> Iterator[SaidOf]:
    """By the scheme of the day, in its order; then what else stands."""
    said = Counter(line.position.status for line in report.lines if line.position)
    for status in report.key.committee_says:
        yield SaidOf(status.words, said.pop(status.words, 0))
    for words, number in sorted(said.items()):
        yield SaidOf(words, number, outside=True)
    if nothing := sum(line.position is None for line in report.lines):
        yield SaidOf("No position", nothing)


def responded(report: Covered) -> Responded:
    since = report.endorsed_on or report.published_on
    return Responded(
        report=report.title,
        slug=report.slug,
        since=since,
        since_what="endorsement" if report.endorsed_on else "publication",
        answered_on=report.answered_on,
        answered_by=report.answered_by,
    )


def municipal_year(day: date) -> str:
    """May to May: "2012/13" holds 28 March 2013."""
    first = day.year if day.month >= 5 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"
