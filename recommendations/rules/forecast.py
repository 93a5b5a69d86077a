"""What the rating will say from now on if nothing more is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from recommendations.rules.facts import Facts
from recommendations.rules.policies import Policy
from recommendations.rules.rag import rated
from recommendations.rules.ratings import Rating
from recommendations.rules.the_day import TheDay


@dataclass(frozen=True)
class Segment:
    """The days on which the rating is the same but for the count of days in its words."""

    first: date
    last: date | None
    rating: Rating

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def as_json(self) -> dict[str, Any]:
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat() if self.last else None,
            "rating": self.rating.as_json(),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(
            first=date.fromisoformat(value["first"]),
            last=date.fromisoformat(value["last"]) if value["last"] else None,
            rating=Rating.from_json(value["rating"]),
        )


def forecast(
    facts: Facts, *, policies: Sequence[Policy], from_day: date, part: str = ""
) -> tuple[Segment, ...]:
    """The segments from a day on, the last without an end; none for what is never rated.

    Exact without trying every day: the rules learn the day from ``TheDay`` alone, which
    remembers the next one on which it would have told them anything else.
    """
    found: list[tuple[date, Rating | None]] = []
    next_day: date | None = from_day
    while next_day is not None:
        the_day = TheDay(next_day)
        rating = rated(facts, policies=policies, the_day=the_day, part=part)
        if not found or found[-1][1] != rating:
            found.append((next_day, rating))
        next_day = the_day.next_change
    lasts = [first - timedelta(days=1) for first, _ in found[1:]]
    return tuple(
        Segment(first, last, rating)
        for (first, rating), last in zip(found, [*lasts, None], strict=True)
        if rating is not None
    )
