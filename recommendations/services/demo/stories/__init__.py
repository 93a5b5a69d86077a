"""What became of a recommendation, a story a function; a fixture names the story of each.

Days are counted back from the day of loading, so that every story ends in the same rating
whenever it is told. The last word of a docstring is that rating.
"""

from recommendations.services.demo.stories import (
    finished,
    in_trouble,
    not_accepted,
    under_way,
    without_a_day,
)
from recommendations.services.demo.stories.shelf import STORIES

__all__ = ["STORIES", "finished", "in_trouble", "not_accepted", "under_way", "without_a_day"]
