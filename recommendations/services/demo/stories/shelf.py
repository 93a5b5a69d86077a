"""Where every story stands, by the name of its function."""

from __future__ import annotations

from collections.abc import Callable

from recommendations.services.demo.told import Told

Story = Callable[[Told], None]

STORIES: dict[str, Story] = {}


def story(tells: Story) -> Story:
    STORIES[tells.__name__] = tells
    return tells
