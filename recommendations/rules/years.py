"""Whether a date's year looks like a slip of the pen."""

from collections.abc import Iterable
from datetime import date

FAR_YEARS = 2


def is_far(day: date, *, neighbours: Iterable[date]) -> bool:
    """Whether a day lies more than two years from every day it belongs with.

    Such a day is asked about and never refused: "is this the year you meant?"
    """
    near = list(neighbours)
    return bool(near) and not any(
        _years_on(other, -FAR_YEARS) <= day <= _years_on(other, FAR_YEARS) for other in near
    )


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
