"""A date asked or promised: its shape, and the days it comes to once its event has a day."""

import re
from calendar import month_name, monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from itertools import count as count_from
from itertools import islice
from typing import Any, Self

from recommendations.rules.deadlines import Unit, after, last_day_beginning_with
from recommendations.rules.wording import count, day_words
from recommendations.rules.working_days import NONE_KNOWN, WorkingDays


class Shape(StrEnum):
    ON_A_DAY = "on a day"
    END_OF_PERIOD = "end of period"
    WITHIN = "within"
    BEFORE = "before"
    AFTER = "after"
    AT_LEAST = "at least"
    FOR_A_PERIOD = "for a period"
    RECURRING = "recurring"
    EACH_MEETING = "each meeting"
    UNENDING = "unending"
    NONE = "none"


class Period(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FINANCIAL_QUARTER = "financial quarter"
    FINANCIAL_YEAR = "financial year"


class Meaning(StrEnum):
    """What the days of a due mean."""

    LAST_DAY = "last day"
    NOT_BEFORE = "not before"
    LAST_DAY_OF_PERIOD = "last day of the period"
    OCCURRENCES = "occurrences"
    EVENT_DAY_NEEDED = "day of event needed"
    REVIEW_DATE_NEEDED = "review date needed"
    NO_DATE = "no date"


NEEDS: dict[Shape, tuple[str, ...]] = {
    Shape.ON_A_DAY: ("day",),
    Shape.END_OF_PERIOD: ("period", "of"),
    Shape.WITHIN: ("n", "unit", "event"),
    Shape.BEFORE: ("event",),
    Shape.AFTER: ("event",),
    Shape.AT_LEAST: ("n", "unit", "event"),
    Shape.FOR_A_PERIOD: ("n", "unit"),
    Shape.RECURRING: ("n", "unit"),
    Shape.EACH_MEETING: ("body",),
    Shape.UNENDING: (),
    Shape.NONE: (),
}

ALLOWS: dict[Shape, tuple[str, ...]] = {
    Shape.FOR_A_PERIOD: ("event", "start"),
    Shape.RECURRING: ("event", "start", "until"),
    Shape.EACH_MEETING: ("event", "start", "until"),
    Shape.UNENDING: ("event", "start", "review_months"),
}

MEANINGS: dict[Shape, Meaning] = {
    Shape.ON_A_DAY: Meaning.LAST_DAY,
    Shape.END_OF_PERIOD: Meaning.LAST_DAY,
    Shape.WITHIN: Meaning.LAST_DAY,
    Shape.BEFORE: Meaning.LAST_DAY,
    Shape.AFTER: Meaning.NOT_BEFORE,
    Shape.AT_LEAST: Meaning.NOT_BEFORE,
    Shape.FOR_A_PERIOD: Meaning.LAST_DAY_OF_PERIOD,
    Shape.RECURRING: Meaning.OCCURRENCES,
    Shape.EACH_MEETING: Meaning.OCCURRENCES,
    Shape.UNENDING: Meaning.OCCURRENCES,
    Shape.NONE: Meaning.NO_DATE,
}

_PERIOD_PATTERNS = {
    Period.MONTH: r"(?P<year>\d{4})-(?P<part>0[1-9]|1[0-2])",
    Period.QUARTER: r"(?P<year>\d{4})-Q(?P<part>[1-4])",
    Period.YEAR: r"(?P<year>\d{4})",
    Period.FINANCIAL_QUARTER: r"(?P<year>\d{4})/(?P<next>\d{2})-Q(?P<part>[1-4])",
    Period.FINANCIAL_YEAR: r"(?P<year>\d{4})/(?P<next>\d{2})",
}


class NotADue(ValueError):
    """What was given is no due; the message says which part is missing or does not fit."""


def end_of_period(period: Period, of: str) -> date:
    """The last day of "2013-12", "2014-Q2", "2014", "2014/15-Q2" (to September) or "2014/15"."""
    found = re.fullmatch(_PERIOD_PATTERNS[period], of)
    if not found:
        raise NotADue(f"“{of}” is not a {period}.")
    year = int(found["year"])
    if "next" in found.groupdict() and int(found["next"]) != (year + 1) % 100:
        raise NotADue(f"“{of}” does not name two years that follow each other.")
    part = int(found.groupdict().get("part") or 0)
    months = {
        Period.MONTH: part,
        Period.QUARTER: part * 3,
        Period.YEAR: 12,
        Period.FINANCIAL_QUARTER: 3 + part * 3,
        Period.FINANCIAL_YEAR: 15,
    }[period]
    more_years, month = divmod(months - 1, 12)
    try:
        return date(year + more_years, month + 1, monthrange(year + more_years, month + 1)[1])
    except ValueError:
        raise NotADue(f"“{of}” is not a {period}.") from None


def named_period(words: str) -> tuple[Period, str]:
    """A period as people write it: "December 2013", "quarter 2 of 2014/15", "Q2 2014", "2014"."""
    told = " ".join(words.lower().replace(",", " ").split())
    if found := re.fullmatch(r"([a-z]{3,9}) (\d{4})", told):
        months = [name for name in month_name[1:] if name.lower().startswith(found[1])]
        if len(months) == 1:
            of = f"{found[2]}-{list(month_name).index(months[0]):02}"
            return Period.MONTH, of
    if found := re.fullmatch(r"(?:quarter |q)([1-4])(?: of)? (\d{4}(?:/\d{2})?)", told):
        told = f"{found[2]}-Q{found[1]}"
    for period in Period:
        try:
            end_of_period(period, told)
        except NotADue:
            continue
        return period, told
    raise NotADue(f"“{words}” is no month, quarter or year.")


@dataclass(frozen=True, kw_only=True)
class Due:
    """A date asked or promised. ``words`` are those of the paper, empty where it prints none.

    ``event`` and ``body`` are keys of whoever keeps the due; ``start`` is the ``from`` of its
    JSON. A shape that may start from an event or a day, and has neither, comes to no date.
    """

    shape: Shape = Shape.NONE
    words: str = ""
    day: date | None = None
    period: Period | None = None
    of: str = ""
    n: int | None = None
    unit: Unit | None = None
    event: str = ""
    body: str = ""
    start: date | None = None
    until: date | None = None
    review_months: int | None = None

    def __post_init__(self) -> None:
        given = {
            field.name for field in fields(self) if getattr(self, field.name) not in (None, "")
        } - {"shape", "words"}
        needed = set(NEEDS[self.shape])
        allowed = needed | set(ALLOWS.get(self.shape, ()))
        if missing := sorted(needed - given):
            raise NotADue(f"“{self.shape}” needs {', '.join(missing)}.")
        if beside := sorted(given - allowed):
            raise NotADue(f"“{self.shape}” takes no {', '.join(beside)}.")
        if self.event and self.start:
            raise NotADue(f"“{self.shape}” starts from an event or from a day, not both.")
        if (self.n is not None and self.n < 1) or (
            self.review_months is not None and self.review_months < 1
        ):
            raise NotADue(f"“{self.shape}” needs a number of at least 1.")
        if self.period:
            end_of_period(self.period, self.of)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote, or a due as the example cases print it."""
        names = {field.name for field in fields(cls)} - {"start"} | {"from"}
        if unknown := sorted(set(value) - names):
            raise NotADue(f"A due has no {', '.join(unknown)}.")
        days = {name: value.get(name) for name in ("day", "from", "until")}
        try:
            read = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
            return cls(
                shape=Shape(value["shape"]),
                words=value.get("words", ""),
                day=read["day"],
                period=Period(value["period"]) if value.get("period") else None,
                of=value.get("of", ""),
                n=value.get("n"),
                unit=Unit(value["unit"]) if value.get("unit") else None,
                event=value.get("event", ""),
                body=value.get("body", ""),
                start=read["from"],
                until=read["until"],
                review_months=value.get("review_months"),
            )
        except NotADue:
            raise
        except (KeyError, ValueError, TypeError) as error:
            raise NotADue(f"Not a due: {error}.") from error

    def as_json(self) -> dict[str, str | int]:
        """Only what is given, so that equal dues are equal text."""
        value: dict[str, str | int] = {}
        for field in fields(self):
            given = getattr(self, field.name)
            if given in (None, ""):
                continue
            name = "from" if field.name == "start" else field.name
            value[name] = given if isinstance(given, int) else str(given)
        return value

    def described(
        self, *, events: Mapping[str, str] | None = None, bodies: Mapping[str, str] | None = None
    ) -> str:
        """The shape in words, with the names that its event and body have today."""
        event = (events or {}).get(self.event, self.event)
        anchor = event or (day_words(self.start) if self.start else "a day not yet given")
        span = count(self.n, str(self.unit).removesuffix("s")) if self.n else ""
        until = f" until {day_words(self.until)}" if self.until else ""
        match self.shape:
            case Shape.ON_A_DAY:
                return f"by {day_words(self.day)}" if self.day else ""
            case Shape.END_OF_PERIOD:
                return f"by the end of {self.period_words}"
            case Shape.WITHIN:
                return f"within {span} after {event}"
            case Shape.BEFORE:
                return f"before {event}"
            case Shape.AFTER:
                return f"after {event}"
            case Shape.AT_LEAST:
                return f"at least {span} after {event}"
            case Shape.FOR_A_PERIOD:
                return f"for {span} from {anchor}"
            case Shape.RECURRING:
                return f"every {span.removeprefix('1 ')} from {anchor}{until}"
            case Shape.EACH_MEETING:
                body = (bodies or {}).get(self.body, self.body)
                return f"at each meeting of {body} from {anchor}{until}"
            case Shape.UNENDING if self.review_months:
                return f"without end, reviewed every {count(self.review_months, 'month')}"
            case Shape.UNENDING:
                return "without end"
            case Shape.NONE:
                return "no date"

    @property
    def period_words(self) -> str:
        match self.period:
            case Period.MONTH:
                return date.fromisoformat(f"{self.of}-01").strftime("%B %Y")
            case Period.QUARTER | Period.FINANCIAL_QUARTER:
                year, quarter = self.of.split("-Q")
                return f"quarter {quarter} of {year}"
            case _:
                return self.of

    def meaning(self, *, event_day: date | None = None) -> Meaning:
        """What its days mean, or what is missing before it has any."""
        if self.shape is Shape.UNENDING and self.review_months is None:
            return Meaning.REVIEW_DATE_NEEDED
        if self.event and event_day is None:
            return Meaning.EVENT_DAY_NEEDED
        if self.shape in ALLOWS and not self.event and self.start is None:
            return Meaning.NO_DATE
        return MEANINGS[self.shape]

    def anchor(self, *, event_day: date | None) -> date | None:
        """The day that it counts from, where it counts from one."""
        return event_day if self.event else self.start

    def single_day(
        self, *, event_day: date | None = None, working_days: WorkingDays = NONE_KNOWN
    ) -> date | None:
        """The last day, the floor, or the last day of the period; none for what recurs."""
        anchor = self.anchor(event_day=event_day)
        match self.shape:
            case Shape.ON_A_DAY:
                return self.day
            case Shape.END_OF_PERIOD if self.period:
                return end_of_period(self.period, self.of)
            case Shape.WITHIN | Shape.AT_LEAST if anchor and self.n and self.unit:
                return after(anchor, self.n, self.unit, working_days)
            case Shape.BEFORE if anchor:
                return after(anchor, -1, Unit.DAYS)
            case Shape.AFTER:
                return anchor
            case Shape.FOR_A_PERIOD if anchor and self.n and self.unit:
                return last_day_beginning_with(anchor, self.n, self.unit, working_days)
            case _:
                return None

    def occurrences(
        self,
        *,
        event_day: date | None = None,
        meetings: Sequence[date] = (),
        working_days: WorkingDays = NONE_KNOWN,
    ) -> Iterator[date]:
        """The days of what recurs, in order and perhaps without end.

        The first falls due one interval after the start, and each is counted from the start, so
        that monthly from 31 January never creeps to the 28th. ``meetings`` are the body's days.
        """
        anchor = self.anchor(event_day=event_day)
        if anchor is None:
            return
        for day in self._all_occurrences(anchor, meetings, working_days):
            if self.until and day > self.until:
                return
            yield day

    def _all_occurrences(
        self, anchor: date, meetings: Sequence[date], working_days: WorkingDays
    ) -> Iterator[date]:
        if self.shape is Shape.EACH_MEETING:
            yield from (day for day in sorted(set(meetings)) if day >= anchor)
            return
        every, unit = (
            (self.review_months, Unit.MONTHS)
            if self.shape is Shape.UNENDING
            else (self.n, self.unit)
        )
        if self.shape not in (Shape.RECURRING, Shape.UNENDING) or not every or not unit:
            return
        day = anchor
        for k in count_from(1):
            try:
                if unit is Unit.WORKING_DAYS:  # comes to the same, and is no longer for the last
                    day = working_days.after(day, every)
                else:
                    day = after(anchor, every * k, unit)
            except (ValueError, OverflowError):  # the calendar ends with the year 9999
                return
            yield day


@dataclass(frozen=True)
class DueDays:
    """The days a due comes to, and what they mean; no day where something is still missing.

    ``left_out`` says of working days what was not counted among them.
    """

    meaning: Meaning
    days: tuple[date, ...] = ()
    left_out: str = ""


def due_days(
    due: Due,
    *,
    event_day: date | None = None,
    meetings: Sequence[date] = (),
    working_days: WorkingDays = NONE_KNOWN,
    first: int = 4,
) -> DueDays:
    """What a page shows of a due: its day, or the ``first`` occurrences."""
    meaning = due.meaning(event_day=event_day)
    days: tuple[date, ...] = ()
    if meaning is Meaning.OCCURRENCES:
        found = due.occurrences(event_day=event_day, meetings=meetings, working_days=working_days)
        days = tuple(islice(found, first))
    elif meaning is not Meaning.EVENT_DAY_NEEDED:
        day = due.single_day(event_day=event_day, working_days=working_days)
        days = (day,) if day else ()
    anchor = due.anchor(event_day=event_day)
    if due.unit is Unit.WORKING_DAYS and days and anchor:
        return DueDays(meaning, days, working_days.left_out(anchor, days[-1]))
    return DueDays(meaning, days)
