"""What has been open longest, and what nobody has reported on for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from recommendations.models import Body, ProgressUpdate, Recommendation, Standing, Viewer
from recommendations.rules.deadlines import months_after
from recommendations.rules.wording import count
from recommendations.standing.register import Item, register

MOST = 100
"""So many are listed, and taken on to a meeting; a committee gets no further at one."""

ORDERS = {"age": "open_since", "silence": "quiet_since"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Of which committee, open for more than so many years and not reported on for so many months;
    0 for any.
    """

    committee: Body | None
    years: int
    months: int
    order: str


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """``since`` is the day it was made, or reopened."""

    item: Item
    since: date
    today: date

    @property
    def age(self) -> str:
        return how_long(self.since, today=self.today)

    @property
    def is_reopened(self) -> bool:
        return self.since == self.item.reopened_on

    @property
    def last_update(self) -> ProgressUpdate | None:
        """Of the whole and its parts, the last that the viewer may read."""
        told = [row for one in (self.item, *self.item.parts) for row in one.updates]
        return max(told, key=lambda row: row.order_of_effect, default=None)

    @property
    def quiet_since(self) -> date:
        return max(self.since, self.last_update.on) if self.last_update else self.since

    @property
    def silence(self) -> str:
        return how_long(self.quiet_since, today=self.today)

    @property
    def moves(self) -> int:
        """How often the dates of what is still to be done were moved."""
        return sum(step.moves for step in self.item.steps)


@dataclass(frozen=True, kw_only=True)
class OpenLongest:
    rows: tuple[OpenItem, ...]
    has_more: bool

    @property
    def several_reports(self) -> bool:
        """Whether a reference alone could be another report's."""
        return len({row.item.recommendation.report_id for row in self.rows}) > 1


def open_longest(viewer: Viewer, asked: Asked, *, today: date, now: datetime) -> OpenLongest:
    """The first of them in their order, in a fixed number of queries.

    Found by what everybody who reads an item may read of it; who has leave to read a later update
    sees the item leave the list, or take its place by that.
    """
    opened_before = months_after(today, -12 * asked.years)
    quiet_before = months_after(today, -asked.months)
    found = Standing.objects.visible_to(viewer).on(today).counted()
    found = found.filter(open_since__lte=opened_before, quiet_since__lte=quiet_before)
    if asked.committee:
        found = found.watched_by(asked.committee, day=today)
    placed = list(
        found.order_by(ORDERS[asked.order], "as_printed").values_list(
            "recommendation", "open_since"
        )[: MOST + 1]
    )
    first = [(number, since) for number, since in placed[:MOST] if since]
    numbers = [number for number, _ in first]
    chosen = Recommendation.objects.visible_to(viewer).filter(pk__in=numbers)
    items = register(viewer, chosen, as_at=today, known_at=now).items
    by_number = {item.recommendation.pk: item for item in items}
    listed = (
        OpenItem(item=by_number[number], since=since, today=today)
        for number, since in first
        if number in by_number
    )
    rows = [row for row in listed if row.quiet_since <= quiet_before]
    if asked.order == "silence":
        rows.sort(key=lambda row: row.quiet_since)
    return OpenLongest(rows=tuple(rows), has_more=len(placed) > MOST)


def how_long(since: date, *, today: date) -> str:
    """ "less than a month", "18 months", "7 years"."""
    months = (today.year - since.year) * 12 + today.month - since.month
    months -= months_after(since, months) > today
    if months < 24:
        return count(months, "month") if months else "less than a month"
    return count(months // 12, "year")
