"""What a committee may say of a recommendation: the words of its scheme."""

from collections.abc import Collection

SCHEME = (
    "Monitoring",
    "Acceptable progress",
    "Progress not acceptable",
    "Achieved",
    "Discharged",
)
"""From going on to ending; a status used before, in a paper of the council's own, may stay."""


def statuses(used: Collection[str]) -> list[str]:
    """The scheme, and whatever else this council has said of the item."""
    known = {status.lower() for status in SCHEME}
    return [*SCHEME, *sorted({status for status in used if status.lower() not in known})]
