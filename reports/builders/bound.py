"""How long a document may be: counted before anything of it is read."""

from __future__ import annotations

from recommendations.models.recommendations import RecommendationQuerySet

LARGEST = 2_000
"""Recommendations in one report: more fill no agenda, and take longer to read than a page may."""


class TooMany(Exception):
    """The words are for whoever asked."""

    def __init__(self) -> None:
        super().__init__(
            f"There are more than {LARGEST:,} recommendations in what you ask for, too many for "
            "one report. Choose a committee, a scrutiny report, a portfolio holder or a "
            "directorate."
        )


def hold(asked: RecommendationQuerySet) -> None:
    """TooMany where they are more than one document can hold; counted no further than that."""
    if asked.order_by()[: LARGEST + 1].count() > LARGEST:
        raise TooMany
