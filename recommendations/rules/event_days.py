"""When an event happened or is expected, as the day knows it."""

from dataclasses import dataclass
from datetime import date

from recommendations.rules.facts import Event, EventDayKind
from recommendations.rules.the_day import TheDay


@dataclass(frozen=True)
class KnownDay:
    """``shown_on`` is the first day on which the register says so."""

    day: date
    is_expected: bool
    shown_on: date


def known_day(event: Event, the_day: TheDay) -> KnownDay | None:
    rows = the_day.standing(event.days)
    if not rows:
        return None
    last = rows[-1]
    return KnownDay(last.day, last.kind is EventDayKind.EXPECTED, max(last.day, last.on))


def woke_on(event: Event, the_day: TheDay) -> date | None:
    """The day from which the event has happened. An expected day wakes nothing."""
    known = known_day(event, the_day)
    if known is None or known.is_expected or not the_day.has_reached(known.day):
        return None
    return known.shown_on
