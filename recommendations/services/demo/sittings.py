"""The meetings of the invented committees, with an item for each report and numbered minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from recommendations.models import (
    AgendaItem,
    Body,
    ExecutiveResponse,
    Recommendation,
    Resolution,
    ScrutinyReport,
    User,
)
from recommendations.services import (
    meetings,
    resolutions,
)
from recommendations.services.demo.days import Diary
from recommendations.services.fixtures import Entry

EVERY_DAYS = 42
BEFORE_THE_FIRST_REPORT = ("Apologies", "Minutes of the last meeting", "Questions from the public")
AFTER_THE_LAST_REPORT = "Work programme"
SITTINGS_AHEAD = 2
CALLED_BEFORE = 12


@dataclass(frozen=True)
class Sitting:
    """A meeting; ``items`` are those about a report, by its slug."""

    day: date
    items: dict[str, AgendaItem]
    minutes: dict[str, int]


@dataclass
class Committee:
    """``first_minute``: how many minutes it had before the history begins."""

    body: Body
    clerk: User
    diary: Diary
    sittings: list[Sitting] = field(default_factory=list)
    _resolved: Counter[int] = field(default_factory=Counter)

    def sit(self, entry: Entry, *, reports: Iterable[ScrutinyReport]) -> None:
        """Call its meetings from before its first report until some time ahead."""
        watched = sorted(reports, key=lambda report: report.published_on)
        minute = entry["first_minute"]
        days_ago = entry["last_met_ago"]
        while self.diary.ago(days_ago) > watched[0].published_on:
            days_ago += EVERY_DAYS
        while days_ago >= entry["last_met_ago"] - SITTINGS_AHEAD * EVERY_DAYS:
            day = self.diary.weekday(entry["weekday"], days_ago)
            items: dict[str, AgendaItem] = {}
            minutes: dict[str, int] = {}
            titles: list[tuple[str, str]] = [("", title) for title in BEFORE_THE_FIRST_REPORT]
            titles += [
                (report.slug, self._title(report))
                for report in watched
                if report.published_on <= day
            ]
            titles.append(("", AFTER_THE_LAST_REPORT))
            with self.diary.recording(self.diary.workday(max(1, days_ago + CALLED_BEFORE))):
                meeting = meetings.call_meeting(
                    body=self.body,
                    day=day,
                    starts_at=time.fromisoformat(entry["starts_at"]),
                    place=entry["place"],
                )
                for number, (slug, title) in enumerate(titles, start=1):
                    minute += 1
                    item = meetings.add_item(meeting=meeting, title=title, number=str(number))
                    if slug:
                        items[slug], minutes[slug] = item, minute
            self.sittings.append(Sitting(day, items, minutes))
            days_ago -= EVERY_DAYS

    def _title(self, report: ScrutinyReport) -> str:
        """An item's first appearance brings the report; the later ones watch over it."""
        seen = any(report.slug in sitting.items for sitting in self.sittings)
        return report.title if not seen else f"Progress on {report.title.split(':')[0]}"

    def after(self, day: date) -> Sitting:
        """The first meeting on or after a day, of those that have been held."""
        held = [sitting for sitting in self.sittings if day <= sitting.day < self.diary.today]
        if not held:
            raise LookupError(f"{self.body} has not met since {day}.")
        return held[0]

    def last(self) -> Sitting:
        return [sitting for sitting in self.sittings if sitting.day < self.diary.today][-1]

    def resolve(
        self,
        sitting: Sitting,
        *,
        kind: str,
        text: str,
        report: ScrutinyReport,
        recommendation: Recommendation | None = None,
        response: ExecutiveResponse | None = None,
    ) -> Resolution:
        """Under the report's item, by the number of its minute."""
        item = sitting.items[report.slug]
        self._resolved[item.pk] += 1
        reference = f"{sitting.minutes[report.slug]}({self._resolved[item.pk]})"
        with self.diary.recording(sitting.day):
            return resolutions.resolve(
                item=item,
                reference=reference,
                kind=kind,
                text=text,
                report=report,
                recommendation=recommendation,
                response=response,
                by=self.clerk,
            )
